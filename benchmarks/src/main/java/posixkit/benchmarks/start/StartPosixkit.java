package posixkit.benchmarks.start;

import static posixkit.benchmarks.start.Start.check;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Seek.SEEK_SET;

import java.io.IOException;
import java.nio.ByteBuffer;
import posixkit.Posix;
import posixkit.file.FileTree;
import posixkit.file.Io;
import posixkit.file.Stat;

/** Makes the calls through posixkit. */
public final class StartPosixkit {
    private StartPosixkit() {}

    public static void main(String[] args) throws IOException {
        long start = System.nanoTime();
        String directory = args[1];
        Posix posix = Posix.get();
        FileTree files = posix.files();
        Stat stat = files.newStat();
        check(files.statOrErrno(directory, stat));
        if (!Start.isOneCall(args)) {
            nineteen(posix, stat, directory);
        }
        Start.print(start);
    }

    private static void nineteen(Posix posix, Stat stat, String directory) {
        String file = directory + "/file";
        String inner = directory + "/inner";
        FileTree files = posix.files();
        Io io = posix.io();
        ByteBuffer bytes = ByteBuffer.allocateDirect(16);
        int fd = files.openOrErrno(file, O_RDWR | O_CREAT, 0600);
        check(io.fstatOrErrno(fd, stat));
        check(io.writeOrErrno(fd, bytes));
        check(io.lseekOrErrno(fd, 0, SEEK_SET));
        check(io.readOrErrno(fd, bytes.clear()));
        check(io.preadOrErrno(fd, bytes.clear(), 0));
        check(io.ftruncateOrErrno(fd, 0));
        check(io.fsyncOrErrno(fd));
        check(io.closeOrErrno(fd));
        check(files.lstatOrErrno(file, stat));
        check(files.renameOrErrno(file, inner));
        check(files.unlinkOrErrno(inner));
        check(files.mkdirOrErrno(inner, 0700));
        check(files.rmdirOrErrno(inner));
        check(posix.processes().getpid());
        check(posix.processes().getppid());
        check(posix.ids().getuid());
        check(posix.ids().getgid());
        check(posix.ids().geteuid());
    }
}
