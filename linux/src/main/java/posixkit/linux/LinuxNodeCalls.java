package posixkit.linux;

import posixkit.unix.NodeCalls;

/** {@code mknod} and its like from a directory. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface LinuxNodeCalls extends NodeCalls {
    int mknodat(int dirfd, long path, int mode, long dev);
}
