package posixkit.benchmarks;

import posixkit.Posix;
import posixkit.file.FileTree;
import posixkit.file.Io;

/** posixkit as its users keep it: in static final fields. */
final class Posixkit {
    static final Posix POSIX = Posix.get();
    static final FileTree FILES = POSIX.files();
    static final Io IO = POSIX.io();

    private Posixkit() {}
}
