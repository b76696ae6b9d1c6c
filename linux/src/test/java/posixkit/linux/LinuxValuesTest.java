package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Fcntl.F_WRLCK;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.Resource.RLIM_INFINITY;
import static posixkit.constants.Seek.SEEK_END;
import static posixkit.constants.Signal.SIGSEGV;
import static posixkit.constants.Termios.ECHO;
import static posixkit.constants.Termios.ICRNL;
import static posixkit.constants.Termios.IXON;
import static posixkit.constants.Termios.ONLCR;
import static posixkit.constants.Termios.OPOST;
import static posixkit.constants.Utime.UTIME_NOW;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLET;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLRDHUP;
import static posixkit.onlinux.constants.LinuxMagic.BTRFS_SUPER_MAGIC;
import static posixkit.onlinux.constants.LinuxMagic.TMPFS_MAGIC;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SYSCALL_INFO_ENTRY;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SYSCALL_INFO_EXIT;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SYSCALL_INFO_SECCOMP;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.Struct;
import posixkit.contract.ValuesContract;
import posixkit.file.Dirents;
import posixkit.file.Flock;
import posixkit.file.Stat;
import posixkit.file.Statfs;
import posixkit.linux.layout.EpollEvent;
import posixkit.linux.layout.Flock_t;
import posixkit.linux.layout.PtraceSyscallInfo;
import posixkit.onlinux.EpollEvents;
import posixkit.onlinux.Regs;
import posixkit.system.Utsname;

class LinuxValuesTest extends ValuesContract {
    @Override
    protected String system() {
        return "linux";
    }

    @Override
    protected Map<String, Printed> printed() {
        Map<String, Printed> printed = new HashMap<>(Map.of(
                "Stat_t.mode", Printed.of(0100644, "mode=0100644"),
                "Statx_t.mode", Printed.of(040755, "mode=040755"),
                "OpenHow.mode", Printed.of(0600, "mode=0600"),
                "Statx_t.mask", Printed.of(0x3, "mask=STATX_TYPE|STATX_MODE"),
                "Statx_t.attributes", Printed.of(0x30, "attributes=STATX_ATTR_IMMUTABLE|STATX_ATTR_APPEND"),
                "Statx_t.attributesMask", Printed.of(0x20, "attributesMask=STATX_ATTR_APPEND"),
                "OpenHow.resolve", Printed.of(0x8, "resolve=RESOLVE_BENEATH"),
                "Statfs_t.type", Printed.of(TMPFS_MAGIC, "type=TMPFS_MAGIC"),
                "Statfs_t.flags", Printed.of(0x23, "flags=ST_RDONLY|ST_NOSUID|0x20"),
                "Statvfs_t.flag", Printed.of(0x1000, "flag=ST_RELATIME")));
        printed.put("Timex_t.modes", Printed.of(0x2003, "modes=0x2003"));
        printed.put("Timex_t.status", Printed.of(0x2041, "status=STA_PLL|STA_UNSYNC|STA_NANO"));
        printed.put("Shmid_t.mode", Printed.of(01600, "mode=01600"));
        printed.put("Flock_t.type", Printed.of(F_WRLCK, "type=F_WRLCK"));
        printed.put("Flock_t.whence", Printed.of(SEEK_END, "whence=SEEK_END"));
        printed.put("Timespec_t.nsec", Printed.of(UTIME_NOW, "nsec=UTIME_NOW"));
        printed.put("Rlimit_t.cur", Printed.of(RLIM_INFINITY, "cur=unlimited"));
        printed.put("Rlimit_t.max", Printed.of(RLIM_INFINITY, "max=unlimited"));
        printed.put("Pollfd_t.events", Printed.of(POLLIN, "events=POLLIN"));
        printed.put("Pollfd_t.revents", Printed.of(POLLIN, "revents=POLLIN"));
        printed.put("EpollEvent.events", Printed.of(EPOLLIN, "events=EPOLLIN"));
        printed.put("Siginfo_t.signo", Printed.of(SIGSEGV, "signo=SIGSEGV"));
        printed.put("SignalfdSiginfo.signo", Printed.of(SIGSEGV, "signo=SIGSEGV"));
        printed.put("Siginfo_t.addr", Printed.of(0x1234, "addr=0x1234"));
        for (String name : List.of("iflag", "oflag", "cflag", "lflag")) {
            printed.put("Termios2_t." + name, Printed.of(0x1A, name + "=0x1a"));
        }
        for (String name : List.of(
                "Ifinfomsg_t.flags",
                "Ifinfomsg_t.change",
                "Ifaddrmsg_t.flags",
                "Rtmsg_t.flags",
                "Ndmsg_t.state",
                "Ndmsg_t.flags")) {
            printed.put(name, Printed.of(0x1A, name.replaceFirst(".*\\.", "") + "=0x1a"));
        }
        for (String name : List.of("timeSec", "timeUsec")) {
            printed.put("Timex_t." + name, Printed.of(5, name + "=5"));
        }
        String info = "PtraceSyscallInfo.";
        printed.put(info + "op", Printed.of(PTRACE_SYSCALL_INFO_EXIT, "op=PTRACE_SYSCALL_INFO_EXIT"));
        for (String name : List.of("arch", "instructionPointer", "stackPointer")) {
            printed.put(info + name, Printed.of(0xC0, name + "=0xc0"));
        }
        printed.put(info + "entryNr", new Printed(257, "entryNr=257", "op", PTRACE_SYSCALL_INFO_ENTRY));
        printed.put(info + "entryArgs", new Printed(-1, "entryArgs=[0, 18446744073709551615, 0,", "op", 1));
        printed.put(info + "exitRval", new Printed(-2, "exitRval=-2", "op", PTRACE_SYSCALL_INFO_EXIT));
        printed.put(info + "exitIsError", new Printed(1, "exitIsError=1", "op", PTRACE_SYSCALL_INFO_EXIT));
        printed.put(info + "seccompNr", new Printed(5, "seccompNr=5", "op", PTRACE_SYSCALL_INFO_SECCOMP));
        printed.put(info + "seccompArgs", new Printed(6, "seccompArgs=[0, 6, 0, 0, 0, 0]", "op", 3));
        printed.put(info + "seccompRetData", new Printed(7, "seccompRetData=7", "op", 3));
        printed.put("Termios_t.iflag", Printed.of(ICRNL | IXON, "iflag=ICRNL|IXON"));
        printed.put("Termios_t.oflag", Printed.of(OPOST | ONLCR, "oflag=OPOST|ONLCR"));
        printed.put("Termios_t.cflag", Printed.of(0x1A, "cflag=0x1a"));
        printed.put("Termios_t.lflag", Printed.of(ECHO, "lflag=ECHO"));
        return printed;
    }

    @Override
    protected List<Struct> bases(Class<?> type) {
        List<Struct> bases = new ArrayList<>(super.bases(type));
        if (type == PtraceSyscallInfo.class) {
            for (int op :
                    new int[] {PTRACE_SYSCALL_INFO_ENTRY, PTRACE_SYSCALL_INFO_EXIT, PTRACE_SYSCALL_INFO_SECCOMP}) {
                bases.add(new PtraceSyscallInfo().op(op));
            }
        }
        return bases;
    }

    @Override
    protected boolean isInUse(Object struct, String member) {
        if (!(struct instanceof PtraceSyscallInfo info)) {
            return true;
        }
        return member.startsWith("entry")
                ? info.op() == PTRACE_SYSCALL_INFO_ENTRY
                : member.startsWith("exit")
                        ? info.op() == PTRACE_SYSCALL_INFO_EXIT
                        : !member.startsWith("seccomp") || info.op() == PTRACE_SYSCALL_INFO_SECCOMP;
    }

    @Override
    protected Map<Class<?>, String> texts() {
        return Map.of(
                Stat.class,
                "Stat{dev=2049, ino=18446744073709551614, mode=0100644, nlink=1, uid=4294967295, gid=5, rdev=7,"
                        + " size=13039, blksize=4096, blocks=32, atime=1970-01-01T00:00:01.000000005Z,"
                        + " mtime=2026-11-30T20:00:00.123Z, ctime=1969-12-31T23:59:59Z}",
                Statfs.class,
                "Statfs{type=0, bsize=4096, blocks=32, bfree=60, bavail=50, files=18446744073709551615, ffree=30,"
                        + " fsid=01020304050607fe, namelen=0, frsize=0, flags=0}",
                Utsname.class,
                "Utsname{sysname=\"Sys\", nodename=\"a \\\"host\\\"\", release=\"6.1\\n\", version=\"#1\\x07\","
                        + " machine=\"\", domainname=\"\"}");
    }

    @Test
    void aFileSystemWhoseNumberIsNegativeAsAnIntHasItsName() {
        Statfs statfs = posix.files().newStatfs();
        set(statfs, "type", Integer.toUnsignedLong(BTRFS_SUPER_MAGIC));
        assertTrue(statfs.toString().startsWith("Statfs{type=BTRFS_SUPER_MAGIC, "), statfs::toString);
    }

    @Test
    void epollEventsPrintUpToTheLastThatIsNotZero() {
        EpollEvents events = posix.onLinux().epoll().newEvents(8);
        assertEquals("EpollEvents[]", events.toString());
        EpollEvent raw = (EpollEvent) events;
        raw.events(0, EPOLLIN | EPOLLET).data(0, 7);
        raw.events(2, EPOLLRDHUP | 0x10_0000).data(2, -1);
        assertEquals(
                "EpollEvents[{events=EPOLLIN|EPOLLET, data=7}, {events=0, data=0},"
                        + " {events=EPOLLRDHUP|0x100000, data=18446744073709551615}]",
                events.toString());
        EpollEvents copy = events.copy();
        assertEquals(events, copy);
        raw.data(0, 8);
        assertNotEquals(events, copy);
        assertEquals(7, copy.data(0));
    }

    @Test
    void registersCopyAndCompare() {
        Regs regs = posix.onLinux().ptrace().newRegs().pc(5).sp(6);
        Regs copy = regs.copy();
        assertEquals(regs, copy);
        assertEquals(regs.hashCode(), copy.hashCode());
        assertPlain(regs.toString());
        for (String name : regs.names()) {
            Regs changed = regs.copy().set(name, 0x7777);
            assertNotEquals(regs, changed, name);
            assertTrue(changed.toString().contains(name + "=0x7777"), name);
        }
        assertEquals(copy, regs);
    }

    @Test
    void directoryEntriesPrintTheOneAtHand() throws Exception {
        Dirents entries = posix.onLinux().files().newDirents(4096);
        assertEquals("Dirents[capacity=4096]", entries.toString());
        try (Fd dir = Fd.own(posix.files().open("/proc/self/task", O_RDONLY | O_DIRECTORY))) {
            assertTrue(posix.onLinux().files().getdents64(dir.num(), entries) > 0);
            assertTrue(entries.nextNamed());
            assertEquals(
                    "Dirents[capacity=4096, ino=" + entries.ino() + ", off=" + entries.off() + ", type=DT_DIR, name=\""
                            + entries.name() + "\"]",
                    entries.toString());
        }
    }

    /** Four bytes lie between whence and start. */
    @Test
    void paddingDoesNotCount() {
        Flock lock = posix.io().newFlock();
        Flock other = lock.copy();
        ((Struct) other).bytes()[Flock_t.START - 1] = 1;
        assertEquals(lock, other);
        assertEquals(lock.hashCode(), other.hashCode());
        assertEquals(lock.toString(), other.toString());
        assertEquals(1, ((Struct) other.copy()).bytes()[Flock_t.START - 1], "a copy has every byte");
    }
}
