package posixkit.ondarwin;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/** Reads and changes users and logins as only macOS can. */
public interface OnDarwinIds {
    /**
     * Returns true if this process should not trust its environment.
     *
     * <p>{@code int issetugid(void)} {@index issetugid}
     *
     * <p>That is so if a set-id bit gave the program other rights than its user's when it started, or if it has changed its ids since.
     */
    @Call("issetugid(2)")
    boolean issetugid();

    /**
     * Sets the login name of the session. All processes of the session then have it.
     *
     * <p>{@code int setlogin(const char *name)} {@index setlogin}
     *
     * <p><b>In a JVM:</b> the session belongs to the program that started the JVM, until {@link posixkit.id.Ids#setsid}.
     *
     * @throws ErrnoException EPERM: only root may; EINVAL: the name is too long
     */
    @Call("setlogin(2)")
    default void setlogin(String name) throws ErrnoException {
        Outcome.ofPath("setlogin", name, setloginOrErrno(name));
    }

    /** Same as {@link #setlogin}, but returns 0 or −errno. */
    int setloginOrErrno(String name);

    /**
     * Sets or clears a mark on this process, and returns true if it was set before.
     *
     * <p>{@code int setprivexec(int flag)} {@index setprivexec}
     *
     * <p>Process listings show the mark. It has no other effect; it gives no privilege. The call cannot fail.
     */
    @Call("setprivexec(2)")
    boolean setprivexec(boolean mark);
}
