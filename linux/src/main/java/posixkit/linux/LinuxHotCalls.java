package posixkit.linux;

import posixkit.unix.HotCalls;

/** Adds epoll, which only Linux has, to {@link HotCalls}, the C functions that programs call most often. */
interface LinuxHotCalls extends HotCalls {
    int epollCtl(int epfd, int op, int fd, long event);

    int epollWait(int epfd, long events, int maxevents, int timeout);
}
