package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Io;
import posixkit.ondarwin.Kevents;
import posixkit.ondarwin.Kqueue;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;

/** Gives each test a queue, and a pipe to watch. */
@ExtendWith(Descriptors.class)
@NeedsTool("cc")
abstract class WithKqueue {
    static final long MARK = 0x1122_3344_5566_7788L;

    /** Longer than any wait takes. A wait that lasts this long missed its event. */
    static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    final Posix posix = Posix.get();
    final Io io = posix.io();
    final Kqueue kqueue = posix.onDarwin().kqueue();
    final Kevents changes = kqueue.newKevents(4);
    final Kevents events = kqueue.newKevents(4);

    Fd queue;
    Fd read;
    Fd write;

    @BeforeEach
    void open() throws IOException {
        queue = Fd.own(kqueue.kqueue());
        int[] ends = io.pipe();
        read = Fd.own(ends[0]);
        write = Fd.own(ends[1]);
    }

    @AfterEach
    void close() throws IOException {
        queue.close();
        read.close();
        write.close();
    }

    /** Makes one change, and fails if it fails. */
    void change(long ident, int filter, int flags, int fflags, long data, long udata) throws IOException {
        changes.set(0, ident, filter, flags, fflags, data, udata);
        assertEquals(0, kqueue.kevent(queue.num(), changes, 1, null, 0));
    }

    void change(long ident, int filter, int flags) throws IOException {
        change(ident, filter, flags, 0, 0, 0);
    }

    /** Waits for the only event, which is then in {@link #events}. */
    void awaitOne(long ident, int filter) throws IOException {
        assertEquals(1, kqueue.kevent(queue.num(), null, 0, events, PATIENCE));
        assertEquals(ident, events.ident(0));
        assertEquals(filter, events.filter(0));
    }

    void assertNothing(String why) throws IOException {
        assertEquals(0, kqueue.kevent(queue.num(), null, 0, events, 0), why);
    }

    /** Asserts that the flags of the first event contain {@code bits}. */
    void assertFlags(int bits) {
        assertEquals(bits, events.flags(0) & bits);
    }

    void assertSaid(int bits) {
        assertTrue((events.fflags(0) & bits) == bits, "0x" + Integer.toHexString(events.fflags(0)));
    }
}
