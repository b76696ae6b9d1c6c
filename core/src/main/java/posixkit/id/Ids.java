package posixkit.id;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and changes the ids of this process: users, groups, sessions, process groups. User and group ids are unsigned: print them
 * with {@link Integer#toUnsignedString}.
 *
 * <p><b>In a JVM:</b> a setter changes <em>all</em> threads of the process (libc does that on Linux, the kernel on macOS). Threads
 * inside a system call finish it under the old id. The JVM opens later files, classes and {@code /proc} included, as the new user.
 * On Linux, changing the effective user also makes the process undumpable: attaching tools fail, and so does reading much of
 * {@code /proc/self}.
 */
public interface Ids {
    /**
     * Returns the real user: the one who started the process.
     *
     * <p>{@code uid_t getuid(void)} {@index getuid}
     */
    @Call("getuid(2)")
    int getuid();

    /**
     * Returns the effective user: the one whose rights the process has.
     *
     * <p>{@code uid_t geteuid(void)} {@index geteuid}
     */
    @Call("geteuid(2)")
    int geteuid();

    /**
     * Returns the real group.
     *
     * <p>{@code gid_t getgid(void)} {@index getgid}
     */
    @Call("getgid(2)")
    int getgid();

    /**
     * Returns the effective group.
     *
     * <p>{@code gid_t getegid(void)} {@index getegid}
     */
    @Call("getegid(2)")
    int getegid();

    /**
     * Sets the user of this process.
     *
     * <p>{@code int setuid(uid_t uid)} {@index setuid}
     *
     * <p>With privilege, this sets the real, effective and saved user, and cannot be undone. Without privilege, it sets the
     * effective user only, to the real or the saved user.
     *
     * @throws ErrnoException EPERM: not allowed; EINVAL: this user namespace has no such id
     */
    @Call("setuid(2)")
    default void setuid(int uid) throws ErrnoException {
        Outcome.of("setuid", "uid", Integer.toUnsignedLong(uid), setuidOrErrno(uid));
    }

    /** Same as {@link #setuid}, but returns 0 or −errno. */
    int setuidOrErrno(int uid);

    /**
     * Sets the effective user and leaves the others, so that the change can be undone.
     *
     * <p>{@code int seteuid(uid_t euid)} {@index seteuid}
     *
     * @throws ErrnoException EPERM: without privilege, {@code euid} must be the real or the saved user
     */
    @Call("seteuid(2)")
    default void seteuid(int euid) throws ErrnoException {
        Outcome.of("seteuid", "uid", Integer.toUnsignedLong(euid), seteuidOrErrno(euid));
    }

    /** Same as {@link #seteuid}, but returns 0 or −errno. */
    int seteuidOrErrno(int euid);

    /**
     * Sets the real and the effective user; −1 leaves one unchanged.
     *
     * <p>{@code int setreuid(uid_t ruid, uid_t euid)} {@index setreuid}
     *
     * <p>The saved user becomes the new effective user if {@code ruid} is not −1, or if {@code euid} differs from the old real user.
     *
     * @throws ErrnoException EPERM: not allowed
     */
    @Call("setreuid(2)")
    default void setreuid(int ruid, int euid) throws ErrnoException {
        Outcome.of("setreuid", setreuidOrErrno(ruid, euid));
    }

    /** Same as {@link #setreuid}, but returns 0 or −errno. */
    int setreuidOrErrno(int ruid, int euid);

    /**
     * Sets the group of this process, by the rules of {@link #setuid}.
     *
     * <p>{@code int setgid(gid_t gid)} {@index setgid}
     *
     * <p>To drop privileges, set the supplementary groups first, then the group, and the user last.
     *
     * @throws ErrnoException EPERM: not allowed
     */
    @Call("setgid(2)")
    default void setgid(int gid) throws ErrnoException {
        Outcome.of("setgid", "gid", Integer.toUnsignedLong(gid), setgidOrErrno(gid));
    }

    /** Same as {@link #setgid}, but returns 0 or −errno. */
    int setgidOrErrno(int gid);

    /**
     * Sets the effective group and leaves the others. Membership in a group does not permit it.
     *
     * <p>{@code int setegid(gid_t egid)} {@index setegid}
     *
     * @throws ErrnoException EPERM: without privilege, {@code egid} must be the real or the saved group
     */
    @Call("setegid(2)")
    default void setegid(int egid) throws ErrnoException {
        Outcome.of("setegid", "gid", Integer.toUnsignedLong(egid), setegidOrErrno(egid));
    }

    /** Same as {@link #setegid}, but returns 0 or −errno. */
    int setegidOrErrno(int egid);

    /**
     * Sets the real and the effective group, by the rules of {@link #setreuid}; −1 leaves one unchanged.
     *
     * <p>{@code int setregid(gid_t rgid, gid_t egid)} {@index setregid}
     *
     * @throws ErrnoException EPERM: not allowed
     */
    @Call("setregid(2)")
    default void setregid(int rgid, int egid) throws ErrnoException {
        Outcome.of("setregid", setregidOrErrno(rgid, egid));
    }

    /** Same as {@link #setregid}, but returns 0 or −errno. */
    int setregidOrErrno(int rgid, int egid);

    /**
     * Returns the supplementary groups.
     *
     * <p>{@code int getgroups(int size, gid_t list[])} {@index getgroups}
     *
     * <p>The effective group may or may not be among them. On macOS it comes first, and the list ends at 16 groups even if the
     * user is a member of more.
     */
    @Call("getgroups(2)")
    int[] getgroups() throws ErrnoException;

    /**
     * Replaces the supplementary groups. The list may be empty.
     *
     * <p>{@code int setgroups(size_t size, const gid_t *list)} {@index setgroups}
     *
     * <p>On macOS the first group also becomes the effective group, and an empty list means group 0.
     *
     * @throws ErrnoException EPERM: no privilege; EINVAL: more than the system allows (65,536 on Linux, 16 on macOS)
     */
    @Call("setgroups(2)")
    default void setgroups(int... gids) throws ErrnoException {
        Outcome.of("setgroups", setgroupsOrErrno(gids));
    }

    /** Same as {@link #setgroups}, but returns 0 or −errno. */
    int setgroupsOrErrno(int... gids);

    /**
     * Returns the process group of this process.
     *
     * <p>{@code pid_t getpgrp(void)} {@index getpgrp}
     */
    @Call("getpgrp(2)")
    int getpgrp();

    /**
     * Returns the process group of a process; 0 means this process.
     *
     * <p>{@code pid_t getpgid(pid_t pid)} {@index getpgid}
     *
     * @throws ErrnoException ESRCH: no such process
     */
    @Call("getpgid(2)")
    default int getpgid(int pid) throws ErrnoException {
        return Outcome.of("getpgid", "pid", pid, getpgidOrErrno(pid));
    }

    /** Same as {@link #getpgid}, but returns the process group or −errno. */
    int getpgidOrErrno(int pid);

    /**
     * Moves this process (0), or a child that has not yet run its program, into a process group; 0 makes a group of its own.
     *
     * <p>{@code int setpgid(pid_t pid, pid_t pgid)} {@index setpgid}
     *
     * @throws ErrnoException EPERM: the process is in another session, or leads one; EACCES: the child already runs its program;
     *     ESRCH: neither this process nor a child; EINVAL: a negative group
     */
    @Call("setpgid(2)")
    default void setpgid(int pid, int pgid) throws ErrnoException {
        Outcome.of("setpgid", "pid", pid, setpgidOrErrno(pid, pgid));
    }

    /** Same as {@link #setpgid}, but returns 0 or −errno. */
    int setpgidOrErrno(int pid, int pgid);

    /**
     * Returns the session of a process; 0 means this process.
     *
     * <p>{@code pid_t getsid(pid_t pid)} {@index getsid}
     *
     * @throws ErrnoException ESRCH: no such process
     */
    @Call("getsid(2)")
    default int getsid(int pid) throws ErrnoException {
        return Outcome.of("getsid", "pid", pid, getsidOrErrno(pid));
    }

    /** Same as {@link #getsid}, but returns the session or −errno. */
    int getsidOrErrno(int pid);

    /**
     * Starts a new session without a terminal, led by this process, and returns its number: the pid of this process.
     *
     * <p>{@code pid_t setsid(void)} {@index setsid}
     *
     * @throws ErrnoException EPERM: this process already leads a process group, as a program started from a shell usually does
     */
    @Call("setsid(2)")
    default int setsid() throws ErrnoException {
        return Outcome.of("setsid", setsidOrErrno());
    }

    /** Same as {@link #setsid}, but returns the session or −errno. */
    int setsidOrErrno();

    /**
     * Returns true if {@code gid} is one of the supplementary groups {@index isGroupMember}. It may still be the effective group if
     * not.
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
