package posixkit.id;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Who this process is: users, groups, sessions, process groups. User and group ids are unsigned: print them with
 * {@link Integer#toUnsignedString}. Where a setter takes two, −1 leaves one as it is.
 *
 * <p><b>In a JVM:</b> setters change <em>all</em> threads of the process (libc sees to that on Linux, the kernel on
 * macOS), while those already in a system call finish it under the old id. What the JVM opens later, class files and
 * {@code /proc} included, it opens as the new user. On Linux a change of the effective user also makes the process
 * undumpable, so that attaching tools and reading much of {@code /proc/self} fail.
 */
public interface Ids {
    /**
     * {@code uid_t getuid(void)} {@index getuid}
     *
     * <p>The real user: who started the process.
     */
    @Call("getuid(2)")
    int getuid();

    /**
     * {@code uid_t geteuid(void)} {@index geteuid}
     *
     * <p>The effective user: whose rights it has.
     */
    @Call("geteuid(2)")
    int geteuid();

    /**
     * {@code gid_t getgid(void)} {@index getgid}
     *
     * <p>The real group.
     */
    @Call("getgid(2)")
    int getgid();

    /**
     * {@code gid_t getegid(void)} {@index getegid}
     *
     * <p>The effective group.
     */
    @Call("getegid(2)")
    int getegid();

    /**
     * {@code int setuid(uid_t uid)} {@index setuid}
     *
     * <p>With privilege: sets real, effective and saved user, for good. Without: sets the effective one, to the real or
     * the saved one only.
     *
     * @throws ErrnoException EPERM: not allowed; EINVAL: no such id here
     */
    @Call("setuid(2)")
    void setuid(int uid) throws ErrnoException;

    /**
     * {@code int seteuid(uid_t euid)} {@index seteuid}
     *
     * <p>Sets the effective user and nothing else, so that it can be set back.
     *
     * @throws ErrnoException EPERM: neither the real nor the saved user, and no privilege
     */
    @Call("seteuid(2)")
    void seteuid(int euid) throws ErrnoException;

    /**
     * {@code int setreuid(uid_t ruid, uid_t euid)} {@index setreuid}
     *
     * <p>Sets real and effective user; −1 leaves one as it is.
     *
     * <p>The saved user follows: it becomes the new effective one when the real one was given, or when the effective
     * one was and differs from the old real one.
     *
     * @throws ErrnoException EPERM: not allowed
     */
    @Call("setreuid(2)")
    void setreuid(int ruid, int euid) throws ErrnoException;

    /**
     * {@code int setgid(gid_t gid)} {@index setgid}
     *
     * <p>As {@link #setuid}, for groups. Who drops privileges sets supplementary groups first, then the group, the user
     * last.
     *
     * @throws ErrnoException EPERM: not allowed
     */
    @Call("setgid(2)")
    void setgid(int gid) throws ErrnoException;

    /**
     * {@code int setegid(gid_t egid)} {@index setegid}
     *
     * <p>Sets the effective group and nothing else. Being a member of a group does not permit it.
     *
     * @throws ErrnoException EPERM: neither the real nor the saved group, and no privilege
     */
    @Call("setegid(2)")
    void setegid(int egid) throws ErrnoException;

    /**
     * {@code int setregid(gid_t rgid, gid_t egid)} {@index setregid}
     *
     * <p>As {@link #setreuid}, for groups.
     *
     * @throws ErrnoException EPERM: not allowed
     */
    @Call("setregid(2)")
    void setregid(int rgid, int egid) throws ErrnoException;

    /**
     * {@code int getgroups(int size, gid_t list[])} {@index getgroups}
     *
     * <p>The supplementary groups, however many the system lists. The effective group may or may not be among them; on
     * macOS it comes first, and the list ends at 16 whatever the user is a member of.
     */
    @Call("getgroups(2)")
    int[] getgroups() throws ErrnoException;

    /**
     * {@code int setgroups(size_t size, const gid_t *list)} {@index setgroups}
     *
     * <p>Replaces the supplementary groups; none at all is a fine list.
     *
     * <p>On macOS the first of them also becomes the effective group, and none at all means group 0.
     *
     * @throws ErrnoException EPERM: no privilege; EINVAL: more than the system allows (65,536 on Linux, 16 on macOS)
     */
    @Call("setgroups(2)")
    void setgroups(int... gids) throws ErrnoException;

    /**
     * {@code pid_t getpgrp(void)} {@index getpgrp}
     *
     * <p>Our process group.
     */
    @Call("getpgrp(2)")
    int getpgrp();

    /**
     * {@code pid_t getpgid(pid_t pid)} {@index getpgid}
     *
     * <p>The process group of a process, 0 for our own.
     *
     * @throws ErrnoException ESRCH: no such process
     */
    @Call("getpgid(2)")
    int getpgid(int pid) throws ErrnoException;

    /**
     * {@code int setpgid(pid_t pid, pid_t pgid)} {@index setpgid}
     *
     * <p>Puts this process (0) or a child that has not yet run its program into a process group; 0 for one of its own.
     *
     * @throws ErrnoException EPERM: another session, or a session leader; EACCES: the child already runs its program;
     *     ESRCH: neither us nor a child; EINVAL: a negative group
     */
    @Call("setpgid(2)")
    void setpgid(int pid, int pgid) throws ErrnoException;

    /**
     * {@code pid_t getsid(pid_t pid)} {@index getsid}
     *
     * <p>The session of a process, 0 for our own.
     *
     * @throws ErrnoException ESRCH: no such process
     */
    @Call("getsid(2)")
    int getsid(int pid) throws ErrnoException;

    /**
     * {@code pid_t setsid(void)} {@index setsid}
     *
     * <p>Starts a new session without a terminal, with us as its leader, and returns its number: our pid.
     *
     * @throws ErrnoException EPERM: we lead a process group already, as a program started from a shell usually does
     */
    @Call("setsid(2)")
    int setsid() throws ErrnoException;

    /**
     * Whether {@code gid} is one of the supplementary groups {@index isGroupMember}. Whether it is the effective group
     * is another question.
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
