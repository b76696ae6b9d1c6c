package posixkit.darwin;

import posixkit.unix.HandOff;
import posixkit.unix.LibC;
import posixkit.unix.LibCHotCalls;
import posixkit.unix.Result;
import posixkit.unix.StatCalls;
import posixkit.unix.VariadicCalls;
import posixkit.unix.WaitingCalls;

/** Implements {@link DarwinHotCalls}, the calls that programs make most often, with functions of libSystem. */
final class DarwinLibCHotCalls extends LibCHotCalls implements DarwinHotCalls {
    private final DarwinSixArguments six;

    DarwinLibCHotCalls(LibC libc, VariadicCalls variadic, StatCalls stats, DarwinSixArguments six) {
        super(libc, variadic, stats);
        this.six = six;
    }

    @Override
    public int kevent(int kq, long changes, int nchanges, long events, int nevents, long timeout) {
        return (int) Result.negate(
                !WaitingCalls.isZeroTime(timeout) && HandOff.needed()
                        ? HandOff.call("kevent", () -> six.kevent(kq, changes, nchanges, events, nevents, timeout))
                        : six.kevent(kq, changes, nchanges, events, nevents, timeout));
    }
}
