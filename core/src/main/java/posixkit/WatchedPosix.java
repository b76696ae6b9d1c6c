package posixkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import posixkit.event.Poll;
import posixkit.file.Dir;
import posixkit.file.FileTree;
import posixkit.file.Io;
import posixkit.file.Xattrs;
import posixkit.id.Accounts;
import posixkit.id.Ids;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.memory.SharedMemory;
import posixkit.net.Interfaces;
import posixkit.net.Message;
import posixkit.net.Sockets;
import posixkit.ondarwin.OnDarwin;
import posixkit.onlinux.OnLinux;
import posixkit.process.Processes;
import posixkit.process.Signals;
import posixkit.system.Environment;
import posixkit.system.Host;
import posixkit.system.Symbols;
import posixkit.system.SyscallListener;
import posixkit.system.SyscallListener.Syscall;
import posixkit.system.SystemLog;
import posixkit.terminal.Terminals;
import posixkit.time.Clocks;

/**
 * A {@link Posix} that reports its system calls to a listener. The constructor gets the listener and another {@link Posix}
 * object, the original. Each accessor, such as {@link #io}, gets an object from the same accessor of the original, for example
 * an {@link Io}. The accessor returns a proxy for this object. If the program calls a method of the proxy, the proxy calls the
 * same method of the object. The proxy also reports this method call to the listener.
 */
final class WatchedPosix extends ForwardingPosix {
    private static final String TWIN = "OrErrno";

    private final SyscallListener listener;

    /**
     * Maps each object that makes calls, for example an {@link Io}, to the proxy that reports the calls of this object. An object
     * always gets the same proxy, so an accessor such as {@link #io} returns the same proxy each time.
     */
    private final Map<Object, Object> proxies = new ConcurrentHashMap<>();

    private WatchedPosix(Posix posix, SyscallListener listener) {
        super(posix);
        this.listener = listener;
    }

    /** Creates an object. Callers use no constructor, so that the JVM loads this class late: StartUpTest counts the classes. */
    static Posix of(Posix posix, SyscallListener listener) {
        return new WatchedPosix(posix, listener);
    }

    @Override
    public Posix inheriting() {
        Posix inheriting = super.inheriting();
        return inheriting == delegate()
                ? this
                : (Posix) proxies.computeIfAbsent(inheriting, i -> new WatchedPosix(inheriting, listener));
    }

    @Override
    public Ids ids() {
        return watched(Ids.class, super.ids());
    }

    @Override
    public Accounts accounts() {
        return watched(Accounts.class, super.accounts());
    }

    @Override
    public FileTree files() {
        return watched(FileTree.class, super.files());
    }

    @Override
    public Io io() {
        return watched(Io.class, super.io());
    }

    @Override
    public Xattrs xattrs() {
        return watched(Xattrs.class, super.xattrs());
    }

    @Override
    public Processes processes() {
        return watched(Processes.class, super.processes());
    }

    @Override
    public Signals signals() {
        return watched(Signals.class, super.signals());
    }

    @Override
    public Clocks clocks() {
        return watched(Clocks.class, super.clocks());
    }

    @Override
    public Sockets sockets() {
        return watched(Sockets.class, super.sockets());
    }

    @Override
    public Interfaces interfaces() {
        return watched(Interfaces.class, super.interfaces());
    }

    @Override
    public Terminals terminals() {
        return watched(Terminals.class, super.terminals());
    }

    @Override
    public Memory memory() {
        return watched(Memory.class, super.memory());
    }

    @Override
    public SharedMemory sharedMemory() {
        return watched(SharedMemory.class, super.sharedMemory());
    }

    @Override
    public Poll poll() {
        return watched(Poll.class, super.poll());
    }

    @Override
    public Host host() {
        return watched(Host.class, super.host());
    }

    @Override
    public SystemLog systemLog() {
        return watched(SystemLog.class, super.systemLog());
    }

    @Override
    public Environment environment() {
        return watched(Environment.class, super.environment());
    }

    @Override
    public Symbols symbols() {
        return watched(Symbols.class, super.symbols());
    }

    @Override
    public OnLinux onLinux() {
        return watched(OnLinux.class, super.onLinux());
    }

    @Override
    public OnDarwin onDarwin() {
        return watched(OnDarwin.class, super.onDarwin());
    }

    private <T> T watched(Class<T> role, T body) {
        return role.cast(proxies.computeIfAbsent(
                body,
                b -> Proxy.newProxyInstance(role.getClassLoader(), new Class<?>[] {role}, new Watched(role, body))));
    }

    /** A call that {@link #report} makes and reports to the listener. */
    private interface Attempt {
        Object make() throws Throwable;
    }

    /**
     * The invocation handler of one proxy. {@code role}: the interface that the proxy implements. {@code body}: the object to
     * which the proxy passes the calls.
     */
    private final class Watched implements InvocationHandler {
        private final Class<?> role;
        private final Object body;

        Watched(Class<?> role, Object body) {
            this.role = role;
            this.body = body;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] given) throws Throwable {
            Object[] arguments = given == null ? new Object[0] : given;
            if (method.getDeclaringClass() == Object.class) {
                return objectMethod(proxy, method, arguments);
            }
            if (method.isDefault()) {
                // A default method calls other methods of the proxy, and the proxy reports those calls. So the default
                // method itself is not reported.
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            Call call = callOf(method);
            if (call == null || call.isRaw()) {
                Object result = invokeBody(method, arguments);
                return isRole(method) ? watched(method.getReturnType().asSubclass(Object.class), result) : result;
            }
            return handedOut(report(method.getName(), arguments, () -> invokeBody(method, arguments)), arguments);
        }

        private Object objectMethod(Object proxy, Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> body.hashCode();
                default -> "watched " + role.getSimpleName();
            };
        }

        private Object invokeBody(Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(body, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /**
     * Makes sure that system calls are also reported if a directory, a mapping or a message for receiving makes them later, for
     * example in its {@code close} method. The proxy calls this method after each call that the proxy reports. {@code arguments}
     * are the arguments of the reported call, and one of them can be a message. {@code result} is the result of the reported
     * call, and can be a directory or a mapping. Returns {@code result}, or an object that the program gets instead of
     * {@code result}.
     */
    private Object handedOut(Object result, Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Message message && !message.isOutgoing()) {
                message.closedBy(io());
            }
        }
        if (result instanceof Mapping mapping) {
            return mapping.closedBy(memory());
        }
        return result instanceof Dir dir ? new WatchedDir(dir) : result;
    }

    private final class WatchedDir extends Dir {
        private final Dir dir;

        WatchedDir(Dir dir) {
            this.dir = dir;
        }

        @Override
        public boolean next() throws ErrnoException {
            return (boolean) reportPlain("readdir_r", new Object[] {dir}, dir::next);
        }

        @Override
        public void close() throws ErrnoException {
            reportPlain("closedir", new Object[] {dir}, () -> {
                dir.close();
                return null;
            });
        }

        @Override
        public long ino() {
            return dir.ino();
        }

        @Override
        public int type() {
            return dir.type();
        }

        @Override
        public String name() {
            return dir.name();
        }

        @Override
        public String toString() {
            return dir.toString();
        }
    }

    private Object reportPlain(String name, Object[] arguments, Attempt attempt) throws ErrnoException {
        try {
            return report(name, arguments, attempt);
        } catch (ErrnoException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a call threw what it does not declare", e);
        }
    }

    private Object report(String method, Object[] given, Attempt attempt) throws Throwable {
        boolean isTwin = method.endsWith(TWIN);
        String name = isTwin ? method.substring(0, method.length() - TWIN.length()) : method;
        List<Object> arguments = Collections.unmodifiableList(Arrays.asList(given));
        tell(() -> listener.enters(name, arguments));
        long start = System.nanoTime();
        Object result = null;
        int errno = 0;
        try {
            result = attempt.make();
            errno = isTwin ? errno((Number) result) : 0;
            return result;
        } catch (ErrnoException e) {
            errno = e.errno();
            throw e;
        } finally {
            Syscall call = new Syscall(name, arguments, result, errno, System.nanoTime() - start);
            tell(() -> listener.exits(call));
        }
    }

    /**
     * Returns the {@link Call} annotation of {@code method}, or null if it has none. The name of {@code method} can end in
     * {@code OrErrno}. In this case, the annotation is taken from the method whose name lacks this ending: for
     * {@code openOrErrno}, from {@code open}.
     */
    private static Call callOf(Method method) throws NoSuchMethodException {
        if (!method.getName().endsWith(TWIN)) {
            return method.getAnnotation(Call.class);
        }
        String plain = method.getName().substring(0, method.getName().length() - TWIN.length());
        return method.getDeclaringClass()
                .getMethod(plain, method.getParameterTypes())
                .getAnnotation(Call.class);
    }

    /**
     * Returns true if {@code method} returns an interface that has methods with the {@link Call} annotation. An example of such a
     * {@code method} is {@code epoll()} of {@link OnLinux}.
     */
    private static boolean isRole(Method method) {
        return method.getParameterCount() == 0
                && method.getReturnType().isInterface()
                && Arrays.stream(method.getReturnType().getMethods())
                        .anyMatch(each -> each.isAnnotationPresent(Call.class));
    }

    private static int errno(Number result) {
        return Outcome.isErrno(result.longValue()) ? (int) -result.longValue() : 0;
    }

    /**
     * Runs {@code notification}, which calls the listener. If the listener throws an exception, passes the exception to the
     * handler for uncaught exceptions of this thread. The caller of the system call does not get this exception, because the
     * caller must get the result of the system call. The result may be a new descriptor that the caller has to close.
     */
    private static void tell(Runnable notification) {
        try {
            notification.run();
        } catch (Throwable thrown) {
            Thread thread = Thread.currentThread();
            try {
                thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            } catch (Throwable ignored) {
                // The handler for uncaught exceptions threw an exception itself. The exception is ignored, because no
                // other code could handle it. The JVM does the same when a thread ends.
            }
        }
    }
}
