package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Errno.ERANGE;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Seek.SEEK_SET;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_ACCTIME;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_BKUPTIME;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_CHGTIME;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_CRTIME;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_MODTIME;
import static posixkit.ondarwin.constants.DarwinAttr.FSOPT_NOFOLLOW;
import static posixkit.ondarwin.constants.DarwinAttr.FSOPT_NOINMEMUPDATE;
import static posixkit.ondarwin.constants.DarwinAttr.FSOPT_PACK_INVAL_ATTRS;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.ffi.Native;
import posixkit.ondarwin.BulkAttributes;
import posixkit.ondarwin.CommonAttributes;
import posixkit.ondarwin.OnDarwinAttributes;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Lists of attributes of files. The oracle is {@code stat} of coreutils. */
@NeedsTool("cc")
class DarwinAttrlistTest extends WithFiles {
    private static final int NO_OPTION = 1 << 30;
    private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_001, 123_456_789);

    private final OnDarwinAttributes attributes = posix.onDarwin().attributes();

    private static String stat(Path path) throws IOException {
        return Programs.stat("%f %u %g %i %.9X %.9Y %.9Z", path.toString());
    }

    private static String time(Instant time) {
        return String.format("%d.%09d", time.getEpochSecond(), time.getNano());
    }

    private static String stat(CommonAttributes a) {
        return String.join(
                " ",
                Integer.toHexString(a.accessmask()),
                Integer.toUnsignedString(a.ownerid()),
                Integer.toUnsignedString(a.grpid()),
                Long.toUnsignedString(a.fileid()),
                time(a.acctime()),
                time(a.modtime()),
                time(a.chgtime()));
    }

    @Test
    void attributesAreWhatStatTells() throws IOException {
        Path path = file("fäle", "content");
        Programs.output("touch", "-a", "-d", "2001-09-09T01:46:41.123456789Z", path.toString());
        CommonAttributes known = attributes.getattrlist(path.toString(), 0);
        assertEquals(stat(path), stat(known));
        assertEquals("fäle", known.name());
        assertEquals(1, known.objtype());
        assertEquals(0, known.flags());
        assertEquals(LONG_AGO, known.acctime());
        if (MacOs.isStandIn()) {
            assertEquals(0, known.returned() & ATTR_CMN_BKUPTIME, "unknown here");
            assertEquals(Instant.EPOCH, known.bkuptime());
        }
        String birth = Programs.stat("%.9W", path.toString());
        assertEquals(birth.startsWith("-") ? time(Instant.EPOCH) : birth, time(known.crtime()));
        CommonAttributes directory = attributes.getattrlist(dir.toString(), 0);
        assertEquals(stat(dir), stat(directory));
        assertEquals(2, directory.objtype());
        try (Fd open = open(path, O_RDONLY)) {
            assertEquals(known, attributes.fgetattrlist(open.num(), 0));
            assertErrno(EINVAL, () -> attributes.fgetattrlist(open.num(), NO_OPTION));
        }
        String raw = dir + "/\uDCFF";
        close(files.open(raw, posixkit.constants.Open.O_CREAT, 0600));
        assertEquals("\uDCFF", attributes.getattrlist(raw, 0).name());
    }

    @Test
    void manyFilesAreReadWithFewCallsAndNoneTwice() throws IOException {
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            expected.add(file("file " + i, "").getFileName().toString());
        }
        Files.createSymbolicLink(dir.resolve("link"), Path.of("nowhere"));
        Files.createDirectory(dir.resolve("directory"));
        expected.addAll(List.of("link", "directory", "\uDCFF"));
        close(files.open(dir + "/\uDCFF", posixkit.constants.Open.O_CREAT, 0600));
        BulkAttributes entries = attributes.newBulkAttributes(8192);
        try (Fd directory = open(dir, O_RDONLY)) {
            for (int round = 0; round < 2; round++) {
                Set<String> names = new TreeSet<>();
                int calls = 0;
                for (int count = 1; count > 0; calls++) {
                    count = attributes.getattrlistbulk(directory.num(), entries, 0);
                    int seen = 0;
                    for (; entries.next(); seen++) {
                        assertEquals(0, entries.error());
                        assertTrue(names.add(entries.name()), entries.name());
                        assertEquals(
                                attributes.getattrlist(dir + "/" + entries.name(), FSOPT_NOFOLLOW),
                                entries.attributes());
                    }
                    assertEquals(count, seen);
                }
                assertEquals(expected, names);
                assertTrue(calls > 5 && calls < 100, calls + " calls");
                posix.io().lseek(directory.num(), 0, SEEK_SET);
            }
        }
    }

    @Test
    void anEntryOfManyIsWhatStatTells() throws IOException {
        Path path = file("file", "content");
        Programs.output("touch", "-a", "-d", "2001-09-09T01:46:41.123456789Z", path.toString());
        BulkAttributes entries = attributes.newBulkAttributes(1024);
        try (Fd directory = open(dir, O_RDONLY)) {
            assertEquals(1, attributes.getattrlistbulkOrErrno(directory.num(), entries, FSOPT_NOINMEMUPDATE));
            assertEquals("BulkAttributes[no current entry]", entries.toString());
            assertThrows(IllegalStateException.class, entries::name);
            assertTrue(entries.next());
            CommonAttributes all = entries.attributes();
            assertEquals(stat(path), stat(all));
            assertEquals(List.of("file", 1), List.of(entries.name(), entries.objtype()));
            assertEquals(all.accessmask(), entries.accessmask());
            assertEquals(all.fileid(), entries.fileid());
            assertEquals(all.returned(), entries.returned());
            assertFalse(entries.next());
            assertThrows(IllegalStateException.class, entries::fileid);
            assertEquals(0, attributes.getattrlistbulk(directory.num(), entries, 0), "the end");
            assertFalse(entries.next());
        }
    }

    @Test
    void wrongUseOfManyFails() throws IOException {
        Path path = file("file", "content");
        BulkAttributes entries = attributes.newBulkAttributes(1024);
        BulkAttributes small = attributes.newBulkAttributes(100);
        try (Fd directory = open(dir, O_RDONLY);
                Fd open = open(path, O_RDONLY)) {
            assertErrno(ERANGE, () -> attributes.getattrlistbulk(directory.num(), small, 0));
            assertFalse(small.next());
            assertMinus(ENOTDIR, attributes.getattrlistbulkOrErrno(open.num(), entries, 0));
            assertErrno(EINVAL, () -> attributes.getattrlistbulk(directory.num(), entries, NO_OPTION));
            assertEquals(1, attributes.getattrlistbulk(directory.num(), entries, 0), "nothing was lost");
            assertErrno(EBADF, () -> attributes.getattrlistbulk(NOT_OPEN, entries, 0));
            assertFalse(entries.next(), "after a failure");
            BulkAttributes foreign = (BulkAttributes) Proxy.newProxyInstance(
                    BulkAttributes.class.getClassLoader(), new Class<?>[] {BulkAttributes.class}, (p, m, a) -> null);
            assertRefused("into", () -> attributes.getattrlistbulkOrErrno(directory.num(), foreign, 0));
            assertRefused(
                    "options",
                    () -> attributes.getattrlistbulkOrErrno(directory.num(), entries, FSOPT_PACK_INVAL_ATTRS));
            assertRefused("bytes", () -> attributes.newBulkAttributes(0));
        }
    }

    /** A libSystem with three entries: one that could not be read, one with few attributes, and one without any. */
    private static final String FEW = """
            #include <string.h>
            #define SET(bits) (unsigned) (bits) | 0x80000000u, 0, 0, 0, 0
            static unsigned entries[] = {
                44, SET(0x20000001), 13, 8, 5, 'a' | 'b' << 8 | 'c' << 16 | 'd' << 24, 0,
                56, SET(0x00000409), 28, 4, 5, 77, 0, 9, 0, 'p' | 'h' << 8 | 'y' << 16,
                24, SET(0),
            };
            int getattrlistbulk(int fd, unsigned *list, void *into, unsigned long size, unsigned long long options) {
                memcpy(into, entries, sizeof entries);
                return 3;
            }
            """;

    @Test
    void anEntryHasWhatItSaysAndAnErrno() throws IOException {
        Native library = Native.library(Compiler.library(dir, "few", FEW).toString());
        OnDarwinAttributes few = DarwinPosix.bind(library).onDarwin().attributes();
        BulkAttributes entries = few.newBulkAttributes(1024);
        assertEquals(3, few.getattrlistbulk(1, entries, 0));
        assertTrue(entries.next());
        assertEquals(List.of(EACCES, "abcd", 0), List.of(entries.error(), entries.name(), entries.objtype()));
        assertTrue(entries.next());
        assertEquals(List.of(0, "phy", 5), List.of(entries.error(), entries.name(), entries.objtype()));
        assertEquals(Instant.ofEpochSecond(77, 9), entries.attributes().modtime());
        assertEquals(Instant.EPOCH, entries.attributes().crtime());
        assertTrue(entries.next());
        assertEquals(List.of(0, "", 0), List.of(entries.error(), entries.name(), entries.objtype()));
        assertEquals(0, entries.fileid());
        assertFalse(entries.next());
    }

    @Test
    void linksAreFollowedUnlessToldNotTo() throws IOException {
        Path path = file("file", "content");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        assertEquals(stat(path), stat(attributes.getattrlist(link.toString(), 0)));
        CommonAttributes itself = attributes.getattrlist(link.toString(), FSOPT_NOFOLLOW);
        assertEquals(5, itself.objtype());
        attributes.setattrlistTime(link.toString(), ATTR_CMN_MODTIME, LONG_AGO, FSOPT_NOFOLLOW);
        assertEquals(time(LONG_AGO), Programs.stat("%.9Y", link.toString()));
        attributes.setattrlistTime(link.toString(), ATTR_CMN_MODTIME, LONG_AGO.plusSeconds(5), 0);
        assertEquals(time(LONG_AGO), Programs.stat("%.9Y", link.toString()));
        assertEquals(time(LONG_AGO.plusSeconds(5)), Programs.stat("%.9Y", path.toString()));
    }

    @Test
    void oneTimeIsSetAndNoOther() throws IOException {
        Path path = file("file", "content");
        attributes.setattrlistTime(path.toString(), ATTR_CMN_MODTIME, LONG_AGO, 0);
        String read = Programs.stat("%.9X", path.toString());
        assertEquals(read + " " + time(LONG_AGO), Programs.stat("%.9X %.9Y", path.toString()));
        Instant before = Instant.ofEpochSecond(-2, 5);
        try (Fd open = open(path, O_RDONLY)) {
            attributes.fsetattrlistTime(open.num(), ATTR_CMN_ACCTIME, before, 0);
            assertEquals(before, attributes.fgetattrlist(open.num(), 0).acctime());
        }
        assertEquals(time(LONG_AGO), Programs.stat("%.9Y", path.toString()));
    }

    @Test
    void wrongUseFails() throws IOException {
        String none = dir + "/none";
        String path = file("file", "content").toString();
        assertErrno(ENOENT, () -> attributes.getattrlist(none, 0));
        assertErrno(ENOENT, () -> attributes.setattrlistTime(none, ATTR_CMN_MODTIME, LONG_AGO, 0));
        assertMinus(ENOENT, attributes.setattrlistTimeOrErrno(none, ATTR_CMN_MODTIME, LONG_AGO, 0));
        assertErrno(EINVAL, () -> attributes.getattrlist(path, NO_OPTION));
        assertErrno(EINVAL, () -> attributes.setattrlistTime(path, ATTR_CMN_MODTIME, LONG_AGO, NO_OPTION));
        assertErrno(EBADF, () -> attributes.fgetattrlist(NOT_OPEN, 0));
        assertErrno(EBADF, () -> attributes.fsetattrlistTime(NOT_OPEN, ATTR_CMN_MODTIME, LONG_AGO, 0));
        assertMinus(EBADF, attributes.fsetattrlistTimeOrErrno(NOT_OPEN, ATTR_CMN_MODTIME, LONG_AGO, 0));
        for (int attribute : new int[] {0, ATTR_CMN_CHGTIME, ATTR_CMN_MODTIME | ATTR_CMN_CRTIME, -1}) {
            assertRefused("attribute", () -> attributes.setattrlistTime(path, attribute, LONG_AGO, 0));
            assertRefused("attribute", () -> attributes.fsetattrlistTime(1, attribute, LONG_AGO, 0));
        }
    }

    /** A libSystem that remembers what it was told. */
    private static final String RECORDING = """
            #include <string.h>
            long bits, sec, nsec, size, options;
            int setattrlist(const char *path, unsigned *list, long *value, unsigned long length, unsigned flags) {
                if ((list[0] & 0xffff) != 5 || list[2] || list[3] || list[4] || list[5] || strcmp(path, "file")) return -1;
                bits = list[1];
                sec = value[0];
                nsec = value[1];
                size = (long) length;
                options = flags;
                return 0;
            }
            """;

    @Test
    void timesThatLinuxCannotSetArePassedOn() throws IOException {
        Native library =
                Native.library(Compiler.library(dir, "recording", RECORDING).toString());
        OnDarwinAttributes recording = DarwinPosix.bind(library).onDarwin().attributes();
        for (int attribute : new int[] {ATTR_CMN_CRTIME, ATTR_CMN_BKUPTIME}) {
            recording.setattrlistTime("file", attribute, LONG_AGO, FSOPT_NOFOLLOW);
            assertEquals(attribute, Native.pointerAt(library.symbol("bits")));
            assertEquals(LONG_AGO.getEpochSecond(), Native.pointerAt(library.symbol("sec")));
            assertEquals(LONG_AGO.getNano(), Native.pointerAt(library.symbol("nsec")));
            assertEquals(16, Native.pointerAt(library.symbol("size")));
            assertEquals(FSOPT_NOFOLLOW, Native.pointerAt(library.symbol("options")));
        }
        assertErrno(ENOSYS, () -> recording.getattrlist("file", 0));
    }
}
