package posixkit.darwin;

import java.util.function.Supplier;
import posixkit.ondarwin.OnDarwinPtrace;
import posixkit.unix.Bindings;
import posixkit.unix.Result;

/** Implements {@link OnDarwinPtrace} with calls to libSystem. */
final class DarwinPtrace implements OnDarwinPtrace {
    private final Supplier<DebugCalls> calls;

    DarwinPtrace(Bindings bindings) {
        calls = bindings.lazily(DebugCalls.class);
    }

    @Override
    public int ptraceOrErrno(int request, int pid, long addr, int data) {
        return Result.negate(calls.get().ptrace(request, pid, addr, data));
    }
}
