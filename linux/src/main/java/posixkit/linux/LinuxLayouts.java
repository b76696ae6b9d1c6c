package posixkit.linux;

import posixkit.event.PollFds;
import posixkit.file.Flock;
import posixkit.file.Stat;
import posixkit.file.Statfs;
import posixkit.file.Statvfs;
import posixkit.linux.layout.Flock_t;
import posixkit.linux.layout.Pollfd_t;
import posixkit.linux.layout.Prototypes;
import posixkit.linux.layout.Rlimit_t;
import posixkit.linux.layout.Rusage_t;
import posixkit.linux.layout.Shmid_t;
import posixkit.linux.layout.Siginfo_t;
import posixkit.linux.layout.Stat_t;
import posixkit.linux.layout.Statfs_t;
import posixkit.linux.layout.Statvfs_t;
import posixkit.linux.layout.Termios_t;
import posixkit.linux.layout.Timespec_t;
import posixkit.linux.layout.Timeval_t;
import posixkit.linux.layout.Tms_t;
import posixkit.linux.layout.Utsname_t;
import posixkit.linux.layout.Winsize_t;
import posixkit.memory.ShmidDs;
import posixkit.process.Rlimit;
import posixkit.process.Rusage;
import posixkit.process.Siginfo;
import posixkit.process.Tms;
import posixkit.system.Utsname;
import posixkit.terminal.TerminalSettings;
import posixkit.terminal.WindowSize;
import posixkit.time.Timespec;
import posixkit.time.Timeval;
import posixkit.unix.Layouts;

final class LinuxLayouts implements Layouts {
    // WORD and the five constants after it are masks and shifts for device numbers. They follow libc's makedev,
    // because no header defines them. A device number consists of four groups of bits. From the lowest to the
    // highest, these are: 8 low bits of the minor number, 12 low bits of the major number, 24 high bits of the minor
    // number, 20 high bits of the major number. Old device numbers had only 16 bits: 8 for the minor and 8 for the
    // major number. These bits are still at the same places.
    private static final long WORD = 0xFFFF_FFFFL;
    private static final long MAJOR_LOW = 0xFFF;
    private static final long MINOR_LOW = 0xFF;
    private static final int MAJOR_LOW_SHIFT = 8;
    private static final int MAJOR_HIGH_SHIFT = 32;
    private static final int MINOR_HIGH_SHIFT = 12;

    @Override
    public Stat newStat() {
        return new Stat_t();
    }

    @Override
    public TerminalSettings newTerminalSettings() {
        return new Termios_t();
    }

    @Override
    public WindowSize newWindowSize() {
        return new Winsize_t();
    }

    @Override
    public Flock newFlock() {
        return new Flock_t();
    }

    @Override
    public Rusage newRusage() {
        return new Rusage_t();
    }

    @Override
    public Timeval newTimeval() {
        return new Timeval_t();
    }

    @Override
    public Timespec newTimespec() {
        return new Timespec_t();
    }

    @Override
    public Siginfo newSiginfo() {
        return new Siginfo_t();
    }

    @Override
    public Tms newTms() {
        return new Tms_t();
    }

    @Override
    public Rlimit newRlimit() {
        return new Rlimit_t();
    }

    @Override
    public ShmidDs newShmidDs() {
        return new Shmid_t();
    }

    @Override
    public Utsname newUtsname() {
        return new Utsname_t();
    }

    @Override
    public Statfs newStatfs() {
        return new Statfs_t();
    }

    @Override
    public Statvfs newStatvfs() {
        return new Statvfs_t();
    }

    @Override
    public long makedev(int major, int minor) {
        return (major & ~MAJOR_LOW & WORD) << MAJOR_HIGH_SHIFT
                | (major & MAJOR_LOW) << MAJOR_LOW_SHIFT
                | (minor & ~MINOR_LOW & WORD) << MINOR_HIGH_SHIFT
                | minor & MINOR_LOW;
    }

    @Override
    public int major(long device) {
        return (int) (device >>> MAJOR_HIGH_SHIFT & ~MAJOR_LOW | device >>> MAJOR_LOW_SHIFT & MAJOR_LOW);
    }

    @Override
    public int minor(long device) {
        return (int) (device >>> MINOR_HIGH_SHIFT & ~MINOR_LOW | device & MINOR_LOW);
    }

    @Override
    public PollFds newPollFds(int capacity) {
        return new Pollfd_t(capacity);
    }

    @Override
    public String prototype(String function) {
        return Prototypes.of(function);
    }
}
