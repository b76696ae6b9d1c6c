package posixkit.examples.doctor;

import static posixkit.constants.Mode.S_IRUSR;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGURG;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_PROC;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_READ;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_SIGNAL;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_TIMER;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_USER;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_VNODE;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_WRITE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ADD;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_CLEAR;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_DELETE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ONESHOT;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_ATTRIB;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_EXIT;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_EXITSTATUS;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_EXTEND;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_TRIGGER;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_WRITE;
import static posixkit.ondarwin.constants.DarwinOpen.O_EVTONLY;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.ondarwin.Kevents;
import posixkit.ondarwin.Kqueue;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/** Checks each filter of kqueue. */
final class KqueueChecks {
    private static final long NOT_LONG = 10_000_000_000L;
    private static final long NUMBER = 0x0123_4567_89AB_CDEFL;

    private final Posix posix;
    private final Kqueue kqueue;
    private final Workplace workplace;

    private KqueueChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        kqueue = posix.onDarwin().kqueue();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        KqueueChecks checks = new KqueueChecks(posix, workplace);
        checkup.check("kqueue, kevent", checks::read);
        checkup.check("EVFILT_WRITE", checks::write);
        checkup.check("EVFILT_VNODE", checks::file);
        checkup.check("EVFILT_PROC", checks::process);
        checkup.check("EVFILT_SIGNAL", checks::signal);
        checkup.check("EVFILT_TIMER", checks::timer);
        checkup.check("EVFILT_USER", checks::user);
    }

    private Fd queue() throws Exception {
        return posix.io().own(kqueue.kqueue());
    }

    private void change(Fd queue, long ident, int filter, int flags, int fflags, long data) throws Exception {
        Kevents change = kqueue.newKevents(1).set(0, ident, filter, flags, fflags, data, NUMBER);
        same("events", kqueue.kevent(queue.num(), change, 1, null, 0), 0);
    }

    private void expectNothing(Fd queue) throws Exception {
        same("events before", kqueue.kevent(queue.num(), null, 0, kqueue.newKevents(2), 0), 0);
    }

    private Kevents await(Fd queue, long ident, int filter) throws Exception {
        Kevents ready = kqueue.newKevents(2);
        same("events", kqueue.kevent(queue.num(), null, 0, ready, NOT_LONG), 1);
        same("ident", ready.ident(0), ident);
        same("filter", ready.filter(0), filter);
        return ready;
    }

    private String read() throws Exception {
        int[] ends = posix.io().pipe();
        try (Fd read = posix.io().own(ends[0]);
                Fd write = posix.io().own(ends[1]);
                Fd queue = queue()) {
            change(queue, read.num(), EVFILT_READ, EV_ADD, 0, 0);
            expectNothing(queue);
            posix.io().write(write.num(), new byte[1]);
            Kevents ready = await(queue, read.num(), EVFILT_READ);
            same("data", ready.data(0), 1L);
            same("udata", ready.udata(0), NUMBER);
            return "a pipe with a byte is ready";
        }
    }

    private String write() throws Exception {
        int[] ends = posix.io().pipe();
        try (Fd read = posix.io().own(ends[0]);
                Fd write = posix.io().own(ends[1]);
                Fd queue = queue()) {
            change(queue, write.num(), EVFILT_WRITE, EV_ADD, 0, 0);
            long room = await(queue, write.num(), EVFILT_WRITE).data(0);
            within("room", room, 512, 1 << 24);
            posix.io().write(write.num(), new byte[100]);
            same("bytes", posix.io().read(read.num(), new byte[200]), 100);
            return "room for " + room + " bytes";
        }
    }

    private String file() throws Exception {
        Path path = workplace.file("0123");
        try (Fd file = workplace.open(path, O_EVTONLY);
                Fd queue = queue()) {
            int all = NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB;
            change(queue, file.num(), EVFILT_VNODE, EV_ADD | EV_CLEAR, all, 0);
            expectNothing(queue);
            Files.writeString(path, "4", StandardOpenOption.APPEND);
            int seen = await(queue, file.num(), EVFILT_VNODE).fflags(0);
            same("written", seen & NOTE_WRITE, NOTE_WRITE);
            Files.setPosixFilePermissions(path, Set.of(PosixFilePermission.OWNER_READ));
            // The kernel may report the write and the new length one after the other.
            do {
                seen = await(queue, file.num(), EVFILT_VNODE).fflags(0);
            } while ((seen & NOTE_ATTRIB) == 0);
            same("mode", posix.io().fstat(file.num()).mode() & 0777, S_IRUSR);
            return "written, then made read-only";
        }
    }

    private String process() throws Exception {
        int child = posix.processes().spawn(Spawn.of("/bin/sleep", "60"));
        boolean isWaitedFor = false;
        try (Fd queue = queue()) {
            change(queue, child, EVFILT_PROC, EV_ADD, NOTE_EXIT | NOTE_EXITSTATUS, 0);
            posix.processes().kill(child, SIGKILL);
            Kevents ready = await(queue, child, EVFILT_PROC);
            WaitStatus status = new WaitStatus();
            posix.processes().wait4(child, status, 0, null);
            isWaitedFor = true;
            same("status", (int) ready.data(0), status.raw());
            same("signal", status.signal(), SIGKILL);
            return status.toString();
        } finally {
            if (!isWaitedFor) {
                posix.processes().kill(child, SIGKILL);
                posix.processes().wait4(child, null, 0, null);
            }
        }
    }

    /** The default action of SIGURG is to do nothing. */
    private String signal() throws Exception {
        try (Fd queue = queue()) {
            change(queue, SIGURG, EVFILT_SIGNAL, EV_ADD, 0, 0);
            expectNothing(queue);
            posix.processes().kill(posix.processes().getpid(), SIGURG);
            long count = await(queue, SIGURG, EVFILT_SIGNAL).data(0);
            same("signals", count, 1L);
            change(queue, SIGURG, EVFILT_SIGNAL, EV_DELETE, 0, 0);
            return "SIGURG came once";
        }
    }

    private String timer() throws Exception {
        try (Fd queue = queue()) {
            long before = System.nanoTime();
            change(queue, 77, EVFILT_TIMER, EV_ADD | EV_ONESHOT, 0, 20);
            same("times", await(queue, 77, EVFILT_TIMER).data(0), 1L);
            long millis = (System.nanoTime() - before) / 1_000_000;
            within("milliseconds", millis, 19, 10_000);
            return "20 ms took " + millis + " ms";
        }
    }

    private String user() throws Exception {
        try (Fd queue = queue()) {
            change(queue, 1, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0);
            expectNothing(queue);
            change(queue, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0);
            same("udata", await(queue, 1, EVFILT_USER).udata(0), NUMBER);
            return "triggered";
        }
    }
}
