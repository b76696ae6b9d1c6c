package posixkit.interop;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jnr.constants.Constant;
import posixkit.Target;
import posixkit.constants.Access;
import posixkit.constants.Langinfo;
import posixkit.constants.LocaleCategory;
import posixkit.constants.Priority;
import posixkit.constants.Sysconf;
import posixkit.constants.Syslog;
import posixkit.constants.Wait;
import posixkit.ondarwin.constants.DarwinAccess;
import posixkit.ondarwin.constants.DarwinConfstr;
import posixkit.ondarwin.constants.DarwinErrno;
import posixkit.ondarwin.constants.DarwinFcntl;
import posixkit.ondarwin.constants.DarwinIf;
import posixkit.ondarwin.constants.DarwinInet;
import posixkit.ondarwin.constants.DarwinMessageFlag;
import posixkit.ondarwin.constants.DarwinNetdb;
import posixkit.ondarwin.constants.DarwinOpen;
import posixkit.ondarwin.constants.DarwinPathconf;
import posixkit.ondarwin.constants.DarwinPriority;
import posixkit.ondarwin.constants.DarwinResource;
import posixkit.ondarwin.constants.DarwinSignal;
import posixkit.ondarwin.constants.DarwinSock;
import posixkit.ondarwin.constants.DarwinSyslog;
import posixkit.ondarwin.constants.DarwinTcp;
import posixkit.ondarwin.constants.DarwinUdp;
import posixkit.onlinux.constants.LinuxConfstr;
import posixkit.onlinux.constants.LinuxErrno;
import posixkit.onlinux.constants.LinuxFadvise;
import posixkit.onlinux.constants.LinuxFcntl;
import posixkit.onlinux.constants.LinuxIf;
import posixkit.onlinux.constants.LinuxInet;
import posixkit.onlinux.constants.LinuxLanginfo;
import posixkit.onlinux.constants.LinuxLocaleCategory;
import posixkit.onlinux.constants.LinuxMessageFlag;
import posixkit.onlinux.constants.LinuxNetdb;
import posixkit.onlinux.constants.LinuxOpen;
import posixkit.onlinux.constants.LinuxPathconf;
import posixkit.onlinux.constants.LinuxResource;
import posixkit.onlinux.constants.LinuxSignal;
import posixkit.onlinux.constants.LinuxSock;
import posixkit.onlinux.constants.LinuxSysconf;
import posixkit.onlinux.constants.LinuxTcp;
import posixkit.onlinux.constants.LinuxUdp;
import posixkit.onlinux.constants.LinuxWait;

/**
 * The numbers of one enum of jnr-constants on this operating system, by constant, and the constants by number. Reflection finds
 * them once, at the first use of the enum.
 */
final class Numbers<E extends Enum<E> & Constant> {
    private static final ClassValue<Numbers<?>> ALL = new ClassValue<>() {
        @Override
        protected Numbers<?> computeValue(Class<?> type) {
            return read(type);
        }
    };

    private final String type;
    private final boolean[] exists;
    private final long[] numbers;
    private final Map<Long, E> constants = new HashMap<>();
    private final List<E> flags = new ArrayList<>();

    private Numbers(Class<E> type) {
        this.type = type.getSimpleName();
        E[] all = type.getEnumConstants();
        exists = new boolean[all.length];
        numbers = new long[all.length];
        for (E constant : all) {
            Long compiled = Compiled.NUMBERS.get(constant.name());
            if (compiled != null || constant.defined()) {
                exists[constant.ordinal()] = true;
                numbers[constant.ordinal()] = compiled != null ? compiled : asInt(constant.longValue());
            }
        }
        for (E constant : all) {
            if (exists[constant.ordinal()]) {
                long number = numbers[constant.ordinal()];
                constants.merge(number, constant, (first, second) -> preferred(number, first, second));
                if (number != 0
                        && !constant.name().endsWith("ACCMODE")
                        && !constant.name().endsWith("MASK")) {
                    flags.add(constant);
                }
            }
        }
        // Largest first: a flag that contains another one is taken as a whole.
        flags.sort(Comparator.comparingInt(flag -> -Long.bitCount(numbers[flag.ordinal()])));
    }

    @SuppressWarnings("unchecked")
    static <E extends Enum<E> & Constant> Numbers<E> of(Class<E> type) {
        return (Numbers<E>) ALL.get(type);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Numbers<?> read(Class<?> type) {
        if (!type.isEnum() || !Constant.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException("type: " + type.getName() + " is no enum of jnr-constants");
        }
        return new Numbers(type);
    }

    boolean has(E constant) {
        return exists[constant.ordinal()];
    }

    long number(E constant) {
        if (!has(constant)) {
            throw new IllegalArgumentException("constant: " + type + "." + constant.name() + " does not exist on "
                    + Target.current() + ". Its number in jnr-constants is invented.");
        }
        return numbers[constant.ordinal()];
    }

    /** Returns null if there is none. */
    E constant(long number) {
        return constants.get(asInt(number));
    }

    /** Returns the constants that are not 0 and no masks. Those with the most bits come first. */
    List<E> flags() {
        return flags;
    }

    /** posixkit has unsigned 32-bit numbers as {@code int}, jnr-constants as {@code long}. */
    private static long asInt(long number) {
        return number >>> Integer.SIZE == 0 ? (int) number : number;
    }

    /** Each enum has a static method {@code valueOf(long)} that no interface declares. */
    private static <E extends Enum<E> & Constant> E preferred(long number, E first, E second) {
        try {
            Object chosen =
                    second.getDeclaringClass().getMethod("valueOf", long.class).invoke(null, number);
            return chosen == second ? second : first;
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return first;
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** posixkit's constants on this operating system. In C, one name is one constant, whatever header it is from. */
    private static final class Compiled {
        static final Map<String, Long> NUMBERS = read(
                Target.IS_LINUX
                        ? List.of(
                                LinuxConfstr.class,
                                LinuxErrno.class,
                                LinuxFadvise.class,
                                LinuxFcntl.class,
                                LinuxIf.class,
                                LinuxInet.class,
                                LinuxLanginfo.class,
                                LinuxLocaleCategory.class,
                                LinuxMessageFlag.class,
                                LinuxNetdb.class,
                                LinuxOpen.class,
                                LinuxPathconf.class,
                                LinuxResource.class,
                                LinuxSignal.class,
                                LinuxSock.class,
                                LinuxSysconf.class,
                                LinuxTcp.class,
                                LinuxUdp.class,
                                LinuxWait.class,
                                Access.class,
                                Priority.class,
                                Syslog.class)
                        : List.of(
                                DarwinAccess.class,
                                DarwinConfstr.class,
                                Langinfo.class,
                                LocaleCategory.class,
                                DarwinErrno.class,
                                DarwinFcntl.class,
                                DarwinIf.class,
                                DarwinInet.class,
                                DarwinMessageFlag.class,
                                DarwinNetdb.class,
                                DarwinOpen.class,
                                DarwinPathconf.class,
                                DarwinPriority.class,
                                DarwinResource.class,
                                DarwinSignal.class,
                                DarwinSock.class,
                                DarwinSyslog.class,
                                DarwinTcp.class,
                                DarwinUdp.class,
                                Sysconf.class,
                                Wait.class));

        private static Map<String, Long> read(List<Class<?>> topics) {
            Map<String, Long> numbers = new HashMap<>();
            for (Class<?> topic : topics) {
                // With the constants of both systems, which the topic inherits.
                for (Field field : topic.getFields()) {
                    try {
                        numbers.put(field.getName(), ((Number) field.get(null)).longValue());
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            return Map.copyOf(numbers);
        }
    }
}
