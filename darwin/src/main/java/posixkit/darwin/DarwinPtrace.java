package posixkit.darwin;

import posixkit.darwin.call.DarwinProcessCalls;
import posixkit.ondarwin.OnDarwinPtrace;

/** Implements {@link OnDarwinPtrace} with calls to libSystem. */
final class DarwinPtrace implements OnDarwinPtrace {
    private final DarwinProcessCalls calls;

    DarwinPtrace(DarwinProcessCalls calls) {
        this.calls = calls;
    }

    @Override
    public int ptraceOrErrno(int request, int pid, long addr, int data) {
        return calls.ptrace(request, pid, addr, data);
    }
}
