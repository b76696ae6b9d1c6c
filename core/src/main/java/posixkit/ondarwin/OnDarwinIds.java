package posixkit.ondarwin;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/** Contains the calls for users and logins that only macOS has. */
public interface OnDarwinIds {
    /**
     * Returns true if this process should not trust its environment variables, because another user may have set them.
     *
     * <p>{@code int issetugid(void)} {@index issetugid}
     *
     * <p>This method returns true in two cases. In the first case, a set-id bit gave the program the rights of another user or
     * group when the program started. In the second case, the process has changed its ids since the program started.
     */
    @Call("issetugid(2)")
    boolean issetugid();

    /**
     * Sets the login name of the session of this process to {@code name}. The login name applies to all processes of the session.
     *
     * <p>{@code int setlogin(const char *name)} {@index setlogin}
     *
     * <p><b>In a JVM:</b> the JVM usually shares its session with the program that started it, for example a shell. The new name
     * therefore also applies to that program. {@link posixkit.id.Ids#setsid} creates a separate session.
     *
     * @throws ErrnoException EPERM: the user is not root; EINVAL: {@code name} is too long
     */
    @Call("setlogin(2)")
    default void setlogin(String name) throws ErrnoException {
        Outcome.ofPath("setlogin", name, setloginOrErrno(name));
    }

    /** Same as {@link #setlogin}, but returns 0 or −errno. */
    int setloginOrErrno(String name);

    /**
     * Marks this process in the kernel if {@code mark} is true, and removes the mark if {@code mark} is false. Returns true if
     * the process was marked before the call.
     *
     * <p>{@code int setprivexec(int flag)} {@index setprivexec}
     *
     * <p>Programs that list processes can show the mark. The mark has no other effect. In spite of its name, {@code setprivexec}
     * gives no privilege. The call cannot fail.
     */
    @Call("setprivexec(2)")
    boolean setprivexec(boolean mark);
}
