package posixkit.testing;

import static posixkit.constants.Wait.WNOHANG;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import posixkit.Posix;
import posixkit.onlinux.Pidfds.SpawnedChild;
import posixkit.process.WaitStatus;

/**
 * Finds descriptors, children, mappings and threads that calls made and no caller got. What a call has returned belongs to its caller,
 * who reports it here.
 */
final class HostileLeaks {
    private static final String OPENS =
            "open|openat|openat2|creat|dup|dup2|dup3|fcntl|pipe|pipe2|socket|socketpair|accept|accept4"
                    + "|epollCreate|epollCreate1|kqueue|eventfd|timerfdCreate|signalfd|inotifyInit1|memfdCreate|memfdSecret|shmOpen"
                    + "|pidfdOpen|peerPidfd|pidfdGetfd|posixOpenpt|fsopen|fspick|fsmount|openTree|openByHandleAt";
    private static final String OF_THE_JVM = ".*(\\.jar|\\.so[.0-9]*|/modules|random)|/proc/.*|/sys/.*|";
    private static final long MIB = 1 << 20;

    /** More than this JVM needs while it runs on: compiled code, classes, stacks of the compilers' threads. */
    private static final long MOST_BYTES = 96 * MIB;

    private static final int ATTEMPTS = 50;
    private static final int MOST_MAPPINGS = 300;
    private static final int MOST_THREADS = 16;

    /** A thread that waits for ever has a stack, a guard and an allocation buffer. */
    private static final int MAPPINGS_OF_A_THREAD = 6;

    private final Posix posix;
    private final HostileSystem system;
    private final Set<Integer> returnedFds = ConcurrentHashMap.newKeySet();
    private final Set<Integer> returnedChildren = ConcurrentHashMap.newKeySet();
    private final List<String> found = new ArrayList<>();
    private Size before;

    /** How much this process has of what cannot be attributed to a call. */
    private record Size(long bytes, int mappings, int threads, int regions) {}

    /** Also lets the JDK open what it keeps when it first reads a file. */
    HostileLeaks(Posix posix, HostileSystem system) throws IOException {
        this.posix = posix;
        this.system = system;
        begin();
    }

    /** Notes the descriptors and the child that a call has returned. */
    void returned(Method method, Object result, Object[] arguments) {
        String name = method.getName().replaceFirst(Roles.TWIN + "$", "");
        if (name.equals("spawn") && result instanceof Integer pid) {
            returnedChildren.add(pid);
        }
        if (result instanceof SpawnedChild child) {
            returnedChildren.add(child.pid());
            returnedFds.add(child.pidfd());
        }
        if (name.matches(OPENS)) {
            add(result);
            Arrays.stream(arguments).filter(int[].class::isInstance).forEach(this::add);
        }
    }

    private void add(Object descriptors) {
        if (descriptors instanceof Integer fd) {
            returnedFds.add(fd);
        } else if (descriptors instanceof int[] several) {
            Arrays.stream(several).forEach(returnedFds::add);
        }
    }

    /** Looks for descriptors that were left since the last look. Waits for the returned children that have ended. */
    void look(Collection<Integer> openFds) throws IOException {
        List<Integer> unknown = unknown(openFds);
        // The JVM opens files, too, and a call that takes long may have made its descriptor and not have returned yet.
        for (int i = 0; i < ATTEMPTS && !unknown.isEmpty(); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            unknown = unknown(unknown);
        }
        for (int fd : unknown) {
            found.add("descriptor " + fd + " of " + target(fd));
        }
        // One that was returned just now stays for the next look.
        returnedFds.removeAll(openFds);
        // Not for any child: that could be one of a spawn that fails at this moment, which waits for it itself.
        returnedChildren.removeIf(pid -> posix.processes().wait4OrErrno(pid, new WaitStatus(), WNOHANG, null) != 0);
    }

    private List<Integer> unknown(Collection<Integer> fds) {
        return fds.stream()
                .filter(fd -> !returnedFds.contains(fd) && !isOfTheJvm(target(fd)))
                .toList();
    }

    private boolean isOfTheJvm(String target) {
        return target.matches(OF_THE_JVM) || system.keeps(target);
    }

    /** Returns what the descriptor is open for, or an empty text if it is closed by now. */
    private static String target(int fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(fd)))
                    .toString();
        } catch (IOException closed) {
            return "";
        }
    }

    /** Notes what this process has by now. */
    void begin() throws IOException {
        before = size();
    }

    /**
     * Returns what was left in all, and what has grown beyond bounds.
     *
     * @param waiting is the number of calls that still wait, each in a thread of its own
     */
    List<String> end(int waiting) throws IOException {
        Size now = size();
        List<String> all = new ArrayList<>(found);
        Set<String> children = Leaks.children();
        children.removeIf(pid -> returnedChildren.contains(Integer.valueOf(pid)));
        check(all, "children " + children, children.size(), 0);
        check(all, "bytes mapped", now.bytes - before.bytes, MOST_BYTES + waiting * 3 * MIB);
        check(all, "mappings", now.mappings - before.mappings, MOST_MAPPINGS + waiting * MAPPINGS_OF_A_THREAD);
        check(all, "native threads", now.threads - before.threads, MOST_THREADS + waiting);
        check(all, "mappings by mmap", now.regions - before.regions, 0);
        check(all, "threads of ours", ours() - waiting, 0);
        System.out.println("grown by " + (now.bytes - before.bytes) / MIB + " MiB, " + (now.mappings - before.mappings)
                + " mappings and " + (now.threads - before.threads) + " threads");
        return all;
    }

    private static void check(List<String> leaks, String what, long growth, long most) {
        if (growth > most) {
            leaks.add(growth + " more " + what + ", at most " + most + " expected");
        }
    }

    /** The threads of this thread's group, except this one. */
    private static int ours() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread[] threads = new Thread[group.activeCount() + 64];
        int count = group.enumerate(threads);
        return (int) IntStream.range(0, count)
                .filter(i -> threads[i] != Thread.currentThread())
                .count();
    }

    private Size size() throws IOException {
        Path status = Path.of("/proc/self/status");
        long kib = Long.parseLong(Proc.field(status, "VmSize").replace(" kB", ""));
        int threads = Integer.parseInt(Proc.field(status, "Threads"));
        int mappings = Files.readAllLines(Path.of("/proc/self/maps")).size();
        return new Size(kib * 1024, mappings, threads, posix.memory().mappings().size());
    }
}
