package posixkit.testing;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import posixkit.Posix;
import posixkit.testing.RoleCalls.RoleCall;

/**
 * Makes calls with {@link HostileArguments}, in a box. Every call returns, or throws what a caller expects, and leaves nothing that its
 * caller did not get. Prints each call that did otherwise, what was left, and at the end how many calls were made.
 */
public final class HostileProgram {
    private static final int RENEWED_EVERY = 500;
    private static final int GREATEST_ERRNO = 4095;
    private static final long PATIENCE_MILLIS = 25;
    private static final int STUCK_AT_MOST = 3;

    /** A method that was often stuck, or that makes a structure of any size, is called once in so many times. */
    private static final int RARELY = 32;

    /** What ends or starves this process, or writes where the caller says, because that is what it is for. */
    private static final Set<String> TOO_GOOD = Set.of(
            "exit",
            "execve",
            "fork",
            "daemon",
            "kill",
            "raise",
            "tgkill",
            "pidfdSendSignal",
            "setrlimit",
            "prlimit",
            "mlockall",
            "call",
            "callNative",
            "ptrace",
            "inject",
            "processVmWritev",
            "prctl",
            "unshare",
            "setns",
            "capset",
            "chroot",
            "pivotRoot",
            "mount",
            "umount2",
            "moveMount",
            "attach",
            "seize");

    private final Posix posix = Posix.get();
    private final HostileArguments arguments;
    private final List<RoleCall> calls;
    private final HostileLeaks leaks;
    /** How often a call of a method was stuck at all, and how many are at the moment. */
    private final Map<Method, Integer> stuck = new ConcurrentHashMap<>();

    private final Map<Method, Integer> waiting = new ConcurrentHashMap<>();
    private volatile Worker worker;
    private volatile int made;
    private volatile boolean isBroken;
    private int wrong;

    private HostileProgram(HostileSystem system, RoleCalls roles, long seed) throws IOException {
        arguments = new HostileArguments(posix, system, roles, seed);
        leaks = new HostileLeaks(posix, system);
        boolean isRoot = posix.ids().geteuid() == 0;
        calls = roles.all().stream()
                .filter(call -> !TOO_GOOD.contains(plainName(call.method())))
                .filter(call -> !system.isTooGood(plainName(call.method())))
                .filter(call ->
                        !call.method().getDeclaringClass().getSimpleName().equals("Syscalls"))
                .filter(call -> !(isRoot && plainName(call.method()).matches("set(e|re|res|fs)?[ug]id|setgroups")))
                .toList();
    }

    private static String plainName(Method method) {
        return method.getName().replaceFirst(Roles.TWIN + "$", "");
    }

    /** Makes {@code hostile.calls} calls, which follow from {@code hostile.seed}, and ends this process. */
    public static void run(HostileSystem system) throws Exception {
        try (RoleCalls roles = new RoleCalls(Posix.get())) {
            HostileProgram program = new HostileProgram(system, roles, Long.getLong("hostile.seed"));
            int count = Integer.getInteger("hostile.calls");
            // What a run needs in any case is there after a tenth of it.
            program.run(count / 10);
            program.leaks.begin();
            program.run(count);
            program.arguments.renew(program.leaks::look);
            int left = program.waiting();
            List<String> leaks = program.leaks.end(left);
            leaks.forEach(leak -> System.out.println("left: " + leak));
            System.out.println(program.made + " calls of " + program.calls.size() + " methods, " + program.wrong
                    + " wrong, " + leaks.size() + " leaks, " + left + " still waiting");
            System.out.flush();
            boolean isGood = program.wrong == 0 && leaks.isEmpty() && program.made == count;
            Runtime.getRuntime().halt(isGood ? 0 : 1);
        }
    }

    private int waiting() {
        return waiting.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Watches a thread make the calls. One that waits for ever keeps its thread, and another thread goes on. */
    private void run(int count) throws InterruptedException {
        while (made < count && !isBroken) {
            Worker current = new Worker(count);
            worker = current;
            current.start();
            while (current.isAlive() && !current.isGivenUp()) {
                current.join(PATIENCE_MILLIS);
            }
        }
    }

    private final class Worker extends Thread {
        private final int count;
        private Method method;
        private long since;
        private boolean isGivenUp;

        Worker(int count) {
            this.count = count;
            setDaemon(true);
        }

        @Override
        public void run() {
            HostileArguments.begin();
            try {
                while (worker == this && made < count) {
                    if (made % RENEWED_EVERY == 0) {
                        arguments.renew(leaks::look);
                    }
                    made++;
                    RoleCall call = next();
                    Object[] values = arguments.of(call.method());
                    begin(call.method());
                    makeOne(call, values);
                    end();
                }
            } catch (IOException e) {
                isBroken = true;
                System.out.println("cannot go on: " + trace(e));
                System.out.flush();
            }
        }

        private synchronized void begin(Method begun) {
            method = begun;
            since = System.nanoTime();
        }

        private synchronized void end() {
            if (isGivenUp) {
                waiting.merge(method, -1, Integer::sum);
            }
            method = null;
        }

        /** True if its call takes so long that another thread has to go on. */
        synchronized boolean isGivenUp() {
            if (method != null && System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
                isGivenUp = true;
                worker = null;
                stuck.merge(method, 1, Integer::sum);
                waiting.merge(method, 1, Integer::sum);
            }
            return isGivenUp;
        }
    }

    /** Any call. A method of which several calls wait is left out, and one that often waits comes rarely. */
    private RoleCall next() {
        while (true) {
            RoleCall next = calls.get(arguments.nextInt(calls.size()));
            Method method = next.method();
            boolean isRare = stuck.getOrDefault(method, 0) >= STUCK_AT_MOST
                    || method.getName().startsWith("new");
            if (waiting.getOrDefault(method, 0) < STUCK_AT_MOST && (!isRare || arguments.nextInt(RARELY) == 0)) {
                return next;
            }
        }
    }

    private void makeOne(RoleCall call, Object[] values) {
        String before = HostileArguments.text(values);
        String fault = fault(call, values);
        if (fault != null) {
            synchronized (this) {
                wrong++;
                System.out.println(call.method().getDeclaringClass().getSimpleName() + "."
                        + call.method().getName() + before + ": " + fault);
                System.out.flush();
            }
        }
    }

    /** What was wrong about the end of a call, or null. */
    private String fault(RoleCall call, Object[] values) {
        Method method = call.method();
        try {
            Object result = call.invoke(values);
            leaks.returned(method, result, values);
            if (result instanceof AutoCloseable closeable) {
                closeable.close();
            }
            boolean isTwin = Roles.isTwin(method) && result instanceof Number;
            return isTwin && ((Number) result).longValue() < -GREATEST_ERRNO ? "returned " + result : null;
        } catch (IOException | UnsupportedOperationException | IllegalStateException | IndexOutOfBoundsException e) {
            return null;
        } catch (IllegalArgumentException | NullPointerException e) {
            return namesAnArgument(method, String.valueOf(e.getMessage())) ? null : trace(e);
        } catch (OutOfMemoryError e) {
            return method.getName().startsWith("new") ? null : trace(e);
        } catch (Throwable e) {
            return trace(e);
        }
    }

    private static boolean namesAnArgument(Method method, String message) {
        return Arrays.stream(method.getParameters()).map(Parameter::getName).anyMatch(name -> message.startsWith(name));
    }

    private static String trace(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e
                + (e.getCause() == null ? "" : ", " + e.getCause())
                + (trace.length > 0 ? " at " + trace[0] + " " + (trace.length > 1 ? trace[1] : "") : "");
    }
}
