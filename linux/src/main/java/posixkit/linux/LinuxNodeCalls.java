package posixkit.linux;

import posixkit.unix.NodeCalls;

/**
 * Binds {@code mknod} and {@code mknodat}. <b>Internal.</b> Methods have the names of their C functions, and pointers are
 * {@code long}; {@link posixkit.unix.LibC} explains all rules.
 */
public interface LinuxNodeCalls extends NodeCalls {
    int mknodat(int dirfd, long path, int mode, long dev);
}
