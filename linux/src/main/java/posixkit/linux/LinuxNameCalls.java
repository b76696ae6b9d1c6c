package posixkit.linux;

/** Functions on names of files that only Linux has. <b>Internal</b>; see {@link posixkit.unix.LibC} for the rules. */
public interface LinuxNameCalls {
    int mkfifoat(int dirfd, long path, int mode);

    int renameat2(int fromfd, long from, int tofd, long to, int flags);
}
