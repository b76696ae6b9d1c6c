package posixkit.darwin;

import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.ondarwin.OnDarwinPtrace;
import posixkit.unix.Bindings;
import posixkit.unix.Result;

final class DarwinPtrace implements OnDarwinPtrace {
    private final Supplier<DebugCalls> calls;

    DarwinPtrace(Bindings bindings) {
        calls = bindings.lazily(DebugCalls.class);
    }

    @Override
    public void ptrace(int request, int pid, long addr, int data) throws ErrnoException {
        Result.check(calls.get().ptrace(request, pid, addr, data), "ptrace", "pid", pid);
    }
}
