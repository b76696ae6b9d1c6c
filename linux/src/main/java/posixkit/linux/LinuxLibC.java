package posixkit.linux;

/**
 * Binds the functions of Linux's libc that Darwin's libc lacks. <b>Internal.</b> Methods have the names of their C functions, and
 * pointers are {@code long}; {@link posixkit.unix.LibC} explains all rules.
 */
public interface LinuxLibC {
    int pipe2(long fds, int flags);

    int dup3(int from, int to, int flags);

    int setresuid(int ruid, int euid, int suid);

    int setresgid(int rgid, int egid, int sgid);

    int getresuid(long ruid, long euid, long suid);

    int getresgid(long rgid, long egid, long sgid);

    int capget(long header, long data);

    int epoll_create1(int flags);

    int epoll_ctl(int epfd, int op, int fd, long event);

    int epoll_wait(int epfd, long events, int maxevents, int timeout);
}
