package posixkit.ondarwin;

import posixkit.Call;
import posixkit.ErrnoException;

/** Users and logins as only macOS has them. */
public interface IdExtras {
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
     * @throws ErrnoException EPERM: only root may; EINVAL: the name is too long
     */
    @Call("setlogin(2)")
    void setlogin(String name) throws ErrnoException;
}
