package posixkit.linux;

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
import posixkit.unix.Layouts;

final class LinuxLayouts extends Layouts {
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
    protected Object make(int structure) {
        // A switch expression would have a type of its own, and the JVM would load all these classes to check it.
        switch (structure) {
            case STAT:
                return new Stat_t();
            case STATFS:
                return new Statfs_t();
            case STATVFS:
                return new Statvfs_t();
            case FLOCK:
                return new Flock_t();
            case RUSAGE:
                return new Rusage_t();
            case RLIMIT:
                return new Rlimit_t();
            case SIGINFO:
                return new Siginfo_t();
            case TMS:
                return new Tms_t();
            case TIMEVAL:
                return new Timeval_t();
            case TIMESPEC:
                return new Timespec_t();
            case SHMID_DS:
                return new Shmid_t();
            case UTSNAME:
                return new Utsname_t();
            case TERMINAL_SETTINGS:
                return new Termios_t();
            case WINDOW_SIZE:
                return new Winsize_t();
            default:
                throw new IllegalArgumentException("structure: " + structure);
        }
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
    protected Object makePollFds(int capacity) {
        return new Pollfd_t(capacity);
    }

    @Override
    public String prototype(String function) {
        return Prototypes.of(function);
    }
}
