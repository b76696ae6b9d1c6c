package posixkit.linux;

import posixkit.file.Stat;
import posixkit.linux.layout.Rusage_t;
import posixkit.linux.layout.Stat_t;
import posixkit.linux.layout.Timeval_t;
import posixkit.process.Rusage;
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
}
