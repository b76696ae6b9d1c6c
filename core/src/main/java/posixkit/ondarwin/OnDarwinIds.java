package posixkit.ondarwin;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/** Reads and changes users and logins with calls that only macOS has. */
public interface OnDarwinIds {
    /**
     * Returns true if this process should not trust its environment variables, because another user may have set them.
     *
     * <p>{@code int issetugid(void)} {@index issetugid}
     *
     * <p>This method returns true in two cases: a set-id bit gave the program the rights of another user or group when it
     * started, or the process has changed its ids since then.
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
     * Sets a flag of this process in the kernel if {@code mark} is true, and clears the flag if {@code mark} is false. Returns
     * true if the flag was set before the call.
     *
     * <p>{@code int setprivexec(int flag)} {@index setprivexec}
     *
     * <p>The flag only marks the process: programs that list processes can show it. In spite of its name, the call gives no
     * privilege. The call cannot fail.
     */
    @Call("setprivexec(2)")
    boolean setprivexec(boolean mark);
}
