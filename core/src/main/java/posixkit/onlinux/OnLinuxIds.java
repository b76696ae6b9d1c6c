package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;

/** Users and groups as only Linux has them. What {@link posixkit.id.Ids} says of setters in a JVM is true here too. */
public interface OnLinuxIds {
    /**
     * {@code int setresuid(uid_t ruid, uid_t euid, uid_t suid)} {@index setresuid}
     *
     * <p>Sets real, effective and saved user; −1 leaves one as it is. Of the setters, the one that does what it says.
     *
     * @throws ErrnoException EPERM: one of them is none of the present three, and no privilege
     */
    @Call("setresuid(2)")
    void setresuid(int ruid, int euid, int suid) throws ErrnoException;

    /**
     * {@code int setresgid(gid_t rgid, gid_t egid, gid_t sgid)} {@index setresgid}
     *
     * <p>As {@link #setresuid}, for groups.
     *
     * @throws ErrnoException EPERM: one of them is none of the present three, and no privilege
     */
    @Call("setresgid(2)")
    void setresgid(int rgid, int egid, int sgid) throws ErrnoException;

    /**
     * {@code int getresuid(uid_t *ruid, uid_t *euid, uid_t *suid)} {@index getresuid}
     *
     * <p>Real, effective and saved user.
     */
    @Call("getresuid(2)")
    int[] getresuid() throws ErrnoException;

    /**
     * {@code int getresgid(gid_t *rgid, gid_t *egid, gid_t *sgid)} {@index getresgid}
     *
     * <p>Real, effective and saved group.
     */
    @Call("getresgid(2)")
    int[] getresgid() throws ErrnoException;

    /**
     * {@code int capget(cap_user_header_t header, cap_user_data_t data)} {@index isCapDacOverrideSet}
     *
     * <p>Whether the calling thread may read and write any file whatever its permissions (CAP_DAC_OVERRIDE in its
     * effective set). Executing still takes one {@code x} bit.
     */
    @Call("capget(2)")
    boolean isCapDacOverrideSet() throws ErrnoException;
}
