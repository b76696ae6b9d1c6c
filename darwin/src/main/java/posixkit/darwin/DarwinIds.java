package posixkit.darwin;

import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.ondarwin.OnDarwinIds;
import posixkit.unix.Bindings;
import posixkit.unix.Result;
import posixkit.unix.Scratch;

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
    public void setlogin(String name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(darwin.setlogin(s.string(name)), "setlogin", name);
        }
    }

    @Override
    public boolean setprivexec(boolean mark) {
        return calls.get().setprivexec(mark ? 1 : 0) == 1;
    }
}
