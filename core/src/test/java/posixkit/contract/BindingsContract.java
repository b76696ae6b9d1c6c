package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import jnr.ffi.provider.jffi.NoX86;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Target;
import posixkit.ffi.Native;
import posixkit.testing.BoundInterfaces;
import posixkit.testing.NeedsTool;
import posixkit.testing.Recorder;

/**
 * What every binding interface must do. The build runs the tests tagged {@code stubs} twice: with jnr-ffi's machine-code stubs
 * and without them.
 */
@NeedsTool("cc")
public abstract class BindingsContract {
    private static final String STUBBED = "stubs";
    private static final boolean STUBS = !"false".equals(System.getProperty("jnr.ffi.x86asm.enabled"));

    private final Set<Class<?>> room = BoundInterfaces.of(getClass().getPackageName());

    /** The bindings with at most five parameters. */
    private List<Class<?>> bindings() {
        return room.stream().filter(binding -> !hasSix(binding)).toList();
    }

    /** Those with six, each with the interface that leaves the stub out. */
    private List<Six<?>> sixArgumentBindings() {
        return room.stream()
                .filter(binding -> hasSix(binding) && !binding.isAnnotationPresent(NoX86.class))
                .<Six<?>>map(this::six)
                .toList();
    }

    private <T> Six<T> six(Class<T> binding) {
        Class<?> twin = room.stream()
                .filter(other -> other.isAnnotationPresent(NoX86.class)
                        && List.of(other.getInterfaces()).contains(binding))
                .findFirst()
                .orElseThrow(() -> new AssertionError(binding + " has six arguments and no twin marked @NoX86"));
        return new Six<>(binding, twin.asSubclass(binding));
    }

    private static boolean hasSix(Class<?> binding) {
        return Arrays.stream(binding.getMethods()).anyMatch(method -> method.getParameterCount() > 5);
    }

    /** The library whose symbols they name. */
    protected Native library() {
        return Native.process();
    }

    /** Whether the library at hand should have every symbol of it. */
    protected boolean isWhole(Class<?> binding) {
        return true;
    }

    /** Those with more, for which there are no stubs anyway. */
    private List<Class<?>> longerBindings() {
        return room.stream()
                .filter(binding -> Arrays.stream(binding.getMethods()).allMatch(m -> m.getParameterCount() > 6))
                .toList();
    }

    private record Six<T>(Class<T> binding, Class<? extends T> withoutStub) {
        void assertArgumentsArrive(Path directory) throws Exception {
            Recorder.assertArgumentsArrive(binding, directory, library -> library.loadSix(binding, withoutStub));
            Recorder.assertArgumentsArrive(binding, directory, library -> library.load(withoutStub));
            if (!Target.HOST_IS_X86_64) {
                Recorder.assertArgumentsArrive(binding, directory, library -> library.load(binding));
            }
        }
    }

    @Test
    @Tag(STUBBED)
    void everyArgumentArrivesInItsPlaceAndWidth(@TempDir Path directory) throws Exception {
        for (Class<?> binding : bindings()) {
            assertArrive(binding, directory);
        }
    }

    @Test
    @Tag(STUBBED)
    void sixDistinctValuesArriveInOrder(@TempDir Path directory) throws Exception {
        for (Six<?> six : sixArgumentBindings()) {
            six.assertArgumentsArrive(directory);
        }
    }

    @Test
    void moreThanSixArriveTheLongWay(@TempDir Path directory) throws Exception {
        for (Class<?> binding : longerBindings()) {
            assertTrue(binding.isAnnotationPresent(NoX86.class), binding + " is not marked @NoX86");
            assertArrive(binding, directory);
        }
    }

    @Test
    void theRoomHasBindings() {
        assertFalse(bindings().isEmpty(), "no bindings where they are looked for");
    }

    @Test
    void signaturesAreIntsAndLongsOnlyAndSixArgumentsStandApart() {
        for (Class<?> binding : bindings()) {
            for (Method method : binding.getMethods()) {
                assertTrue(method.getParameterCount() < 6, method + " has a sixth argument");
                assertTrue(BoundInterfaces.isScalar(method), method.toString());
            }
        }
        for (Six<?> six : sixArgumentBindings()) {
            for (Method method : six.binding().getMethods()) {
                assertEquals(6, method.getParameterCount(), method.toString());
                assertTrue(BoundInterfaces.isScalar(method), method.toString());
            }
        }
    }

    /** A signature that drifts off the fast path keeps working, ten times slower; this notices. */
    @Test
    @Tag(STUBBED)
    void withStubsEveryMethodIsMachineCodeItself() throws ReflectiveOperationException {
        for (Class<?> binding : bindings()) {
            if (!isWhole(binding)) {
                continue;
            }
            Object bound = library().load(binding);
            assertFalse(
                    Proxy.isProxyClass(bound.getClass()), binding + " lacks a symbol, and its other calls are slow");
            for (Method method : binding.getMethods()) {
                Method implemented = bound.getClass().getMethod(method.getName(), method.getParameterTypes());
                assertEquals(STUBS, Modifier.isNative(implemented.getModifiers()), implemented.toString());
            }
        }
    }

    private static <T> void assertArrive(Class<T> binding, Path directory) throws Exception {
        Recorder.assertArgumentsArrive(binding, directory, library -> library.load(binding));
    }
}
