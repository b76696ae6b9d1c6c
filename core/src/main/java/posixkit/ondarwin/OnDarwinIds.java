package posixkit.ondarwin;

import posixkit.Call;
import posixkit.ErrnoException;

/** Users and logins as only macOS has them. */
public interface OnDarwinIds {
    /**
     * {@code int issetugid(void)} {@index issetugid}
     *
     * <p>Whether the program was started with other rights than its user's, by a set-id bit, or has changed its ids
     * since: it should then not trust its environment.
     */
    @Call("issetugid(2)")
    boolean issetugid();

    /**
     * {@code int setlogin(const char *name)} {@index setlogin}
     *
     * <p>Sets the login name of the session, every process of it included.
     *
     * <p><b>In a JVM:</b> the session is that of whoever started the JVM, until {@link posixkit.id.Ids#setsid}.
     *
     * @throws ErrnoException EPERM: only root may; EINVAL: the name is too long
     */
    @Call("setlogin(2)")
    void setlogin(String name) throws ErrnoException;

    /**
     * {@code int setprivexec(int flag)} {@index setprivexec}
     *
     * <p>Sets a mark on this process, and returns whether it was set before. Listings of processes show it; nothing else
     * comes of it, no privilege least of all. It cannot fail.
     */
    @Call("setprivexec(2)")
    boolean setprivexec(boolean mark);
}
