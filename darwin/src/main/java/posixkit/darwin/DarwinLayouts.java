package posixkit.darwin;

import posixkit.darwin.layout.Rlimit_t;
import posixkit.darwin.layout.Rusage_t;
import posixkit.darwin.layout.Stat_t;
import posixkit.darwin.layout.Timespec_t;
import posixkit.darwin.layout.Timeval_t;
import posixkit.darwin.layout.Utsname_t;
import posixkit.file.Stat;
import posixkit.process.Rlimit;
import posixkit.process.Rusage;
import posixkit.system.Utsname;
import posixkit.time.Timespec;
import posixkit.time.Timeval;
import posixkit.unix.Layouts;

final class DarwinLayouts implements Layouts {
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
