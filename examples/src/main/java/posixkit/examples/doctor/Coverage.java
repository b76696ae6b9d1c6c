package posixkit.examples.doctor;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import posixkit.Call;
import posixkit.Posix;
import posixkit.Target;
import posixkit.file.Dir;
import posixkit.net.Message;
import posixkit.net.Peer;
import posixkit.system.SyscallListener;

/**
 * Listens to a watched {@link Posix} and remembers which methods were called, and the types of all arguments and results. The
 * annotations of the methods ({@link Call}) tell which C function each method calls.
 */
final class Coverage implements SyscallListener {
    private static final String TWIN = "OrErrno";

    /** The C functions of the roles by method, for the roles of both systems and for those of this system only. */
    private final Map<String, String> portable = new TreeMap<>();

    private final Map<String, String> own = new TreeMap<>();
    private final Set<String> called = new TreeSet<>();

    Coverage() {
        collect(Posix.class);
        portable.put(key("readdir_r", 1), "readdir_r(3)");
        portable.put(key("closedir", 1), "closedir(3)");
    }

    private void collect(Class<?> type) {
        for (Method method : type.getMethods()) {
            Class<?> result = method.getReturnType();
            if (method.isAnnotationPresent(Call.class)) {
                String function = method.getAnnotation(Call.class).value();
                Map<String, String> functions = isPortable(method.getDeclaringClass()) ? portable : own;
                String other = functions.put(key(method.getName(), method.getParameterCount()), function);
                if (other != null && !other.equals(function)) {
                    throw new IllegalStateException(method.getName() + " is " + other + " and " + function);
                }
            } else if (method.getParameterCount() == 0 && isRole(result)) {
                collect(result);
            }
        }
    }

    private static boolean isPortable(Class<?> role) {
        return !role.getPackageName().startsWith("posixkit.on");
    }

    /** Returns true for interfaces with calls, except those of the other operating system. */
    private static boolean isRole(Class<?> type) {
        String other = Target.IS_DARWIN ? "posixkit.onlinux" : "posixkit.ondarwin";
        return type.isInterface()
                && type.getName().startsWith("posixkit.")
                && !type.getPackageName().equals(other)
                && (type.getSimpleName().startsWith("On")
                        || Arrays.stream(type.getMethods()).anyMatch(method -> method.isAnnotationPresent(Call.class)));
    }

    private static String key(String method, int parameters) {
        String name = method.endsWith(TWIN) ? method.substring(0, method.length() - TWIN.length()) : method;
        return name + "/" + parameters;
    }

    @Override
    public synchronized void exits(Syscall call) {
        called.add(key(call.name(), call.arguments().size()));
        called.add(call.name() + "()");
        if (!call.arguments().isEmpty() && call.arguments().get(0) instanceof String first) {
            called.add(call.name() + "(" + first + ")");
        }
        call.arguments().forEach(this::see);
        see(call.result());
    }

    /** Remembers the types of a value and of the values in it. */
    private void see(Object value) {
        if (value instanceof Iterable<?> all) {
            all.forEach(this::see);
        } else if (value instanceof Object[] all) {
            Arrays.asList(all).forEach(this::see);
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(this::see);
        } else if (value != null && !(value instanceof Dir)) {
            seeTypes(value.getClass());
            seeParts(value);
        }
    }

    private void seeTypes(Class<?> type) {
        if (type != null) {
            if (type.getName().startsWith("posixkit.")) {
                called.add(nameOf(type));
            }
            seeTypes(type.getSuperclass());
            Arrays.asList(type.getInterfaces()).forEach(this::seeTypes);
        }
    }

    /** Returns for example {@code SockAddr.Inet4}. */
    private static String nameOf(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    private void seeParts(Object value) {
        if (value instanceof Message message) {
            see(message.name());
            see(message.controls());
        } else if (value instanceof Peer peer) {
            see(peer.address());
        } else if (isPublicRecord(value.getClass())) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                try {
                    see(component.getAccessor().invoke(value));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(component.toString(), e);
                }
            }
        }
    }

    private static boolean isPublicRecord(Class<?> type) {
        return type.isRecord() && type.getName().startsWith("posixkit.") && Modifier.isPublic(type.getModifiers());
    }

    /** Adds what another process has called. {@code names} are those that its {@link #names} returned. */
    synchronized void add(List<String> names) {
        called.addAll(names);
    }

    /** Returns what was called and seen, for {@link #add} of another process. */
    synchronized List<String> names() {
        return List.copyOf(called);
    }

    /**
     * Returns the C functions of the roles of both systems, or those of the roles of this system only.
     *
     * @param symbols the functions that the C library of this system has. Other names are left out, for example macros.
     */
    Set<String> functions(boolean isPortable, Set<String> symbols) {
        Set<String> result = new TreeSet<>();
        for (String function : (isPortable ? portable : own).values()) {
            String name = function.substring(0, function.indexOf('('));
            if (isFunction(function) && (symbols.contains(name) || Target.IS_LINUX && function.endsWith("(2)"))) {
                result.add(name);
            }
        }
        return result;
    }

    /** Returns true for the sections of the manual that describe functions. */
    private static boolean isFunction(String name) {
        return name.endsWith("(2)") || name.endsWith("(3)");
    }

    /** Returns the C functions that were called, with or without success. */
    synchronized Set<String> calledFunctions() {
        Set<String> result = new TreeSet<>();
        for (Map<String, String> functions : List.of(portable, own)) {
            functions.forEach((method, function) -> {
                if (called.contains(method) && isFunction(function)) {
                    result.add(function.substring(0, function.indexOf('(')));
                }
            });
        }
        return result;
    }

    /**
     * Returns true if a structure was passed. {@code how} tells how it is recognised: a type of posixkit such as {@code Stat}, a
     * method such as {@code writev()}, or a method with its first argument. Several are separated by commas; one is enough.
     */
    synchronized boolean saw(String how) {
        return Arrays.stream(how.split(",")).anyMatch(called::contains);
    }
}
