package posixkit.benchmarks;

import posixkit.Posix;
import posixkit.file.FileTree;
import posixkit.file.Io;
import posixkit.memory.Memory;
import posixkit.net.Sockets;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.process.Processes;
import posixkit.time.Clocks;

/** posixkit as its users keep it: in static final fields. */
final class Posixkit {
    static final Posix POSIX = Posix.get();
    static final FileTree FILES = POSIX.files();
    static final Io IO = POSIX.io();
    static final Processes PROCESSES = POSIX.processes();
    static final Clocks CLOCKS = POSIX.clocks();
    static final Sockets SOCKETS = POSIX.sockets();
    static final Memory MEMORY = POSIX.memory();
    static final OnLinuxFiles LINUX_FILES = POSIX.onLinux().files();
    static final Epoll EPOLL = POSIX.onLinux().epoll();

    private Posixkit() {}
}
