package posixkit.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import jnr.posix.Group;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.Passwd;

/**
 * Calls getpwnam, getgrgid, readlink and stat in 16 threads at once, and counts the wrong answers. As a program, it does this with
 * jnr-posix's own implementation, which may end the JVM. Arguments: the seconds.
 */
public final class HammerProgram {
    private static final int THREADS = 16;
    private static final String[] USERS = {"root", "daemon", "bin", "sys"};
    private static final int GROUPS = 4;

    private HammerProgram() {}

    public static void main(String[] args) throws Exception {
        System.out.println(hammer(POSIXFactory.getNativePOSIX(), Double.parseDouble(args[0])));
    }

    /** What came of it: how many rounds, how many wrong answers, and the first of them. */
    record Outcome(long rounds, long wrong, String first) {}

    static Outcome hammer(POSIX posix, double seconds) throws Exception {
        Path directory = Files.createTempDirectory("hammer");
        List<Known> groups = groups(posix);
        for (int i = 0; i < GROUPS; i++) {
            Files.createSymbolicLink(directory.resolve("l" + i), Path.of("target" + i));
            Files.write(directory.resolve("f" + i), new byte[i]);
        }
        AtomicLong rounds = new AtomicLong();
        AtomicLong wrong = new AtomicLong();
        AtomicReference<String> first = new AtomicReference<>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        CountDownLatch done = new CountDownLatch(THREADS);
        for (int t = 0; t < THREADS; t++) {
            int start = t;
            new Thread(() -> {
                        try {
                            for (int i = start; System.nanoTime() < end; i++) {
                                String found = wrong(posix, directory, groups, i % GROUPS);
                                if (found != null) {
                                    wrong.incrementAndGet();
                                    first.compareAndSet(null, found);
                                }
                                rounds.incrementAndGet();
                            }
                        } finally {
                            done.countDown();
                        }
                    })
                    .start();
        }
        done.await();
        for (int i = 0; i < GROUPS; i++) {
            Files.delete(directory.resolve("l" + i));
            Files.delete(directory.resolve("f" + i));
        }
        Files.delete(directory);
        return new Outcome(rounds.get(), wrong.get(), first.get());
    }

    /** A group as one thread alone sees it. */
    private record Known(int gid, String name, List<String> members) {}

    /** Returns groups, those with members first: reading members is what ends the JVM. */
    private static List<Known> groups(POSIX posix) {
        List<Known> groups = new ArrayList<>();
        posix.setgrent();
        for (Group group = posix.getgrent(); group != null; group = posix.getgrent()) {
            groups.add(new Known((int) group.getGID(), group.getName(), List.of(group.getMembers())));
        }
        posix.endgrent();
        groups.sort(Comparator.comparingInt(group -> -group.members().size()));
        return groups.subList(0, GROUPS);
    }

    /** Makes each call once and returns what is wrong, or null. */
    private static String wrong(POSIX posix, Path directory, List<Known> groups, int i) {
        try {
            Passwd user = posix.getpwnam(USERS[i]);
            Thread.onSpinWait();
            if (!USERS[i].equals(user.getLoginName())) {
                return "getpwnam(" + USERS[i] + ") is " + user.getLoginName();
            }
            Group group = posix.getgrgid(groups.get(i).gid());
            Known found = new Known((int) group.getGID(), group.getName(), List.of(group.getMembers()));
            if (!groups.get(i).equals(found)) {
                return groups.get(i) + " is " + found;
            }
            if (!("target" + i).equals(posix.readlink(directory + "/l" + i))) {
                return "readlink";
            }
            return posix.stat(directory + "/f" + i).st_size() == i ? null : "stat";
        } catch (Exception e) {
            return e.toString();
        }
    }
}
