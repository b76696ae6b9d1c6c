package posixkit.unix;

/** What is known of file systems, where the symbols have their plain names. <b>Internal.</b> */
public interface StatfsCalls {
    int statfs(long path, long buffer);

    int fstatfs(int fd, long buffer);
}
