package posixkit.unix;

import java.util.List;
import posixkit.contract.BindingsContract;

class UnixBindingsTest extends BindingsContract {
    @Override
    protected List<Class<?>> bindings() {
        return List.of(
                LibC.class,
                SocketCalls.class,
                AttributeCalls.class,
                ProcessCalls.class,
                ClockCalls.class,
                SysCalls.class,
                MemoryCalls.class,
                PollCalls.class,
                SelectCall.class,
                DirCalls.class,
                IoctlCalls.class,
                LockCalls.class,
                NameCalls.class,
                NodeCalls.class,
                StatCalls.class,
                StatfsCalls.class,
                VariadicCalls.class);
    }

    @Override
    protected List<Six<?>> sixArgumentBindings() {
        return List.of(
                new Six<>(MapCall.class, MapCallWithoutStub.class),
                new Six<>(SixArguments.class, SixArgumentsWithoutStub.class),
                new Six<>(SocketSixCalls.class, SocketSixCalls.WithoutStub.class));
    }
}
