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
import posixkit.file.FileTree;
import posixkit.file.Io;
import posixkit.id.Ids;
import posixkit.memory.Memory;
import posixkit.net.Sockets;
import posixkit.ondarwin.OnDarwin;
import posixkit.onlinux.OnLinux;
import posixkit.process.Processes;
import posixkit.system.Host;
import posixkit.system.Symbols;
import posixkit.system.SyscallListener;
import posixkit.system.SyscallListener.Syscall;
import posixkit.time.Clocks;

/** Another's roles, each behind one that tells a listener of its calls. */
final class WatchedPosix extends Posix {
    private static final String TWIN = "OrErrno";

    private final Posix posix;
    private final SyscallListener listener;
    private final Map<Object, Object> watched = new ConcurrentHashMap<>();

    WatchedPosix(Posix posix, SyscallListener listener) {
        this.posix = posix;
        this.listener = listener;
    }

    @Override
    public Ids ids() {
        return watched(Ids.class, posix.ids());
    }

    @Override
    public FileTree files() {
        return watched(FileTree.class, posix.files());
    }

    @Override
    public Io io() {
        return watched(Io.class, posix.io());
    }

    @Override
    public Processes processes() {
        return watched(Processes.class, posix.processes());
    }

    @Override
    public Clocks clocks() {
        return watched(Clocks.class, posix.clocks());
    }

    @Override
    public Sockets sockets() {
        return watched(Sockets.class, posix.sockets());
    }

    @Override
    public Memory memory() {
        return watched(Memory.class, posix.memory());
    }

    @Override
    public Poll poll() {
        return watched(Poll.class, posix.poll());
    }

    @Override
    public Host host() {
        return watched(Host.class, posix.host());
    }

    @Override
    public Symbols symbols() {
        return watched(Symbols.class, posix.symbols());
    }

    @Override
    public OnLinux onLinux() {
        return watched(OnLinux.class, posix.onLinux());
    }

    @Override
    public OnDarwin onDarwin() {
        return watched(OnDarwin.class, posix.onDarwin());
    }

    private <T> T watched(Class<T> role, T body) {
        return role.cast(watched.computeIfAbsent(
                body,
                b -> Proxy.newProxyInstance(
                        role.getClassLoader(),
                        new Class<?>[] {role},
                        (proxy, method, arguments) ->
                                answer(proxy, body, method, arguments == null ? new Object[0] : arguments))));
    }

    private Object answer(Object proxy, Object body, Method method, Object[] arguments) throws Throwable {
        if (method.isDefault()) {
            // Made of calls, of which the listener hears.
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        Call call = callOf(method);
        if (call != null && !call.isRaw()) {
            return told(body, method, arguments);
        }
        Object answer = invoked(body, method, arguments);
        return isRole(method) ? watched(method.getReturnType().asSubclass(Object.class), answer) : answer;
    }

    /** Returns the annotation of a call, which stands on the plain form, or null. */
    private static Call callOf(Method method) throws NoSuchMethodException {
        if (!method.getName().endsWith(TWIN)) {
            return method.getAnnotation(Call.class);
        }
        String plain = method.getName().substring(0, method.getName().length() - TWIN.length());
        return method.getDeclaringClass()
                .getMethod(plain, method.getParameterTypes())
                .getAnnotation(Call.class);
    }

    /** What a door leads to. */
    private static boolean isRole(Method method) {
        return method.getParameterCount() == 0
                && method.getReturnType().isInterface()
                && Arrays.stream(method.getReturnType().getMethods())
                        .anyMatch(each -> each.isAnnotationPresent(Call.class));
    }

    private Object told(Object body, Method method, Object[] arguments) throws Throwable {
        String name = method.getName().endsWith(TWIN)
                ? method.getName().substring(0, method.getName().length() - TWIN.length())
                : method.getName();
        List<Object> all = Collections.unmodifiableList(Arrays.asList(arguments));
        tell(() -> listener.enters(name, all));
        long start = System.nanoTime();
        try {
            Object result = invoked(body, method, arguments);
            int errno = method.getName().endsWith(TWIN) ? errno((Number) result) : 0;
            exits(new Syscall(name, all, result, errno, System.nanoTime() - start));
            return result;
        } catch (Throwable e) {
            int errno = e instanceof ErrnoException failed ? failed.errno() : 0;
            exits(new Syscall(name, all, null, errno, System.nanoTime() - start));
            throw e;
        }
    }

    private static int errno(Number result) {
        return result.longValue() < 0 ? (int) -result.longValue() : 0;
    }

    private void exits(Syscall call) {
        tell(() -> listener.exits(call));
    }

    private static void tell(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    private static Object invoked(Object body, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(body, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
