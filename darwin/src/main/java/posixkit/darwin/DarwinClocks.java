package posixkit.darwin;

import posixkit.darwin.call.DarwinClockCalls;
import posixkit.darwin.layout.MachTimebaseInfo;
import posixkit.ondarwin.MachTimebase;
import posixkit.ondarwin.OnDarwinClocks;
import posixkit.unix.Scratch;

final class DarwinClocks implements OnDarwinClocks {
    private final DarwinClockCalls calls;

    DarwinClocks(DarwinClockCalls calls) {
        this.calls = calls;
    }

    @Override
    public long machAbsoluteTime() {
        return calls.mach_absolute_time();
    }

    @Override
    public long machContinuousTime() {
        return calls.mach_continuous_time();
    }

    @Override
    public MachTimebase machTimebaseInfo() {
        try (Scratch s = Scratch.open()) {
            long info = s.alloc(MachTimebaseInfo.SIZE);
            calls.mach_timebase_info(info);
            return new MachTimebase(MachTimebaseInfo.numer(s, info), MachTimebaseInfo.denom(s, info));
        }
    }
}
