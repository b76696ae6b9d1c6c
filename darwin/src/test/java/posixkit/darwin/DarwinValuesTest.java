package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static posixkit.constants.Fcntl.F_WRLCK;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.PollEvent.POLLOUT;
import static posixkit.constants.Resource.RLIM_INFINITY;
import static posixkit.constants.Seek.SEEK_END;
import static posixkit.constants.Signal.SIGSEGV;
import static posixkit.constants.Termios.ECHO;
import static posixkit.constants.Termios.ICRNL;
import static posixkit.constants.Termios.IXON;
import static posixkit.constants.Termios.ONLCR;
import static posixkit.constants.Termios.OPOST;
import static posixkit.constants.Utime.UTIME_NOW;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_READ;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_SIGNAL;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ADD;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_CLEAR;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_EOF;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posixkit.Struct;
import posixkit.contract.ValuesContract;
import posixkit.darwin.layout.Timeval_t;
import posixkit.file.Stat;
import posixkit.file.Statfs;
import posixkit.ondarwin.Kevents;
import posixkit.system.Utsname;
import posixkit.testing.NeedsTool;
import posixkit.time.Timeval;

@NeedsTool("cc")
class DarwinValuesTest extends ValuesContract {
    @Override
    protected String system() {
        return "darwin";
    }

    @Override
    protected Map<String, Printed> printed() {
        Map<String, Printed> printed = new HashMap<>(Map.of(
                "Stat_t.mode", Printed.of(0100644, "mode=0100644"),
                "Stat_t.flags", Printed.of(0x20002, "flags=UF_IMMUTABLE|SF_IMMUTABLE"),
                "Statfs_t.flags", Printed.of(0x80001009L, "flags=MNT_RDONLY|MNT_NOSUID|MNT_LOCAL|MNT_STRICTATIME"),
                "Statvfs_t.flag", Printed.of(3, "flag=ST_RDONLY|ST_NOSUID"),
                "Flock_t.type", Printed.of(F_WRLCK, "type=F_WRLCK"),
                "Flock_t.whence", Printed.of(SEEK_END, "whence=SEEK_END"),
                "Flocktimeout.type", Printed.of(F_WRLCK, "type=F_WRLCK"),
                "Flocktimeout.whence", Printed.of(SEEK_END, "whence=SEEK_END"),
                "Timespec_t.nsec", Printed.of(UTIME_NOW, "nsec=UTIME_NOW"),
                "Rlimit_t.cur", Printed.of(RLIM_INFINITY, "cur=unlimited")));
        printed.put("Shmid_t.mode", Printed.of(01600, "mode=01600"));
        printed.put("Rlimit_t.max", Printed.of(RLIM_INFINITY, "max=unlimited"));
        printed.put("Pollfd_t.events", Printed.of(POLLIN, "events=POLLIN"));
        printed.put("Pollfd_t.revents", Printed.of(POLLOUT, "revents=POLLOUT"));
        printed.put("Siginfo_t.signo", Printed.of(SIGSEGV, "signo=SIGSEGV"));
        printed.put("Siginfo_t.addr", Printed.of(0x1234, "addr=0x1234"));
        printed.put("Kevent_t.filter", Printed.of(EVFILT_READ, "filter=EVFILT_READ"));
        printed.put("Kevent_t.flags", Printed.of(EV_ADD | EV_CLEAR, "flags=EV_ADD|EV_CLEAR"));
        printed.put("Kevent_t.fflags", Printed.of(0x80000002L, "fflags=0x80000002"));
        printed.put("Kevent_t.udata", Printed.of(-1, "udata=0xffffffffffffffff"));
        printed.put("Termios_t.iflag", Printed.of(ICRNL | IXON, "iflag=ICRNL|IXON"));
        printed.put("Termios_t.oflag", Printed.of(OPOST | ONLCR, "oflag=OPOST|ONLCR"));
        printed.put("Termios_t.cflag", Printed.of(0x1A, "cflag=0x1a"));
        printed.put("Termios_t.lflag", Printed.of(ECHO, "lflag=ECHO"));
        return printed;
    }

    @Override
    protected Map<Class<?>, String> texts() {
        return Map.of(
                Stat.class,
                "Stat{dev=2049, ino=18446744073709551614, mode=0100644, nlink=1, uid=4294967295, gid=5, rdev=7,"
                        + " size=13039, blksize=4096, blocks=32, atime=1970-01-01T00:00:01.000000005Z,"
                        + " mtime=2026-11-30T20:00:00.123Z, ctime=1969-12-31T23:59:59Z, birthtime=1970-01-01T00:00:00Z,"
                        + " flags=0, gen=0}",
                Statfs.class,
                "Statfs{bsize=4096, iosize=0, blocks=32, bfree=60, bavail=50, files=18446744073709551615, ffree=30,"
                        + " fsid=01020304050607fe, owner=0, type=0, flags=0, fssubtype=0, fstypename=\"\","
                        + " mntonname=\"\", mntfromname=\"\"}",
                Utsname.class,
                "Utsname{sysname=\"Sys\", nodename=\"a \\\"host\\\"\", release=\"6.1\\n\", version=\"#1\\x07\","
                        + " machine=\"\"}");
    }

    @Test
    void keventsPrintUpToTheLastThatIsNotZero() {
        Kevents events = posix.onDarwin().kqueue().newKevents(8);
        assertEquals("Kevents[]", events.toString());
        events.set(0, 7, EVFILT_READ, EV_ADD | EV_CLEAR);
        events.set(1, 2, EVFILT_SIGNAL, EV_EOF, 0x30, -5, 0x1000);
        assertEquals(
                "Kevents[{ident=7, filter=EVFILT_READ, flags=EV_ADD|EV_CLEAR, fflags=0x0, data=0, udata=0x0},"
                        + " {ident=2, filter=EVFILT_SIGNAL, flags=EV_EOF, fflags=0x30, data=-5, udata=0x1000}]",
                events.toString());
        Kevents copy = events.copy();
        assertEquals(events, copy);
        events.data(1, -6);
        assertNotEquals(events, copy);
        assertEquals(-5, copy.data(1));
    }

    /** Four bytes lie behind the microseconds. */
    @Test
    void paddingDoesNotCount() {
        Timeval time = posix.clocks().newTimeval();
        Timeval other = time.copy();
        ((Struct) other).bytes()[Timeval_t.SIZE - 1] = 1;
        assertEquals(time, other);
        assertEquals(time.hashCode(), other.hashCode());
        assertEquals(time.toString(), other.toString());
    }
}
