package posixkit.darwin;

import posixkit.unix.HotCalls;

/** The hot calls, with those of Darwin alone. */
interface DarwinHotCalls extends HotCalls {
    int kevent(int kq, long changes, int nchanges, long events, int nevents, long timeout);
}
