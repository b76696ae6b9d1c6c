package posixkit.darwin;

import java.util.List;
import posixkit.contract.BindingsContract;

class DarwinBindingsTest extends BindingsContract {
    @Override
    protected List<Class<?>> bindings() {
        return List.of(DarwinLibC.class, Inode64Stat.Symbols.class, Arm64Variadic.Stubs.class);
    }

    @Override
    protected List<Six<?>> sixArgumentBindings() {
        return List.of(new Six<>(DarwinSixArguments.class, DarwinSixArguments.WithoutStub.class));
    }
}
