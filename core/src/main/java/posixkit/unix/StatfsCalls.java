package posixkit.unix;

/**
 * Declares the {@code statfs} functions. <b>Internal.</b> Their symbols have no suffix: {@code statfs}, not
 * {@code statfs$INODE64}. {@link LibC} explains the rules that all such interfaces follow.
 */
public interface StatfsCalls {
    int statfs(long path, long buffer);

    int fstatfs(int fd, long buffer);
}
