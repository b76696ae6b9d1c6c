package posixkit.linux;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Signal.SA_ONSTACK;
import static posixkit.constants.Signal.SA_RESTART;
import static posixkit.constants.Signal.SA_SIGINFO;
import static posixkit.linux.layout.EverywhereCode.CANCELLED;
import static posixkit.linux.layout.EverywhereCode.CELL;
import static posixkit.linux.layout.EverywhereCode.DONE;
import static posixkit.linux.layout.EverywhereCode.REQUESTED;
import static posixkit.linux.layout.EverywhereCode.ROUND_ARGUMENTS;
import static posixkit.linux.layout.EverywhereCode.ROUND_NUMBER;
import static posixkit.linux.layout.EverywhereCode.ROUND_PID;
import static posixkit.linux.layout.EverywhereCode.ROUND_SIZE;
import static posixkit.linux.layout.EverywhereCode.ROUND_SLOTS;
import static posixkit.linux.layout.EverywhereCode.SLOT_RESULT;
import static posixkit.linux.layout.EverywhereCode.SLOT_SIZE;
import static posixkit.linux.layout.EverywhereCode.SLOT_STATE;
import static posixkit.linux.layout.EverywhereCode.SLOT_TID;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_close;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getdents64;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_gettid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_openat;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_tgkill;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.linux.layout.EverywhereCode;
import posixkit.linux.layout.Sigaction;
import posixkit.onlinux.Syscalls;
import posixkit.onlinux.ThreadsDifferException;
import posixkit.onlinux.ThreadsDifferException.Outcome;
import posixkit.unix.Bindings;
import posixkit.unix.Result;
import posixkit.unix.Scratch;

/**
 * Has every thread of the process make a call, whatever it is doing, by a signal whose handler is a routine of our own ({@code
 * abi/code/everywhere-*.S}). Threads come and go meanwhile; so the list of them is read until it has held nobody new, and
 * nobody who has not answered, twice in a row: a thread that is started by one that has answered is as that one.
 */
final class AllThreads {
    /** The last signal of all is where nobody else begins to look for one. */
    private static final int LAST_SIGNAL = 64;

    /** glibc's own come before, and the one that OpenJ9 takes. */
    private static final int FIRST_SIGNAL = 36;

    private static final long SIG_DFL = 0;
    private static final int PATIENCE_SECONDS = 10;

    /** How many requests fit into a round: of threads that come and go, too. */
    private static final int SLOTS = 16 * 1024;

    private static final int LISTING = 256 * 1024;
    private static final long PAUSE_NANOS = 50_000;

    /** Until then, a thread that does not answer may just be slow. */
    private static final long SLOW_NANOS = 20_000_000;

    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final KernelCall kernel;
    private final KernelSixCall sixCalls;
    private final SignalCall signals;
    private final MachineCode handler;
    private final int signal;
    private final long patienceNanos;

    /** Where the handler finds the round's address; 0 between rounds. */
    private final ByteBuffer cell = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());

    private final LinuxDirents listing = new LinuxDirents(LISTING);
    private ByteBuffer round = newRound();

    /** A thread that did not answer in time may do so yet, and look there: it is never given back. */
    private final List<ByteBuffer> abandoned = new ArrayList<>();

    /** A thread's number comes again when it has ended; what names it in the listing does not. */
    private record Task(int tid, long inode) {}

    AllThreads(Bindings bindings) throws ErrnoException {
        kernel = bindings.library().load(KernelCall.class);
        sixCalls = bindings.library().load(KernelSixCall.class);
        signals = bindings.library().load(SignalCall.class);
        patienceNanos = TimeUnit.SECONDS.toNanos(Integer.getInteger(Syscalls.TIMEOUT_PROPERTY, PATIENCE_SECONDS));
        byte[] code = EverywhereCode.bytes();
        ByteBuffer.wrap(code).order(ByteOrder.nativeOrder()).putLong(CELL, Native.address(cell, 0));
        handler = new MachineCode(new LinuxMemory(bindings), code);
        Integer wanted = Integer.getInteger(Syscalls.SIGNAL_PROPERTY);
        signal = install(wanted == null ? free() : wanted);
    }

    private static ByteBuffer newRound() {
        return ByteBuffer.allocateDirect(ROUND_SIZE + SLOTS * SLOT_SIZE).order(ByteOrder.nativeOrder());
    }

    private int free() {
        for (int candidate = LAST_SIGNAL; candidate >= FIRST_SIGNAL; candidate--) {
            if (handlerOf(candidate) == SIG_DFL) {
                return candidate;
            }
        }
        throw new IllegalStateException("no signal is left to reach threads by");
    }

    private long handlerOf(int candidate) {
        try (Scratch s = Scratch.open()) {
            long old = s.alloc(Sigaction.SIZE);
            return signals.sigaction(candidate, 0, old) == 0 ? Sigaction.handler(s, old) : -1;
        }
    }

    /** It stays: a signal may come late. With all others blocked, because the thread is in the midst of anything. */
    private int install(int chosen) throws ErrnoException {
        long taken = handlerOf(chosen);
        if (taken != SIG_DFL) {
            throw new IllegalStateException("signal " + chosen + (taken == -1 ? " cannot be had" : " is taken"));
        }
        try (Scratch s = Scratch.open()) {
            long action = s.allocZeroed(Sigaction.SIZE);
            Sigaction.handler(s, action, handler.address());
            Sigaction.flags(s, action, SA_SIGINFO | SA_RESTART | SA_ONSTACK);
            for (long at = action + Sigaction.MASK; at < action + Sigaction.FLAGS; at += Long.BYTES) {
                s.set64(at, -1);
            }
            Result.check(signals.sigaction(chosen, action, 0), "sigaction", "signal", chosen);
        }
        return chosen;
    }

    synchronized long call(long number, long a1, long a2, long a3, long a4, long a5, long a6) throws ErrnoException {
        if (handlerOf(signal) != handler.address()) {
            throw new IllegalStateException("somebody has taken signal " + signal);
        }
        int caller = (int) kernel.syscall(SYS_gettid, 0, 0, 0, 0);
        long result = Result.negate(sixCalls.syscall(number, a1, a2, a3, a4, a5, a6));
        // If it fails here, it has happened nowhere.
        Result.orThrow(result, "syscall", "number", number);
        int pid = (int) kernel.syscall(SYS_getpid, 0, 0, 0, 0);
        for (int at = 0; at < round.capacity(); at += Long.BYTES) {
            round.putLong(at, 0);
        }
        round.putInt(ROUND_PID, pid);
        round.putLong(ROUND_NUMBER, number);
        int argument = ROUND_ARGUMENTS;
        for (long value : new long[] {a1, a2, a3, a4, a5, a6}) {
            round.putLong(argument, value);
            argument += Long.BYTES;
        }
        List<Task> asked = new ArrayList<>();
        List<Outcome> others = new ArrayList<>();
        LONGS.setVolatile(cell, 0, Native.address(round, 0));
        try {
            ask(caller, pid, asked);
            for (int slot = 0; slot < asked.size(); slot++) {
                long theirs = round.getLong(at(slot) + SLOT_RESULT);
                if (state(slot) == DONE && theirs != result) {
                    others.add(outcome(asked.get(slot), theirs));
                }
            }
        } finally {
            LONGS.setVolatile(cell, 0, 0L);
            others.addAll(silenced(asked));
        }
        if (!others.isEmpty()) {
            throw new ThreadsDifferException(result, others);
        }
        return result;
    }

    private static Outcome outcome(Task task, Long result) {
        String name;
        try {
            name = Files.readString(Path.of("/proc/self/task", Integer.toString(task.tid), "comm"))
                    .strip();
        } catch (IOException ended) {
            name = "ended since";
        }
        return new Outcome(task.tid, name, result);
    }

    /** Until all have answered, or it has taken too long. */
    private void ask(int caller, int pid, List<Task> asked) throws ErrnoException {
        Map<Task, Integer> slots = new HashMap<>();
        Set<Integer> unsent = new HashSet<>();
        long start = System.nanoTime();
        int quiet = 0;
        while (quiet < 2) {
            Set<Task> present = present(caller);
            boolean someoneNew = false;
            for (Task task : present) {
                Integer slot = slots.get(task);
                if (slot == null || state(slot) == CANCELLED && !hasEnded(task.tid)) {
                    someoneNew = true;
                    unsent.add(request(task, slots, asked));
                }
            }
            unsent.removeIf(slot -> sent(pid, slot));
            boolean pending = !unsent.isEmpty();
            long waited = System.nanoTime() - start;
            for (Map.Entry<Task, Integer> each : slots.entrySet()) {
                boolean isHere =
                        present.contains(each.getKey()) && !(waited > SLOW_NANOS && hasEnded(each.getKey().tid));
                pending |= !isSettled(each.getValue(), isHere);
            }
            quiet = someoneNew || pending ? 0 : quiet + 1;
            if (quiet == 0) {
                if (waited > patienceNanos) {
                    return;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** The threads of the process at the moment, but for the caller. */
    private Set<Task> present(int caller) throws ErrnoException {
        Set<Task> present = new HashSet<>();
        try (Scratch s = Scratch.open()) {
            long path = s.string("/proc/self/task");
            long opened = kernel.syscall(SYS_openat, AT_FDCWD, path, O_DIRECTORY | O_CLOEXEC, 0);
            int fd = (int) Result.orThrow(Result.negate(opened), "openat", "pid", 0);
            try {
                int read;
                do {
                    long result = Result.negate(kernel.syscall(SYS_getdents64, fd, listing.address(), LISTING, 0));
                    read = (int) Result.orThrow(result, "getdents64", "fd", fd);
                    listing.filled(read);
                    while (listing.next()) {
                        String name = listing.name();
                        if (!name.startsWith(".") && Integer.parseInt(name) != caller) {
                            present.add(new Task(Integer.parseInt(name), listing.ino()));
                        }
                    }
                } while (read > 0);
            } finally {
                kernel.syscall(SYS_close, fd, 0, 0, 0);
            }
        }
        return present;
    }

    private int request(Task task, Map<Task, Integer> slots, List<Task> asked) {
        int slot = asked.size();
        if (slot == SLOTS) {
            throw new IllegalStateException(SLOTS + " threads have come and gone meanwhile");
        }
        asked.add(task);
        slots.put(task, slot);
        round.putInt(at(slot) + SLOT_TID, task.tid);
        round.putInt(at(slot) + SLOT_STATE, REQUESTED);
        INTS.setVolatile(round, ROUND_SLOTS, slot + 1);
        return slot;
    }

    /** Not yet, where the user has too many signals waiting. That it cannot be sent, because nobody is there, shows soon. */
    private boolean sent(int pid, int slot) {
        long result = kernel.syscall(SYS_tgkill, pid, round.getInt(at(slot) + SLOT_TID), signal, 0);
        return Result.negate(result) != -EAGAIN;
    }

    /** It has made its call, or will never. */
    private boolean isSettled(int slot, boolean isHere) {
        int state = state(slot);
        return state == DONE || state == CANCELLED || !isHere && cancel(slot);
    }

    private boolean cancel(int slot) {
        return INTS.compareAndSet(round, at(slot) + SLOT_STATE, REQUESTED, CANCELLED);
    }

    private int state(int slot) {
        return (int) INTS.getVolatile(round, at(slot) + SLOT_STATE);
    }

    private static int at(int slot) {
        return ROUND_SIZE + slot * SLOT_SIZE;
    }

    /** A thread that has ended, but is the first of its process, stays on the list. */
    private static boolean hasEnded(int tid) {
        try {
            String stat = Files.readString(Path.of("/proc/self/task", Integer.toString(tid), "stat"));
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException gone) {
            return true;
        }
    }

    /** Whoever has not answered must not do so any more, and is left the memory in which it may still look. */
    private List<Outcome> silenced(List<Task> asked) {
        List<Outcome> silent = new ArrayList<>();
        for (int slot = 0; slot < asked.size(); slot++) {
            int state = state(slot);
            if (state != DONE && state != CANCELLED && (cancel(slot) || state(slot) != DONE)) {
                silent.add(outcome(asked.get(slot), null));
            }
        }
        if (!silent.isEmpty()) {
            abandoned.add(round);
            round = newRound();
        }
        return silent;
    }
}
