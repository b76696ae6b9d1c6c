package posixkit.linux;

import posixkit.unix.NodeCalls;

/** {@code mknod} and {@code mknodat}. <b>Internal</b>; see {@link posixkit.unix.LibC} for the rules. */
public interface LinuxNodeCalls extends NodeCalls {
    int mknodat(int dirfd, long path, int mode, long dev);
}
