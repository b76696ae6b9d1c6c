package posixkit.linux;

import java.util.List;
import posixkit.contract.BindingsContract;

class LinuxBindingsTest extends BindingsContract {
    @Override
    protected List<Class<?>> bindings() {
        return List.of(
                LinuxLibC.class,
                LinuxFileCalls.class,
                LinuxSocketCalls.class,
                LinuxNameCalls.class,
                LinuxNodeCalls.class,
                LinuxProcesses.CloseFrom.class,
                LinuxProcesses.Syscall.class,
                LinuxKernelCalls.class,
                DirentCalls.class,
                VersionedNodes.Symbols.class,
                VersionedStat.Symbols.class);
    }

    @Override
    protected List<Six<?>> sixArgumentBindings() {
        return List.of();
    }
}
