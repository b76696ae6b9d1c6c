package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOSYS;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import jnr.ffi.annotations.Variadic;
import jnr.ffi.provider.jffi.NoX86;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Target;
import posixkit.ffi.Native;
import posixkit.ffi.RegisteredCode;
import posixkit.testing.BoundInterfaces;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;
import posixkit.testing.Recorder;
import posixkit.testing.SpecMarks;
import posixkit.unix.Parking;
import posixkit.unix.Result;

/**
 * What every generated binding must do. The build runs the tests tagged {@code stubs} twice: with jnr-ffi's machine-code stubs
 * and without them.
 */
@NeedsTool("cc")
public abstract class BindingsContract {
    private static final String STUBBED = "stubs";
    private static final boolean STUBS = !"false".equals(System.getProperty("jnr.ffi.x86asm.enabled"));
    private static final long VALUE = 0x1234_5678;

    /** There are more direct calls. */
    private static final int MANY = 50;

    private final Set<Class<?>> room = BoundInterfaces.symbols(getClass().getPackageName());
    private final SpecMarks marks = new SpecMarks(Target.IS_LINUX ? "linux" : "darwin");

    /** The interfaces of jnr-ffi with at most five parameters. */
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
    void theRoomHasBindings() {
        assertFalse(bindings().isEmpty(), "no bindings where they are looked for");
        assertFalse(BoundInterfaces.calls(getClass().getPackageName()).isEmpty());
    }

    @Test
    void signaturesAreIntsAndLongsOnlyAndSixArgumentsStandApart() {
        for (Class<?> binding : room) {
            for (Method method : binding.getMethods()) {
                assertTrue(BoundInterfaces.isScalar(method), method.toString());
            }
        }
        for (Six<?> six : sixArgumentBindings()) {
            for (Method method : six.binding().getMethods()) {
                assertTrue(method.getParameterCount() > 5, method + " has fewer than six arguments");
            }
        }
    }

    /** A signature that drifts off the fast path keeps working, ten times slower; this notices. */
    @Test
    @Tag(STUBBED)
    void withStubsEveryMethodIsMachineCodeItself() throws ReflectiveOperationException {
        for (Class<?> binding : bindings()) {
            boolean isOnTheStack =
                    Arrays.stream(binding.getMethods()).anyMatch(method -> method.isAnnotationPresent(Variadic.class));
            if (isOnTheStack) {
                continue;
            }
            Object bound = library().load(binding, BoundInterfaces.otherSymbols(binding));
            for (Method method : binding.getMethods()) {
                Method implemented = bound.getClass().getMethod(method.getName(), method.getParameterTypes());
                assertEquals(STUBS, Modifier.isNative(implemented.getModifiers()), implemented.toString());
            }
        }
    }

    private static <T> void assertArrive(Class<T> binding, Path directory) throws Exception {
        Recorder.assertArgumentsArrive(binding, directory, library -> library.load(binding));
    }

    // --- the interfaces that bodies call ---

    private Set<Class<?>> calls() {
        return BoundInterfaces.calls(getClass().getPackageName());
    }

    /**
     * Checks the same for machine code that calls libc, as it does on macOS. On Linux, machine code calls the kernel: another test
     * compares it with libc.
     */
    protected final void assertMachineCodeCallsLibc(Path directory) throws Exception {
        assumeTrue(RegisteredCode.obstacle() == null, RegisteredCode::obstacle);
        Set<Class<?>> all = calls();
        all.addAll(BoundInterfaces.calls("posixkit.unix"));
        int direct = 0;
        for (Class<?> calls : all) {
            Class<?> over = BoundInterfaces.over(calls, "Registered");
            if (over == null) {
                continue;
            }
            Recorder recorder = recorder(calls, directory);
            Object bound = machineCode(over, recorder.library());
            try {
                for (Method method : Recorder.methods(calls)) {
                    if (marks.has(method.getName(), "direct") && !marks.has(method.getName(), "never")) {
                        assertConverts(recorder, bound, method, Recorder.distinctArguments(method));
                        direct++;
                    }
                }
            } finally {
                // The native methods are static: without this line, all later calls would go to the recorder.
                machineCode(over, library());
            }
        }
        assertTrue(direct > MANY, "only " + direct + " calls are direct");
    }

    /** Compiles a library with the functions of {@code calls}. */
    private static Recorder recorder(Class<?> calls, Path directory) throws Exception {
        Class<?> symbols = BoundInterfaces.symbolsOf(calls);
        List<Method> functions = new ArrayList<>(List.of(symbols.getMethods()));
        for (Class<?> nested : symbols.getClasses()) {
            if (nested.getSimpleName().equals("Six")) {
                functions.addAll(List.of(nested.getMethods()));
            }
        }
        Map<String, String> names = BoundInterfaces.otherSymbols(symbols);
        return new Recorder(directory, calls.getName(), functions, names);
    }

    private static Object jnr(Class<?> calls, Native library) throws ReflectiveOperationException {
        return BoundInterfaces.over(calls, "Jnr").getConstructor(Native.class).newInstance(library);
    }

    @Test
    @Tag(STUBBED)
    void everyCallPassesItsArgumentsOnAndConvertsItsResult(@TempDir Path directory) throws Exception {
        for (Class<?> calls : calls()) {
            Recorder recorder = recorder(calls, directory);
            Object bound = jnr(calls, recorder.library());
            for (Method method : Recorder.methods(calls)) {
                assertConverts(recorder, bound, method, Recorder.distinctArguments(method));
            }
        }
    }

    /** The same through the classes that hand blocking calls over, on a platform thread and, if there are any, a virtual one. */
    @Test
    void everyCallThatMayWaitDoesTheSameOnAnotherThread(@TempDir Path directory) throws Exception {
        ByteBuffer memory = ByteBuffer.allocateDirect(1024);
        int waiting = 0;
        for (Class<?> calls : calls()) {
            boolean waits = Recorder.methods(calls).stream()
                    .anyMatch(method -> marks.has(method.getName(), "waits") || marks.has(method.getName(), "closes"));
            Class<?> over = BoundInterfaces.over(calls, "Waiting");
            assertEquals(waits, over != null, calls + " and the class that hands its calls over");
            if (!waits) {
                continue;
            }
            waiting++;
            Recorder recorder = recorder(calls, directory);
            Object bound =
                    over.getConstructor(calls, Parking.class).newInstance(jnr(calls, recorder.library()), Parking.NONE);
            for (Method method : Recorder.methods(calls)) {
                Object[] arguments = Recorder.addresses(method, Native.address(memory, 0));
                Callable<Void> check = () -> {
                    assertConverts(recorder, bound, method, arguments);
                    return null;
                };
                check.call();
                onVirtualThread(check);
            }
        }
        assertTrue(waiting > 0, "no topic waits");
    }

    /** Does nothing on a JDK without virtual threads. */
    private static void onVirtualThread(Callable<Void> task) throws Exception {
        FutureTask<Void> future = new FutureTask<>(task);
        if (Runtime.version().feature() >= 21) {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, future);
            future.get();
        }
    }

    private static Object machineCode(Class<?> type, Native library) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getConstructors()[0];
        Class<?> factory = constructor.getParameterTypes()[1];
        Object rest = Proxy.newProxyInstance(
                factory.getClassLoader(), new Class<?>[] {factory}, (proxy, method, arguments) -> {
                    throw new AssertionError("this is a call of jnr-ffi");
                });
        return constructor.newInstance(library, rest);
    }

    private void assertConverts(Recorder recorder, Object bound, Method method, Object... arguments)
            throws ReflectiveOperationException {
        String name = method.getName();
        recorder.answer(VALUE, ENOENT);
        Object result = recorder.call(bound, method, arguments);
        if (method.getReturnType() == void.class) {
            return;
        }
        assertResult(marks.has(name, "number") ? -VALUE : VALUE, result, method);
        boolean isPointer = marks.has(name, "null");
        recorder.answer(isPointer ? 0 : -1, ENOENT);
        result = recorder.call(bound, method, arguments);
        if (marks.has(name, "limit")) {
            assertResult(-ENOENT, result, method);
            recorder.answer(-1, 0);
            assertResult(Result.NO_LIMIT, recorder.call(bound, method, arguments), method);
        } else if (marks.has(name, "both")) {
            assertResult(-1, ((Number) result).intValue(), method);
            assertResult(ENOENT, (Long) result >> Integer.SIZE, method);
        } else if (marks.has(name, "never")) {
            assertResult(-1, result, method);
        } else if (!marks.has(name, "number")) {
            assertResult(-ENOENT, result, method);
        }
        recorder.answer(0, ENOENT);
        if (!isPointer) {
            assertResult(0, recorder.call(bound, method, arguments), method);
        }
    }

    private static void assertResult(long expected, Object result, Method method) {
        assertEquals(expected, ((Number) result).longValue(), method.toString());
    }

    @Test
    void aFunctionThatLibcLacksIsEnosys(@TempDir Path directory) throws Exception {
        Native nothing = Native.library(
                Compiler.library(directory, "nothing", "int nothing;\n").toString());
        for (Class<?> calls : calls()) {
            Object bound = jnr(calls, nothing);
            for (Method method : Recorder.methods(calls)) {
                if (marks.has(method.getName(), "never") || marks.hasOtherFunction(method.getName())) {
                    continue;
                }
                Object result = method.invoke(bound, Recorder.distinctArguments(method));
                if (marks.has(method.getName(), "both")) {
                    assertResult(ENOSYS, (Long) result >> Integer.SIZE, method);
                    assertResult(-1, ((Number) result).intValue(), method);
                } else {
                    assertResult(-ENOSYS, result, method);
                }
            }
        }
    }
}
