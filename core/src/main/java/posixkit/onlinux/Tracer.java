package posixkit.onlinux;

import static posixkit.constants.Errno.ECHILD;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Signal.SIGCONT;
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
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_GETSIGINFO;
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
import posixkit.Struct;
import posixkit.constants.Signal;
import posixkit.process.Processes;
import posixkit.process.Siginfo;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.system.CArena;

/**
 * Traces one thread of another program with {@code ptrace}. The traced thread is called the tracee. Users of this class need not
 * know the rules of {@link Ptrace}. One of these rules is that all requests for a tracee must come from the same thread, the
 * tracing thread. This class starts the tracing thread and makes every request on it.
 *
 * <p>The following loop stops the program {@code /bin/true} at each of its system calls until the program ends. The variable
 * {@code posix} is a {@link Posix} object.
 *
 * <pre>{@code
 * try (Tracer tracer = Tracer.start(posix, Spawn.of("/bin/true"), 0)) {
 *     for (Stop stop = tracer.stop(); stop.kind() != Stop.Kind.END; stop = tracer.await()) {
 *         tracer.resumeToCall();
 *     }
 * }
 * }</pre>
 *
 * <p>A {@code Tracer} object has one of three states: its tracee is stopped, running or gone. After {@link #start} and
 * {@link #attach}, the tracee is stopped. The table shows which methods each state allows. A method throws
 * {@link IllegalStateException} in a state that does not allow the method. {@link #pid} and {@link #close} are allowed in every
 * state.
 *
 * <table>
 * <caption>States of a {@code Tracer}</caption>
 * <tr><th>state</th><th>allowed methods</th><th>state afterwards</th></tr>
 * <tr><td>stopped</td>
 * <td>stop(), call(), siginfo(), regs(), setRegs(), read(), write(), inject(), setOptions(), takeChild(), interrupt()</td>
 * <td>stopped</td></tr>
 * <tr><td>stopped</td><td>resume(), resumeToCall(), step(), kill()</td><td>running</td></tr>
 * <tr><td>stopped</td><td>detach(), close()</td><td>gone</td></tr>
 * <tr><td>running</td><td>await()</td><td>stopped, or gone if the tracee ended</td></tr>
 * <tr><td>running</td><td>takeChild(), interrupt(), kill()</td><td>running</td></tr>
 * <tr><td>running</td><td>close()</td><td>gone</td></tr>
 * <tr><td>gone</td><td>stop(), if this tracer saw the tracee end; takeChild()</td><td>gone</td></tr>
 * </table>
 *
 * <p>If a request to a stopped tracee fails with ESRCH, somebody killed the tracee. This failure changes the state to "running",
 * so call {@link #await}. {@code await} returns a {@link Stop} of the kind END. If another thread of this JVM has already waited
 * for the end of the tracee, {@code await} fails with ECHILD instead. Whether {@code await} returns this {@code Stop} or fails
 * with ECHILD, the state is "gone" afterwards.
 *
 * <p>If this JVM dies, the kernel kills the tracees, because this class always sets {@code PTRACE_O_EXITKILL}. This class also
 * always sets {@code PTRACE_O_TRACESYSGOOD}.
 *
 * <p>While the tracee is stopped, several threads may make requests at the same time. In the other states, use the {@code Tracer}
 * from only one thread at a time. {@link #interrupt} is the exception: another thread may call it, also during {@link #await}.
 */
public final class Tracer implements AutoCloseable {
    /** The bit that {@code PTRACE_O_TRACESYSGOOD} adds to the signal number of a stop at a system call. */
    private static final int CALL = 0x80;

    private final Posix posix;
    private final Ptrace ptrace;
    private final TracingThread thread;
    private final int pid;
    private final boolean isSeized;

    /**
     * True if the tracee is a new child of a traced process, and its birth stop is still to come. The birth stop is the stop for
     * a SIGSTOP that the kernel sends to each new child. {@link #await} returns the birth stop with the kind INTERRUPT. If the
     * tracing began with {@link #attach}, the kernel stops a new child without a SIGSTOP. In this case, this field is always
     * false, for the attached thread and for its children.
     */
    private boolean isNewborn;

    /**
     * True after {@link #interrupt} sent a SIGSTOP, until {@link #await} returns the stop that this SIGSTOP causes. The first
     * SIGSTOP of a new child ({@link #isNewborn}) comes from the kernel and has no effect on this field.
     */
    private volatile boolean isStopSignalPending;

    private volatile State state = State.RUNNING;

    /**
     * The current stop of the tracee, or a {@link Stop} of the kind END if this tracer saw the tracee end. In all other cases,
     * this field is null: the tracee is running, was detached, or ended unseen by this tracer.
     */
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
     * Describes why a tracee is stopped, or how it ended.
     *
     * @param kind the reason for the stop, or END
     * @param status the status that {@code wait4} returned
     * @param message for the kind EVENT, the number that the kernel stores with the event, for example the pid of a new child
     *     ({@link Ptrace#getEventMsg}); 0 for every other kind
     */
    public record Stop(Kind kind, WaitStatus status, long message) {
        /** The reason why a tracee is stopped, or END. */
        public enum Kind {
            /** The tracee is about to receive a signal: {@link Stop#signal} returns the signal. */
            SIGNAL,
            /** The tracee is entering or leaving a system call: {@link Tracer#call} describes the call. */
            CALL,
            /**
             * The tracee is stopped at an event, for example a fork. Options select such events. {@link Stop#event} returns the
             * event.
             */
            EVENT,
            /**
             * Either {@link Tracer#interrupt} stopped the tracee, or the kernel stopped a new child of a traced process. For a
             * program that {@link Tracer#start} started, {@code interrupt} causes a stop of the kind SIGNAL instead.
             */
            INTERRUPT,
            /**
             * A signal such as SIGSTOP stopped all threads of the process to which the tracee belongs. This kind occurs only if
             * the tracing began with {@link Tracer#attach}. A program that {@link Tracer#start} started reports two stops of the
             * kind SIGNAL instead: one when the signal arrives, and one when the process stops.
             */
            GROUP,
            /** The tracee exited, or a signal killed it. Tracing has ended. */
            END
        }

        /**
         * Returns the signal that stopped the tracee, or −1 if the kind is END. If a signal killed the tracee, {@link #status}
         * holds that signal.
         */
        public int signal() {
            return kind == Kind.END ? -1 : status.stopSignal() & ~CALL;
        }

        /** Returns the event as a {@code PTRACE_EVENT_…} constant, or 0 if no event stopped the tracee. */
        public int event() {
            return status.ptraceEvent();
        }

        /** Returns a text, for example {@code Stop{kind=EVENT, event=PTRACE_EVENT_FORK, message=4711}}. */
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

    /**
     * Runs the thread that makes all requests for a tracee and for its traced descendants. The thread ends when the last of these
     * tracees is gone.
     */
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
                        // If this thread is interrupted, keep waiting, so that the result of the request is not lost.
                        // The wait is short, because a request takes little time.
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
     * Starts a program and stops it before its first instruction. If this method fails, it leaves no process behind.
     *
     * @param what describes the program to start. This method calls {@link Spawn#traceMe} on this {@code Spawn} object, so do not
     *     use the object for another spawn.
     * @param options {@code PTRACE_O_…} constants that select events. {@code PTRACE_O_TRACEFORK} and similar options also make
     *     the kernel trace the children of the program.
     * @throws ErrnoException the errnos of {@link Processes#spawn}; EINVAL: {@code options} has an unknown option; ESRCH: the
     *     program was killed before its first instruction
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
        // traceMe set PR_SET_PDEATHSIG, so the kernel would kill the program at the end of the tracing thread, even if
        // the program is no longer traced. So set PR_SET_PDEATHSIG to 0. As long as the program is traced, the option
        // PTRACE_O_EXITKILL still makes the kernel kill it at the end of the tracing thread.
        inject(SYS_prctl, PR_SET_PDEATHSIG, 0);
    }

    /**
     * Kills the tracee and waits for its end. {@link #start} calls this method if {@code start} fails after it has created the
     * tracee. In this case, {@code start} throws {@code failure} and returns no tracer, so the caller of {@code start} cannot end
     * the tracee. If {@code discard} itself fails, it adds its own exception to {@code failure} as a suppressed exception.
     */
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
     * Starts to trace a thread that already exists, and stops the thread.
     *
     * @param pid the thread id. The pid of a process is the id of its first thread.
     * @param options {@code PTRACE_O_…} constants that select events. {@code PTRACE_O_TRACEFORK} and similar options also make
     *     the kernel trace the children of the tracee.
     * @throws ErrnoException the errnos of {@link Ptrace#seize}
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

    /** Returns the thread id of the tracee. */
    public int pid() {
        return pid;
    }

    /** Returns the current stop of the tracee, or a {@link Stop} of the kind END if the tracee has ended. */
    public Stop stop() {
        if (stop == null) {
            throw wrongState();
        }
        return stop;
    }

    /**
     * Blocks the calling thread until the tracee stops or ends. Returns a {@link Stop} that describes the stop. If the tracee has
     * ended, the {@code Stop} has the kind END.
     *
     * @throws ErrnoException ECHILD: another thread of this JVM has already waited for the end of the tracee, so this method
     *     cannot return how the tracee ended
     */
    public Stop await() throws ErrnoException {
        if (state != State.RUNNING) {
            throw wrongState();
        }
        return next(0);
    }

    /**
     * Waits until the tracee stops or ends. Returns a {@link Stop} that describes the stop. If the tracee has ended, the
     * {@code Stop} has the kind END. {@code options} are options of {@code wait4}. With the option WNOHANG, this method does not
     * wait, and returns null if the tracee is still running.
     */
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
            isStopSignalPending &= !isStopSignal || isBirth;
            if (status.stopSignal() == SIGCONT && isStopSignalPending) {
                // The tracee stopped for a SIGCONT. When a SIGCONT is sent, the kernel discards every pending SIGSTOP.
                // So the SIGSTOP of interrupt() may be lost: send SIGSTOP again. If the first SIGSTOP is still pending,
                // the second SIGSTOP changes nothing.
                posix.processes().kill(pid, SIGSTOP);
            }
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
     * Returns a tracer for the child that the tracee created at its last fork, vfork or clone event. The child is running. To
     * wait for the first stop of the child, call {@link #await} of the returned tracer.
     *
     * @throws IllegalStateException if the tracee has had no fork, vfork or clone event, or if this method has already returned a
     *     tracer for the child of the last event
     */
    public Tracer takeChild() {
        Tracer taken = child;
        if (taken == null) {
            throw new IllegalStateException("process " + pid + " has no child to take");
        }
        child = null;
        return taken;
    }

    /**
     * Lets the tracee run. At a stop of the kind SIGNAL, the tracee receives the signal that stopped it, unless this signal is
     * SIGTRAP.
     */
    public void resume() throws ErrnoException {
        resume(signalToPassOn());
    }

    /**
     * Lets the tracee run. At a stop of the kind SIGNAL, {@code signal} replaces the signal that stopped the tracee. If
     * {@code signal} is 0, the tracee receives no signal. At a stop of the kind GROUP, {@code signal} has no effect, and the
     * tracee stays stopped until a SIGCONT arrives.
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

    /**
     * Lets the tracee run until it enters or leaves a system call. If the present stop of the tracee is of the kind SIGNAL, the
     * tracee first receives the signal that stopped it, unless this signal is SIGTRAP.
     */
    public void resumeToCall() throws ErrnoException {
        resumeToCall(signalToPassOn());
    }

    /**
     * Lets the tracee run until it enters or leaves a system call. At a stop of the kind SIGNAL, {@code signal} replaces the
     * signal that stopped the tracee. If {@code signal} is 0, the tracee receives no signal.
     */
    public void resumeToCall(int signal) throws ErrnoException {
        run(() -> {
            ptrace.syscall(pid, signal);
            return 0L;
        });
    }

    /**
     * Lets the tracee execute one instruction. At a stop of the kind SIGNAL, {@code signal} replaces the signal that stopped the
     * tracee. If {@code signal} is 0, the tracee receives no signal.
     */
    public void step(int signal) throws ErrnoException {
        run(() -> {
            ptrace.singleStep(pid, signal);
            return 0L;
        });
    }

    /**
     * Requests that the tracee stops, and returns at once. Call {@link #await} to wait for the stop. If {@link #start} started
     * the program, this method sends a SIGSTOP to the tracee, so the stop has the kind SIGNAL. After {@link #attach}, the stop
     * has the kind INTERRUPT.
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
        } else if (!isStopSignalPending) {
            // Send no second SIGSTOP before await() has returned the stop that the first SIGSTOP causes. The tracee may
            // already be stopped by the first SIGSTOP. A second SIGSTOP would stay pending, and would stop the tracee
            // again after it is resumed.
            isStopSignalPending = true; // before the stop, which await() on another thread may see at once
            try {
                posix.processes().kill(pid, SIGSTOP);
            } catch (ErrnoException e) {
                isStopSignalPending = false;
                throw e;
            }
        }
    }

    /**
     * Kills the tracee with SIGKILL, whether it is stopped or running. Afterwards, call {@link #await} to wait for the end of the
     * tracee. With {@code PTRACE_O_TRACEEXIT}, the tracee may first stop at its exit. In this case, resume the tracee or kill it
     * again.
     */
    public void kill() throws ErrnoException {
        if (state == State.GONE) {
            throw wrongState();
        }
        posix.processes().kill(pid, SIGKILL);
        if (state == State.STOPPED && stop.event() == PTRACE_EVENT_EXIT) {
            // The kernel drops signals to a process that is exiting. So SIGKILL does not resume a tracee that is
            // stopped at its exit: resume the tracee here.
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

    /** Returns a description of the system call at which the tracee is stopped. */
    public SyscallStop call() throws ErrnoException {
        return request(() -> ptrace.getSyscallInfo(pid));
    }

    /**
     * Returns the details of the signal that stopped the tracee, for example the process that sent it.
     *
     * @throws ErrnoException EINVAL: a signal such as SIGSTOP has already stopped all threads of the process, and this stop
     *     reports only that it happened; ESRCH: somebody killed the tracee
     */
    public Siginfo siginfo() throws ErrnoException {
        Siginfo siginfo = posix.signals().newSiginfo();
        byte[] bytes = ((Struct) siginfo).bytes();
        return request(() -> {
            try (CArena arena = posix.symbols().newArena()) {
                long buffer = arena.alloc(bytes.length);
                ptrace.ptrace(PTRACE_GETSIGINFO, pid, 0, buffer);
                System.arraycopy(arena.bytes(buffer, bytes.length), 0, bytes, 0, bytes.length);
                return siginfo;
            }
        });
    }

    /** Returns the general registers of the tracee. */
    public Regs regs() throws ErrnoException {
        return request(() -> ptrace.getRegs(pid));
    }

    /** Writes the general registers of the tracee. */
    public void setRegs(Regs regs) throws ErrnoException {
        request(() -> {
            ptrace.setRegs(pid, regs);
            return null;
        });
    }

    /**
     * Reads memory of the tracee, from {@code address} on, into the array {@code into}. Returns the number of bytes read. The
     * number is less than the array's length if this method has reached a page that is not mapped in the tracee.
     * {@link Ptrace#peekData} lists the errnos.
     */
    public int read(long address, byte[] into) throws ErrnoException {
        return request(() -> ptrace.peekData(pid, address, into));
    }

    /**
     * Writes the array {@code from} into the memory of the tracee, from {@code address} on. Returns the number of bytes written.
     * The number is less than the array's length if this method has reached a page that is not mapped in the tracee.
     * {@link Ptrace#pokeData} lists the errnos.
     */
    public int write(long address, byte[] from) throws ErrnoException {
        return request(() -> ptrace.pokeData(pid, address, from));
    }

    /**
     * Makes the tracee execute a system call with up to six arguments. Returns the result of the call: a value, or −errno.
     * {@link Ptrace#inject} explains how this works, and lists the errnos of this method.
     */
    public long inject(long number, long... arguments) throws ErrnoException {
        return request(() -> ptrace.inject(pid, number, arguments)).result();
    }

    /**
     * Sets the {@code PTRACE_O_…} options of the tracee, for example which events stop the tracee. The new options replace all
     * earlier options.
     */
    public void setOptions(int options) throws ErrnoException {
        request(() -> {
            ptrace.setOptions(pid, options | PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
            return null;
        });
    }

    /** Stops tracing, and lets the tracee run. The tracee receives {@code signal}, or no signal if {@code signal} is 0. */
    public void detach(int signal) throws ErrnoException {
        request(() -> {
            ptrace.detach(pid, signal);
            return null;
        });
        stop = null;
        leave();
    }

    /**
     * Stops tracing, whether the tracee is stopped or running. The tracee continues without a tracer. The most recent traced
     * child of the tracee also continues without a tracer, unless {@link #takeChild} has already returned a tracer for this
     * child. If the tracee has already ended, this method receives the wait status of the tracee. If another thread of this JVM
     * has already received the wait status, this method does not fail.
     *
     * <p>{@link #start} makes the program a child of this process. If the program has not ended, it remains a child after
     * {@code close}. Wait for the end of the program as for any other child.
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
                    // The SIGSTOP of interrupt() is still pending. If this SIGSTOP stopped the program after the
                    // detach, no tracer would resume the program. So do not detach yet, but resume: the SIGSTOP then
                    // stops the program while the program is traced.
                    resume();
                } else {
                    detach(stop.signal() == SIGSTOP ? 0 : signalToPassOn());
                }
            } catch (ErrnoException e) {
                // ESRCH: somebody killed the tracee. The state is RUNNING, and the next pass of the loop waits for the
                // end. ECHILD: another thread has received the wait status. The state is GONE, and the loop ends.
                if (e.errno() != ESRCH && e.errno() != ECHILD) {
                    throw e;
                }
            }
        }
    }

    /** Stops the tracee if it is still running, and returns when it has stopped or ended. */
    private void halt() throws ErrnoException {
        // Another thread may already have waited for the end of the tracee. The kernel may then have given the tracee's
        // pid to a new process, which must receive no signal. If another thread has waited, next() fails with ECHILD,
        // and interrupt() is not called.
        if (next(WNOHANG) == null) {
            try {
                interrupt();
            } catch (ErrnoException e) {
                if (e.errno() != ESRCH) {
                    throw e;
                }
                // ESRCH means that the tracee has ended. The following await() returns a stop of the kind END.
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
                // ESRCH: the tracee is no longer stopped, although no request resumed it. Only SIGKILL can end a stop
                // without a request. So the next wait reports the end of the tracee.
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

    /** Returns a text, for example {@code Tracer{pid=4711, state=STOPPED, stop=Stop{kind=CALL}}}. */
    @Override
    public String toString() {
        return "Tracer{pid=" + pid + ", state=" + state + (stop == null ? "" : ", stop=" + stop) + "}";
    }
}
