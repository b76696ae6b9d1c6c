package posixkit.linux;

import posixkit.file.Stat;
import posixkit.linux.layout.Rlimit_t;
import posixkit.linux.layout.Rusage_t;
import posixkit.linux.layout.Stat_t;
import posixkit.linux.layout.Timespec_t;
import posixkit.linux.layout.Timeval_t;
import posixkit.linux.layout.Utsname_t;
import posixkit.process.Rlimit;
import posixkit.process.Rusage;
import posixkit.system.Utsname;
import posixkit.time.Timespec;
import posixkit.time.Timeval;
import posixkit.unix.Layouts;

final class LinuxLayouts implements Layouts {
    @Override
    public Stat newStat() {
        return new Stat_t();
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
    public Rlimit newRlimit() {
        return new Rlimit_t();
    }

    @Override
    public Utsname newUtsname() {
        return new Utsname_t();
    }
}
