package posixkit.id;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and changes the ids of this process: its users, groups, session and process group. User and group ids are unsigned 32-bit
 * numbers. For example, the int −2 is the valid user id 4294967294. To print an id, use {@link Integer#toUnsignedString}.
 *
 * <p><b>In a JVM:</b> the methods of this interface that set a user or group change the ids of <em>all</em> threads of the
 * process. On Linux, one system call can change only the ids of the calling thread. Therefore the methods call functions of
 * libc, and libc makes the system call in every thread. On macOS, the kernel changes the ids of the whole process. If a thread
 * is inside another system call during the change, that call finishes with the old id.
 *
 * <p>After the effective user has changed, the JVM opens all files as the new user, including class files and files in
 * {@code /proc}. On Linux, a change of the effective user also removes the attribute "dumpable" of the process (see
 * {@code PR_SET_DUMPABLE} in prctl(2)). As a result, tools cannot attach to the JVM, and many files in {@code /proc/self} cannot
 * be read.
 */
public interface Ids {
    /**
     * Returns the id of the real user of this process: the user who started the process.
     *
     * <p>{@code uid_t getuid(void)} {@index getuid}
     */
    @Call("getuid(2)")
    int getuid();

    /**
     * Returns the id of the effective user of this process: the user whose permissions the process has. The process also has a
     * saved user, which is an earlier effective user. Even without privilege, the process can make the saved user its effective
     * user again.
     *
     * <p>{@code uid_t geteuid(void)} {@index geteuid}
     */
    @Call("geteuid(2)")
    int geteuid();

    /**
     * Returns the id of the real group of this process: the group of the user who started the process.
     *
     * <p>{@code gid_t getgid(void)} {@index getgid}
     */
    @Call("getgid(2)")
    int getgid();

    /**
     * Returns the id of the effective group of this process: the group whose permissions the process has. The process also has a
     * saved group, which is an earlier effective group. Even without privilege, the process can make the saved group its
     * effective group again.
     *
     * <p>{@code gid_t getegid(void)} {@index getegid}
     */
    @Call("getegid(2)")
    int getegid();

    /**
     * Sets the user of this process to {@code uid}.
     *
     * <p>{@code int setuid(uid_t uid)} {@index setuid}
     *
     * <p>A process has the privilege for this change if it has the capability {@code CAP_SETUID} (on Linux) or if its effective
     * user is root (on macOS). With privilege, this method sets the real, effective and saved user. This change cannot be undone.
     * Without privilege, this method sets only the effective user, and {@code uid} must be the real or the saved user.
     *
     * @throws ErrnoException EPERM: this process has no privilege, and {@code uid} is neither the real nor the saved user;
     *     EINVAL: {@code uid} does not exist in the user namespace of this process
     */
    @Call("setuid(2)")
    default void setuid(int uid) throws ErrnoException {
        Outcome.of("setuid", "uid", Integer.toUnsignedLong(uid), setuidOrErrno(uid));
    }

    /** Same as {@link #setuid}, but returns 0 or −errno. */
    int setuidOrErrno(int uid);

    /**
     * Sets the effective user of this process to {@code euid}. The real and the saved user do not change, so the change can be
     * undone.
     *
     * <p>{@code int seteuid(uid_t euid)} {@index seteuid}
     *
     * @throws ErrnoException EPERM: this process lacks the privilege to change users, and {@code euid} is neither the real nor
     *     the saved user
     */
    @Call("seteuid(2)")
    default void seteuid(int euid) throws ErrnoException {
        Outcome.of("seteuid", "uid", Integer.toUnsignedLong(euid), seteuidOrErrno(euid));
    }

    /** Same as {@link #seteuid}, but returns 0 or −errno. */
    int seteuidOrErrno(int euid);

    /**
     * Sets the real user of this process to {@code ruid} and the effective user to {@code euid}. If {@code ruid} is −1, the real
     * user does not change. If {@code euid} is −1, the effective user does not change.
     *
     * <p>{@code int setreuid(uid_t ruid, uid_t euid)} {@index setreuid}
     *
     * <p>This method also sets the saved user to the new effective user in two cases: if {@code ruid} is not −1, or if
     * {@code euid} is not −1 and differs from the old real user.
     *
     * <p>Without the privilege to change users, {@code ruid} and {@code euid} must each be −1 or the current real, effective or
     * saved user. Linux restricts {@code ruid} further: to −1 and the current real or effective user.
     *
     * @throws ErrnoException EPERM: this process lacks the privilege to change users, and {@code ruid} or {@code euid} is not
     *     permitted without this privilege
     */
    @Call("setreuid(2)")
    default void setreuid(int ruid, int euid) throws ErrnoException {
        Outcome.of("setreuid", setreuidOrErrno(ruid, euid));
    }

    /** Same as {@link #setreuid}, but returns 0 or −errno. */
    int setreuidOrErrno(int ruid, int euid);

    /**
     * Sets the group of this process to {@code gid}. With the privilege to change groups, this method sets the real, effective
     * and saved group. Without this privilege, it sets only the effective group, and {@code gid} must be the real or the saved
     * group. {@link #setuid} has the same rules for users.
     *
     * <p>{@code int setgid(gid_t gid)} {@index setgid}
     *
     * <p>To give up the privileges of root, call {@link #setgroups} first, then this method, and {@link #setuid} last: after
     * {@code setuid}, the process has no privilege to change its groups.
     *
     * @throws ErrnoException EPERM: this process lacks the privilege to change groups, and {@code gid} is neither the real nor
     *     the saved group
     */
    @Call("setgid(2)")
    default void setgid(int gid) throws ErrnoException {
        Outcome.of("setgid", "gid", Integer.toUnsignedLong(gid), setgidOrErrno(gid));
    }

    /** Same as {@link #setgid}, but returns 0 or −errno. */
    int setgidOrErrno(int gid);

    /**
     * Sets the effective group of this process to {@code egid}. The real and the saved group do not change. Without the privilege
     * to change groups, {@code egid} must be the real or the saved group. It is not sufficient that the user of the process is a
     * member of the group {@code egid}.
     *
     * <p>{@code int setegid(gid_t egid)} {@index setegid}
     *
     * @throws ErrnoException EPERM: this process lacks the privilege to change groups, and {@code egid} is neither the real nor
     *     the saved group
     */
    @Call("setegid(2)")
    default void setegid(int egid) throws ErrnoException {
        Outcome.of("setegid", "gid", Integer.toUnsignedLong(egid), setegidOrErrno(egid));
    }

    /** Same as {@link #setegid}, but returns 0 or −errno. */
    int setegidOrErrno(int egid);

    /**
     * Sets the real group of this process to {@code rgid} and the effective group to {@code egid}. If {@code rgid} is −1, the
     * real group does not change. If {@code egid} is −1, the effective group does not change. The saved group changes by the same
     * rules as the saved user in {@link #setreuid}.
     *
     * <p>{@code int setregid(gid_t rgid, gid_t egid)} {@index setregid}
     *
     * <p>Without the privilege to change groups, only some values of {@code rgid} and {@code egid} are permitted.
     * {@link #setreuid} has the same rules for users.
     *
     * @throws ErrnoException EPERM: this process lacks the privilege to change groups, and {@code rgid} or {@code egid} is not
     *     permitted without this privilege
     */
    @Call("setregid(2)")
    default void setregid(int rgid, int egid) throws ErrnoException {
        Outcome.of("setregid", setregidOrErrno(rgid, egid));
    }

    /** Same as {@link #setregid}, but returns 0 or −errno. */
    int setregidOrErrno(int rgid, int egid);

    /**
     * Returns the ids of the supplementary groups of this process: groups whose permissions the process has in addition to the
     * permissions of its effective group.
     *
     * <p>{@code int getgroups(int size, gid_t list[])} {@index getgroups}
     *
     * <p>On Linux, the result does not always contain the effective group. On macOS, the effective group is always the first
     * element, and the result has at most 16 groups, even if the user is a member of more groups.
     */
    @Call("getgroups(2)")
    int[] getgroups() throws ErrnoException;

    /**
     * Replaces the supplementary groups of this process with {@code gids}, which can be empty.
     *
     * <p>{@code int setgroups(size_t size, const gid_t *list)} {@index setgroups}
     *
     * <p>On macOS, this method also makes the first element of {@code gids} the effective group. If {@code gids} is empty, macOS
     * acts as if {@code gids} contained only the group id 0.
     *
     * @throws ErrnoException EPERM: this process lacks the privilege to change groups; EINVAL: {@code gids} has more groups than
     *     the operating system allows (65,536 on Linux, 16 on macOS); if both apply, EPERM on Linux and EINVAL on macOS
     */
    @Call("setgroups(2)")
    default void setgroups(int... gids) throws ErrnoException {
        Outcome.of("setgroups", setgroupsOrErrno(gids));
    }

    /** Same as {@link #setgroups}, but returns 0 or −errno. */
    int setgroupsOrErrno(int... gids);

    /**
     * Returns the number of the process group of this process.
     *
     * <p>{@code pid_t getpgrp(void)} {@index getpgrp}
     */
    @Call("getpgrp(2)")
    int getpgrp();

    /**
     * Returns the number of the process group of the process {@code pid}. A {@code pid} of 0 means this process.
     *
     * <p>{@code pid_t getpgid(pid_t pid)} {@index getpgid}
     *
     * @throws ErrnoException ESRCH: no process has the number {@code pid}
     */
    @Call("getpgid(2)")
    default int getpgid(int pid) throws ErrnoException {
        return Outcome.of("getpgid", "pid", pid, getpgidOrErrno(pid));
    }

    /** Same as {@link #getpgid}, but returns the process group or −errno. */
    int getpgidOrErrno(int pid);

    /**
     * Moves the process {@code pid} into the process group {@code pgid}. The process {@code pid} must be this process or a child
     * that has not yet started its program with {@code exec}. A {@code pid} of 0 means this process. A {@code pgid} of 0 creates
     * a new process group whose number is the pid of the moved process.
     *
     * <p>{@code int setpgid(pid_t pid, pid_t pgid)} {@index setpgid}
     *
     * @throws ErrnoException EPERM: the process {@code pid} is in another session than this process, or is the leader of a
     *     session; EACCES: the process {@code pid} is a child that has already started its program; ESRCH: {@code pid} is neither
     *     this process nor a child of this process; EINVAL: {@code pgid} is negative
     */
    @Call("setpgid(2)")
    default void setpgid(int pid, int pgid) throws ErrnoException {
        Outcome.of("setpgid", "pid", pid, setpgidOrErrno(pid, pgid));
    }

    /** Same as {@link #setpgid}, but returns 0 or −errno. */
    int setpgidOrErrno(int pid, int pgid);

    /**
     * Returns the number of the session of the process {@code pid}. A {@code pid} of 0 means this process.
     *
     * <p>{@code pid_t getsid(pid_t pid)} {@index getsid}
     *
     * @throws ErrnoException ESRCH: no process has the number {@code pid}
     */
    @Call("getsid(2)")
    default int getsid(int pid) throws ErrnoException {
        return Outcome.of("getsid", "pid", pid, getsidOrErrno(pid));
    }

    /** Same as {@link #getsid}, but returns the session or −errno. */
    int getsidOrErrno(int pid);

    /**
     * Starts a new session that has no controlling terminal. This process becomes the leader of the session. Returns the number
     * of the session, which is the pid of this process.
     *
     * <p>{@code pid_t setsid(void)} {@index setsid}
     *
     * @throws ErrnoException EPERM: this process is already the leader of a process group. A program that was started from a
     *     shell usually is the leader of a process group
     */
    @Call("setsid(2)")
    default int setsid() throws ErrnoException {
        return Outcome.of("setsid", setsidOrErrno());
    }

    /** Same as {@link #setsid}, but returns the session or −errno. */
    int setsidOrErrno();

    /**
     * Returns true if {@code gid} is one of the supplementary groups of this process. If this method returns false, {@code gid}
     * can still be the effective group. {@index isGroupMember}
     */
    default boolean isGroupMember(int gid) throws ErrnoException {
        for (int member : getgroups()) {
            if (member == gid) {
                return true;
            }
        }
        return false;
    }
}
