package posixkit.examples.processes;

import static posixkit.constants.Errno.ECHILD;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.onlinux.constants.LinuxAuxv.AT_EXECFN;
import static posixkit.onlinux.constants.LinuxAuxv.AT_NULL;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_CLONE;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_EXEC;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_FORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_EVENT_VFORK;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SYSCALL_INFO_ENTRY;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.examples.processes.Signatures.Signature;
import posixkit.onlinux.OnLinuxSiginfo;
import posixkit.onlinux.SyscallStop;
import posixkit.onlinux.Tracer;
import posixkit.onlinux.Tracer.Stop;
import posixkit.onlinux.Tracer.Stop.Kind;
import posixkit.process.WaitStatus;

/** Follows traced programs from stop to stop, and prints or counts their system calls. */
final class Tracing implements AutoCloseable {
    private final Posix posix;
    private final Signatures signatures;
    private final ArgumentPrinter arguments;
    private final SignalPrinter signals;
    private final Predicate<String> filter;
    private final CallTally tally;
    private final TraceLog log;
    private final Set<Tracer> tracers = ConcurrentHashMap.newKeySet();
    private volatile boolean isDetaching;

    /**
     * Runs one task for each traced process or thread. The task handles all its stops. Each task needs a thread of its own,
     * because it blocks the thread while it waits for the next stop.
     */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /**
     * @param filter selects the system calls by their names
     * @param tally counts the calls; null to print them instead
     */
    Tracing(
            Posix posix,
            Signatures signatures,
            ArgumentPrinter arguments,
            Predicate<String> filter,
            CallTally tally,
            TraceLog log) {
        this.posix = posix;
        this.signatures = signatures;
        this.arguments = arguments;
        this.filter = filter;
        this.tally = tally;
        this.log = log;
        signals = new SignalPrinter(signatures);
    }

    /** Starts a task that follows an attached process or thread. */
    Future<WaitStatus> start(Tracer tracer) {
        log.begins();
        return threads.submit(() -> follow(tracer));
    }

    /**
     * Follows a program that has just been started, and all that it starts, to the end. Returns the program's wait status. The
     * first line is the call of execve that started the program. The program made this call before it was traced. So the path and
     * the environment in this line are those that the call left on the stack of the program.
     */
    WaitStatus run(Tracer tracer, List<String> program) throws Exception {
        log.begins();
        Tracee tracee = new Tracee(tracer);
        tracee.printStart(program);
        tracer.resumeToCall(0);
        tracer.await();
        return tracee.follow();
    }

    private WaitStatus follow(Tracer tracer) throws Exception {
        return new Tracee(tracer).follow();
    }

    /** Stops tracing. The programs continue without a tracer. Any thread may call this method. */
    void detach() {
        isDetaching = true;
        for (Tracer tracer : tracers) {
            try {
                tracer.interrupt();
            } catch (ErrnoException | IllegalStateException | RejectedExecutionException e) {
                // The process has ended meanwhile, and its task notices that.
                tracers.remove(tracer);
            }
        }
    }

    static WaitStatus result(Future<WaitStatus> task) throws Exception {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    /** A traced process or thread, and the system call that it has entered. */
    private final class Tracee {
        private final Tracer tracer;
        private final int pid;
        private final TraceeMemory memory;
        private final List<Future<WaitStatus>> children = new ArrayList<>();
        private String name;
        private TracedCall call;
        private long entered;

        Tracee(Tracer tracer) {
            this.tracer = tracer;
            pid = tracer.pid();
            memory = new TraceeMemory(posix, pid);
        }

        /** Follows the tracee to its end, or until it is detached; then returns null. Waits for its children too. */
        WaitStatus follow() throws Exception {
            tracers.add(tracer);
            try {
                while (tracer.stop().kind() != Kind.END && !isDetaching) {
                    handleStop();
                    if (!isThereAnotherStop()) {
                        print("+++ superseded by execve +++");
                        log.ends();
                        return null;
                    }
                }
            } catch (Throwable e) {
                tracer.close(); // Otherwise the program would remain stopped.
                throw e;
            } finally {
                tracers.remove(tracer);
            }
            WaitStatus end = end();
            for (Future<WaitStatus> child : children) {
                result(child);
            }
            return end;
        }

        /** Waits for the next stop. False if the thread has become the main thread of its process by execve. */
        private boolean isThereAnotherStop() throws ErrnoException {
            try {
                tracer.await();
                return true;
            } catch (ErrnoException e) {
                if (e.errno() != ECHILD) {
                    throw e;
                }
                return false;
            }
        }

        private void handleStop() throws ErrnoException {
            Stop stop = tracer.stop();
            try {
                switch (stop.kind()) {
                    case CALL -> handleCall();
                    case EVENT -> handleEvent(stop);
                    case SIGNAL -> handleSignal(stop.signal());
                    case GROUP -> print(SignalPrinter.stopped(stop.signal()));
                    default -> {}
                }
                if (stop.kind() == Kind.GROUP) {
                    tracer.resume();
                } else {
                    tracer.resumeToCall(stop.kind() == Kind.SIGNAL ? stop.signal() : 0);
                }
            } catch (ErrnoException e) {
                // ESRCH means that somebody killed the program while it was stopped. The next await() reports its end.
                if (e.errno() != ESRCH) {
                    throw e;
                }
            }
        }

        private void handleCall() throws ErrnoException {
            SyscallStop stop = tracer.call();
            if (stop.op() == PTRACE_SYSCALL_INFO_ENTRY) {
                long[] values = new long[6];
                for (int i = 0; i < values.length; i++) {
                    values[i] = stop.entryArgs(i);
                }
                enter(CallNames.of(stop.entryNr()), values);
            } else if (call != null) {
                leave(stop.exitRval(), stop.exitIsError() != 0);
            }
        }

        void printStart(List<String> program) throws ErrnoException {
            long argv = tracer.regs().sp() + Long.BYTES;
            long environment = behindNull(argv);
            long path = auxiliary(behindNull(environment), AT_EXECFN);
            name = "execve";
            call = new TracedCall(pid, memory, new long[] {path, argv, environment, 0, 0, 0}, 0, 0, false);
            if (isPrinted()) {
                log.start(pid, name + "(" + arguments.started(program, call));
            }
            entered = System.nanoTime(); // nobody saw the call begin
            leave(0, false);
        }

        private void enter(String called, long... values) {
            name = called;
            Signature signature = signatures.of(name);
            int length = signature.types().indexOf("socklen_out");
            int room = length < 0
                    ? 0
                    : memory.exactly(values[length], Integer.BYTES)
                            .map(ByteBuffer::getInt)
                            .orElse(0);
            call = new TracedCall(pid, memory, values, room, 0, false);
            if (isPrinted()) {
                log.start(pid, name + "(" + arguments.before(signature, call));
            }
            entered = System.nanoTime();
        }

        private void leave(long result, boolean isError) {
            TracedCall returned = call.returned(result, isError);
            if (isPrinted()) {
                Signature signature = signatures.of(name);
                log.finish(pid, name, arguments.after(signature, returned), arguments.result(signature, returned));
            } else if (tally != null && filter.test(name)) {
                tally.add(name, System.nanoTime() - entered, isError);
            }
            call = null;
        }

        private boolean isPrinted() {
            return tally == null && filter.test(name);
        }

        private void handleEvent(Stop stop) {
            int event = stop.event();
            if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_CLONE) {
                Tracer child = tracer.takeChild();
                log.begins();
                children.add(threads.submit(() -> {
                    child.await();
                    return Tracing.this.follow(child);
                }));
            } else if (event == PTRACE_EVENT_EXEC && stop.message() != pid) {
                call = null; // Another thread made this call, and has become the main thread.
            }
        }

        private void handleSignal(int signal) throws ErrnoException {
            try {
                print(signals.text((OnLinuxSiginfo) tracer.siginfo()));
            } catch (ErrnoException e) {
                // EINVAL means that no signal is on its way: the process is stopped.
                if (e.errno() != EINVAL) {
                    throw e;
                }
                print(SignalPrinter.stopped(signal));
            }
        }

        private void print(String line) {
            if (tally == null) {
                log.line(pid, line);
            }
        }

        private WaitStatus end() throws ErrnoException {
            WaitStatus end = null;
            if (tracer.stop().kind() == Kind.END) {
                end = tracer.stop().status();
                if (call != null && isPrinted()) {
                    String rest = ArgumentPrinter.isComplete(signatures.of(name)) ? "" : " <unfinished ...>";
                    log.finish(pid, name, rest, "?");
                }
                print(SignalPrinter.end(end));
            } else {
                log.detached(pid);
                tracer.close();
            }
            log.ends();
            return end;
        }

        /** Returns the address behind the NULL that ends an array of pointers. */
        private long behindNull(long array) {
            long next = array;
            while (memory.words(next, 1).orElseThrow()[0] != 0) {
                next += Long.BYTES;
            }
            return next + Long.BYTES;
        }

        /** Returns an entry of the auxiliary vector at {@code address}, or 0 if there is none. */
        private long auxiliary(long address, long type) {
            long next = address;
            long[] entry = memory.words(next, 2).orElseThrow();
            while (entry[0] != AT_NULL && entry[0] != type) {
                next += 2 * Long.BYTES;
                entry = memory.words(next, 2).orElseThrow();
            }
            return entry[0] == type ? entry[1] : 0;
        }
    }
}
