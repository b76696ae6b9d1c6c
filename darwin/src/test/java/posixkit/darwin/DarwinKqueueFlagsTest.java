package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTSUP;
import static posixkit.constants.Errno.ERANGE;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_AIO;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_PROC;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_READ;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_SYSCOUNT;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_TIMER;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_USER;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_WRITE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ADD;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_CLEAR;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_DELETE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_DISABLE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_DISPATCH;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ENABLE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ERROR;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ONESHOT;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_RECEIPT;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_ABSOLUTE;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_CRITICAL;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_FFAND;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_FFCOPY;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_FFLAGSMASK;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_FFNOP;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_FFOR;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_LOWAT;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_MACH_CONTINUOUS_TIME;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_NSECONDS;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_SECONDS;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_TRACK;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_TRIGGER;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_USECONDS;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.StructArray;
import posixkit.ffi.Native;
import posixkit.ondarwin.Kevents;
import posixkit.ondarwin.Kqueue;
import posixkit.testing.Compiler;

/** Flags, timers, user events, and how changes and waits end. */
class DarwinKqueueFlagsTest extends WithKqueue {
    private static final long MILLIS = TimeUnit.MILLISECONDS.toNanos(1);

    @Test
    void dispatchTellsOnceUntilItIsEnabledAgain() throws IOException {
        io.write(write.num(), new byte[4]);
        change(read.num(), EVFILT_READ, EV_ADD | EV_DISPATCH);
        awaitOne(read.num(), EVFILT_READ);
        assertFlags(EV_DISPATCH);
        assertNothing("told, and switched off");
        change(read.num(), EVFILT_READ, EV_ENABLE | EV_DISPATCH);
        awaitOne(read.num(), EVFILT_READ);
        assertEquals(4, events.data(0));
        assertNothing("and off again");
    }

    @Test
    void whatIsAddedDisabledIsSilentUntilItIsEnabled() throws IOException {
        io.write(write.num(), new byte[1]);
        change(read.num(), EVFILT_READ, EV_ADD | EV_DISABLE);
        assertNothing("disabled");
        change(read.num(), EVFILT_READ, EV_ENABLE);
        awaitOne(read.num(), EVFILT_READ);
    }

    /** There is one registration for each pair of identifier and filter: adding it again changes it. */
    @Test
    void addingAgainChangesTheMarkAndNotTheFlags() throws IOException {
        io.write(write.num(), new byte[1]);
        change(read.num(), EVFILT_READ, EV_ADD, 0, 0, 1);
        change(read.num(), EVFILT_READ, EV_ADD | EV_ONESHOT | EV_CLEAR | EV_DISPATCH, 0, 0, MARK);
        for (int i = 0; i < 2; i++) {
            awaitOne(read.num(), EVFILT_READ);
            assertEquals(MARK, events.udata(0));
            assertEquals(0, events.flags(0) & (EV_ONESHOT | EV_CLEAR | EV_DISPATCH));
        }
        change(read.num(), EVFILT_READ, EV_DELETE);
        changes.set(0, read.num(), EVFILT_READ, EV_DELETE);
        assertMinus(ENOENT, kqueue.keventOrErrno(queue.num(), changes, 1, null, 0));
    }

    /** Every change but EV_DELETE brings its own fflags, data and udata. */
    @Test
    void enablingReplacesTheLowWaterMarkToo() throws IOException {
        io.write(write.num(), new byte[3]);
        change(read.num(), EVFILT_READ, EV_ADD | EV_DISPATCH, NOTE_LOWAT, 3, 1);
        awaitOne(read.num(), EVFILT_READ);
        change(read.num(), EVFILT_READ, EV_ENABLE, NOTE_LOWAT, 4, MARK);
        assertNothing("one is missing");
        change(read.num(), EVFILT_READ, EV_ENABLE);
        awaitOne(read.num(), EVFILT_READ);
        assertEquals(0, events.udata(0));
    }

    @Test
    void enablingATimerStartsItAnew() throws IOException {
        change(1, EVFILT_TIMER, EV_ADD | EV_DISABLE, NOTE_SECONDS, 3600, MARK);
        assertNothing("disabled");
        change(1, EVFILT_TIMER, EV_ENABLE);
        awaitOne(1, EVFILT_TIMER);
        assertEquals(1, events.data(0), "no time was said");
        assertEquals(0, events.udata(0));
        assertNothing("once");
        change(1, EVFILT_TIMER, EV_ENABLE, NOTE_SECONDS, 3600, MARK);
        assertNothing("an hour");
    }

    @Test
    void receiptsAreForEachChangeAndEndTheCall() throws IOException {
        io.write(write.num(), new byte[1]);
        changes.set(0, read.num(), EVFILT_READ, EV_ADD | EV_RECEIPT, 0, 0, 11)
                .set(1, 5, EVFILT_TIMER, EV_DELETE | EV_RECEIPT, 0, 0, 22)
                .set(2, write.num(), EVFILT_WRITE, EV_ADD | EV_RECEIPT, 0, 0, 33);
        assertEquals(3, kqueue.kevent(queue.num(), changes, 3, events, -1));
        assertEquals(List.of(0L, (long) ENOENT, 0L), List.of(events.data(0), events.data(1), events.data(2)));
        for (int i = 0; i < 3; i++) {
            assertEquals(EV_ERROR, events.flags(i) & EV_ERROR);
            assertEquals(11 * (i + 1), events.udata(i));
        }
        assertEquals(2, kqueue.kevent(queue.num(), null, 0, events, -1), "both were added");
    }

    @Test
    void changesAfterOneThatFailsAreMadeWhileThereIsRoomToSaySo() throws IOException {
        io.write(write.num(), new byte[1]);
        changes.set(0, 77, EVFILT_TIMER, EV_DELETE).set(1, read.num(), EVFILT_READ, EV_ADD);
        Kevents one = kqueue.newKevents(1);
        assertEquals(1, kqueue.kevent(queue.num(), changes, 2, one, -1));
        assertEquals(EV_ERROR, one.flags(0) & EV_ERROR);
        assertEquals(77, one.ident(0));
        awaitOne(read.num(), EVFILT_READ);
    }

    @Test
    void changesAfterOneThatFailsAreDroppedWithoutRoom() throws IOException {
        io.write(write.num(), new byte[1]);
        changes.set(0, write.num(), EVFILT_WRITE, EV_ADD)
                .set(1, 77, EVFILT_TIMER, EV_DELETE)
                .set(2, read.num(), EVFILT_READ, EV_ADD);
        assertEquals(
                "fd " + queue.num(),
                assertErrno(ENOENT, () -> kqueue.kevent(queue.num(), changes, 3, null, 0))
                        .subject());
        awaitOne(write.num(), EVFILT_WRITE);
    }

    @Test
    void eachErrorHasItsNumber() {
        assertEquals(ENOENT, errorOf(read.num(), EVFILT_READ, EV_ENABLE, 0));
        assertEquals(ENOENT, errorOf(read.num(), EVFILT_READ, EV_DISABLE, 0));
        assertEquals(EBADF, errorOf(1_000_000, EVFILT_WRITE, EV_ADD, 0));
        assertEquals(ESRCH, errorOf(Integer.MAX_VALUE, EVFILT_PROC, EV_ADD, 0));
        assertEquals(EINVAL, errorOf(1, 0, EV_ADD, 0));
        assertEquals(EINVAL, errorOf(1, -99, EV_ADD, 0));
        assertEquals(ENOTSUP, errorOf(1, EVFILT_AIO, EV_ADD, 0));
        assertEquals(ENOTSUP, errorOf(1, EVFILT_PROC, EV_ADD, NOTE_TRACK));
        assertEquals(EINVAL, errorOf(1, -EVFILT_SYSCOUNT - 1, EV_ADD, 0), "behind the last");
        assertEquals(EINVAL, errorOf(1, EVFILT_TIMER, EV_ADD, NOTE_SECONDS | NOTE_USECONDS));
    }

    @Test
    void aTimeThatHasNoPlaceInNanosecondsIsErange() throws IOException {
        assertEquals(ERANGE, errorOf(1, EVFILT_TIMER, EV_ADD, NOTE_SECONDS, Long.MAX_VALUE));
        assertEquals(ERANGE, errorOf(1, EVFILT_TIMER, EV_ADD, 0, Long.MAX_VALUE));
        assertEquals(ERANGE, errorOf(1, EVFILT_TIMER, EV_ADD, NOTE_ABSOLUTE, -1), "unsigned");
        change(1, EVFILT_TIMER, EV_ADD, NOTE_NSECONDS, Long.MAX_VALUE, 0);
        assertNothing("in 292 years");
        assertEquals(ERANGE, errorOf(1, EVFILT_TIMER, EV_ADD, NOTE_USECONDS, Long.MAX_VALUE));
        assertNothing("as it was");
    }

    @Test
    void aPeriodBelowZeroIsOverAtOnceAndNotRepeated() throws IOException {
        change(1, EVFILT_TIMER, EV_ADD, 0, -5, MARK);
        awaitOne(1, EVFILT_TIMER);
        assertEquals(1, events.data(0));
        assertNothing("once");
        change(1, EVFILT_TIMER, EV_DELETE);
    }

    private int errorOf(long ident, int filter, int flags, int fflags) {
        return errorOf(ident, filter, flags, fflags, 1);
    }

    private int errorOf(long ident, int filter, int flags, int fflags, long data) {
        changes.set(0, ident, filter, flags, fflags, data, 0);
        assertEquals(1, kqueue.keventOrErrno(queue.num(), changes, 1, events, -1));
        assertEquals(EV_ERROR, events.flags(0) & EV_ERROR);
        assertEquals(ident, events.ident(0));
        assertEquals(filter, events.filter(0));
        return (int) events.data(0);
    }

    /** Events that do not fit stay for the next call. No event is reported twice before all are reported. */
    @Test
    void moreEventsThanRoomComeOneAfterTheOther() throws IOException {
        for (int i = 0; i < 4; i++) {
            changes.set(i, 100 + i, EVFILT_USER, EV_ADD | EV_CLEAR, NOTE_TRIGGER, 0, 0);
        }
        assertEquals(0, kqueue.kevent(queue.num(), changes, 4, null, 0));
        Kevents one = kqueue.newKevents(1);
        Set<Long> told = new TreeSet<>();
        for (int i = 0; i < 4; i++) {
            assertEquals(1, kqueue.kevent(queue.num(), null, 0, one, PATIENCE));
            told.add(one.ident(0));
        }
        assertEquals(Set.of(100L, 101L, 102L, 103L), told);
        assertNothing("all is told");
    }

    @Test
    void oneArrayMayBeBoth() throws IOException {
        io.write(write.num(), new byte[6]);
        Kevents both = kqueue.newKevents(2).set(0, read.num(), EVFILT_READ, EV_ADD, 0, 0, MARK);
        assertEquals(1, kqueue.kevent(queue.num(), both, 1, both, -1));
        assertEquals(6, both.data(0));
        assertEquals(MARK, both.udata(0));
        both.set(0, 1, EVFILT_TIMER, EV_DELETE).set(1, 2, EVFILT_TIMER, EV_DELETE);
        assertEquals(2, kqueue.kevent(queue.num(), both, 2, both, -1));
        assertEquals(List.of(1L, 2L), List.of(both.ident(0), both.ident(1)));
    }

    @Test
    void withoutRoomThereIsNoWait() throws IOException {
        assertEquals(0, kqueue.kevent(queue.num(), null, 0, null, -1));
        change(1, EVFILT_TIMER, EV_ADD, NOTE_SECONDS, 3600, 0);
        changes.set(0, 1, EVFILT_TIMER, EV_DELETE);
        assertEquals(0, kqueue.kevent(queue.num(), changes, 1, null, PATIENCE));
    }

    @Test
    void aDescriptorThatIsClosedIsForgotten() throws IOException {
        io.write(write.num(), new byte[1]);
        change(read.num(), EVFILT_READ, EV_ADD);
        awaitOne(read.num(), EVFILT_READ);
        read.close();
        assertNothing("it is gone");
    }

    @Test
    void aWaitEndsWhenItsQueueIsClosed() throws Exception {
        int kq = queue.num();
        FutureTask<Integer> waiting = inAThread(() -> kqueue.keventOrErrno(kq, null, 0, events, PATIENCE));
        queue.close();
        assertMinus(EBADF, waiting.get());
    }

    @Test
    void manyQueuesAndOneDescriptor() throws IOException {
        List<Fd> queues = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            queues.add(Fd.own(kqueue.kqueue()));
            changes.set(0, read.num(), EVFILT_READ, EV_ADD, 0, 0, i);
            assertEquals(0, kqueue.kevent(queues.get(i).num(), changes, 1, null, 0));
        }
        io.write(write.num(), new byte[1]);
        for (int i = 0; i < 3; i++) {
            assertEquals(1, kqueue.kevent(queues.get(i).num(), null, 0, events, PATIENCE));
            assertEquals(i, events.udata(0));
            queues.get(i).close();
        }
    }

    @Test
    void aTimerGoesOnAndCountsWhatWasMissed() throws IOException {
        change(1, EVFILT_TIMER, EV_ADD, 0, 2, MARK);
        long times = 0;
        long start = System.nanoTime();
        while (times < 5) {
            awaitOne(1, EVFILT_TIMER);
            assertTrue(events.data(0) >= 1, events.data(0) + " times");
            times += events.data(0);
            assertFlags(EV_CLEAR);
            assertEquals(MARK, events.udata(0));
        }
        assertTrue(System.nanoTime() - start >= 8 * MILLIS, "milliseconds");
        change(1, EVFILT_TIMER, EV_DELETE);
        assertNothing("stopped");
    }

    /** The same time in every unit. If a unit were misread as a smaller one, the timer would expire early. */
    @Test
    void aTimersUnitIsTheOneThatWasSaid() throws IOException {
        assertTrue(roundsOf(NOTE_SECONDS, 1) >= 1000 * MILLIS);
        assertTrue(roundsOf(NOTE_USECONDS, 30_000) >= 30 * MILLIS);
        assertTrue(roundsOf(NOTE_NSECONDS, 30_000_000) >= 30 * MILLIS);
        assertTrue(roundsOf(0, 30) >= 30 * MILLIS);
        assertTrue(roundsOf(NOTE_NSECONDS, 30) < TimeUnit.SECONDS.toNanos(10));
        assertTrue(roundsOf(NOTE_USECONDS | NOTE_CRITICAL, 30) < TimeUnit.SECONDS.toNanos(10));
        assertTrue(roundsOf(NOTE_USECONDS | NOTE_MACH_CONTINUOUS_TIME, 30_000) >= 30 * MILLIS, "asleep or awake");
    }

    private long roundsOf(int unit, long length) throws IOException {
        long start = System.nanoTime();
        change(9, EVFILT_TIMER, EV_ADD | EV_ONESHOT, unit, length, 0);
        awaitOne(9, EVFILT_TIMER);
        long took = System.nanoTime() - start;
        assertNothing("one shot");
        return took;
    }

    @Test
    void aTimerMayRunToATimeOfTheClock() throws IOException {
        long before = System.currentTimeMillis();
        change(1, EVFILT_TIMER, EV_ADD, NOTE_ABSOLUTE, before + 40, 0);
        awaitOne(1, EVFILT_TIMER);
        assertTrue(System.currentTimeMillis() >= before + 40);
        assertEquals(1, events.data(0));
        assertNothing("once");
        change(2, EVFILT_TIMER, EV_ADD, NOTE_ABSOLUTE | NOTE_SECONDS, before / 1000 - 100, 0);
        awaitOne(2, EVFILT_TIMER);
    }

    @Test
    void aTimerWithATimeOfTheClockIsGoneAfterIt() throws IOException {
        change(1, EVFILT_TIMER, EV_ADD, NOTE_ABSOLUTE | NOTE_SECONDS, 1, 0);
        awaitOne(1, EVFILT_TIMER);
        assertFlags(EV_ONESHOT);
        assertEquals(ENOENT, errorOf(1, EVFILT_TIMER, EV_DELETE, 0));
    }

    @Test
    void aPeriodBecomesNoTimeOfTheClock() throws IOException {
        change(1, EVFILT_TIMER, EV_ADD, NOTE_SECONDS, 3600, 0);
        assertEquals(EINVAL, errorOf(1, EVFILT_TIMER, EV_ADD, NOTE_ABSOLUTE | NOTE_SECONDS));
        change(2, EVFILT_TIMER, EV_ADD, NOTE_ABSOLUTE, Long.MAX_VALUE / 1_000_000, 0);
        assertEquals(EINVAL, errorOf(2, EVFILT_TIMER, EV_ADD, NOTE_SECONDS));
        assertNothing("both as they were");
    }

    @Test
    void aTimerThatIsAddedAgainRunsAnew() throws IOException {
        change(1, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_SECONDS, 3600, 1);
        change(1, EVFILT_TIMER, EV_ADD, 0, 1, 2);
        awaitOne(1, EVFILT_TIMER);
        assertEquals(2, events.udata(0));
        assertNothing("one of them");
    }

    @Test
    void onesOwnEventKeepsItsBitsAndIsChangedByThem() throws IOException {
        change(5, EVFILT_USER, EV_ADD | EV_CLEAR, NOTE_FFCOPY | 0b1100, 0, MARK);
        assertNothing("not triggered");
        changes.set(0, 5, EVFILT_USER, 0, NOTE_FFOR | 0b0011, 0, MARK);
        assertEquals(0, kqueue.kevent(queue.num(), changes, 1, null, 0));
        assertNothing("nor by bits");
        assertEquals(0b1111, triggered(NOTE_FFNOP | 0b0001) & NOTE_FFLAGSMASK);
        assertEquals(0b0110, triggered(NOTE_FFAND | 0b0110));
        assertEquals(0b1110, triggered(NOTE_FFOR | 0b1000));
        assertEquals(0b0001, triggered(NOTE_FFCOPY | 0b0001));
        change(5, EVFILT_USER, EV_DELETE);
        changes.set(0, 5, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0);
        assertMinus(ENOENT, kqueue.keventOrErrno(queue.num(), changes, 1, null, 0));
    }

    private int triggered(int fflags) throws IOException {
        change(5, EVFILT_USER, 0, fflags | NOTE_TRIGGER, 42, MARK);
        awaitOne(5, EVFILT_USER);
        assertEquals(42, events.data(0));
        assertEquals(MARK, events.udata(0));
        assertNothing("told");
        return events.fflags(0);
    }

    @Test
    void onesOwnEventTellsTheBitsItWasAddedWith() throws IOException {
        change(7, EVFILT_USER, EV_ADD | EV_CLEAR, NOTE_TRIGGER | NOTE_FFCOPY | 0b101, 0, MARK);
        awaitOne(7, EVFILT_USER);
        assertEquals(NOTE_TRIGGER | NOTE_FFCOPY | 0b101, events.fflags(0));
        change(7, EVFILT_USER, 0, NOTE_TRIGGER | NOTE_FFCOPY | 0b110, 0, MARK);
        awaitOne(7, EVFILT_USER);
        assertEquals(0b110, events.fflags(0), "set anew");
    }

    @Test
    void onesOwnEventStaysWithoutClear() throws IOException {
        change(6, EVFILT_USER, EV_ADD);
        change(6, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0);
        awaitOne(6, EVFILT_USER);
        awaitOne(6, EVFILT_USER);
    }

    /** Records the changes, the room and the time-out, and fails with EINTR the first time. */
    private static final String INTERRUPTED = """
            #include <errno.h>
            extern int *__errno_location(void);
            struct timespec { long sec, nsec; };
            long calls, changes[2], room[2], sec[2], nsec[2], queue[2];
            int kevent(int kq, const void *list, int count, void *into, int most, const struct timespec *timeout) {
                int call = calls++ > 0;
                queue[call] = kq, changes[call] = list ? count : -1, room[call] = into ? most : -1;
                sec[call] = timeout ? timeout->sec : -1, nsec[call] = timeout ? timeout->nsec : -1;
                if (call == 0) return *__errno_location() = EINTR, -1;
                return 1;
            }
            """;

    @Test
    void aSignalDoesNotMakeTheChangesAgainNorTheWaitLonger(@TempDir Path directory) throws IOException {
        long[][] seen = interrupted(directory, "timed", 3_000_000_007L);
        assertEquals(1, seen[0][0]);
        assertEquals(3, seen[1][0]);
        assertEquals(7, seen[2][0]);
        assertEquals(-1, seen[0][1], "changes");
        assertEquals(4, seen[3][0]);
        assertEquals(4, seen[3][1]);
        assertTrue(seen[1][1] >= 0 && seen[1][1] < 3, seen[1][1] + " s");
        assertTrue(seen[2][1] >= 0 && seen[2][1] < 1_000_000_000, seen[2][1] + " ns");
        assertEquals(41, seen[4][1]);
    }

    @Test
    void whoWaitsForEverDoesSoAfterASignal(@TempDir Path directory) throws IOException {
        long[][] seen = interrupted(directory, "forever", -1);
        assertEquals(-1, seen[1][0]);
        assertEquals(-1, seen[1][1]);
    }

    @Test
    void whoDoesNotWaitDoesNotAfterASignal(@TempDir Path directory) throws IOException {
        long[][] seen = interrupted(directory, "now", 0);
        assertEquals(List.of(0L, 0L), List.of(seen[1][0], seen[2][0]));
        assertEquals(List.of(0L, 0L), List.of(seen[1][1], seen[2][1]));
    }

    /** The system rejects a longer time-out; this library then waits for ever. */
    @Test
    void theLongestTimeIsWaitedFor(@TempDir Path directory) throws IOException {
        long longest = TimeUnit.SECONDS.toNanos(100_000_000);
        assertEquals(100_000_000, interrupted(directory, "longest", longest)[1][0]);
        assertEquals(-1, interrupted(directory, "longer", longest + 1)[1][0]);
    }

    /** Returns the changes, seconds, nanoseconds, room and queue of the two calls. */
    private long[][] interrupted(Path directory, String name, long timeout) throws IOException {
        Native library =
                Native.library(Compiler.library(directory, name, INTERRUPTED).toString());
        Kqueue interrupted = DarwinPosix.bind(library).onDarwin().kqueue();
        assertEquals(1, interrupted.kevent(41, changes, 1, events, timeout));
        assertEquals(2, Native.pointerAt(library.symbol("calls")));
        String[] names = {"changes", "sec", "nsec", "room", "queue"};
        long[][] seen = new long[names.length][2];
        for (int i = 0; i < names.length; i++) {
            seen[i][0] = Native.pointerAt(library.symbol(names[i]));
            seen[i][1] = Native.pointerAt(library.symbol(names[i]) + Long.BYTES);
        }
        return seen;
    }

    @Test
    void theTwinHidesNoSignal(@TempDir Path directory) throws IOException {
        Native library =
                Native.library(Compiler.library(directory, "twin", INTERRUPTED).toString());
        Kqueue interrupted = DarwinPosix.bind(library).onDarwin().kqueue();
        assertMinus(EINTR, interrupted.keventOrErrno(41, changes, 1, events, -1));
        assertEquals(1, Native.pointerAt(library.symbol("calls")));
    }

    @Test
    void arraysOfSomebodyElseAreRefused() {
        Kevents foreign = new Foreign();
        assertThrows(IllegalArgumentException.class, () -> kqueue.keventOrErrno(queue.num(), foreign, 1, events, 0));
        assertThrows(IllegalArgumentException.class, () -> kqueue.keventOrErrno(queue.num(), null, 0, foreign, 0));
    }

    private static FutureTask<Integer> inAThread(Callable<Integer> task) throws InterruptedException {
        FutureTask<Integer> future = new FutureTask<>(task);
        Thread thread = new Thread(future);
        thread.start();
        while (thread.getState() == Thread.State.NEW) {
            Thread.yield();
        }
        return future;
    }

    /** An array of another kind, which the body must not pass to the kernel. */
    private static final class Foreign extends Kevents {
        Foreign() {
            super(1, 1);
        }

        @Override
        public Kevents copy() {
            return this;
        }

        @Override
        protected boolean isZero(int index) {
            return true;
        }

        @Override
        protected boolean isSame(int index, StructArray other) {
            return false;
        }

        @Override
        protected int hash(int index) {
            return 0;
        }

        @Override
        protected String text(int index) {
            return "";
        }

        @Override
        public long ident(int index) {
            return 0;
        }

        @Override
        public int filter(int index) {
            return 0;
        }

        @Override
        public int flags(int index) {
            return 0;
        }

        @Override
        public int fflags(int index) {
            return 0;
        }

        @Override
        public long data(int index) {
            return 0;
        }

        @Override
        public long udata(int index) {
            return 0;
        }

        @Override
        public Kevents ident(int index, long value) {
            return this;
        }

        @Override
        public Kevents filter(int index, int value) {
            return this;
        }

        @Override
        public Kevents flags(int index, int value) {
            return this;
        }

        @Override
        public Kevents fflags(int index, int value) {
            return this;
        }

        @Override
        public Kevents data(int index, long value) {
            return this;
        }

        @Override
        public Kevents udata(int index, long value) {
            return this;
        }
    }
}
