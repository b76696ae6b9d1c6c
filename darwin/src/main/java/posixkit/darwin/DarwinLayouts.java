package posixkit.darwin;

import posixkit.darwin.layout.Rusage_t;
import posixkit.darwin.layout.Stat_t;
import posixkit.darwin.layout.Timeval_t;
import posixkit.file.Stat;
import posixkit.process.Rusage;
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
}
