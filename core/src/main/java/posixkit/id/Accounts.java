package posixkit.id;

import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Looks up users and groups in the databases of the system, and encrypts passwords. The databases are the files
 * {@code /etc/passwd} and {@code /etc/group}, and other sources that the system is configured to use, for example a directory
 * service.
 *
 * <p>The names that these methods take and return are converted without loss ({@link posixkit.Names}). User and group ids are
 * unsigned numbers in an {@code int}: the id 4,294,967,294 is −2. Results are snapshots: they never change, and they stay valid.
 *
 * <p><b>In a JVM:</b> the C library may load further libraries into the JVM at the first lookup, one for each source. A source
 * may ask a server, so a lookup may take long.
 */
public interface Accounts {
    /**
     * Returns the user with the login name {@code name}, or null if there is no such user.
     *
     * <p>{@code int getpwnam_r(const char *name, struct passwd *pwd, char *buf, size_t buflen, struct passwd **result)}
     * {@index getpwnam}
     *
     * <p>Old C libraries return ENOENT, ESRCH, EBADF or EPERM if there is no such user. This method then returns null too.
     *
     * @throws ErrnoException EIO: reading the database failed; EMFILE, ENFILE: too many open descriptors; ENOMEM: not enough
     *     memory; ERANGE: the entry is larger than 64 MiB
     */
    @Call(value = "getpwnam_r(3)", waits = true, restarts = Call.Restart.ALWAYS)
    Passwd getpwnam(String name) throws ErrnoException;

    /**
     * Returns the user with the id {@code uid}, or null if there is no such user. If several users have this id, returns the first
     * of them.
     *
     * <p>{@code int getpwuid_r(uid_t uid, struct passwd *pwd, char *buf, size_t buflen, struct passwd **result)}
     * {@index getpwuid}
     *
     * @throws ErrnoException the same errors as in {@link #getpwnam}
     */
    @Call(value = "getpwuid_r(3)", waits = true, restarts = Call.Restart.ALWAYS)
    Passwd getpwuid(int uid) throws ErrnoException;

    /**
     * Returns the group with the name {@code name}, or null if there is no such group.
     *
     * <p>{@code int getgrnam_r(const char *name, struct group *grp, char *buf, size_t buflen, struct group **result)}
     * {@index getgrnam}
     *
     * @throws ErrnoException the same errors as in {@link #getpwnam}
     */
    @Call(value = "getgrnam_r(3)", waits = true, restarts = Call.Restart.ALWAYS)
    Group getgrnam(String name) throws ErrnoException;

    /**
     * Returns the group with the id {@code gid}, or null if there is no such group. If several groups have this id, returns the
     * first of them.
     *
     * <p>{@code int getgrgid_r(gid_t gid, struct group *grp, char *buf, size_t buflen, struct group **result)}
     * {@index getgrgid}
     *
     * @throws ErrnoException the same errors as in {@link #getpwnam}
     */
    @Call(value = "getgrgid_r(3)", waits = true, restarts = Call.Restart.ALWAYS)
    Group getgrgid(int gid) throws ErrnoException;

    /**
     * Makes the next {@link #getpwent} return the first user.
     *
     * <p>{@code void setpwent(void)} {@index setpwent}
     */
    @Call("setpwent(3)")
    void setpwent();

    /**
     * Ends the iteration of {@link #getpwent} and closes the database. The next {@link #getpwent} starts with the first user.
     *
     * <p>{@code void endpwent(void)} {@index endpwent}
     */
    @Call("endpwent(3)")
    void endpwent();

    /**
     * Returns the next user of the database, or null after the last user.
     *
     * <p>{@code int getpwent_r(struct passwd *pwd, char *buf, size_t buflen, struct passwd **result)} (Linux),
     * {@code struct passwd *getpwent(void)} (macOS) {@index getpwent}
     *
     * <p>The process has only one position in the database. If several threads call this method, each user goes to one of them.
     * If one thread calls {@link #setpwent}, the iteration of every thread starts again. A program that needs all users should
     * hold a lock from {@link #setpwent} to {@link #endpwent}.
     *
     * <p>macOS has no {@code getpwent_r}. There, posixkit calls {@code getpwent} and copies the result while it holds a lock.
     * The lock protects the copy against all threads that call this method. It does not protect against native code that calls
     * {@code getpwent}, {@code setpwent} or {@code endpwent} itself: such code may overwrite or free the result.
     *
     * <p><b>In a JVM:</b> a virtual thread keeps its carrier thread during the call, because the position may belong to the
     * thread.
     *
     * @throws ErrnoException the same errors as in {@link #getpwnam}
     */
    @Call(value = "getpwent(3)", restarts = Call.Restart.ALWAYS)
    Passwd getpwent() throws ErrnoException;

    /**
     * Makes the next {@link #getgrent} return the first group.
     *
     * <p>{@code void setgrent(void)} {@index setgrent}
     */
    @Call("setgrent(3)")
    void setgrent();

    /**
     * Ends the iteration of {@link #getgrent} and closes the database. The next {@link #getgrent} starts with the first group.
     *
     * <p>{@code void endgrent(void)} {@index endgrent}
     */
    @Call("endgrent(3)")
    void endgrent();

    /**
     * Returns the next group of the database, or null after the last group. The process has only one position in the database.
     * {@link #getpwent} explains what this means for threads, and what is different on macOS.
     *
     * <p>{@code int getgrent_r(struct group *grp, char *buf, size_t buflen, struct group **result)} (Linux),
     * {@code struct group *getgrent(void)} (macOS) {@index getgrent}
     *
     * @throws ErrnoException the same errors as in {@link #getpwnam}
     */
    @Call(value = "getgrent(3)", restarts = Call.Restart.ALWAYS)
    Group getgrent() throws ErrnoException;

    /**
     * Returns the name of the user who logged in on the terminal or in the session of this process.
     *
     * <p>{@code int getlogin_r(char *buf, size_t bufsize)} {@index getlogin}
     *
     * <p>Do not use the result to decide what a user may do. To get the user whose permissions this process has, pass
     * {@link Ids#geteuid} to {@link #getpwuid}.
     *
     * <p><b>In a JVM:</b> a JVM that runs as a service has no login name. This method then fails.
     *
     * @throws ErrnoException ENXIO, ENOTTY or ENOENT: this process has no terminal or no login name; EMFILE, ENFILE: too many
     *     open descriptors
     */
    @Call("getlogin(3)")
    String getlogin() throws ErrnoException;

    /**
     * Returns the ids of all groups of which the user {@code user} is a member, according to the database. The result also
     * contains {@code group}. Pass {@link Passwd#gid} as {@code group} to get the groups that the user has after login.
     *
     * <p>{@code int getgrouplist(const char *user, gid_t group, gid_t *groups, int *ngroups)} {@index getgrouplist}
     *
     * <p>If the database has no user with the name {@code user}, the result usually contains only {@code group}: this is not an
     * error. The result may have more groups than {@link Ids#setgroups} accepts.
     *
     * @throws ErrnoException ENOMEM: not enough memory
     */
    @Call(value = "getgrouplist(3)", waits = true)
    int[] getgrouplist(String user, int group) throws ErrnoException;

    /**
     * Encrypts the password {@code key} for the database of users, and returns the encrypted password. The beginning of
     * {@code salt} chooses the method, for example {@code $6$} for SHA-512. To check a password, pass the stored encrypted password
     * as {@code salt}, and compare the result with the stored password.
     *
     * <p>{@code char *crypt(const char *key, const char *salt)} {@index crypt}
     *
     * <p>On Linux, posixkit looks for {@code crypt_r} and {@code crypt} in the C library, in {@code libcrypt.so.1} and in
     * {@code libcrypt.so.2}. {@code crypt} is not thread-safe. If posixkit has to use it, only one thread at a time calls it; this
     * does not protect against native code that calls {@code crypt} itself. macOS has only {@code crypt}, and only the old method
     * DES, which uses the first eight bytes of the password.
     *
     * <p>In C, some libraries report a failure by the result {@code *0} or {@code *1}. This method throws instead. A method
     * with a high cost makes the call take seconds.
     *
     * <p><b>In a JVM:</b> posixkit clears its native copies of the password. It cannot clear copies on the Java heap. A listener of
     * {@link posixkit.Posix#watchedBy} sees the password, as it sees all arguments.
     *
     * @throws ErrnoException EINVAL: {@code salt} is not valid, or its method is not supported; ERANGE: the password is too long;
     *     EPERM: the system does not permit this method; ENOSYS: there is no library with this function
     */
    @Call("crypt(3)")
    String crypt(String key, String salt) throws ErrnoException;
}
