package posixkit.linux;

import posixkit.unix.HotCalls;

/** Adds epoll, which only Linux has, to the frequent calls of {@link HotCalls}. */
interface LinuxHotCalls extends HotCalls {
    int epollCtl(int epfd, int op, int fd, long event);

    int epollWait(int epfd, long events, int maxevents, int timeout);
}
