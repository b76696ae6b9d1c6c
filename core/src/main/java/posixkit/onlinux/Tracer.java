package posixkit.onlinux;

import static posixkit.constants.Errno.ECHILD;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGSTOP;
import static posixkit.constants.Signal.SIGTRAP;
import static posixkit.constants.Wait.WNOHANG;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_PDEATHSIG;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_CLONE;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_EXEC;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_EXIT;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_FORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_SECCOMP;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_STOP;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_VFORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_VFORK_DONE;
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
import posixkit.constants.Signal;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/**
 * Traces one thread of another program and keeps the rules of {@link Ptrace}: it makes every request on the one thread that may
 * make it, and only while the tracee is stopped.
 *
 * <pre>{@code
 * try (Tracer tracer = Tracer.start(posix, Spawn.of("/bin/true"), 0)) {
 *     for (Stop stop = tracer.stop(); stop.kind() != Stop.Kind.END; stop = tracer.await()) {
 *         tracer.resumeToCall();
 *     }
 * }
 * }</pre>
 *
 * <p>A tracee is stopped at first. A method that the tracee's state does not allow throws {@link IllegalStateException}.
 * {@link #pid} and {@link #close} are always allowed.
 *
 * <table>
 * <caption>States of a tracee</caption>
 * <tr><th>state</th><th>what is allowed</th><th>state after that</th></tr>
 * <tr><td>stopped</td><td>stop, call, regs, setRegs, read, write, inject, setOptions, takeChild, interrupt</td><td>stopped</td></tr>
 * <tr><td>stopped</td><td>resume, resumeToCall, step, kill</td><td>running</td></tr>
 * <tr><td>stopped</td><td>detach, close</td><td>gone</td></tr>
 * <tr><td>running</td><td>await</td><td>stopped, or gone if the tracee ended</td></tr>
 * <tr><td>running</td><td>takeChild, interrupt, kill</td><td>running</td></tr>
 * <tr><td>running</td><td>close</td><td>gone</td></tr>
 * <tr><td>gone</td><td>stop, if this tracer saw the tracee end; takeChild</td><td>gone</td></tr>
 * </table>
 *
 * <p>If a request fails with ESRCH, the tracee was killed while it was stopped. It is running then, and {@link #await} returns its
 * end. If another thread of this program has waited for that end, {@code await} fails with ECHILD, and the tracee is gone.
 *
 * <p>If this JVM dies, the kernel kills the tracees: {@code PTRACE_O_EXITKILL} is always set. {@code PTRACE_O_TRACESYSGOOD} is
 * always set too.
 *
 * <p>While the tracee is stopped, several threads may make requests. Otherwise, use a tracer from one thread at a time.
 */
public final class Tracer implements AutoCloseable {
    /** {@code PTRACE_O_TRACESYSGOOD} sets this bit in the signal of a stop at a system call. */
    private static final int CALL = 0x80;

    private final Posix posix;
    private final Ptrace ptrace;
    private final TracingThread thread;
    private final int pid;
    private final boolean isSeized;

    /** True until the first SIGSTOP of a child that was not seized: the kernel stops it with one that no process sent. */
    private boolean isNewborn;

    /** True if {@link #interrupt} sent a SIGSTOP that has not stopped the tracee yet. */
    private boolean isStopSignalPending;

    private State state = State.RUNNING;

    /** Where the tracee is stopped, or how it ended; null if it is running, and if nobody knows how it ended. */
    private Stop stop;

    private Tracer child;

    private enum State {
        RUNNING("is running: wait for its next stop first"),
        STOPPED("is stopped already"),
        GONE("is gone");

        private final String text;

        State(String text) {
            this.text = text;
        }
    }

    /**
     * Where a tracee is stopped, or how it ended.
     *
     * @param kind why it is stopped
     * @param status the status that {@code wait4} returned
     * @param message for an EVENT, the number that belongs to it ({@link Ptrace#getEventMsg}); else 0
     */
    public record Stop(Kind kind, WaitStatus status, long message) {
        /** Why a tracee is stopped. */
        public enum Kind {
            /** It is about to receive a signal: {@link Stop#signal}. */
            SIGNAL,
            /** It is entering or leaving a system call: {@link Tracer#call}. */
            CALL,
            /** An event happened that an option chose: {@link Stop#event}. */
            EVENT,
            /** {@link Tracer#interrupt} stopped it, or it was just born. */
            INTERRUPT,
            /**
             * A signal stopped its whole process. Only for an attached tracee: for a program that {@link Tracer#start} started, this
             * stop is reported as a second SIGNAL.
             */
            GROUP,
            /** It exited, or a signal killed it. Tracing is over. */
            END
        }

        /** Returns the signal that stopped it. Returns −1 for an END; {@link #status} holds the signal that killed it. */
        public int signal() {
            return kind == Kind.END ? -1 : status.stopSignal() & ~CALL;
        }

        /** Returns the {@code PTRACE_EVENT_…}, or 0. */
        public int event() {
            return status.ptraceEvent();
        }

        /** Returns for example {@code Stop{kind=EVENT, event=PTRACE_EVENT_FORK, message=4711}}. */
        @Override
        public String toString() {
            String detail = "";
            if (kind == Kind.SIGNAL || kind == Kind.GROUP) {
                detail = ", signal=" + signalName();
            } else if (kind == Kind.EVENT) {
                detail = ", event=" + eventName() + ", message=" + message;
            } else if (kind == Kind.END) {
                detail = ", status=" + status;
            }
            return "Stop{kind=" + kind + detail + "}";
        }

        private String signalName() {
            String name = Signal.name(signal());
            return name == null ? Integer.toString(signal()) : name;
        }

        private String eventName() {
            return switch (event()) {
                case PTRACE_EVENT_FORK -> "PTRACE_EVENT_FORK";
                case PTRACE_EVENT_VFORK -> "PTRACE_EVENT_VFORK";
                case PTRACE_EVENT_CLONE -> "PTRACE_EVENT_CLONE";
                case PTRACE_EVENT_EXEC -> "PTRACE_EVENT_EXEC";
                case PTRACE_EVENT_VFORK_DONE -> "PTRACE_EVENT_VFORK_DONE";
                case PTRACE_EVENT_EXIT -> "PTRACE_EVENT_EXIT";
                case PTRACE_EVENT_SECCOMP -> "PTRACE_EVENT_SECCOMP";
                default -> Integer.toString(event());
            };
        }
    }

    /** The thread that makes the requests for a tracee and for its traced descendants. It ends when the last of them is gone. */
    private static final class TracingThread {
        private final AtomicInteger tracees = new AtomicInteger();
        private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "posixkit-tracer");
            thread.setDaemon(true);
            return thread;
        });

        void add() {
            tracees.incrementAndGet();
        }

        void remove() {
            if (tracees.decrementAndGet() == 0) {
                executor.shutdown();
            }
        }

        <T> T call(Callable<T> request) throws ErrnoException {
            Future<T> result = executor.submit(request);
            boolean isInterrupted = false;
            try {
                while (true) {
                    try {
                        return result.get();
                    } catch (InterruptedException e) {
                        // A request takes little time, and its result must not be lost.
                        isInterrupted = true;
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
                if (isInterrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private Tracer(Posix posix, TracingThread thread, int pid, boolean isSeized) {
        this.posix = posix;
        ptrace = posix.onLinux().ptrace();
        this.thread = thread;
        this.pid = pid;
        this.isSeized = isSeized;
        thread.add();
    }

    /**
     * Starts a program and stops it before its first instruction. If that fails, no process is left behind.
     *
     * @param what this method sets {@link Spawn#traceMe} on {@code what}. Do not use it for another spawn after that.
     * @param options {@code PTRACE_O_…} that choose events; {@code PTRACE_O_TRACEFORK} and similar options also trace children
     * @throws ErrnoException as for {@link Processes#spawn}; EINVAL: no such options; ESRCH: something killed the program at once
     */
    public static Tracer start(Posix posix, Spawn what, int options) throws ErrnoException {
        TracingThread thread = new TracingThread();
        Tracer tracer;
        try {
            int pid = thread.call(() -> posix.processes().spawn(what.traceMe()));
            tracer = new Tracer(posix, thread, pid, false);
        } catch (Throwable e) {
            thread.executor.shutdown();
            throw e;
        }
        try {
            tracer.begin(options);
        } catch (Throwable e) {
            tracer.discard(e);
            throw e;
        }
        return tracer;
    }

    private void begin(int options) throws ErrnoException {
        if (await().kind() == Stop.Kind.END) {
            throw new ErrnoException("ptrace", ESRCH, "pid " + pid);
        }
        setOptions(options);
        // traceMe makes the kernel kill the program when the tracing thread ends, also after a detach.
        // PTRACE_O_EXITKILL replaces it.
        inject(SYS_prctl, PR_SET_PDEATHSIG, 0);
    }

    /** Kills the tracee and waits for its end, because its caller never learns its pid. */
    private void discard(Throwable failure) {
        try {
            while (state != State.GONE) {
                kill();
                await();
            }
        } catch (ErrnoException e) {
            if (state != State.GONE) {
                failure.addSuppressed(e);
            }
        } finally {
            leave();
        }
    }

    /**
     * Starts to trace a thread that already runs, and stops it. The pid of a process stands for its first thread.
     *
     * @param options {@code PTRACE_O_…} that choose events; {@code PTRACE_O_TRACEFORK} and similar options also trace children
     * @throws ErrnoException as for {@link Ptrace#seize}
     */
    public static Tracer attach(Posix posix, int pid, int options) throws ErrnoException {
        Tracer tracer = new Tracer(posix, new TracingThread(), pid, true);
        try {
            tracer.thread.call(() -> {
                tracer.ptrace.seize(pid, options | PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
                tracer.ptrace.interrupt(pid);
                return null;
            });
            tracer.await();
        } catch (Throwable e) {
            tracer.leave();
            throw e;
        }
        return tracer;
    }

    /** Returns the number of the traced thread. */
    public int pid() {
        return pid;
    }

    /** Returns where the tracee is stopped, or how it ended. */
    public Stop stop() {
        if (stop == null) {
            throw wrongState();
        }
        return stop;
    }

    /**
     * Waits on the calling thread until the tracee stops or ends.
     *
     * @throws ErrnoException ECHILD: another thread of this program has waited for the tracee's end, so nobody can tell how it ended
     */
    public Stop await() throws ErrnoException {
        if (state != State.RUNNING) {
            throw wrongState();
        }
        return next(0);
    }

    /** Returns the next stop or the end. Returns null if {@code options} contain WNOHANG and the tracee is still running. */
    private Stop next(int options) throws ErrnoException {
        WaitStatus status = new WaitStatus();
        try {
            if (posix.processes().wait4(pid, status, __WALL | options, null) == 0) {
                return null;
            }
        } catch (ErrnoException e) {
            if (e.errno() == ECHILD) {
                leave();
            }
            throw e;
        }
        if (status.stopped()) {
            stop = stopOf(status);
            state = State.STOPPED;
        } else {
            stop = new Stop(Stop.Kind.END, status, 0);
            leave();
        }
        return stop;
    }

    private Stop stopOf(WaitStatus status) throws ErrnoException {
        int event = status.ptraceEvent();
        if (status.stopSignal() == (SIGTRAP | CALL)) {
            return new Stop(Stop.Kind.CALL, status, 0);
        }
        if (event == PTRACE_EVENT_STOP) {
            return new Stop(status.stopSignal() == SIGTRAP ? Stop.Kind.INTERRUPT : Stop.Kind.GROUP, status, 0);
        }
        if (event == 0) {
            boolean isStopSignal = status.stopSignal() == SIGSTOP;
            boolean isBirth = isNewborn && isStopSignal;
            isNewborn &= !isBirth;
            isStopSignalPending &= !isStopSignal;
            return new Stop(isBirth ? Stop.Kind.INTERRUPT : Stop.Kind.SIGNAL, status, 0);
        }
        long message = thread.call(() -> ptrace.getEventMsg(pid));
        if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_CLONE) {
            child = new Tracer(posix, thread, (int) message, isSeized);
            child.isNewborn = !isSeized;
        }
        return new Stop(Stop.Kind.EVENT, status, message);
    }

    /**
     * Returns the tracer of the child that was born at the last event. The child is running; wait for its first stop.
     *
     * @throws IllegalStateException if no child was born, or it was taken already
     */
    public Tracer takeChild() {
        Tracer taken = child;
        if (taken == null) {
            throw new IllegalStateException("process " + pid + " has no child to take");
        }
        child = null;
        return taken;
    }

    /** Lets the tracee run. If a signal stopped it, it receives that signal. */
    public void resume() throws ErrnoException {
        resume(signalToPassOn());
    }

    /**
     * Lets the tracee run. It receives {@code signal} instead of the one that stopped it, or none if {@code signal} is 0. At a GROUP
     * stop, it stays stopped until SIGCONT arrives.
     */
    public void resume(int signal) throws ErrnoException {
        run(
                stopped().kind() == Stop.Kind.GROUP
                        ? () -> ptrace.ptrace(PTRACE_LISTEN, pid, 0, 0)
                        : () -> {
                            ptrace.cont(pid, signal);
                            return 0L;
                        });
    }

    /** Lets the tracee run until it enters or leaves a system call. If a signal stopped it, it receives that signal. */
    public void resumeToCall() throws ErrnoException {
        resumeToCall(signalToPassOn());
    }

    /** Lets the tracee run until it enters or leaves a system call, with a signal as for {@link #resume(int)}. */
    public void resumeToCall(int signal) throws ErrnoException {
        run(() -> {
            ptrace.syscall(pid, signal);
            return 0L;
        });
    }

    /** Lets the tracee execute one instruction, with a signal as for {@link #resume(int)}. */
    public void step(int signal) throws ErrnoException {
        run(() -> {
            ptrace.singleStep(pid, signal);
            return 0L;
        });
    }

    /**
     * Stops the tracee, whatever it does; wait for the stop. A program that {@link #start} started gets a SIGSTOP, so the stop is a
     * SIGNAL. Otherwise it is an INTERRUPT.
     */
    public void interrupt() throws ErrnoException {
        if (state == State.GONE) {
            throw wrongState();
        }
        if (isSeized) {
            thread.call(() -> {
                ptrace.interrupt(pid);
                return null;
            });
        } else {
            posix.processes().kill(pid, SIGSTOP);
            isStopSignalPending = true;
        }
    }

    /**
     * Kills the tracee with SIGKILL, whether it is stopped or running; wait for its end. With {@code PTRACE_O_TRACEEXIT} it may stop
     * at its exit before that; resume or kill it again then.
     */
    public void kill() throws ErrnoException {
        if (state == State.GONE) {
            throw wrongState();
        }
        posix.processes().kill(pid, SIGKILL);
        if (state == State.STOPPED && stop.event() == PTRACE_EVENT_EXIT) {
            // The kernel drops signals for a process that is exiting, so this stop would last.
            try {
                resume(0);
            } catch (ErrnoException e) {
                if (e.errno() != ESRCH) {
                    throw e;
                }
            }
        }
        becomesRunning();
    }

    private int signalToPassOn() {
        return stopped().kind() == Stop.Kind.SIGNAL && stop.signal() != SIGTRAP ? stop.signal() : 0;
    }

    private void run(Callable<Long> request) throws ErrnoException {
        request(request);
        becomesRunning();
    }

    private void becomesRunning() {
        state = State.RUNNING;
        stop = null;
    }

    /** Returns the system call at which the tracee is stopped. */
    public SyscallStop call() throws ErrnoException {
        return request(() -> ptrace.getSyscallInfo(pid));
    }

    /** Returns the general registers. */
    public Regs regs() throws ErrnoException {
        return request(() -> ptrace.getRegs(pid));
    }

    /** Writes the general registers. */
    public void setRegs(Regs regs) throws ErrnoException {
        request(() -> {
            ptrace.setRegs(pid, regs);
            return null;
        });
    }

    /** Reads the tracee's memory, as {@link Ptrace#peekData} does. */
    public int read(long address, byte[] into) throws ErrnoException {
        return request(() -> ptrace.peekData(pid, address, into));
    }

    /** Writes the tracee's memory, as {@link Ptrace#pokeData} does. */
    public int write(long address, byte[] from) throws ErrnoException {
        return request(() -> ptrace.pokeData(pid, address, from));
    }

    /**
     * Makes the tracee execute a system call, as {@link Ptrace#inject} does. Returns the result of the call: a value, or −errno.
     */
    public long inject(long number, long... arguments) throws ErrnoException {
        return request(() -> ptrace.inject(pid, number, arguments)).result();
    }

    /** Chooses the events that stop the tracee. The new options replace all earlier ones. */
    public void setOptions(int options) throws ErrnoException {
        request(() -> {
            ptrace.setOptions(pid, options | PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
            return null;
        });
    }

    /** Ends tracing. The tracee runs on and receives {@code signal}, or none if {@code signal} is 0. */
    public void detach(int signal) throws ErrnoException {
        request(() -> {
            ptrace.detach(pid, signal);
            return null;
        });
        stop = null;
        leave();
    }

    /**
     * Ends tracing, whether the tracee is stopped or running. The tracee runs on, and so does a child that nobody took. If the
     * tracee has ended, this method waits for its end; if another thread has waited for it, there is nothing to do.
     *
     * <p>If the tracee is a program that {@link #start} started, wait for its later end as for any child.
     */
    @Override
    public void close() throws ErrnoException {
        try {
            if (child != null) {
                takeChild().close();
            }
        } finally {
            letGo();
        }
    }

    private void letGo() throws ErrnoException {
        while (state != State.GONE) {
            try {
                if (state == State.RUNNING) {
                    halt();
                } else if (isStopSignalPending) {
                    // The signal would stop the program after it was let go.
                    resume();
                } else {
                    detach(stop.signal() == SIGSTOP ? 0 : signalToPassOn());
                }
            } catch (ErrnoException e) {
                // ESRCH: the tracee was killed, and is running until its end is seen. ECHILD: another thread saw its
                // end.
                if (e.errno() != ESRCH && e.errno() != ECHILD) {
                    throw e;
                }
            }
        }
    }

    /** Stops the running tracee, unless it has stopped or ended. */
    private void halt() throws ErrnoException {
        // If another thread has waited for its end, the number may belong to another process, which must not get a
        // signal.
        if (next(WNOHANG) == null) {
            try {
                interrupt();
            } catch (ErrnoException e) {
                if (e.errno() != ESRCH) {
                    throw e;
                }
                // It has ended, and await returns its end.
            }
            await();
        }
    }

    private Stop stopped() {
        if (state != State.STOPPED) {
            throw wrongState();
        }
        return stop;
    }

    private IllegalStateException wrongState() {
        return new IllegalStateException("process " + pid + " " + state.text);
    }

    private <T> T request(Callable<T> request) throws ErrnoException {
        stopped();
        try {
            return thread.call(request);
        } catch (ErrnoException e) {
            if (e.errno() == ESRCH) {
                // Only SIGKILL ends a stop without a request. The next thing to wait for is the end.
                becomesRunning();
            }
            throw e;
        }
    }

    private void leave() {
        if (state != State.GONE) {
            state = State.GONE;
            thread.remove();
        }
    }

    /** Returns for example {@code Tracer{pid=4711, state=STOPPED, stop=Stop{kind=CALL}}}. */
    @Override
    public String toString() {
        return "Tracer{pid=" + pid + ", state=" + state + (stop == null ? "" : ", stop=" + stop) + "}";
    }
}
