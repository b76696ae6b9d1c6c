package posixkit.unix;

import static posixkit.constants.Langinfo.ABDAY_1;
import static posixkit.constants.Langinfo.ABDAY_7;
import static posixkit.constants.Langinfo.ABMON_1;
import static posixkit.constants.Langinfo.ABMON_12;
import static posixkit.constants.Langinfo.ALT_DIGITS;
import static posixkit.constants.Langinfo.AM_STR;
import static posixkit.constants.Langinfo.CODESET;
import static posixkit.constants.Langinfo.CRNCYSTR;
import static posixkit.constants.Langinfo.DAY_1;
import static posixkit.constants.Langinfo.DAY_7;
import static posixkit.constants.Langinfo.D_FMT;
import static posixkit.constants.Langinfo.D_T_FMT;
import static posixkit.constants.Langinfo.ERA;
import static posixkit.constants.Langinfo.ERA_T_FMT;
import static posixkit.constants.Langinfo.MON_1;
import static posixkit.constants.Langinfo.MON_12;
import static posixkit.constants.Langinfo.NOEXPR;
import static posixkit.constants.Langinfo.NOSTR;
import static posixkit.constants.Langinfo.PM_STR;
import static posixkit.constants.Langinfo.RADIXCHAR;
import static posixkit.constants.Langinfo.THOUSEP;
import static posixkit.constants.Langinfo.T_FMT;
import static posixkit.constants.Langinfo.T_FMT_AMPM;
import static posixkit.constants.Langinfo.YESEXPR;
import static posixkit.constants.Langinfo.YESSTR;

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
        // glibc keeps numbers and tables under other items, and returns them as if they were addresses of texts.
        if (!isText(item)) {
            return "";
        }
        synchronized (lock) {
            String text = text(calls.nl_langinfo(item));
            return text == null ? "" : text;
        }
    }

    /** Returns true for the items that are documented. On Linux, ERA_YEAR is between ERA and ERA_T_FMT. */
    private static boolean isText(int item) {
        return isBetween(ABDAY_1, item, ABDAY_7)
                || isBetween(DAY_1, item, DAY_7)
                || isBetween(ABMON_1, item, ABMON_12)
                || isBetween(MON_1, item, MON_12)
                || isBetween(ERA, item, ERA_T_FMT)
                || item == ALT_DIGITS
                || item == AM_STR
                || item == PM_STR
                || item == D_T_FMT
                || item == D_FMT
                || item == T_FMT
                || item == T_FMT_AMPM
                || item == CODESET
                || item == RADIXCHAR
                || item == THOUSEP
                || item == YESEXPR
                || item == NOEXPR
                || item == YESSTR
                || item == NOSTR
                || item == CRNCYSTR;
    }

    private static boolean isBetween(int first, int item, int last) {
        return first <= item && item <= last;
    }

    /** Returns the C string at {@code address}, or null if {@code address} is NULL. */
    private static String text(long address) {
        return address == 0 ? null : NameCodec.decode(Native.stringAt(address));
    }
}
