package posixkit.linux;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import posixkit.Posix;
import posixkit.testing.RoleCalls;
import posixkit.testing.RoleCalls.RoleCall;
import posixkit.testing.Roles;

/**
 * Makes calls with {@link HostileArguments}, in a box. Every call returns, or throws what a caller expects. Prints each call that did
 * otherwise, and at the end how many were made.
 */
public final class HostileProgram {
    private static final int RENEWED_EVERY = 500;
    private static final int GREATEST_ERRNO = 4095;
    private static final long PATIENCE_MILLIS = 100;
    private static final int STUCK_AT_MOST = 3;

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
    private final Map<Method, Integer> stuck = new ConcurrentHashMap<>();
    private volatile Worker worker;
    private volatile int made;
    private int wrong;

    private HostileProgram(RoleCalls roles, long seed) throws IOException {
        arguments = new HostileArguments(posix, roles, seed);
        boolean isRoot = posix.ids().geteuid() == 0;
        calls = roles.all().stream()
                .filter(call -> !TOO_GOOD.contains(plainName(call.method())))
                .filter(call ->
                        !call.method().getDeclaringClass().getSimpleName().equals("Syscalls"))
                .filter(call -> !(isRoot && plainName(call.method()).matches("set(e|re|res|fs)?[ug]id|setgroups")))
                .toList();
    }

    private static String plainName(Method method) {
        return method.getName().replaceFirst(Roles.TWIN + "$", "");
    }

    /** Makes {@code hostile.calls} calls, which follow from {@code hostile.seed}. */
    public static void main(String[] args) throws Exception {
        try (RoleCalls roles = new RoleCalls(Posix.get())) {
            HostileProgram program = new HostileProgram(roles, Long.getLong("hostile.seed"));
            int count = Integer.getInteger("hostile.calls");
            program.run(count);
            System.out.println(
                    program.made + " calls of " + program.calls.size() + " methods, " + program.wrong + " wrong, "
                            + program.stuck.values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum() + " still waiting");
            System.out.flush();
            Runtime.getRuntime().halt(program.wrong == 0 && program.made == count ? 0 : 1);
        }
    }

    /** Watches a thread make the calls. One that waits for ever keeps its thread, and another thread goes on. */
    private void run(int count) throws InterruptedException {
        while (true) {
            Worker current = new Worker(count);
            worker = current;
            current.start();
            int seen = -1;
            while (current.isAlive() && (seen != made || current.call == null)) {
                seen = made;
                current.join(PATIENCE_MILLIS);
            }
            if (!current.isAlive()) {
                return;
            }
            worker = null;
            stuck.merge(current.call.method(), 1, Integer::sum);
        }
    }

    private final class Worker extends Thread {
        private final int count;
        private volatile RoleCall call;

        Worker(int count) {
            this.count = count;
            setDaemon(true);
        }

        @Override
        public void run() {
            while (worker == this && made < count) {
                try {
                    if (made % RENEWED_EVERY == 0) {
                        arguments.renew();
                    }
                    call = calls.get(arguments.nextInt(calls.size()));
                    if (stuck.getOrDefault(call.method(), 0) < STUCK_AT_MOST) {
                        makeOne(call, arguments.of(call.method()));
                    }
                } catch (IOException e) {
                    System.out.println("cannot go on: " + trace(e));
                    return;
                }
                if (worker == this) {
                    made++;
                }
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
    private static String fault(RoleCall call, Object[] values) {
        Method method = call.method();
        try {
            Object result = call.invoke(values);
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
