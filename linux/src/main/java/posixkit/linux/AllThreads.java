package posixkit.linux;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Signal.SIG_DFL;
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
import static posixkit.onlinux.constants.LinuxSignal.SIGRTMAX_KERNEL;
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
import posixkit.Outcome;
import posixkit.ffi.Native;
import posixkit.linux.call.KernelCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.linux.layout.EverywhereCode;
import posixkit.onlinux.Syscalls;
import posixkit.onlinux.ThreadsDifferException;
import posixkit.onlinux.ThreadsDifferException.ThreadResult;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;

/**
 * Makes the same system call on all threads of this process. The calling thread makes the system call directly. Each of the other
 * threads receives a signal. The signal handler makes the system call, whatever code the thread was running. The handler is
 * machine code ({@code abi/code/everywhere-*.S}).
 *
 * <p>A round is one call of {@link #call}. In a round, this class requests the system call from each of the other threads. The
 * memory of the round holds the number and the arguments of the system call, and a list of slots. Each request has a slot, which
 * holds the id of the thread, the state of the request, and the result.
 *
 * <p>Threads start and end during a round. So this class reads the list of threads again and again. A reading is quiet if it
 * finds no new thread, and if all requests are finished. After two quiet readings in a row, the round is complete. The system
 * call changes a setting of each thread. A thread that starts later inherits the changed setting, because the thread that starts
 * it has made the system call.
 */
final class AllThreads {
    /** The lowest signal that this class may choose. glibc and OpenJ9 use lower real-time signals. */
    private static final int FIRST_SIGNAL = 36;

    private static final int DEFAULT_TIMEOUT_SECONDS = 10;

    /**
     * The largest number of requests in one call of {@link #call}. Each request asks one thread to make the system call, and
     * takes one slot, an entry in native memory. Requests to threads that end during the call take a slot too.
     */
    private static final int SLOTS = 16 * 1024;

    private static final int LISTING = 256 * 1024;
    private static final long PAUSE_NANOS = 50_000;

    /**
     * The time in nanoseconds that {@link #requestAll} waits before it checks whether threads have ended. Until then, a thread
     * that has not made the system call is probably only slow.
     */
    private static final long SLOW_NANOS = 20_000_000;

    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final KernelCalls calls;
    private final SyscallCalls kernel;
    private final MachineCode handler;
    private final int signal;
    private final long timeoutNanos;

    /**
     * Holds an address for the signal handler: the address of the memory with the number and the arguments of the current system
     * call. Holds 0 if there is no current call.
     */
    private final ByteBuffer cell = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());

    private final LinuxDirents listing = new LinuxDirents(LISTING);
    private ByteBuffer round = newRound();

    /**
     * The native memory of earlier calls of {@link #call}. In each of these calls, at least one thread did not make its system
     * call in time. This thread may still read the memory, so the memory is never freed.
     */
    private final List<ByteBuffer> abandoned = new ArrayList<>();

    /**
     * Identifies a thread by its id and by the inode of its directory in /proc. The id is not sufficient: the kernel reuses the
     * id of a thread that has ended, but not the inode.
     */
    private record Task(int tid, long inode) {}

    AllThreads(Bindings bindings, LinuxCalls linux) throws ErrnoException {
        calls = linux.kernel();
        kernel = linux.syscall();
        timeoutNanos = TimeUnit.SECONDS.toNanos(Integer.getInteger(Syscalls.TIMEOUT_PROPERTY, DEFAULT_TIMEOUT_SECONDS));
        byte[] code = EverywhereCode.bytes();
        ByteBuffer.wrap(code).order(ByteOrder.nativeOrder()).putLong(CELL, Native.address(cell, 0));
        handler = new MachineCode(new LinuxMemory(bindings, null), code);
        Integer chosen = Integer.getInteger(Syscalls.SIGNAL_PROPERTY);
        signal = install(chosen == null ? freeSignal() : chosen);
    }

    private static ByteBuffer newRound() {
        return ByteBuffer.allocateDirect(ROUND_SIZE + SLOTS * SLOT_SIZE).order(ByteOrder.nativeOrder());
    }

    private int freeSignal() {
        // The search starts at the highest signal, because other code that looks for a free signal starts at the
        // lowest.
        for (int candidate = SIGRTMAX_KERNEL; candidate >= FIRST_SIGNAL; candidate--) {
            if (handlerOf(candidate) == SIG_DFL) {
                return candidate;
            }
        }
        throw new IllegalStateException("no real-time signal is free");
    }

    private long handlerOf(int candidate) {
        return SignalAction.handler(calls, candidate);
    }

    /**
     * Installs the handler of the signal {@code chosen} and returns {@code chosen}. The handler is never removed, because a
     * signal may arrive late.
     */
    private int install(int chosen) throws ErrnoException {
        long present = handlerOf(chosen);
        if (present != SIG_DFL) {
            throw new IllegalStateException(
                    "signal " + chosen + (present == -1 ? " does not exist" : " has a handler already"));
        }
        try (Scratch s = Scratch.open()) {
            Outcome.of("sigaction", "signal", chosen, SignalAction.install(calls, s, chosen, handler.address(), 0));
        }
        return chosen;
    }

    /**
     * Makes the system call {@code number} on all threads. Returns the result of the calling thread: a value, or −errno. If the
     * result is −errno, no other thread has made the call. Throws ThreadsDifferException if another thread had another result or
     * has not made the call in time.
     */
    synchronized long call(long number, long a1, long a2, long a3, long a4, long a5, long a6) throws ErrnoException {
        if (handlerOf(signal) != handler.address()) {
            throw new IllegalStateException("other code has replaced the handler of signal " + signal);
        }
        int caller = (int) kernel.syscall(SYS_gettid, 0, 0, 0, 0);
        long result = calls.syscall6(number, a1, a2, a3, a4, a5, a6);
        if (Outcome.isErrno(result)) {
            return result;
        }
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
        List<Task> tasks = new ArrayList<>();
        List<ThreadResult> others = new ArrayList<>();
        LONGS.setVolatile(cell, 0, Native.address(round, 0));
        try {
            requestAll(caller, pid, tasks);
            for (int slot = 0; slot < tasks.size(); slot++) {
                long other = round.getLong(at(slot) + SLOT_RESULT);
                if (state(slot) == DONE && other != result) {
                    others.add(threadResult(tasks.get(slot), other));
                }
            }
        } finally {
            LONGS.setVolatile(cell, 0, 0L);
            others.addAll(cancelMissing(tasks));
        }
        if (!others.isEmpty()) {
            throw new ThreadsDifferException(result, others);
        }
        return result;
    }

    private static ThreadResult threadResult(Task task, Long result) {
        String name;
        try {
            name = Files.readString(Path.of("/proc/self/task", Integer.toString(task.tid), "comm"))
                    .strip();
        } catch (IOException ended) {
            name = "has ended";
        }
        return new ThreadResult(task.tid, name, result);
    }

    /**
     * Asks all threads except {@code caller} to make the system call. Returns when all of them have made the call, or when the
     * time limit is over. Each request takes one slot, an entry in native memory. For each slot, adds the thread of the slot to
     * {@code tasks}. So the index of a thread in {@code tasks} is the number of its slot.
     */
    private void requestAll(int caller, int pid, List<Task> tasks) throws ErrnoException {
        Map<Task, Integer> slots = new HashMap<>();
        Set<Integer> unsent = new HashSet<>();
        long start = System.nanoTime();
        int quietListings = 0;
        while (quietListings < 2) {
            Set<Task> present = present(caller);
            boolean hasNew = false;
            for (Task task : present) {
                Integer slot = slots.get(task);
                if (slot == null || state(slot) == CANCELLED && !hasEnded(task.tid)) {
                    hasNew = true;
                    unsent.add(request(task, slots, tasks));
                }
            }
            unsent.removeIf(slot -> send(pid, slot));
            boolean isPending = !unsent.isEmpty();
            long waited = System.nanoTime() - start;
            for (Map.Entry<Task, Integer> entry : slots.entrySet()) {
                Task task = entry.getKey();
                boolean isHere = present.contains(task) && !(waited > SLOW_NANOS && hasEnded(task.tid));
                isPending |= !isSettled(entry.getValue(), isHere);
            }
            quietListings = hasNew || isPending ? 0 : quietListings + 1;
            if (quietListings == 0) {
                if (waited > timeoutNanos) {
                    return;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Returns the threads that this process has now, except the calling thread, whose id is {@code caller}. */
    private Set<Task> present(int caller) throws ErrnoException {
        Set<Task> present = new HashSet<>();
        try (Scratch s = Scratch.open()) {
            String directory = "/proc/self/task";
            long opened =
                    kernel.syscall(SYS_openat, AT_FDCWD, s.string("directory", directory), O_DIRECTORY | O_CLOEXEC, 0);
            int fd = Outcome.ofPath("openat", directory, (int) opened);
            try {
                int read;
                do {
                    long result = kernel.syscall(SYS_getdents64, fd, listing.address(), LISTING, 0);
                    read = (int) Outcome.ofFd("getdents64", fd, result);
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

    private int request(Task task, Map<Task, Integer> slots, List<Task> tasks) {
        int slot = tasks.size();
        if (slot == SLOTS) {
            throw new IllegalStateException("more than " + SLOTS + " threads started and ended during the call");
        }
        tasks.add(task);
        slots.put(task, slot);
        round.putInt(at(slot) + SLOT_TID, task.tid);
        round.putInt(at(slot) + SLOT_STATE, REQUESTED);
        INTS.setVolatile(round, ROUND_SLOTS, slot + 1);
        return slot;
    }

    /**
     * Sends the signal to the thread whose request is in {@code slot}. Returns false if the kernel fails with EAGAIN, because the
     * signal queue of the user is full. If the result is false, the caller must try again. Returns true in all other cases, even
     * if the thread has ended. The caller detects the end of a thread when it next reads the list of threads.
     */
    private boolean send(int pid, int slot) {
        long result = kernel.syscall(SYS_tgkill, pid, round.getInt(at(slot) + SLOT_TID), signal, 0);
        return result != -EAGAIN;
    }

    /**
     * Returns true if the request in {@code slot} is finished: its thread has made the call, or the request is cancelled. If the
     * thread has ended without beginning the call, this method cancels the request and returns true.
     *
     * @param isHere false if the thread has ended
     */
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

    /**
     * Returns true if the thread {@code tid} has ended. Reads the state of the thread, because the list of threads is not
     * sufficient: that list still contains the first thread of a process after the first thread has ended.
     */
    private static boolean hasEnded(int tid) {
        try {
            String stat = Files.readString(Path.of("/proc/self/task", Integer.toString(tid), "stat"));
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException gone) {
            return true;
        }
    }

    /**
     * Cancels the requests of the threads that have not made the call, and returns these threads. A returned thread may still
     * read the native memory with the requests. So if the result is not empty, this method keeps that memory in
     * {@link #abandoned}, and allocates new memory for the next call.
     */
    private List<ThreadResult> cancelMissing(List<Task> tasks) {
        List<ThreadResult> missing = new ArrayList<>();
        for (int slot = 0; slot < tasks.size(); slot++) {
            int state = state(slot);
            if (state != DONE && state != CANCELLED && (cancel(slot) || state(slot) != DONE)) {
                missing.add(threadResult(tasks.get(slot), null));
            }
        }
        if (!missing.isEmpty()) {
            abandoned.add(round);
            round = newRound();
        }
        return missing;
    }
}
