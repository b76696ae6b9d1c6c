package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and changes the users and groups of this process with calls that only Linux has. A change always applies to all threads
 * of the process, as in {@link posixkit.id.Ids}. {@code Ids} also describes the effects on the JVM.
 */
public interface OnLinuxIds {
    /**
     * Sets the real, the effective and the saved user id of this process. If a parameter is −1, the call does not change the
     * corresponding id.
     *
     * <p>{@code int setresuid(uid_t ruid, uid_t euid, uid_t suid)} {@index setresuid}
     *
     * <p>This call is more exact than {@code setuid}, which may change all three ids.
     *
     * @throws ErrnoException EPERM: the process has no privilege, and a parameter is not one of the three current user ids of the
     *     process
     */
    @Call("setresuid(2)")
    default void setresuid(int ruid, int euid, int suid) throws ErrnoException {
        Outcome.of("setresuid", setresuidOrErrno(ruid, euid, suid));
    }

    /** Same as {@link #setresuid}, but returns 0 or −errno. */
    int setresuidOrErrno(int ruid, int euid, int suid);

    /**
     * Sets the real, the effective and the saved group id of this process. If a parameter is −1, the call does not change the
     * corresponding id.
     *
     * <p>{@code int setresgid(gid_t rgid, gid_t egid, gid_t sgid)} {@index setresgid}
     *
     * @throws ErrnoException EPERM: the process has no privilege, and a parameter is not one of the three current group ids of
     *     the process
     */
    @Call("setresgid(2)")
    default void setresgid(int rgid, int egid, int sgid) throws ErrnoException {
        Outcome.of("setresgid", setresgidOrErrno(rgid, egid, sgid));
    }

    /** Same as {@link #setresgid}, but returns 0 or −errno. */
    int setresgidOrErrno(int rgid, int egid, int sgid);

    /**
     * Returns the real, the effective and the saved user id of this process, in this order.
     *
     * <p>{@code int getresuid(uid_t *ruid, uid_t *euid, uid_t *suid)} {@index getresuid}
     */
    @Call("getresuid(2)")
    int[] getresuid() throws ErrnoException;

    /**
     * Returns the real, the effective and the saved group id of this process, in this order.
     *
     * <p>{@code int getresgid(gid_t *rgid, gid_t *egid, gid_t *sgid)} {@index getresgid}
     */
    @Call("getresgid(2)")
    int[] getresgid() throws ErrnoException;

    /**
     * Sets the user id with which the kernel checks the calling thread's access to files, and returns the id that it had before.
     * Both are unsigned numbers.
     *
     * <p>{@code int setfsuid(uid_t fsuid)} {@index setfsuid}
     *
     * <p>The call does not tell if it has failed: if the user may not set the id, nothing changes. A second call with −1 changes
     * nothing and returns the present id.
     *
     * <p><b>In a JVM:</b> only the calling thread changes. Threads that it starts later inherit the id. Every change of the effective
     * user id changes this id too. After a change of the id, the kernel lets nobody but root trace this process or read its
     * {@code /proc}, until {@link Prctl#setDumpable} permits it again.
     *
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "setfsuid(2)", isThreads = true)
    int setfsuid(int fsuid);

    /**
     * Sets the group id with which the kernel checks the calling thread's access to files, and returns the id that it had before.
     * {@link #setfsuid} explains the rest.
     *
     * <p>{@code int setfsgid(gid_t fsgid)} {@index setfsgid}
     *
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "setfsgid(2)", isThreads = true)
    int setfsgid(int fsgid);

    /**
     * Returns true if the calling thread has the capability CAP_DAC_OVERRIDE in its effective set. A thread with this capability
     * can read and write every file, even if the permissions of the file forbid it.
     *
     * <p>{@code int capget(cap_user_header_t header, cap_user_data_t data)} {@index isCapDacOverrideSet}
     *
     * <p>Even with the capability, a thread can execute a file only if the file has at least one {@code x} bit.
     */
    @Call("capget(2)")
    boolean isCapDacOverrideSet() throws ErrnoException;
}
