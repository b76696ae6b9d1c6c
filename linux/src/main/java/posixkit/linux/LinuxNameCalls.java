package posixkit.linux;

/** Names of files, as only Linux has them. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface LinuxNameCalls {
    int mkfifoat(int dirfd, long path, int mode);

    int renameat2(int fromfd, long from, int tofd, long to, int flags);
}
