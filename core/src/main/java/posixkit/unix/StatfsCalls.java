package posixkit.unix;

/** Declares the {@code statfs} functions, with symbols that have no suffix such as {@code $INODE64}. <b>Internal.</b> */
public interface StatfsCalls {
    int statfs(long path, long buffer);

    int fstatfs(int fd, long buffer);
}
