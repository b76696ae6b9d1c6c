package posixkit.darwin;

import posixkit.darwin.layout.Iovec;
import posixkit.darwin.layout.PosixSpawnFileActions;
import posixkit.darwin.layout.PosixSpawnattr;
import posixkit.darwin.layout.Rusage_t;
import posixkit.darwin.layout.Sigset;
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

    @Override
    public int iovecSize() {
        return Iovec.SIZE;
    }

    @Override
    public int iovecBase() {
        return Iovec.BASE;
    }

    @Override
    public int iovecLen() {
        return Iovec.LEN;
    }

    @Override
    public int spawnActionsSize() {
        return PosixSpawnFileActions.SIZE;
    }

    @Override
    public int spawnAttributesSize() {
        return PosixSpawnattr.SIZE;
    }

    @Override
    public int sigsetSize() {
        return Sigset.SIZE;
    }
}
