package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Open.O_APPEND;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.ondarwin.constants.DarwinChflags.SF_ARCHIVED;
import static posixkit.ondarwin.constants.DarwinChflags.UF_APPEND;
import static posixkit.ondarwin.constants.DarwinChflags.UF_DATAVAULT;
import static posixkit.ondarwin.constants.DarwinChflags.UF_HIDDEN;
import static posixkit.ondarwin.constants.DarwinChflags.UF_IMMUTABLE;
import static posixkit.ondarwin.constants.DarwinChflags.UF_NODUMP;
import static posixkit.ondarwin.constants.DarwinChflags.UF_OPAQUE;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.ProcessShell.line;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.ondarwin.OnDarwinStat;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Tests file flags in {@link OnDarwinFiles} and {@link OnDarwinStat}. The oracles are {@code lsattr} and the JDK, which flags restrict. */
@NeedsTool("cc")
class DarwinFileFlagsTest extends WithFiles {
    private final OnDarwinFiles extras = posix.onDarwin().files();

    private int flags(Path path) throws IOException {
        return ((OnDarwinStat) files.stat(path.toString())).flags();
    }

    @Test
    void chflagsSetsAllOfThem() throws IOException {
        Path path = file("file", "");
        Path other = file("other", "");
        assertEquals(0, flags(path));
        extras.chflags(path.toString(), UF_HIDDEN | UF_OPAQUE);
        assertEquals(UF_HIDDEN | UF_OPAQUE, flags(path));
        extras.chflags(path.toString(), UF_HIDDEN);
        assertEquals(UF_HIDDEN, flags(path), "those not named are gone");
        try (Fd fd = open(path, O_RDONLY)) {
            extras.fchflags(fd.num(), UF_OPAQUE);
            assertEquals(UF_OPAQUE, ((OnDarwinStat) posix.io().fstat(fd.num())).flags());
        }
        assertEquals(UF_OPAQUE, flags(path));
        assertEquals(0, flags(other));
        extras.chflags(path.toString(), 0);
        assertEquals(0, flags(path));
    }

    @Test
    void twinsReturnZeroOnSuccess() throws IOException {
        Path path = file("file", "");
        assertEquals(0, extras.chflagsOrErrno(path.toString(), UF_HIDDEN));
        assertEquals(UF_HIDDEN, flags(path));
        assertEquals(0, extras.lchflagsOrErrno(path.toString(), UF_OPAQUE));
        assertEquals(UF_OPAQUE, flags(path));
        try (Fd fd = open(path, O_RDONLY)) {
            assertEquals(0, extras.fchflagsOrErrno(fd.num(), 0));
        }
        assertEquals(0, flags(path));
        assertMinus(EBADF, extras.fchflagsOrErrno(NOT_OPEN, 0));
    }

    @Test
    void chflagsFollowsALinkAndLchflagsDoesNot() throws IOException {
        Path path = file("file", "");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        extras.chflags(link.toString(), UF_HIDDEN);
        assertEquals(UF_HIDDEN, flags(path));
        extras.lchflags(link.toString(), UF_OPAQUE);
        assertEquals(UF_HIDDEN, flags(path));
        assertEquals(UF_OPAQUE, ((OnDarwinStat) files.lstat(link.toString())).flags());
        extras.lchflags(link.toString(), UF_NODUMP);
        assertEquals(UF_NODUMP, ((OnDarwinStat) files.lstat(link.toString())).flags());
    }

    @Test
    @NeedsTool("lsattr")
    void aFlagThatTheHostHasShowsThere() throws IOException {
        Path path = file("file", "");
        assumeTrue(Programs.run("chattr", "+d", path.toString()).exit() == 0, "a file system without flags");
        Programs.output("chattr", "-d", path.toString());
        extras.chflags(path.toString(), UF_NODUMP | UF_HIDDEN);
        assertTrue(lsattr(path).contains("d"), lsattr(path));
        try (Fd fd = open(path, O_RDONLY)) {
            extras.fchflags(fd.num(), UF_HIDDEN);
        }
        assertFalse(lsattr(path).contains("d"), lsattr(path));
    }

    private static String lsattr(Path path) {
        return Programs.output("lsattr", path.toString()).split(" ")[0];
    }

    @Test
    @NeedsRoot
    @NeedsTool("chattr")
    void whatIsImmutableStaysAsItIs() throws IOException {
        Path path = file("file", "content");
        assumeTrue(Programs.run("chattr", "+i", path.toString()).exit() == 0, "a file system without flags");
        Programs.output("chattr", "-i", path.toString());
        extras.chflags(path.toString(), UF_IMMUTABLE);
        try {
            assertThrows(FileSystemException.class, () -> Files.writeString(path, "other"));
            assertThrows(FileSystemException.class, () -> Files.delete(path));
            assertErrno(EPERM, () -> files.open(path.toString(), O_WRONLY));
            assertErrno(EPERM, () -> files.unlink(path.toString()));
            assertErrno(EPERM, () -> files.truncate(path.toString(), 0));
            assertErrno(EPERM, () -> files.chmod(path.toString(), 0600));
            assertEquals(UF_IMMUTABLE, flags(path));
        } finally {
            extras.chflags(path.toString(), UF_APPEND);
        }
        try {
            Files.writeString(path, ", more", java.nio.file.StandardOpenOption.APPEND);
            assertErrno(EPERM, () -> files.open(path.toString(), O_WRONLY));
            close(files.open(path.toString(), O_WRONLY | O_APPEND));
        } finally {
            extras.chflags(path.toString(), 0);
        }
        assertEquals("content, more", Files.readString(path));
        Files.delete(path);
    }

    @Test
    void whatCannotBeSetSaysWhy() throws IOException {
        Path path = file("file", "");
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            assertErrno(EINVAL, () -> extras.fchflags(read.num(), 0));
            assertErrno(EINVAL, () -> extras.fchflags(write.num(), 0));
        }
        ErrnoException thrown = assertErrno(EBADF, () -> extras.fchflags(NOT_OPEN, 0));
        assertEquals("fchflags", thrown.call());
        assertEquals("fd " + NOT_OPEN, thrown.subject());
        thrown = assertErrno(EPERM, () -> extras.chflags(path.toString(), UF_DATAVAULT));
        assertEquals("chflags", thrown.call());
        assertEquals(quoted(path), thrown.subject());
        assertErrno(EPERM, () -> extras.lchflags(path.toString(), UF_DATAVAULT));
        assertEquals(0, flags(path));
    }

    @Test
    @NeedsRoot
    void ownersSetTheirsAndRootTheOthers() throws IOException {
        Path theirs = file("theirs", "");
        Path mine = file("mine", "");
        Programs.output("chmod", "755", dir.toString());
        Programs.output("chown", "1234", mine.toString());
        extras.chflags(theirs.toString(), SF_ARCHIVED);
        assertEquals(SF_ARCHIVED, flags(theirs));
        try (ChildJvm child = ChildJvm.start(FileShell.class)) {
            assertEquals("ok", child.ask(line("seteuid", 1234)));
            assertEquals("EPERM", child.ask(line("chflags", theirs, UF_HIDDEN)));
            assertEquals("EPERM", child.ask(line("chflags", mine, SF_ARCHIVED)));
            assertEquals("ok", child.ask(line("chflags", mine, UF_HIDDEN)));
            assertEquals("EPERM", child.ask(line("chflags", mine, UF_HIDDEN | SF_ARCHIVED)));
        }
    }

    @Test
    void aFileTellsWhenItWasMade() throws IOException {
        Path path = file("file", "");
        String seconds = Programs.stat("%W", path.toString());
        assumeTrue(!seconds.equals("0"), "a file system that does not know");
        OnDarwinStat stat = (OnDarwinStat) files.stat(path.toString());
        assertEquals(Long.parseLong(seconds), stat.birthtimeSec());
        assertEquals(Instant.ofEpochSecond(stat.birthtimeSec(), stat.birthtimeNsec()), stat.birthtime());
        String nanoseconds = Programs.stat("%.9W", path.toString()).split("\\.")[1];
        assertEquals(Long.parseLong(nanoseconds), stat.birthtimeNsec());
        assertEquals(0, stat.gen());
        files.utimes(path.toString());
        files.chmod(path.toString(), 0600);
        assertEquals(stat.birthtime(), ((OnDarwinStat) files.stat(path.toString())).birthtime());
    }
}
