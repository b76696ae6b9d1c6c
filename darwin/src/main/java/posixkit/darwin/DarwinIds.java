package posixkit.darwin;

import posixkit.ErrnoException;
import posixkit.ondarwin.IdExtras;
import posixkit.unix.Result;
import posixkit.unix.Scratch;

final class DarwinIds implements IdExtras {
    private final DarwinLibC darwin;

    DarwinIds(DarwinLibC darwin) {
        this.darwin = darwin;
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
}
