package posixkit.darwin;

import java.util.function.Supplier;
import posixkit.ondarwin.OnDarwinIds;
import posixkit.unix.Bindings;
import posixkit.unix.Result;
import posixkit.unix.Scratch;

/** Implements {@link OnDarwinIds} with calls to libSystem. */
final class DarwinIds implements OnDarwinIds {
    private final DarwinLibC darwin;
    private final Supplier<DebugCalls> calls;

    DarwinIds(Bindings bindings, DarwinLibC darwin) {
        this.darwin = darwin;
        calls = bindings.lazily(DebugCalls.class);
    }

    @Override
    public boolean issetugid() {
        return darwin.issetugid() != 0;
    }

    @Override
    public int setloginOrErrno(String name) {
        try (Scratch s = Scratch.open()) {
            return Result.negate(darwin.setlogin(s.string("name", name)));
        }
    }

    @Override
    public boolean setprivexec(boolean mark) {
        return calls.get().setprivexec(mark ? 1 : 0) == 1;
    }
}
