package posixkit.linux;

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

class LinuxPrototypesTest extends PrototypesContract {
    private static final List<Class<?>> BINDINGS = List.of(
            DirCalls.class,
            IoctlCalls.class,
            LibC.class,
            AttributeCalls.class,
            StatfsCalls.class,
            LinuxLibC.class,
            LinuxFileCalls.class,
            LinuxSocketCalls.class,
            DirentCalls.class,
            LinuxNameCalls.class,
            LinuxNodeCalls.class,
            LockCalls.class,
            NameCalls.class,
            NodeCalls.class,
            LinuxProcesses.CloseFrom.class,
            LinuxProcesses.Syscall.class,
            LinuxKernelCalls.class,
            ProcessCalls.class,
            ClockCalls.class,
            SysCalls.class,
            MapCall.class,
            MemoryCalls.class,
            PollCalls.class,
            SelectCall.class,
            StatCalls.class,
            VariadicCalls.class,
            SixArguments.class,
            SocketCalls.class,
            SocketSixCalls.class);

    @Override
    protected List<Bound> bound() {
        return List.of(new Bound("linux-x86_64", BINDINGS), new Bound("linux-aarch64", BINDINGS));
    }

    /** On Linux, arguments of variadic functions travel like others. */
    @Override
    protected Set<Class<?>> variadic() {
        return Set.of(VariadicCalls.class, IoctlCalls.class, LinuxProcesses.Syscall.class);
    }

    /**
     * Whoever wants capabilities is expected to take libcap; libc exports the kernel's call all the same. What syscall takes
     * is up to the number it is given.
     */
    @Override
    protected Set<String> undeclared() {
        return Set.of("capget", "syscall");
    }

    /** Those of old glibcs, behind inline functions: the tests of {@link VersionedStat} and {@link VersionedNodes} call them. */
    @Override
    protected Set<Class<?>> withoutPrototypes() {
        return Set.of(VersionedNodes.Symbols.class, VersionedStat.Symbols.class);
    }
}
