package posixkit.examples.doctor;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_DUPFD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETLK;
import static posixkit.constants.Fcntl.F_RDLCK;
import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Fcntl.F_SETLK;
import static posixkit.constants.Fcntl.F_UNLCK;
import static posixkit.constants.Fcntl.F_WRLCK;
import static posixkit.constants.FlockOperation.LOCK_EX;
import static posixkit.constants.FlockOperation.LOCK_NB;
import static posixkit.constants.FlockOperation.LOCK_UN;
import static posixkit.constants.Ioctl.FIONREAD;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Seek.SEEK_CUR;
import static posixkit.constants.Seek.SEEK_SET;
import static posixkit.examples.doctor.Checkup.same;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Flock;
import posixkit.file.Io;

/** Checks the calls that read, write, lock and duplicate descriptors. The JDK reads what they wrote, and writes what they read. */
final class ContentChecks {
    private static final String TEXT = "0123456789";
    private static final int HALF = 5;

    private final Io io;
    private final Posix posix;
    private final Workplace workplace;

    private ContentChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        io = posix.io();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        ContentChecks content = new ContentChecks(posix, workplace);
        checkup.check("read, write, lseek", content::stream);
        checkup.check("pread, pwrite", content::positions);
        checkup.check("readv, writev, preadv", content::vectors);
        checkup.check("truncate, fsync", content::lengths);
        checkup.check("dup, dup2, dup3", content::duplicates);
        checkup.check("fcntl, ioctl", content::control);
        checkup.check("flock", content::wholeLocks);
        checkup.check("fcntl's locks", content::recordLocks);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    }

    private String stream() throws Exception {
        Path path = workplace.path("file");
        try (Fd file = workplace.create(path)) {
            same("written", io.write(file.num(), bytes(TEXT)), TEXT.length());
            same("content", Files.readString(path), TEXT);
            same("offset", io.lseek(file.num(), 0, SEEK_CUR), (long) TEXT.length());
            io.lseek(file.num(), HALF, SEEK_SET);
            ByteBuffer into = ByteBuffer.allocate(TEXT.length());
            same("read", io.read(file.num(), into), TEXT.length() - HALF);
            same("text", text(into), TEXT.substring(HALF));
            same("read at the end", io.read(file.num(), new byte[1]), 0);
        }
        return TEXT.length() + " bytes";
    }

    private String positions() throws Exception {
        Path path = workplace.file(TEXT);
        try (Fd file = workplace.open(path, O_RDWR)) {
            io.pwrite(file.num(), bytes("ab"), 2);
            same("content", Files.readString(path), "01ab456789");
            ByteBuffer into = ByteBuffer.allocate(3);
            io.pread(file.num(), into, 1);
            same("read", text(into), "1ab");
            same("offset", io.lseek(file.num(), 0, SEEK_CUR), 0L);
        }
        return "the offset stays 0";
    }

    private String vectors() throws Exception {
        Path path = workplace.path("file");
        try (Fd file = workplace.create(path)) {
            same("written", io.writev(file.num(), bytes("abc"), bytes(""), bytes("defg")), 7L);
            io.pwritev(file.num(), new ByteBuffer[] {bytes("X"), bytes("Y")}, 1);
            same("content", Files.readString(path), "aXYdefg");
            ByteBuffer first = ByteBuffer.allocate(2);
            ByteBuffer second = ByteBuffer.allocateDirect(2);
            io.preadv(file.num(), new ByteBuffer[] {first, second}, 2);
            same("read", text(first) + text(second), "Ydef");
            io.lseek(file.num(), 0, SEEK_SET);
            first.clear();
            second.clear();
            same("bytes", io.readv(file.num(), first, second), 4L);
            same("read", text(first) + text(second), "aXYd");
        }
        return "buffers of both kinds";
    }

    private String lengths() throws Exception {
        Path path = workplace.file(TEXT);
        posix.files().truncate(path.toString(), HALF);
        same("content", Files.readString(path), TEXT.substring(0, HALF));
        try (Fd file = workplace.open(path, O_RDWR)) {
            io.ftruncate(file.num(), 1 << 20);
            io.fsync(file.num());
            io.fdatasync(file.num());
        }
        same("size", Files.size(path), 1L << 20);
        Oracle.statAgrees(1 << 20, path, "%s", "%z");
        return "5 bytes, then 1 MiB";
    }

    private String duplicates() throws Exception {
        try (Fd file = workplace.open(TEXT);
                Fd other = workplace.open("");
                Fd duplicate = io.own(io.dup(file.num()))) {
            io.read(duplicate.num(), new byte[HALF]);
            same("common offset", io.lseek(file.num(), 0, SEEK_CUR), (long) HALF);
            io.dup2(file.num(), other.num());
            same("offset of dup2's", io.lseek(other.num(), 0, SEEK_CUR), (long) HALF);
            io.dup3(file.num(), other.num(), O_CLOEXEC);
            same("close-on-exec", io.fcntl(other.num(), F_GETFD, 0), FD_CLOEXEC);
            same("inode", io.fstat(other.num()).ino(), io.fstat(file.num()).ino());
        }
        return "one offset for all";
    }

    private String control() throws Exception {
        try (Fd file = workplace.open(TEXT);
                Fd high = io.own(io.fcntl(file.num(), F_DUPFD_CLOEXEC, 100))) {
            same("number is at least 100", high.num() >= 100, true);
            io.fcntl(high.num(), F_SETFD, 0);
            same("close-on-exec", io.fcntl(high.num(), F_GETFD, 0), 0);
            io.fcntl(high.num(), F_SETFD, FD_CLOEXEC);
            same("close-on-exec", io.fcntl(high.num(), F_GETFD, 0), FD_CLOEXEC);
        }
        int[] ends = io.pipe();
        try (Fd read = io.own(ends[0]);
                Fd write = io.own(ends[1])) {
            io.write(write.num(), bytes(TEXT));
            byte[] count = new byte[Integer.BYTES];
            io.ioctlPtr(read.num(), FIONREAD, count);
            int waiting = ByteBuffer.wrap(count).order(ByteOrder.nativeOrder()).getInt();
            same("bytes in a pipe", waiting, TEXT.length());
        }
        return "FIONREAD is " + TEXT.length();
    }

    private String wholeLocks() throws Exception {
        Path path = workplace.file(TEXT);
        try (Fd first = workplace.open(path, O_RDWR);
                Fd second = workplace.open(path, O_RDWR)) {
            io.flock(first.num(), LOCK_EX);
            same("second lock", io.flockOrErrno(second.num(), LOCK_EX | LOCK_NB), -EAGAIN);
            io.flock(first.num(), LOCK_UN);
            io.flock(second.num(), LOCK_EX | LOCK_NB);
        }
        return "EAGAIN (" + EAGAIN + ") while another has it";
    }

    /** The locks of one process never conflict, so the check only finds that {@code F_GETLK} reports no conflict. */
    private String recordLocks() throws Exception {
        Path path = workplace.file(TEXT);
        try (Fd file = workplace.open(path, O_RDWR)) {
            Flock lock = io.newFlock().type(F_WRLCK).whence(SEEK_SET).start(2).len(3);
            io.fcntl(file.num(), F_SETLK, lock);
            Flock found = io.newFlock().type(F_RDLCK).whence(SEEK_SET).start(0).len(0);
            io.fcntl(file.num(), F_GETLK, found);
            same("conflict with an own lock", found.type(), F_UNLCK);
            io.fcntl(file.num(), F_SETLK, lock.type(F_UNLCK));
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            return "set and removed, then one of the JDK: " + lock.isValid();
        }
    }
}
