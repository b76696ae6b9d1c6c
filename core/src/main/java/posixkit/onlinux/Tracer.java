package posixkit.onlinux;

import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGSTOP;
import static posixkit.constants.Signal.SIGTRAP;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_PDEATHSIG;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_CLONE;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_FORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_STOP;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_VFORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_LISTEN;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_EXITKILL;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_TRACESYSGOOD;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_prctl;
import static posixkit.onlinux.constants.LinuxWait.__WALL;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/**
 * One traced thread, by the rules of {@link Ptrace}: its requests are made on the one thread of ours that may make them, whoever
 * asks, and only while it is stopped. It is stopped at first; from then on, one lets it {@link #resume go on} and
 * {@link #await waits} for the next stop, in turns.
 *
 * <pre>{@code
 * try (Tracer tracer = Tracer.start(posix, Spawn.of("/bin/true"), 0)) {
 *     for (Stop stop = tracer.stop(); stop.kind() != Stop.Kind.END; stop = tracer.await()) {
 *         tracer.resumeToCall();
 *     }
 * }
 * }</pre>
 *
 * <p>Should this JVM end, so do the tracees: {@code PTRACE_O_EXITKILL} is always set; {@code PTRACE_O_TRACESYSGOOD} too.
 *
 * <p>Of several threads, one may wait while others make requests that a stopped tracee takes; otherwise, a tracer is one
 * thread's at a time.
 */
public final class Tracer implements AutoCloseable {
    /** What is set in the signal of a stop at a call. */
    private static final int CALL = 0x80;

    private final Posix posix;
    private final Ptrace ptrace;
    private final Family family;
    private final int pid;
    private final boolean isSeized;

    /** What was born of one that was not seized begins with a SIGSTOP that nobody has sent. */
    private boolean isNewborn;

    private State state = State.RUNNING;
    private Stop stop;
    private Tracer child;

    private enum State {
        RUNNING,
        STOPPED,
        GONE
    }

    /**
     * What a tracee is stopped at.
     *
     * @param status what was waited for
     * @param message of an event, what it is about, as {@link Ptrace#getEventMsg} has it; else 0
     */
    public record Stop(Kind kind, WaitStatus status, long message) {
        /** What makes a tracee stop. */
        public enum Kind {
            /** A signal is about to be delivered: {@link #signal}. */
            SIGNAL,
            /** A call is about to be made, or has been: {@link Tracer#call} tells. */
            CALL,
            /** What an option asked for has happened: {@link #event}. */
            EVENT,
            /** Somebody has interrupted it, or it has just been born. */
            INTERRUPT,
            /** Its whole process was stopped by a signal. Of a program that was started here, this is as SIGNAL, once more. */
            GROUP,
            /** It has exited, or was killed; there is nothing more to trace. */
            END
        }

        /** The signal that stopped it; −1 of an END, whose {@link #status} tells which signal killed it. */
        public int signal() {
            return kind == Kind.END ? -1 : status.stopSignal() & ~CALL;
        }

        /** {@code PTRACE_EVENT_…}, or 0. */
        public int event() {
            return status.ptraceEvent();
        }
    }

    /** The thread that makes the requests of a tracee and of all who come from it; it ends with the last of them. */
    private static final class Family {
        private final AtomicInteger members = new AtomicInteger();
        private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "posixkit-tracer");
            made.setDaemon(true);
            return made;
        });

        void leave() {
            if (members.decrementAndGet() == 0) {
                thread.shutdown();
            }
        }

        <T> T ask(Callable<T> request) throws ErrnoException {
            Future<T> answer = thread.submit(request);
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return answer.get();
                    } catch (InterruptedException e) {
                        // No request takes long, and its answer must not be lost.
                        interrupted = true;
                    }
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ErrnoException failed) {
                    throw failed;
                }
                if (e.getCause() instanceof RuntimeException wrong) {
                    throw wrong;
                }
                throw new IllegalStateException(e.getCause());
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private Tracer(Posix posix, Family family, int pid, boolean isSeized) {
        this.posix = posix;
        ptrace = posix.onLinux().ptrace();
        this.family = family;
        this.pid = pid;
        this.isSeized = isSeized;
        family.members.incrementAndGet();
    }

    /**
     * Starts a program, stopped before its first instruction.
     *
     * @param what {@link Spawn#traceMe} is set in it
     * @param options {@code PTRACE_O_…} for the events to be told of; of {@code TRACEFORK} and its kin, children are traced too
     * @throws ErrnoException as {@link Processes#spawn}
     */
    public static Tracer start(Posix posix, Spawn what, int options) throws ErrnoException {
        Family family = new Family();
        Tracer tracer = null;
        try {
            int pid = family.ask(() -> posix.processes().spawn(what.traceMe()));
            tracer = new Tracer(posix, family, pid, false);
            tracer.await();
            tracer.setOptions(options);
            // From here on it dies with us by PTRACE_O_EXITKILL, but not when it is let go.
            tracer.inject(SYS_prctl, PR_SET_PDEATHSIG, 0);
            return tracer;
        } catch (ErrnoException | RuntimeException e) {
            if (tracer == null) {
                family.thread.shutdown();
            } else {
                tracer.close();
            }
            throw e;
        }
    }

    /**
     * Begins to trace a thread that runs already, and stops it; a process of one thread is meant by its pid.
     *
     * @throws ErrnoException as {@link Ptrace#seize}
     */
    public static Tracer attach(Posix posix, int pid, int options) throws ErrnoException {
        Family family = new Family();
        Ptrace ptrace = posix.onLinux().ptrace();
        try {
            family.ask(() -> {
                ptrace.seize(pid, options | PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
                ptrace.interrupt(pid);
                return null;
            });
        } catch (ErrnoException | RuntimeException e) {
            family.thread.shutdown();
            throw e;
        }
        Tracer tracer = new Tracer(posix, family, pid, true);
        try {
            tracer.await();
        } catch (ErrnoException | RuntimeException e) {
            tracer.leave();
            throw e;
        }
        return tracer;
    }

    public int pid() {
        return pid;
    }

    /** What it is stopped at; how it ended, if it has. */
    public Stop stop() {
        if (state == State.RUNNING) {
            throw running();
        }
        return stop;
    }

    /** Waits, in the caller's thread, until it stops or ends. */
    public Stop await() throws ErrnoException {
        if (state == State.GONE || state == State.STOPPED) {
            throw new IllegalStateException(
                    "process " + pid + (state == State.GONE ? " is gone" : " is stopped already"));
        }
        WaitStatus status = new WaitStatus();
        posix.processes().wait4(pid, status, __WALL, null);
        if (!status.stopped()) {
            leave();
            stop = new Stop(Stop.Kind.END, status, 0);
            return stop;
        }
        state = State.STOPPED;
        stop = told(status);
        return stop;
    }

    private Stop told(WaitStatus status) throws ErrnoException {
        int event = status.ptraceEvent();
        if (status.stopSignal() == (SIGTRAP | CALL)) {
            return new Stop(Stop.Kind.CALL, status, 0);
        }
        if (event == PTRACE_EVENT_STOP) {
            return new Stop(status.stopSignal() == SIGTRAP ? Stop.Kind.INTERRUPT : Stop.Kind.GROUP, status, 0);
        }
        if (event == 0) {
            boolean isBirth = isNewborn && status.stopSignal() == SIGSTOP;
            isNewborn &= !isBirth;
            return new Stop(isBirth ? Stop.Kind.INTERRUPT : Stop.Kind.SIGNAL, status, 0);
        }
        long message = family.ask(() -> ptrace.getEventMsg(pid));
        if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_CLONE) {
            child = new Tracer(posix, family, (int) message, isSeized);
            child.isNewborn = !isSeized;
        }
        return new Stop(Stop.Kind.EVENT, status, message);
    }

    /**
     * The tracer of whom this one has just given birth to, at an event that says so. It is running still; its first stop is to be
     * awaited.
     *
     * @throws IllegalStateException there is none, or it has been taken
     */
    public Tracer takeChild() {
        Tracer taken = child;
        if (taken == null) {
            throw new IllegalStateException("process " + pid + " has no child that nobody has taken");
        }
        child = null;
        return taken;
    }

    /** {@link #resume(int)} with the signal that it was stopped by, if it was. */
    public void resume() throws ErrnoException {
        resume(signalToPassOn());
    }

    /** Lets it run, with a signal, or none if that is 0, in place of the one it was stopped by; from a GROUP stop, when SIGCONT comes. */
    public void resume(int signal) throws ErrnoException {
        goOn(
                stopped().kind() == Stop.Kind.GROUP
                        ? () -> ptrace.ptrace(PTRACE_LISTEN, pid, 0, 0)
                        : () -> {
                            ptrace.cont(pid, signal);
                            return 0L;
                        });
    }

    /** {@link #resumeToCall(int)} with the signal that it was stopped by, if it was. */
    public void resumeToCall() throws ErrnoException {
        resumeToCall(signalToPassOn());
    }

    /** Lets it run until it enters its next call, or leaves this one. */
    public void resumeToCall(int signal) throws ErrnoException {
        goOn(() -> {
            ptrace.syscall(pid, signal);
            return 0L;
        });
    }

    /** Lets it run for one instruction. */
    public void step(int signal) throws ErrnoException {
        goOn(() -> {
            ptrace.singleStep(pid, signal);
            return 0L;
        });
    }

    /** Asks it to stop, wherever it is; the stop is to be awaited. Of a program that was started here, by a SIGSTOP. */
    public void interrupt() throws ErrnoException {
        if (state == State.GONE) {
            throw running();
        }
        if (isSeized) {
            family.ask(() -> {
                ptrace.interrupt(pid);
                return null;
            });
        } else {
            posix.processes().kill(pid, SIGSTOP);
        }
    }

    /** Ends it by SIGKILL, running or not; its end is to be awaited. */
    public void kill() throws ErrnoException {
        if (state == State.GONE) {
            throw running();
        }
        posix.processes().kill(pid, SIGKILL);
        state = State.RUNNING;
    }

    /** {@code Tracer[1234, STOPPED]}. */
    @Override
    public String toString() {
        return "Tracer[" + pid + ", " + state + "]";
    }

    private int signalToPassOn() {
        return stopped().kind() == Stop.Kind.SIGNAL && stop.signal() != SIGTRAP ? stop.signal() : 0;
    }

    private void goOn(Callable<Long> request) throws ErrnoException {
        ask(request);
        state = State.RUNNING;
    }

    /** The call it is stopped at. */
    public SyscallStop call() throws ErrnoException {
        SyscallStop call = ptrace.newSyscallStop();
        ask(() -> {
            ptrace.getSyscallInfo(pid, call);
            return null;
        });
        return call;
    }

    public Regs regs() throws ErrnoException {
        Regs regs = ptrace.newRegs();
        ask(() -> {
            ptrace.getRegs(pid, regs);
            return null;
        });
        return regs;
    }

    public void setRegs(Regs regs) throws ErrnoException {
        ask(() -> {
            ptrace.setRegs(pid, regs);
            return null;
        });
    }

    /** {@link Ptrace#peekData}. */
    public int read(long address, byte[] into) throws ErrnoException {
        return ask(() -> ptrace.peekData(pid, address, into));
    }

    /** {@link Ptrace#pokeData}. */
    public int write(long address, byte[] from) throws ErrnoException {
        return ask(() -> ptrace.pokeData(pid, address, from));
    }

    /** {@link Ptrace#inject}. */
    public long inject(long number, long... arguments) throws ErrnoException {
        return ask(() -> ptrace.inject(pid, number, arguments));
    }

    /** Says anew which events stop it. */
    public void setOptions(int options) throws ErrnoException {
        ask(() -> {
            ptrace.setOptions(pid, options | PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
            return null;
        });
    }

    /** Ends tracing: it runs on, with a signal or none if that is 0. */
    public void detach(int signal) throws ErrnoException {
        ask(() -> {
            ptrace.detach(pid, signal);
            return null;
        });
        leave();
    }

    /**
     * Ends tracing, wherever it is: it runs on, and so does a child that nobody has taken. Who has not seen a program of ours end
     * waits for it as for any other.
     */
    @Override
    public void close() throws ErrnoException {
        if (child != null) {
            takeChild().close();
        }
        if (state == State.RUNNING) {
            halt();
        }
        if (state == State.STOPPED) {
            detach(stop.signal() == SIGSTOP ? 0 : signalToPassOn());
        }
    }

    /** A SIGSTOP of ours must not outlive us. */
    private void halt() throws ErrnoException {
        try {
            interrupt();
        } catch (ErrnoException e) {
            if (e.errno() != ESRCH) {
                throw e;
            }
            // It has ended, and awaiting it says so.
        }
        await();
        while (!isSeized && state == State.STOPPED && stop.signal() != SIGSTOP) {
            resume();
            await();
        }
    }

    private Stop stopped() {
        if (state != State.STOPPED) {
            throw running();
        }
        return stop;
    }

    private IllegalStateException running() {
        return new IllegalStateException(
                "process " + pid + (state == State.GONE ? " is gone" : " is running: its next stop is to be awaited"));
    }

    private <T> T ask(Callable<T> request) throws ErrnoException {
        stopped();
        try {
            return family.ask(request);
        } catch (ErrnoException e) {
            if (e.errno() == ESRCH) {
                // A stopped tracee can only have been killed: that is what is to be awaited now.
                state = State.RUNNING;
            }
            throw e;
        }
    }

    private void leave() {
        state = State.GONE;
        family.leave();
    }
}
