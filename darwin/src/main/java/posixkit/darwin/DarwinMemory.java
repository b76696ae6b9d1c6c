package posixkit.darwin;

import static posixkit.ondarwin.constants.DarwinMmap.MADV_CAN_REUSE;
import static posixkit.ondarwin.constants.DarwinMmap.MADV_FREE_REUSABLE;
import static posixkit.ondarwin.constants.DarwinMmap.MADV_FREE_REUSE;
import static posixkit.ondarwin.constants.DarwinMmap.MADV_ZERO_WIRED_PAGES;

import posixkit.unix.Bindings;
import posixkit.unix.UnixMemory;

final class DarwinMemory extends UnixMemory {
    DarwinMemory(Bindings bindings) {
        super(bindings, null);
    }

    @Override
    protected boolean isHarmless(int advice) {
        return super.isHarmless(advice)
                || advice == MADV_ZERO_WIRED_PAGES
                || advice == MADV_FREE_REUSABLE
                || advice == MADV_FREE_REUSE
                || advice == MADV_CAN_REUSE;
    }
}
