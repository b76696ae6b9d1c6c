package posixkit.unix;

/**
 * Declares the calls that programs make most often. Each method returns the result of the call, or −errno if it failed.
 * <b>Internal.</b> The code that Linux and macOS share makes these calls only through this interface. The code for each system
 * has an interface that extends this one. It adds the call that waits for the events of an epoll (Linux) or a kqueue (macOS).
 */
public interface HotCalls {
    int stat(long path, long buffer);

    int lstat(long path, long buffer);

    int fstat(int fd, long buffer);

    int fstatat(int dirfd, long path, long buffer, int flags);

    int access(long path, int mode);

    int open(long path, int flags, int mode);

    int openat(int dirfd, long path, int flags, int mode);

    long read(int fd, long buffer, long count);

    long write(int fd, long buffer, long count);

    long pread(int fd, long buffer, long count, long offset);

    long pwrite(int fd, long buffer, long count, long offset);

    long readv(int fd, long iov, int count);

    long writev(int fd, long iov, int count);

    int wait4(int pid, long status, int options, long usage);

    int kill(int pid, int signal);
}
