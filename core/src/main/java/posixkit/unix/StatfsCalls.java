package posixkit.unix;

/** The statfs family under its plain symbols. <b>Internal.</b> */
public interface StatfsCalls {
    int statfs(long path, long buffer);

    int fstatfs(int fd, long buffer);
}
