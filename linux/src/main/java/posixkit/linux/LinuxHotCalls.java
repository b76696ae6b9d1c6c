package posixkit.linux;

import posixkit.unix.HotCalls;

/** The hot calls, with those of Linux alone. */
interface LinuxHotCalls extends HotCalls {
    int epollCtl(int epfd, int op, int fd, long event);

    int epollWait(int epfd, long events, int maxevents, int timeout);
}
