package posixkit.examples.jnr;

import static posixkit.constants.Access.F_OK;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Seek.SEEK_END;
import static posixkit.constants.Signal.SIGTERM;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jnr.constants.platform.Errno;
import jnr.posix.FileStat;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.Passwd;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Stat;
import posixkit.interop.JnrPosix;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.time.Timeval;

/** The same tasks with jnr-posix and with posixkit. The files are in a new directory, which {@link #close} removes. */
final class SideBySide implements AutoCloseable {
    private static final int PRIVATE = 0700;
    private static final long BEYOND_31_BITS = 3L << 30;
    private static final long MOMENT = 1_000_000_000;
    private static final int NOBODY = Integer.MAX_VALUE;
    private static final String MISSING = "/no/such/file";

    private final Posix posix;
    private final String directory;
    private final String link;
    private final String longLink;
    private final String large;

    /** A task with jnr-posix. */
    private interface Jnr {
        String answer(POSIX posix) throws Exception;
    }

    /** The same task with posixkit. */
    private interface Kit {
        String answer(Posix posix) throws Exception;
    }

    SideBySide(Posix posix) throws ErrnoException {
        this.posix = posix;
        directory = "/tmp/pk-jnr-" + posix.processes().getpid();
        link = directory + "/link";
        longLink = directory + "/long link";
        large = directory + "/large";
        posix.files().mkdir(directory, PRIVATE);
        posix.files().symlink("target", link);
        posix.files().symlink("x".repeat(2000), longLink);
        try (Fd file = Fd.own(posix.files().open(large, O_CREAT | O_RDWR, PRIVATE))) {
            posix.io().ftruncate(file.num(), BEYOND_31_BITS); // It has a length, and needs no space.
        }
    }

    @Override
    public void close() throws ErrnoException {
        for (String file : List.of(link, longLink, large)) {
            posix.files().unlink(file);
        }
        posix.files().rmdir(directory);
    }

    List<Comparison> compare() throws Exception {
        List<Comparison> all = new ArrayList<>();
        all.add(of(
                "ids",
                null,
                jnr -> jnr.getuid() + " " + jnr.getegid() + " " + jnr.getpid(),
                kit -> kit.ids().getuid() + " " + kit.ids().getegid() + " "
                        + kit.processes().getpid()));
        all.add(of("stat", null, SideBySide::stat, SideBySide::stat));
        all.add(of("devices", "jnr-posix splits device numbers as BSD does", SideBySide::device, SideBySide::device));
        all.add(of("spawn", null, jnr -> end(jnr, "exit 3"), kit -> end(kit, "exit 3")));
        all.add(of("signals", null, SideBySide::killed, SideBySide::killed));
        all.add(of("accounts", null, SideBySide::account, SideBySide::account));
        all.add(of("environment", null, SideBySide::variable, SideBySide::variable));
        all.add(of("links", null, jnr -> jnr.readlink(link), kit -> kit.files().readlink(link)));
        all.add(of(
                "long links",
                "jnr-posix cuts the target to 1,024 bytes",
                jnr -> jnr.readlink(longLink).length() + " characters",
                kit -> kit.files().readlink(longLink).length() + " characters"));
        all.add(of("times", null, this::times, this::times));
        all.add(of("errors", null, SideBySide::missing, SideBySide::missing));
        all.add(of("positions", "jnr-posix returns the low 32 bits; lseekLong returns all", this::end, this::end));
        all.add(of("exec path", null, SideBySide::notFound, SideBySide::notFound));
        return all;
    }

    private Comparison of(String task, String reason, Jnr jnr, Kit kit) throws Exception {
        String old = jnr.answer(POSIXFactory.getNativePOSIX());
        String dropIn = jnr.answer(JnrPosix.wrap());
        String answer = kit.answer(posix);
        return new Comparison(task, old, dropIn, answer, old.equals(answer) && dropIn.equals(answer), reason);
    }

    private static String stat(POSIX jnr) {
        FileStat hosts = jnr.stat("/etc/hosts");
        return String.format("%o, %d bytes, %d links", hosts.mode(), hosts.st_size(), hosts.nlink());
    }

    private static String stat(Posix kit) throws ErrnoException {
        Stat hosts = kit.files().stat("/etc/hosts");
        return String.format("%o, %d bytes, %d links", hosts.mode(), hosts.size(), hosts.nlink());
    }

    private static String device(POSIX jnr) {
        FileStat device = jnr.stat("/dev/null");
        return device.major(device.rdev()) + ":" + device.minor(device.rdev());
    }

    private static String device(Posix kit) throws ErrnoException {
        long device = kit.files().stat("/dev/null").rdev();
        return kit.files().major(device) + ":" + kit.files().minor(device);
    }

    private static String end(POSIX jnr, String script) {
        long child = jnr.posix_spawnp("sh", List.of(), List.of("sh", "-c", script), List.of("PATH=/bin:/usr/bin"));
        return end(jnr, child);
    }

    private static String end(POSIX jnr, long child) {
        int[] status = new int[1];
        jnr.waitpid(child, status, 0);
        return new WaitStatus(status[0]).toString(); // jnr-posix has no method that reads a status.
    }

    private static String end(Posix kit, String script) throws ErrnoException {
        return end(kit, kit.processes().spawn(Spawn.of("sh", "-c", script)));
    }

    private static String end(Posix kit, int child) throws ErrnoException {
        WaitStatus status = new WaitStatus();
        kit.processes().wait4(child, status, 0, null);
        return status.toString();
    }

    private static String killed(POSIX jnr) {
        long child = jnr.posix_spawnp("sleep", List.of(), List.of("sleep", "60"), List.of("PATH=/bin:/usr/bin"));
        jnr.kill(child, SIGTERM);
        return end(jnr, child);
    }

    private static String killed(Posix kit) throws ErrnoException {
        int child = kit.processes().spawn(Spawn.of("sleep", "60"));
        kit.processes().kill(child, SIGTERM);
        return end(kit, child);
    }

    private static String account(POSIX jnr) {
        Passwd user = jnr.getpwuid(0);
        return user.getLoginName() + " " + user.getHome() + " " + user.getShell();
    }

    private static String account(Posix kit) throws ErrnoException {
        posixkit.id.Passwd user = kit.accounts().getpwuid(0);
        return user.name() + " " + user.home() + " " + user.shell();
    }

    private static String variable(POSIX jnr) {
        jnr.setenv("PK_JNR", "größe", 1);
        String value = jnr.getenv("PK_JNR");
        jnr.unsetenv("PK_JNR");
        return value + ", then " + jnr.getenv("PK_JNR");
    }

    private static String variable(Posix kit) throws ErrnoException {
        kit.environment().setenv("PK_JNR", "größe", true);
        String value = kit.environment().getenv("PK_JNR");
        kit.environment().unsetenv("PK_JNR");
        return value + ", then " + kit.environment().getenv("PK_JNR");
    }

    private String times(POSIX jnr) {
        long[] moment = {MOMENT, TimeUnit.MILLISECONDS.toMicros(500)};
        jnr.utimes(large, moment, moment);
        return jnr.stat(large).mtime() + " s";
    }

    private String times(Posix kit) throws ErrnoException {
        Timeval moment = Timeval.of(MOMENT, TimeUnit.MILLISECONDS.toMicros(500));
        kit.files().utimes(large, moment, moment);
        return kit.files().stat(large).mtimeSec() + " s";
    }

    /** A failure is a number in jnr-posix; posixkit has an exception, and as the other form of each call a number. */
    private static String missing(POSIX jnr) {
        int file = jnr.access(MISSING, F_OK);
        String name = Errno.valueOf(jnr.errno()).name();
        int process = jnr.kill(NOBODY, 0);
        return file + " " + name + ", " + process + " "
                + Errno.valueOf(jnr.errno()).name();
    }

    private static String missing(Posix kit) {
        String name;
        try {
            kit.files().access(MISSING, F_OK);
            name = "found";
        } catch (ErrnoException e) {
            name = e.name();
        }
        int process = kit.processes().killOrErrno(NOBODY, 0);
        return "-1 " + name + ", " + (process < 0 ? -1 : 0) + " " + posixkit.constants.Errno.name(-process);
    }

    private String end(POSIX jnr) {
        int file = jnr.open(large, O_RDWR, 0);
        int end = jnr.lseek(file, 0, SEEK_END);
        String answer = end == -1 ? "-1 " + Errno.valueOf(jnr.errno()).name() : Integer.toString(end);
        jnr.close(file);
        return answer;
    }

    private String end(Posix kit) throws ErrnoException {
        try (Fd file = Fd.own(kit.files().open(large, O_RDWR))) {
            return Long.toString(kit.io().lseek(file.num(), 0, SEEK_END));
        }
    }

    private static String notFound(POSIX jnr) {
        long child = jnr.posix_spawnp("no-such-program", List.of(), List.of("x"), List.of("PATH=/bin:/usr/bin"));
        return child + " " + Errno.valueOf(jnr.errno()).name();
    }

    private static String notFound(Posix kit) {
        try {
            return Integer.toString(kit.processes().spawn(Spawn.of("no-such-program")));
        } catch (ErrnoException e) {
            return "-1 " + e.name();
        }
    }
}
