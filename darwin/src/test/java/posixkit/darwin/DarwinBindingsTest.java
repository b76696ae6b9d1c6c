package posixkit.darwin;

import java.util.Set;
import posixkit.Target;
import posixkit.contract.BindingsContract;
import posixkit.ffi.Native;
import posixkit.unix.AttributeCalls;
import posixkit.unix.ClockCalls;
import posixkit.unix.DirCalls;
import posixkit.unix.IoctlCalls;
import posixkit.unix.LockCalls;
import posixkit.unix.NameCalls;
import posixkit.unix.NodeCalls;
import posixkit.unix.ProcessCalls;
import posixkit.unix.StatCalls;
import posixkit.unix.StatfsCalls;
import posixkit.unix.SysCalls;

class DarwinBindingsTest extends BindingsContract {
    private static final Set<Class<?>> WHOLE = Set.of(
            AttributeCalls.class,
            ClockCalls.class,
            DebugCalls.class,
            ProcessCalls.class,
            SysCalls.class,
            SysctlNameCalls.class,
            UnlimitedSelect.Symbols.class,
            DarwinFileCalls.class,
            DarwinTimeCalls.class,
            IoctlCalls.class,
            LockCalls.class,
            NameCalls.class,
            NodeCalls.class);
    private static final Set<Class<?>> WHOLE_ON_X86_64 = Set.of(
            Inode64Dir.Symbols.class,
            Inode64Mounts.Symbols.class,
            Inode64Stat.Symbols.class,
            Inode64Statfs.Symbols.class);
    private static final Set<Class<?>> WHOLE_ON_AARCH64 = Set.of(
            Arm64Ioctl.Stub.class,
            Arm64Variadic.Stubs.class,
            DirCalls.class,
            MountCalls.class,
            StatCalls.class,
            StatfsCalls.class);

    @Override
    protected Native library() {
        return Native.library(System.getProperty(DarwinPosix.LIBRARY));
    }

    @Override
    protected boolean isWhole(Class<?> binding) {
        return binding == DarwinLibC.class
                || WHOLE.contains(binding)
                || (Target.IS_X86_64 ? WHOLE_ON_X86_64 : WHOLE_ON_AARCH64).contains(binding);
    }
}
