package posixkit.unix;

/** The stat family under its plain symbols. <b>Internal.</b> */
public interface StatCalls {
    int stat(long path, long buffer);

    int lstat(long path, long buffer);

    int fstat(int fd, long buffer);

    int fstatat(int dirfd, long path, long buffer, int flags);
}
