package posixkit.darwin;

import posixkit.darwin.call.DarwinCalls;
import posixkit.ondarwin.OnDarwinIds;
import posixkit.unix.Scratch;

/** Implements {@link OnDarwinIds} with calls to libSystem. */
final class DarwinIds implements OnDarwinIds {
    private final DarwinCalls darwin;

    DarwinIds(DarwinCalls darwin) {
        this.darwin = darwin;
    }

    @Override
    public boolean issetugid() {
        return darwin.darwinProcess().issetugid() != 0;
    }

    @Override
    public int setloginOrErrno(String name) {
        try (Scratch s = Scratch.open()) {
            return darwin.darwinProcess().setlogin(s.string("name", name));
        }
    }

    @Override
    public boolean setprivexec(boolean mark) {
        return darwin.darwinProcess().setprivexec(mark ? 1 : 0) == 1;
    }
}
