package posixkit.linux;

import posixkit.file.Stat;
import posixkit.linux.layout.Iovec;
import posixkit.linux.layout.PosixSpawnFileActions;
import posixkit.linux.layout.PosixSpawnattr;
import posixkit.linux.layout.Rusage_t;
import posixkit.linux.layout.Sigset;
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
