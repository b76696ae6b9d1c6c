package posixkit.linux;

import static posixkit.constants.Signal.SIGBUS;
import static posixkit.constants.Signal.SIGCHLD;
import static posixkit.constants.Signal.SIGFPE;
import static posixkit.constants.Signal.SIGILL;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGPIPE;
import static posixkit.constants.Signal.SIGQUIT;
import static posixkit.constants.Signal.SIGSEGV;
import static posixkit.constants.Signal.SIGSTOP;
import static posixkit.constants.Signal.SIGTRAP;
import static posixkit.constants.Signal.SIGUSR2;
import static posixkit.constants.Signal.SIGXFSZ;
import static posixkit.constants.Signal.SIG_DFL;
import static posixkit.constants.Signal.SIG_IGN;
import static posixkit.linux.layout.RelayCode.CELL;
import static posixkit.linux.layout.RelayCode.ENTRY_FD;
import static posixkit.linux.layout.RelayCode.ENTRY_LOST;
import static posixkit.linux.layout.RelayCode.ENTRY_RUNNING;
import static posixkit.linux.layout.RelayCode.ENTRY_SIZE;
import static posixkit.onlinux.constants.LinuxSignal.SIGRTMAX_KERNEL;
import static posixkit.onlinux.constants.LinuxSignal.SIGRTMIN_KERNEL;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.ffi.Native;
import posixkit.linux.call.KernelCalls;
import posixkit.linux.layout.RelayCode;
import posixkit.linux.layout.Sigaction;
import posixkit.print.Printer;
import posixkit.print.constants.ConstantNames;
import posixkit.process.SignalSet;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;

/**
 * The signal handler of {@link LinuxSignalPipe}, and the table in which it finds the pipe of each signal. The handler is machine
 * code ({@code abi/code/relay-*.S}). A process has one object of this class, because a signal has one handler.
 *
 * <p>A handler may be running on another thread when a pipe is to be closed. So each entry of the table counts the handlers that
 * use it. {@link #detach} first makes the entry unused and then waits until this number is 0. A handler that begins later finds no
 * descriptor.
 */
final class SignalRelay {
    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long PAUSE_NANOS = 50_000;

    /** How long {@link #detach} waits for handlers in a program. Tests wait less. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final KernelCalls calls;
    private final long patienceNanos;
    private final MachineCode handler;
    private final ByteBuffer table =
            ByteBuffer.allocateDirect((SIGRTMAX_KERNEL + 1) * ENTRY_SIZE).order(ByteOrder.nativeOrder());

    /** What each signal did before. Null if no pipe receives the signal. */
    private final byte[][] formerActions = new byte[SIGRTMAX_KERNEL + 1][];

    /** @param patienceNanos how long {@link #detach} waits for handlers */
    SignalRelay(Bindings bindings, KernelCalls calls, long patienceNanos) throws ErrnoException {
        this.calls = calls;
        this.patienceNanos = patienceNanos;
        byte[] code = RelayCode.bytes();
        ByteBuffer.wrap(code).order(ByteOrder.nativeOrder()).putLong(CELL, Native.address(table, 0));
        handler = new MachineCode(new LinuxMemory(bindings, null), code);
    }

    private static int entry(int signal) {
        return signal * ENTRY_SIZE;
    }

    private static String name(int signal) {
        return Printer.name(signal, ConstantNames.SIG);
    }

    /** Throws IllegalArgumentException if a signal cannot be received, or if the JVM uses it and {@code force} is false. */
    void requireAllowed(SignalSet signals, boolean force) {
        if (signals.isEmpty()) {
            throw new IllegalArgumentException("signals: the set is empty");
        }
        for (int signal : signals.signals()) {
            String reason = impossible(signal);
            if (reason == null && !force) {
                reason = usedBy(signal);
            }
            if (reason != null) {
                throw new IllegalArgumentException("signals: " + name(signal) + ": " + reason);
            }
        }
    }

    private static String impossible(int signal) {
        if (signal == SIGKILL || signal == SIGSTOP) {
            return "no program can catch it";
        }
        return signal == SIGRTMIN_KERNEL || signal == SIGRTMIN_KERNEL + 1 ? "the C library uses it" : null;
    }

    private String usedBy(int signal) {
        if (signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL || signal == SIGTRAP) {
            return "the JVM handles it in compiled code, and crashes without it";
        }
        if (signal == SIGQUIT) {
            return "the JVM prints a thread dump when it arrives";
        }
        if (signal == SIGUSR2) {
            return "the JVM suspends threads with it";
        }
        if (signal == SIGPIPE || signal == SIGXFSZ) {
            return "the JVM ignores it, because the failing call tells the same";
        }
        if (signal > SIGRTMIN_KERNEL) {
            long present = SignalAction.handler(calls, signal);
            return present == SIG_DFL || present == SIG_IGN ? null : "it has a handler already";
        }
        return null;
    }

    /** Makes the handler write {@code signals} to the descriptor {@code fd}. If that fails, no signal is changed. */
    synchronized void attach(SignalSet signals, int fd) throws ErrnoException {
        for (int signal : signals.signals()) {
            if (formerActions[signal] != null) {
                throw new IllegalStateException("signals: another SignalPipe receives " + name(signal));
            }
        }
        if (signals.contains(SIGCHLD)) {
            letJdkResetSigchld();
        }
        SignalSet attached = new SignalSet();
        try (Scratch s = Scratch.open()) {
            for (int signal : signals.signals()) {
                LONGS.setVolatile(table, entry(signal) + ENTRY_LOST, 0L);
                INTS.setVolatile(table, entry(signal) + ENTRY_FD, fd);
                long old = s.alloc(Sigaction.SIZE);
                int result = SignalAction.install(calls, s, signal, handler.address(), old);
                if (result < 0) {
                    INTS.setVolatile(table, entry(signal) + ENTRY_FD, -1);
                }
                Outcome.of("sigaction", "signal", signal, result);
                attached.add(signal);
                formerActions[signal] = s.copy(old, Sigaction.SIZE);
            }
        } catch (Throwable e) {
            detach(attached);
            throw e;
        }
    }

    /**
     * Initialises the class of the JDK that starts processes. It sets SIGCHLD to its default action when it is initialised, and
     * would replace the handler if that happened later.
     */
    private static void letJdkResetSigchld() {
        try {
            Class.forName("java.lang.ProcessImpl");
        } catch (ClassNotFoundException absent) {
            // This JDK starts processes in another way.
        }
    }

    /**
     * Puts back what {@code signals} did before. Returns true if no handler uses the descriptor any more, and false if a thread
     * did not leave the handler in time; the descriptor must stay open then.
     */
    synchronized boolean detach(SignalSet signals) {
        boolean isFree = true;
        long start = System.nanoTime();
        try (Scratch s = Scratch.open()) {
            for (int signal : signals.signals()) {
                if (SignalAction.handler(calls, signal) == handler.address()) {
                    calls.sigaction(signal, s.bytes(formerActions[signal], 0, Sigaction.SIZE), 0);
                }
                formerActions[signal] = null;
                INTS.setVolatile(table, entry(signal) + ENTRY_FD, -1);
                while ((int) INTS.getVolatile(table, entry(signal) + ENTRY_RUNNING) != 0
                        && System.nanoTime() - start < patienceNanos) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                isFree &= (int) INTS.getVolatile(table, entry(signal) + ENTRY_RUNNING) == 0;
            }
        }
        return isFree;
    }

    /** Returns how many of {@code signals} found no room in their pipe. */
    synchronized long lost(SignalSet signals) {
        long lost = 0;
        for (int signal : signals.signals()) {
            lost += (long) LONGS.getVolatile(table, entry(signal) + ENTRY_LOST);
        }
        return lost;
    }
}
