package posixkit.interop;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import jnr.posix.Linux;
import jnr.posix.POSIX;
import posixkit.system.SyscallListener;

/** Counts the calls of {@link POSIX} objects, and how many of them posixkit served: those during which it was called. */
final class ShadowReport implements SyscallListener {
    private final ConcurrentHashMap<String, LongAdder> served = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> others = new ConcurrentHashMap<>();

    /** How many calls of posixkit the current thread made. */
    private final ThreadLocal<long[]> made = ThreadLocal.withInitial(() -> new long[1]);

    @Override
    public void exits(Syscall call) {
        made.get()[0]++;
    }

    POSIX counted(POSIX posix) {
        Class<?>[] faces = {posix instanceof Linux ? Linux.class : POSIX.class};
        return (POSIX) Proxy.newProxyInstance(POSIX.class.getClassLoader(), faces, new Counting(posix));
    }

    private final class Counting implements InvocationHandler {
        private final POSIX posix;

        Counting(POSIX posix) {
            this.posix = posix;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
                return proxy == arguments[0];
            }
            long[] counter = made.get();
            long before = counter[0];
            try {
                return method.invoke(posix, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                if (method.getDeclaringClass() != Object.class) {
                    (counter[0] == before ? others : served)
                            .computeIfAbsent(method.getName(), name -> new LongAdder())
                            .increment();
                }
            }
        }
    }

    /** Prints two lines. */
    void print() {
        Shadow.say(sum(served) + " calls of jnr-posix served by posixkit: " + listed(served));
        Shadow.say(sum(others) + " calls of jnr-posix that needed no call of posixkit: " + listed(others));
    }

    private static long sum(Map<String, LongAdder> counts) {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** The most frequent first. */
    private static String listed(Map<String, LongAdder> counts) {
        List<Map.Entry<String, LongAdder>> entries = counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, LongAdder> entry) ->
                                -entry.getValue().sum())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        return entries.stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
