package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and changes users and groups as only Linux can. {@link posixkit.id.Ids} says what a setter does to a JVM; the same holds
 * here.
 */
public interface OnLinuxIds {
    /**
     * Sets the real, the effective and the saved user; −1 leaves one unchanged.
     *
     * <p>{@code int setresuid(uid_t ruid, uid_t euid, uid_t suid)} {@index setresuid}
     *
     * <p>It changes exactly these three. Other setters also change ids that they do not name.
     *
     * @throws ErrnoException EPERM: without privilege, each must be one of the three present users
     */
    @Call("setresuid(2)")
    default void setresuid(int ruid, int euid, int suid) throws ErrnoException {
        Outcome.of("setresuid", setresuidOrErrno(ruid, euid, suid));
    }

    /** Same as {@link #setresuid}, but returns 0 or −errno. */
    int setresuidOrErrno(int ruid, int euid, int suid);

    /**
     * Sets the real, the effective and the saved group; −1 leaves one unchanged.
     *
     * <p>{@code int setresgid(gid_t rgid, gid_t egid, gid_t sgid)} {@index setresgid}
     *
     * @throws ErrnoException EPERM: without privilege, each must be one of the three present groups
     */
    @Call("setresgid(2)")
    default void setresgid(int rgid, int egid, int sgid) throws ErrnoException {
        Outcome.of("setresgid", setresgidOrErrno(rgid, egid, sgid));
    }

    /** Same as {@link #setresgid}, but returns 0 or −errno. */
    int setresgidOrErrno(int rgid, int egid, int sgid);

    /**
     * Returns the real, the effective and the saved user, in this order.
     *
     * <p>{@code int getresuid(uid_t *ruid, uid_t *euid, uid_t *suid)} {@index getresuid}
     */
    @Call("getresuid(2)")
    int[] getresuid() throws ErrnoException;

    /**
     * Returns the real, the effective and the saved group, in this order.
     *
     * <p>{@code int getresgid(gid_t *rgid, gid_t *egid, gid_t *sgid)} {@index getresgid}
     */
    @Call("getresgid(2)")
    int[] getresgid() throws ErrnoException;

    /**
     * Returns true if the calling thread may read and write every file, whatever its permissions.
     *
     * <p>{@code int capget(cap_user_header_t header, cap_user_data_t data)} {@index isCapDacOverrideSet}
     *
     * <p>That is so if CAP_DAC_OVERRIDE is in the effective set of the thread. To execute a file, one {@code x} bit is still needed.
     */
    @Call("capget(2)")
    boolean isCapDacOverrideSet() throws ErrnoException;
}
