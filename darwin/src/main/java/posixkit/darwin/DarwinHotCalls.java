package posixkit.darwin;

import posixkit.unix.HotCalls;

/** Adds {@code kevent}, which only Darwin has, to {@link HotCalls}: the calls that programs make most often. */
interface DarwinHotCalls extends HotCalls {
    int kevent(int kq, long changes, int nchanges, long events, int nevents, long timeout);
}
