package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Utime.UTIME_NOW;
import static posixkit.constants.Utime.UTIME_OMIT;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.constants.Errno;
import posixkit.testing.AttributeShell;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.Programs;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** Tests setting the times of files, by path and by descriptor. The oracle is coreutils. */
public abstract class TimesContract extends WithFiles {
    private static final int NO_FLAG = 1 << 30;
    private static final Instant BEFORE_1970 = Instant.parse("1955-01-02T03:04:05.987654321Z");
    private static final Instant AFTER_2038 = Instant.parse("2100-02-03T04:05:06.123456789Z");
    private static final String BOTH = "2100-02-03 04:05:06.123456789|1955-01-02 03:04:05.987654321";
    private static final String BOTH_MICROS = "2100-02-03 04:05:06.123456000|1955-01-02 03:04:05.987654000";
    private static final String UNTOUCHED = "2001-02-03 04:05:06.000000007|2002-03-04 05:06:07.000000008";

    @Test
    void utimesSetsEachTimeToTheMicrosecond() throws IOException {
        Path path = untouched("file");
        Path link = linkTo(path);
        files.utimes(path.toString(), timeval(AFTER_2038), timeval(BEFORE_1970));
        assertEquals(BOTH_MICROS, times(path));
        files.utimes(link.toString(), timeval(BEFORE_1970), timeval(AFTER_2038));
        assertEquals("1955-01-02 03:04:05.987654000|2100-02-03 04:05:06.123456000", times(path));
        assertEquals(Instant.parse("2002-03-04T05:06:07.000000008Z"), mtime(link));
        assertErrno(ENOENT, () -> files.utimes(dir + "/missing", timeval(AFTER_2038), timeval(BEFORE_1970)));
    }

    @Test
    void microsecondsOutOfRangeAreEinvalWhateverTheyComeOutAs() throws IOException {
        Path path = untouched("file");
        Timeval good = timeval(AFTER_2038);
        try (Fd fd = open(path, O_RDONLY)) {
            for (long micros : noMicros()) {
                Timeval bad = posix.clocks().newTimeval().sec(1).usec(micros);
                assertErrno(EINVAL, () -> files.utimes(path.toString(), bad, good));
                assertErrno(EINVAL, () -> files.utimes(path.toString(), good, bad));
                assertErrno(EINVAL, () -> files.lutimes(path.toString(), bad, good));
                assertErrno(EINVAL, () -> files.lutimes(path.toString(), good, bad));
                assertErrno(EINVAL, () -> posix.io().futimes(fd.num(), bad, good));
                ErrnoException thrown = assertErrno(EINVAL, () -> posix.io().futimes(fd.num(), good, bad));
                assertEquals("futimes", thrown.call());
                assertEquals("fd " + fd.num(), thrown.subject());
            }
        }
        assertEquals(UNTOUCHED, times(path));
        files.utimes(
                path.toString(),
                posix.clocks().newTimeval().sec(981173106).usec(0),
                posix.clocks().newTimeval().sec(981173107).usec(999_999));
        assertEquals("2001-02-03 04:05:06.000000000|2001-02-03 04:05:07.999999000", times(path));
    }

    /** Returns microseconds out of range. The last one times 1000 overflows to 0. */
    protected long[] noMicros() {
        return new long[] {-1, 1_000_000, 1_073_741_823, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 61};
    }

    @Test
    void utimesWithoutTimesSetsBothToNow() throws IOException {
        Path path = untouched("file");
        Instant start = Instant.now();
        files.utimes(path.toString());
        assertNow(start, atime(path));
        assertNow(start, mtime(path));
        Path second = untouched("second");
        files.utimes(linkTo(second).toString());
        assertNow(start, atime(second));
        assertNow(start, mtime(second));
        Path third = untouched("third");
        try (Fd fd = open(third, O_RDONLY)) {
            posix.io().futimes(fd.num());
            assertNow(start, atime(third));
            assertNow(start, mtime(third));
        }
        ErrnoException thrown = assertErrno(EBADF, () -> posix.io().futimes(NOT_OPEN));
        assertEquals("futimes", thrown.call());
    }

    @Test
    void lutimesSetsTheLinksOwn() throws IOException {
        Path path = untouched("file");
        Path link = linkTo(path);
        files.lutimes(link.toString(), timeval(AFTER_2038), timeval(BEFORE_1970));
        assertEquals(BOTH_MICROS, times(link));
        files.lutimes(link.toString(), timeval(BEFORE_1970), timeval(AFTER_2038));
        assertEquals("1955-01-02 03:04:05.987654000|2100-02-03 04:05:06.123456000", times(link));
        assertEquals(UNTOUCHED, times(path));
    }

    @Test
    void utimensatSetsEachTimeToTheNanosecond() throws IOException {
        Path path = untouched("file");
        files.utimensat(AT_FDCWD, path.toString(), timespec(AFTER_2038), timespec(BEFORE_1970), 0);
        assertEquals(BOTH, times(path));
        files.utimensat(AT_FDCWD, path.toString(), timespec(BEFORE_1970), timespec(AFTER_2038), 0);
        assertEquals("1955-01-02 03:04:05.987654321|2100-02-03 04:05:06.123456789", times(path));
        files.utimensat(AT_FDCWD, path.toString(), AFTER_2038, BEFORE_1970, 0);
        assertEquals(BOTH, times(path));
        files.utimensat(AT_FDCWD, path.toString(), BEFORE_1970, AFTER_2038, 0);
        assertEquals("1955-01-02 03:04:05.987654321|2100-02-03 04:05:06.123456789", times(path));
    }

    @Test
    void twinsReturnZeroOnSuccess() throws IOException {
        Path path = untouched("file");
        String name = path.toString();
        Path link = linkTo(path);
        assertEquals(0, files.utimesOrErrno(name, timeval(AFTER_2038), timeval(BEFORE_1970)));
        assertEquals(BOTH_MICROS, times(path));
        assertEquals(0, files.lutimesOrErrno(link.toString(), timeval(AFTER_2038), timeval(BEFORE_1970)));
        assertEquals(BOTH_MICROS, times(link));
        assertEquals(0, files.utimensatOrErrno(AT_FDCWD, name, timespec(AFTER_2038), timespec(BEFORE_1970), 0));
        assertEquals(BOTH, times(path));
        assertEquals(0, files.utimensatOrErrno(AT_FDCWD, name, BEFORE_1970, AFTER_2038, 0));
        assertEquals("1955-01-02 03:04:05.987654321|2100-02-03 04:05:06.123456789", times(path));
        Instant start = Instant.now();
        assertEquals(0, files.utimesOrErrno(name));
        assertNow(start, mtime(path));
    }

    @Test
    void utimensatStartsAtItsDirectoryAndObeysItsFlag() throws IOException {
        Path path = untouched("file");
        Path link = linkTo(path);
        Timespec first = timespec(AFTER_2038);
        Timespec second = timespec(BEFORE_1970);
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            files.utimensat(fd.num(), "link", first, second, AT_SYMLINK_NOFOLLOW);
            assertEquals(BOTH + " " + UNTOUCHED, times(link) + " " + times(path));
            files.utimensat(fd.num(), "link", Instant.EPOCH, Instant.EPOCH, AT_SYMLINK_NOFOLLOW);
            assertEquals("1970-01-01 00:00:00.000000000|1970-01-01 00:00:00.000000000", times(link));
            assertEquals(UNTOUCHED, times(path));
            files.utimensat(fd.num(), "link", first, second, 0);
            assertEquals(BOTH, times(path), "a link is followed");
            files.utimensat(NOT_OPEN, path.toString(), second, first, 0);
            assertEquals("1955-01-02 03:04:05.987654321|2100-02-03 04:05:06.123456789", times(path));
            assertErrno(EBADF, () -> files.utimensat(NOT_OPEN, "file", first, second, 0));
            assertErrno(ENOTDIR, () -> files.utimensat(notADirectory.num(), "file", first, second, 0));
            assertErrno(ENOENT, () -> files.utimensat(fd.num(), "missing", first, second, 0));
            if (refusesUnknownFlags()) {
                assertErrno(EINVAL, () -> files.utimensat(fd.num(), "file", first, second, NO_FLAG));
                assertEquals("1955-01-02 03:04:05.987654321|2100-02-03 04:05:06.123456789", times(path));
            } else {
                files.utimensat(fd.num(), "file", first, second, NO_FLAG);
                assertEquals(BOTH, times(path));
            }
        }
    }

    /** Returns true if utimensat fails for an unknown flag. */
    protected boolean refusesUnknownFlags() {
        return true;
    }

    @Test
    void nowAndOmitGoForEachTime() throws IOException {
        Timespec now = posix.clocks().newTimespec().sec(5).nsec(UTIME_NOW);
        Timespec omit = posix.clocks().newTimespec().sec(6).nsec(UTIME_OMIT);
        Instant start = Instant.now();
        Path path = untouched("file");
        files.utimensat(AT_FDCWD, path.toString(), omit, omit, 0);
        assertEquals(UNTOUCHED, times(path));
        files.utimensat(AT_FDCWD, path.toString(), omit, timespec(BEFORE_1970), 0);
        assertEquals("2001-02-03 04:05:06.000000007|1955-01-02 03:04:05.987654321", times(path));
        files.utimensat(AT_FDCWD, path.toString(), timespec(AFTER_2038), omit, 0);
        assertEquals(BOTH, times(path));
        files.utimensat(AT_FDCWD, path.toString(), now, omit, 0);
        assertNow(start, atime(path));
        assertEquals(BEFORE_1970, mtime(path));
        Path second = untouched("second");
        try (Fd fd = open(second, O_RDONLY)) {
            posix.io().futimens(fd.num(), omit, now);
            assertEquals(Instant.parse("2001-02-03T04:05:06.000000007Z"), atime(second));
            assertNow(start, mtime(second));
            posix.io().futimens(fd.num(), now, timespec(AFTER_2038));
            assertNow(start, atime(second));
            assertEquals(AFTER_2038, mtime(second));
        }
    }

    /** Returns true if it is known that nanoseconds out of range are refused. */
    protected boolean refusesWrongNanoseconds() {
        return true;
    }

    @Test
    void nanosecondsOutOfRangeAreEinval() throws IOException {
        assumeTrue(refusesWrongNanoseconds());
        Path path = untouched("file");
        Timespec good = timespec(AFTER_2038);
        Timespec bad = posix.clocks().newTimespec().sec(1).nsec(1_000_000_000);
        try (Fd fd = open(path, O_RDONLY)) {
            assertErrno(EINVAL, () -> files.utimensat(AT_FDCWD, path.toString(), bad, good, 0));
            assertErrno(EINVAL, () -> files.utimensat(AT_FDCWD, path.toString(), good, bad, 0));
            assertErrno(EINVAL, () -> posix.io().futimens(fd.num(), bad, good));
            ErrnoException thrown = assertErrno(EINVAL, () -> posix.io().futimens(fd.num(), good, bad));
            assertEquals("futimens", thrown.call());
            assertEquals("fd " + fd.num(), thrown.subject());
        }
        assertEquals(UNTOUCHED, times(path));
    }

    @Test
    void futimesAndFutimensSetThoseOfAnOpenFile() throws IOException {
        Path path = untouched("file");
        try (Fd fd = open(path, O_RDONLY)) {
            posix.io().futimes(fd.num(), timeval(AFTER_2038), timeval(BEFORE_1970));
            assertEquals(BOTH_MICROS, times(path));
            posix.io().futimens(fd.num(), timespec(AFTER_2038), timespec(BEFORE_1970));
            assertEquals(BOTH, times(path));
            posix.io().futimens(fd.num(), BEFORE_1970, AFTER_2038);
            assertEquals("1955-01-02 03:04:05.987654321|2100-02-03 04:05:06.123456789", times(path));
        }
        assertErrno(EBADF, () -> posix.io().futimes(NOT_OPEN, timeval(AFTER_2038), timeval(BEFORE_1970)));
        assertErrno(EBADF, () -> posix.io().futimens(NOT_OPEN, timespec(AFTER_2038), timespec(BEFORE_1970)));
        assertErrno(EBADF, () -> posix.io().futimens(NOT_OPEN, AFTER_2038, BEFORE_1970));
    }

    /** A caller may implement the interfaces, or pass plain values: the calls only read them. */
    @Test
    void timesOfAnyKindAreAccepted() throws IOException {
        Path path = untouched("file");
        String name = path.toString();
        Timespec nanos = foreign(Timespec.class, AFTER_2038);
        Timeval micros = foreign(Timeval.class, AFTER_2038);
        files.utimensat(AT_FDCWD, name, nanos, Timespec.of(BEFORE_1970), 0);
        assertEquals(BOTH, times(path));
        files.utimes(name, micros, Timeval.of(BEFORE_1970));
        assertEquals(BOTH_MICROS, times(path));
        Timespec sameNanos = Timespec.of(BEFORE_1970.getEpochSecond(), BEFORE_1970.getNano());
        try (Fd fd = open(path, O_RDONLY)) {
            posix.io().futimens(fd.num(), nanos, sameNanos);
            assertEquals(BOTH, times(path));
            posix.io().futimes(fd.num(), micros, Timeval.of(BEFORE_1970));
            assertEquals(BOTH_MICROS, times(path));
            posix.io().futimens(fd.num(), Timespec.of(1, UTIME_OMIT), sameNanos);
            assertEquals(AFTER_2038.truncatedTo(ChronoUnit.MICROS), atime(path));
        }
    }

    @Test
    void nullTimesAreRefused() throws IOException {
        String path = untouched("file").toString();
        Timespec nanos = timespec(AFTER_2038);
        Timeval micros = timeval(AFTER_2038);
        assertThrows(NullPointerException.class, () -> files.utimes(path, null, micros));
        assertThrows(NullPointerException.class, () -> files.utimes(path, micros, null));
        assertThrows(NullPointerException.class, () -> files.utimensat(AT_FDCWD, path, nanos, null, 0));
        assertThrows(NullPointerException.class, () -> files.utimensat(AT_FDCWD, path, null, AFTER_2038, 0));
        assertEquals(UNTOUCHED, times(Path.of(path)));
    }

    /** The current time needs write permission; every other time needs the owner. */
    @Test
    @NeedsRoot
    void othersMaySayNowWhereTheyMayWriteAndNothingElse() throws IOException {
        Path writable = untouched("writable");
        Path readable = untouched("readable");
        Path mine = untouched("mine");
        Programs.output("chmod", "755", dir.toString());
        Programs.output("chmod", "666", writable.toString());
        Programs.output("chmod", "644", readable.toString(), mine.toString());
        Programs.output("chown", "1234", mine.toString());
        Instant start = Instant.now();
        try (ChildJvm child = ChildJvm.start(AttributeShell.class)) {
            assertEquals("ok", child.ask("seteuid 1234"));
            assertEquals("EACCES", child.ask("utimes " + readable));
            assertEquals("EACCES", child.ask("futimes " + readable));
            assertEquals("EACCES", child.ask("utimensat " + readable + " now now"));
            assertEquals("EPERM", child.ask("utimes " + writable + " 1 2"));
            assertEquals("EPERM", child.ask("lutimes " + writable + " 1 2"));
            assertEquals("EPERM", child.ask("futimes " + writable + " 1 2"));
            String notOurs = Errno.name(timesNotOurs());
            assertEquals(notOurs, child.ask("utimensat " + readable + " 1 2"));
            assertEquals(notOurs, child.ask("utimensat " + writable + " 1 2"));
            assertEquals(notOurs, child.ask("utimensat " + writable + " now omit"));
            assertEquals(UNTOUCHED, times(writable));
            assertEquals("ok", child.ask("utimensat " + writable + " now now"));
            assertNow(start, atime(writable));
            assertNow(start, mtime(writable));
            assertEquals("ok", child.ask("utimes " + writable));
            assertEquals("ok", child.ask("futimes " + writable));
            assertEquals("ok", child.ask("utimensat " + mine + " 1 2"));
            assertEquals("1970-01-01 00:00:01.000000000|1970-01-01 00:00:02.000000000", times(mine));
        }
        assertEquals(UNTOUCHED, times(readable));
    }

    /** Returns the errno of utimensat for times that only the owner may set. */
    protected int timesNotOurs() {
        return EPERM;
    }

    protected final Timeval timeval(Instant time) {
        return posix.clocks().newTimeval().set(time);
    }

    protected final Timespec timespec(Instant time) {
        return posix.clocks().newTimespec().set(time);
    }

    /** Creates a file with known times. */
    protected final Path untouched(String name) throws IOException {
        return touched(file(name, ""));
    }

    private Path linkTo(Path path) throws IOException {
        return touched(Files.createSymbolicLink(dir.resolve("link"), path.getFileName()));
    }

    private static Path touched(Path path) {
        Programs.output("touch", "-h", "-a", "-d", "2001-02-03T04:05:06.000000007Z", path.toString());
        Programs.output("touch", "-h", "-m", "-d", "2002-03-04T05:06:07.000000008Z", path.toString());
        return path;
    }

    private static final DateTimeFormatter TEXT_OF_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS").withZone(ZoneOffset.UTC);

    /** Returns the times of the last access and the last write; for a link, those of the link itself. */
    protected static String times(Path path) {
        return Arrays.stream(Programs.stat("%.9X %.9Y", path.toString()).split(" "))
                .map(seconds -> new BigDecimal(seconds).movePointRight(9).toBigIntegerExact())
                .map(nanos -> nanos.divideAndRemainder(BigInteger.valueOf(1_000_000_000)))
                .map(parts -> Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact()))
                .map(TEXT_OF_TIME::format)
                .collect(Collectors.joining("|"));
    }

    private static Instant atime(Path path) {
        return Instant.parse(times(path).split("\\|")[0].replace(' ', 'T') + "Z");
    }

    protected static Instant mtime(Path path) {
        return Instant.parse(times(path).split("\\|")[1].replace(' ', 'T') + "Z");
    }

    /** Allows one second: the kernel's clock for files moves in ticks and may lag. */
    private static void assertNow(Instant start, Instant time) {
        assertTrue(!time.isBefore(start.minusSeconds(1)), time + " is before " + start);
        assertTrue(!time.isAfter(Instant.now().plusSeconds(1)), time + " is yet to come");
    }

    /** Returns an implementation of an interface for a time that posixkit did not write. */
    private static <T> T foreign(Class<T> type, Instant time) {
        Map<String, Long> members =
                Map.of("sec", time.getEpochSecond(), "nsec", (long) time.getNano(), "usec", time.getNano() / 1000L);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> members.get(method.getName())));
    }
}
