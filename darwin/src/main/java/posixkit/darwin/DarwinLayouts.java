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
import posixkit.unix.Layouts;

final class DarwinLayouts extends Layouts {
    /**
     * The position of the lowest bit of the major number in a device number. The 8 bits of the major number lie above the 24 bits
     * of the minor number ({@code sys/types.h}).
     */
    private static final int MAJOR_SHIFT = 24;

    private static final int MINOR = 0xFF_FFFF;

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
    protected Object makePollFds(int capacity) {
        return new Pollfd_t(capacity);
    }

    @Override
    public String prototype(String function) {
        return Prototypes.of(function);
    }
}
