package posixkit.testing;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import posixkit.ffi.Native;

/**
 * A library between a body and libc, in which a signal comes before the next call: that call fails with EINTR without being
 * made, and those after it go through to libc.
 */
public final class Interrupter {
    private static final String HEAD = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <errno.h>
            static int armed, interruptions;
            int interrupter_arm(void) { interruptions = 0; return armed = 1; }
            int interrupter_disarm(void) { return armed = 0; }
            int interrupter_interruptions(void) { return interruptions; }
            static int interrupts(void) {
                if (!armed) return 0;
                armed = 0;
                interruptions++;
                errno = EINTR;
                return 1;
            }
            """;

    private static final SpecMarks MARKS = new SpecMarks("linux");

    private final Native library;
    private final Control control;

    /** What the library is told and asked. <b>Public</b> for jnr-ffi. */
    public interface Control {
        int interrupter_arm();

        int interrupter_disarm();

        int interrupter_interruptions();
    }

    /** Stands before the functions of these bindings that libc has; two bindings may name one. */
    public Interrupter(Path directory, List<Class<?>> bindings) throws IOException {
        String source = bindings.stream()
                .flatMap(binding -> Recorder.methods(binding).stream())
                .filter(method -> Native.process().symbol(method.getName()) != 0)
                .collect(Collectors.toMap(Method::getName, method -> method, (one, same) -> one, TreeMap::new))
                .values()
                .stream()
                .map(Interrupter::function)
                .collect(Collectors.joining("\n", HEAD, ""));
        Path file = Files.writeString(directory.resolve("interrupter.c"), source);
        // With libc behind it, so that what it does not define is found by way of it.
        library = Native.library(Compiler.library(
                        directory.resolve("libinterrupter.so"), List.of("-Wall", "-Werror", file.toString(), "-lc"))
                .toString());
        control = library.load(Control.class);
    }

    public Native library() {
        return library;
    }

    /** Lets the next call be interrupted. */
    public void arm() {
        control.interrupter_arm();
    }

    /** Lets no later call be interrupted, if none was. */
    public void disarm() {
        control.interrupter_disarm();
    }

    /** How many calls were interrupted since: one, or none if nothing was called. */
    public int interruptions() {
        return control.interrupter_interruptions();
    }

    /** The function says that it was interrupted in the way in which the spec says that it fails. */
    private static String function(Method method) {
        String name = method.getName();
        String result = method.getReturnType().toString();
        String types = IntStream.range(0, method.getParameterCount())
                .mapToObj(i -> method.getParameterTypes()[i] + " a" + i)
                .collect(Collectors.joining(", "));
        String names = IntStream.range(0, method.getParameterCount())
                .mapToObj(i -> "a" + i)
                .collect(Collectors.joining(", "));
        String parameters = "(" + (types.isEmpty() ? "void" : types) + ")";
        return result + " f_" + name + parameters + " __asm__(\"" + name + "\");\n" + result + " f_" + name + parameters
                + " {\n    static " + result + " (*next)" + parameters + ";\n"
                + "    if (!next) *(void **) &next = dlsym(RTLD_NEXT, \"" + name + "\");\n"
                + "    return interrupts() ? " + failure(name) + " : next(" + names + ");\n}\n";
    }

    private static String failure(String function) {
        if (MARKS.has(function, "null")) {
            return "0";
        }
        return MARKS.has(function, "number") ? "EINTR" : "-1";
    }
}
