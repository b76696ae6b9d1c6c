package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EDEADLK;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EWOULDBLOCK;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_GETLK;
import static posixkit.constants.Fcntl.F_OFD_GETLK;
import static posixkit.constants.Fcntl.F_OFD_SETLK;
import static posixkit.constants.Fcntl.F_OFD_SETLKW;
import static posixkit.constants.Fcntl.F_RDLCK;
import static posixkit.constants.Fcntl.F_SETLK;
import static posixkit.constants.Fcntl.F_SETLKW;
import static posixkit.constants.Fcntl.F_UNLCK;
import static posixkit.constants.Fcntl.F_WRLCK;
import static posixkit.constants.FlockOperation.LOCK_EX;
import static posixkit.constants.FlockOperation.LOCK_NB;
import static posixkit.constants.FlockOperation.LOCK_SH;
import static posixkit.constants.FlockOperation.LOCK_UN;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Seek.SEEK_CUR;
import static posixkit.constants.Seek.SEEK_END;
import static posixkit.constants.Seek.SEEK_SET;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Struct;
import posixkit.file.Flock;
import posixkit.file.Io;
import posixkit.testing.ChildJvm;
import posixkit.testing.FileLocks;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/**
 * What locks promise on every system. Another process locks the JDK's way, or flock(1)'s; {@code /proc/locks} says who
 * waits.
 */
public abstract class LocksContract extends WithFiles {
    private static final long FAR = 5L << 32;

    private final Io io = posix.io();
    private Path path;

    @BeforeEach
    void aFile() throws IOException {
        path = file("file", "0123456789");
    }

    @Test
    void aNewFlockIsEmptyAndHoldsWhatIsPutIntoIt() {
        Flock lock = io.newFlock();
        assertArrayEquals(new byte[((Struct) lock).bytes().length], ((Struct) lock).bytes());
        Flock same =
                lock.type(F_WRLCK).whence(SEEK_END).start(-FAR).len(FAR + 1).pid(4242);
        assertEquals(lock, same);
        assertEquals(F_WRLCK, lock.type());
        assertEquals(SEEK_END, lock.whence());
        assertEquals(-FAR, lock.start());
        assertEquals(FAR + 1, lock.len());
        assertEquals(4242, lock.pid());
    }

    @Test
    void setlkKeepsOtherProcessesOutOfThosePlaces() throws IOException {
        try (Fd fd = open(path, O_RDWR);
                ChildJvm other = other()) {
            io.fcntl(fd.num(), F_SETLK, lock(F_WRLCK, SEEK_SET, FAR, 100));
            assertEquals("busy", other.ask("tryLock " + (FAR + 99) + " 1 alone"));
            assertEquals("busy", other.ask("tryLock " + (FAR - 5) + " 6 shared"));
            assertEquals("locked", other.ask("tryLock " + (FAR + 100) + " 1 alone"));
            assertEquals("locked", other.ask("tryLock 0 " + FAR + " alone"));
            other.ask("unlock");
            io.fcntl(fd.num(), F_SETLK, lock(F_UNLCK, SEEK_SET, FAR + 10, 10));
            assertEquals("busy", other.ask("tryLock " + (FAR + 9) + " 1 alone"));
            assertEquals("locked", other.ask("tryLock " + (FAR + 10) + " 10 alone"), "the middle is free");
            assertEquals("busy", other.ask("tryLock " + (FAR + 20) + " 1 alone"));
            assertEquals(0, io.fcntlOrErrno(fd.num(), F_SETLK, lock(F_RDLCK, SEEK_SET, FAR + 20, 1)));
            assertEquals("locked", other.ask("tryLock " + (FAR + 20) + " 1 shared"));
        }
    }

    @Test
    void placesCountFromTheBeginningTheDescriptorsPlaceOrTheEnd() throws IOException {
        try (Fd fd = open(path, O_RDWR);
                ChildJvm other = other()) {
            io.lseek(fd.num(), 4, SEEK_SET);
            io.fcntl(fd.num(), F_SETLK, lock(F_WRLCK, SEEK_CUR, 1, 1));
            io.fcntl(fd.num(), F_SETLK, lock(F_WRLCK, SEEK_END, -2, 1));
            io.fcntl(fd.num(), F_SETLK, lock(F_WRLCK, SEEK_SET, 3, -2));
            io.fcntl(fd.num(), F_SETLK, lock(F_WRLCK, SEEK_SET, 20, 0));
            StringBuilder free = new StringBuilder();
            for (int at = 0; at < 25; at++) {
                free.append(other.ask("tryLock " + at + " 1 alone").equals("locked") ? '-' : 'x');
            }
            free.append(other.ask("tryLock " + FAR + " 1 alone").equals("locked") ? '-' : 'x');
            assertEquals("-xx--x--x-----------xxxxxx", free.toString());
        }
    }

    @Test
    void getlkTellsWhatIsInTheWayAndWhose() throws IOException {
        try (Fd fd = open(path, O_RDWR);
                ChildJvm other = other()) {
            other.ask("tryLock " + (FAR + 7) + " 9 alone");
            other.ask("tryLock 3 2 shared");
            Flock lock = lock(F_RDLCK, SEEK_SET, FAR, 100);
            io.fcntl(fd.num(), F_GETLK, lock);
            assertEquals(F_WRLCK, lock.type());
            assertEquals(SEEK_SET, lock.whence());
            assertEquals(FAR + 7, lock.start());
            assertEquals(9, lock.len());
            assertEquals(other.pid(), lock.pid());
            lock.type(F_WRLCK).start(0).len(10).pid(0);
            assertEquals(0, io.fcntlOrErrno(fd.num(), F_GETLK, lock));
            assertEquals(F_RDLCK, lock.type());
            assertEquals(3, lock.start());
            assertEquals(2, lock.len());
            lock.type(F_RDLCK).start(0).len(10).pid(99);
            io.fcntl(fd.num(), F_GETLK, lock);
            assertEquals(F_UNLCK, lock.type(), "another reader is in nobody's way");
            assertEquals(0, lock.start());
            assertEquals(10, lock.len());
        }
    }

    @Test
    void setlkFailsAtOnceAndLeavesTheStructureAlone() throws IOException {
        try (Fd fd = open(path, O_RDWR);
                Fd read = open(path, O_RDONLY);
                Fd write = open(path, O_WRONLY);
                ChildJvm other = other()) {
            other.ask("tryLock 0 10 alone");
            Flock lock = lock(F_WRLCK, SEEK_SET, 9, 5).pid(77);
            byte[] before = ((Struct) lock).bytes().clone();
            ErrnoException thrown = assertErrno(EAGAIN, () -> io.fcntl(fd.num(), F_SETLK, lock));
            assertEquals("fcntl", thrown.call());
            assertEquals("fd " + fd.num(), thrown.subject());
            assertMinus(EAGAIN, io.fcntlOrErrno(fd.num(), F_SETLK, lock));
            assertMinus(EBADF, io.fcntlOrErrno(NOT_OPEN, F_GETLK, lock));
            assertErrno(EBADF, () -> io.fcntl(read.num(), F_SETLK, lock));
            assertErrno(EBADF, () -> io.fcntl(write.num(), F_SETLK, lock(F_RDLCK, SEEK_SET, 50, 1)));
            assertArrayEquals(before, ((Struct) lock).bytes());
            assertErrno(EINVAL, () -> io.fcntl(fd.num(), F_SETLK, lock(F_WRLCK, SEEK_SET, -1, 1)));
            assertErrno(EINVAL, () -> io.fcntl(fd.num(), F_SETLK, lock(4711, SEEK_SET, 0, 1)));
            assertErrno(EINVAL, () -> io.fcntl(fd.num(), F_SETLK, lock(F_WRLCK, 4711, 0, 1)));
        }
    }

    @Test
    @NeedsProc
    void setlkwWaitsUntilTheOtherLetsGo() throws Exception {
        try (Fd fd = open(path, O_RDWR);
                ChildJvm other = other()) {
            other.ask("tryLock 0 10 alone");
            FutureTask<Integer> waiting =
                    started(() -> io.fcntlOrErrno(fd.num(), F_SETLKW, lock(F_WRLCK, SEEK_SET, 9, 1)));
            awaitWaiter("POSIX");
            assertTrue(!waiting.isDone());
            other.ask("unlock");
            assertEquals(0, waiting.get());
            assertEquals("busy", other.ask("tryLock 9 1 alone"));
        }
    }

    @Test
    @NeedsProc
    void setlkwThatWouldWaitForEverIsEdeadlk() throws Exception {
        try (Fd fd = open(path, O_RDWR);
                ChildJvm other = other()) {
            io.fcntl(fd.num(), F_SETLKW, lock(F_WRLCK, SEEK_SET, 0, 1));
            other.ask("tryLock 1 1 alone");
            FutureTask<String> waiting = started(() -> other.ask("lock 0 1 alone"));
            awaitWaiter("POSIX");
            assertErrno(EDEADLK, () -> io.fcntl(fd.num(), F_SETLKW, lock(F_WRLCK, SEEK_SET, 1, 1)));
            io.fcntl(fd.num(), F_SETLK, lock(F_UNLCK, SEEK_SET, 0, 0));
            assertEquals("locked", waiting.get());
        }
    }

    /** What makes them hard to live with. */
    @Test
    void aProcesssLocksGoWithAnyDescriptorOfTheFile() throws IOException {
        try (Fd fd = open(path, O_RDWR);
                ChildJvm other = other()) {
            io.fcntl(fd.num(), F_SETLK, lock(F_WRLCK, SEEK_SET, 0, 0));
            try (Fd second = open(path, O_RDWR)) {
                io.fcntl(second.num(), F_SETLK, lock(F_WRLCK, SEEK_SET, 0, 5));
                assertEquals("busy", other.ask("tryLock 9 1 alone"));
            }
            assertEquals("locked", other.ask("tryLock 9 1 alone"));
        }
    }

    @Test
    @NeedsProc
    void locksOfOpenFilesHoldWithinOneProcess() throws Exception {
        try (Fd fd = open(path, O_RDWR);
                Fd second = open(path, O_RDWR)) {
            io.fcntl(fd.num(), F_OFD_SETLK, lock(F_WRLCK, SEEK_SET, FAR, 10));
            open(path, O_RDWR).close();
            assertMinus(EAGAIN, io.fcntlOrErrno(second.num(), F_OFD_SETLK, lock(F_WRLCK, SEEK_SET, FAR + 9, 1)));
            Flock lock = lock(F_RDLCK, SEEK_SET, 0, 0);
            io.fcntl(second.num(), F_OFD_GETLK, lock);
            assertEquals(F_WRLCK, lock.type());
            assertEquals(FAR, lock.start());
            assertEquals(10, lock.len());
            assertEquals(-1, lock.pid());
            assertErrno(lockWithAPid(), () -> io.fcntl(second.num(), F_OFD_SETLK, lock));
            FutureTask<Integer> waiting =
                    started(() -> io.fcntlOrErrno(second.num(), F_OFD_SETLKW, lock(F_WRLCK, SEEK_SET, FAR, 1)));
            awaitWaiter("OFDLCK");
            io.fcntl(fd.num(), F_OFD_SETLK, lock(F_UNLCK, SEEK_SET, 0, 0));
            assertEquals(0, waiting.get());
            assertMinus(EAGAIN, io.fcntlOrErrno(fd.num(), F_OFD_SETLK, lock(F_RDLCK, SEEK_SET, FAR, 1)));
        }
    }

    /** What the system says to a lock of an open file that names a process, and is in another's way. */
    protected int lockWithAPid() {
        return EINVAL;
    }

    @Test
    void onlyLocksAndOnlyOurStructureAreTaken() throws IOException {
        Flock foreign = (Flock)
                Proxy.newProxyInstance(Flock.class.getClassLoader(), new Class<?>[] {Flock.class}, (p, m, a) -> null);
        try (Fd fd = open(path, O_RDWR)) {
            assertThrows(IllegalArgumentException.class, () -> io.fcntl(fd.num(), F_GETFL, io.newFlock()));
            assertThrows(IllegalArgumentException.class, () -> io.fcntlOrErrno(fd.num(), 424242, io.newFlock()));
            assertThrows(IllegalArgumentException.class, () -> io.fcntl(fd.num(), F_GETLK, foreign));
            assertThrows(NullPointerException.class, () -> io.fcntl(fd.num(), F_GETLK, null));
        }
    }

    @Test
    @NeedsTool("flock")
    void flockLocksTheWholeFileForWhoeverHasItOpen() throws IOException {
        try (Fd fd = open(path, O_RDONLY)) {
            try (Fd copy = Fd.own(io.dup(fd.num()))) {
                assertEquals(0, flockProgram("-x"));
                io.flock(fd.num(), LOCK_SH);
                assertEquals(1, flockProgram("-x"));
                assertEquals(0, flockProgram("-s"));
                io.flock(copy.num(), LOCK_EX);
                assertEquals(1, flockProgram("-s"));
                io.flock(fd.num(), LOCK_EX | LOCK_NB);
                io.flock(copy.num(), LOCK_UN);
                assertEquals(0, flockProgram("-x"));
                io.flock(fd.num(), LOCK_EX);
            }
            assertEquals(1, flockProgram("-x"), "one descriptor is left");
        }
        assertEquals(0, flockProgram("-x"), "closed");
    }

    private int flockProgram(String how) {
        return Programs.run("flock", how, "-n", path.toString(), "true").exit();
    }

    @Test
    void flockWithNbSaysThatItWouldWait() throws IOException {
        try (Fd fd = open(path, O_RDONLY);
                Fd second = open(path, O_RDONLY)) {
            assertEquals(0, io.flockOrErrno(fd.num(), LOCK_SH));
            assertEquals(0, io.flockOrErrno(second.num(), LOCK_SH | LOCK_NB));
            io.flock(second.num(), LOCK_UN);
            io.flock(fd.num(), LOCK_EX | LOCK_NB);
            assertMinus(EWOULDBLOCK, io.flockOrErrno(second.num(), LOCK_SH | LOCK_NB));
            ErrnoException thrown = assertErrno(EWOULDBLOCK, () -> io.flock(second.num(), LOCK_EX | LOCK_NB));
            assertEquals("flock", thrown.call());
            assertEquals("fd " + second.num(), thrown.subject());
            assertErrno(noSuchOperation(), () -> io.flock(fd.num(), 0));
        }
        assertErrno(EBADF, () -> io.flock(NOT_OPEN, LOCK_SH));
        assertMinus(EBADF, io.flockOrErrno(-1, LOCK_SH));
    }

    /** What the system says to an operation that is none. */
    protected int noSuchOperation() {
        return EINVAL;
    }

    @Test
    @NeedsProc
    void flockWaitsUntilTheOtherLetsGo() throws Exception {
        try (Fd fd = open(path, O_RDONLY);
                Fd second = open(path, O_RDONLY)) {
            io.flock(fd.num(), LOCK_EX);
            FutureTask<Integer> waiting = started(() -> io.flockOrErrno(second.num(), LOCK_EX));
            awaitWaiter("FLOCK");
            io.flock(fd.num(), LOCK_UN);
            assertEquals(0, waiting.get());
            assertMinus(EWOULDBLOCK, io.flockOrErrno(fd.num(), LOCK_SH | LOCK_NB));
        }
    }

    private Flock lock(int type, int whence, long start, long length) {
        return io.newFlock().type(type).whence(whence).start(start).len(length);
    }

    private ChildJvm other() throws IOException {
        ChildJvm other = ChildJvm.start(FileLocks.class);
        assertEquals("open", other.ask(path.toString()));
        return other;
    }

    private static <T> FutureTask<T> started(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        new Thread(task).start();
        return task;
    }

    /** The kernel marks who waits with an arrow: {@code 1: -> FLOCK ADVISORY WRITE 4242 00:2f:1234 0 EOF}. */
    private void awaitWaiter(String kind) throws IOException {
        String file = ":" + ino(path) + " ";
        long patience = System.nanoTime() + 30_000_000_000L;
        while (Files.readAllLines(Path.of("/proc/locks")).stream()
                .noneMatch(line -> line.contains("-> " + kind) && line.contains(file))) {
            assertTrue(System.nanoTime() < patience, "nobody waits");
            Thread.onSpinWait();
        }
    }
}
