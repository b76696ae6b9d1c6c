package posixkit.darwin;

import posixkit.darwin.layout.Flock_t;
import posixkit.darwin.layout.Pollfd_t;
import posixkit.darwin.layout.Prototypes;
import posixkit.darwin.layout.Rlimit_t;
import posixkit.darwin.layout.Rusage_t;
import posixkit.darwin.layout.Shmid_t;
import posixkit.darwin.layout.Siginfo_t;
import posixkit.darwin.layout.Stat_t;
import posixkit.darwin.layout.Statfs_t;
import posixkit.darwin.layout.Statvfs_t;
import posixkit.darwin.layout.Termios_t;
import posixkit.darwin.layout.Timespec_t;
import posixkit.darwin.layout.Timeval_t;
import posixkit.darwin.layout.Tms_t;
import posixkit.darwin.layout.Utsname_t;
import posixkit.darwin.layout.Winsize_t;
import posixkit.event.PollFds;
import posixkit.file.Flock;
import posixkit.file.Stat;
import posixkit.file.Statfs;
import posixkit.file.Statvfs;
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

final class DarwinLayouts implements Layouts {
    /**
     * The position of the lowest bit of the major number in a device number. The 8 bits of the major number lie above the 24 bits
     * of the minor number ({@code sys/types.h}).
     */
    private static final int MAJOR_SHIFT = 24;

    private static final int MINOR = 0xFF_FFFF;

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

    /**
     * Returns the device number of {@code major} and {@code minor}. The result can be negative, because {@code dev_t} is a signed
     * 32-bit integer on Darwin.
     */
    @Override
    public long makedev(int major, int minor) {
        return major << MAJOR_SHIFT | minor & MINOR;
    }

    @Override
    public int major(long device) {
        return (int) device >>> MAJOR_SHIFT;
    }

    @Override
    public int minor(long device) {
        return (int) device & MINOR;
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
