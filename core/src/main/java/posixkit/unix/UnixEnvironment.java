package posixkit.unix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import posixkit.ffi.Native;
import posixkit.system.Environment;
import posixkit.unix.call.EnvironmentCalls;

/**
 * Implements {@link Environment} for Linux and macOS. <b>Internal.</b> All methods hold one lock, because a change may free the
 * memory that another thread reads.
 */
public final class UnixEnvironment implements Environment {
    private final Object lock = new Object();
    private final EnvironmentCalls calls;
    private final LongSupplier environ;

    public UnixEnvironment(Bindings bindings) {
        calls = bindings.calls().environment();
        environ = bindings.environ();
    }

    @Override
    public String getenv(String name) {
        try (Scratch s = Scratch.open()) {
            long variable = s.string("name", name);
            synchronized (lock) {
                return text(calls.getenv(variable));
            }
        }
    }

    @Override
    public int setenvOrErrno(String name, String value, boolean overwrite) {
        try (Scratch s = Scratch.open()) {
            long variable = s.string("name", name);
            long text = s.string("value", value);
            synchronized (lock) {
                return calls.setenv(variable, text, overwrite ? 1 : 0);
            }
        }
    }

    @Override
    public int unsetenvOrErrno(String name) {
        try (Scratch s = Scratch.open()) {
            long variable = s.string("name", name);
            synchronized (lock) {
                return calls.unsetenv(variable);
            }
        }
    }

    @Override
    public List<String> environ() {
        List<String> variables = new ArrayList<>();
        synchronized (lock) {
            long array = environ.getAsLong();
            // clearenv of glibc leaves no array at all.
            for (long at = array; at != 0; at += Long.BYTES) {
                long variable = Native.pointerAt(at);
                if (variable == 0) {
                    break;
                }
                variables.add(text(variable));
            }
        }
        return Collections.unmodifiableList(variables);
    }

    @Override
    public String setlocale(int category, String locale) {
        try (Scratch s = Scratch.open()) {
            long name = locale == null ? 0 : s.string("locale", locale);
            synchronized (lock) {
                return text(calls.setlocale(category, name));
            }
        }
    }

    @Override
    public String nlLanginfo(int item) {
        synchronized (lock) {
            String text = text(calls.nl_langinfo(item));
            return text == null ? "" : text;
        }
    }

    /** Returns the C string at {@code address}, or null if {@code address} is NULL. */
    private static String text(long address) {
        return address == 0 ? null : NameCodec.decode(Native.stringAt(address));
    }
}
