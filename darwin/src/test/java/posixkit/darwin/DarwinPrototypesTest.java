package posixkit.darwin;

import java.util.List;
import java.util.Set;
import posixkit.contract.PrototypesContract;
import posixkit.unix.AttributeCalls;
import posixkit.unix.ClockCalls;
import posixkit.unix.DirCalls;
import posixkit.unix.IoctlCalls;
import posixkit.unix.LibC;
import posixkit.unix.LockCalls;
import posixkit.unix.MapCall;
import posixkit.unix.MemoryCalls;
import posixkit.unix.NameCalls;
import posixkit.unix.NodeCalls;
import posixkit.unix.PollCalls;
import posixkit.unix.ProcessCalls;
import posixkit.unix.SelectCall;
import posixkit.unix.SixArguments;
import posixkit.unix.SocketCalls;
import posixkit.unix.SocketSixCalls;
import posixkit.unix.StatCalls;
import posixkit.unix.StatfsCalls;
import posixkit.unix.SysCalls;
import posixkit.unix.VariadicCalls;

class DarwinPrototypesTest extends PrototypesContract {
    @Override
    protected List<Bound> bound() {
        return List.of(
                new Bound(
                        "darwin-x86_64",
                        List.of(
                                LibC.class,
                                ProcessCalls.class,
                                ClockCalls.class,
                                SysCalls.class,
                                AttributeCalls.class,
                                MapCall.class,
                                MemoryCalls.class,
                                PollCalls.class,
                                DarwinLibC.class,
                                Inode64Dir.Symbols.class,
                                Inode64Stat.Symbols.class,
                                Inode64Statfs.Symbols.class,
                                IoctlCalls.class,
                                LockCalls.class,
                                NameCalls.class,
                                NodeCalls.class,
                                VariadicCalls.class,
                                SixArguments.class,
                                SocketCalls.class,
                                SocketSixCalls.class,
                                DarwinSixArguments.class)),
                new Bound(
                        "darwin-aarch64",
                        List.of(
                                LibC.class,
                                ProcessCalls.class,
                                ClockCalls.class,
                                SysCalls.class,
                                AttributeCalls.class,
                                MapCall.class,
                                MemoryCalls.class,
                                PollCalls.class,
                                DarwinLibC.class,
                                SelectCall.class,
                                DirCalls.class,
                                IoctlCalls.class,
                                LockCalls.class,
                                NameCalls.class,
                                NodeCalls.class,
                                StatCalls.class,
                                StatfsCalls.class,
                                VariadicCalls.class,
                                SixArguments.class,
                                SocketCalls.class,
                                SocketSixCalls.class,
                                DarwinSixArguments.class)));
    }

    /** libSystem's own behind the variadic ones, and those again with their arguments on the stack. */
    @Override
    protected Set<Class<?>> withoutPrototypes() {
        return Set.of(
                Arm64Ioctl.OnTheStack.class,
                Arm64Ioctl.Stub.class,
                Arm64Variadic.OnTheStack.class,
                Arm64Variadic.Stubs.class);
    }
}
