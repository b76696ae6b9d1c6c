package posixkit.darwin;

import posixkit.unix.HotCalls;

/** Adds kevent, which only Darwin has, to the frequent calls of {@link HotCalls}. */
interface DarwinHotCalls extends HotCalls {
    int kevent(int kq, long changes, int nchanges, long events, int nevents, long timeout);
}
