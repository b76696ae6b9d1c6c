package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.ondarwin.constants.DarwinMount.MNT_ASYNC;
import static posixkit.ondarwin.constants.DarwinMount.MNT_AUTOMOUNTED;
import static posixkit.ondarwin.constants.DarwinMount.MNT_CMDFLAGS;
import static posixkit.ondarwin.constants.DarwinMount.MNT_CPROTECT;
import static posixkit.ondarwin.constants.DarwinMount.MNT_DEFWRITE;
import static posixkit.ondarwin.constants.DarwinMount.MNT_DONTBROWSE;
import static posixkit.ondarwin.constants.DarwinMount.MNT_DOVOLFS;
import static posixkit.ondarwin.constants.DarwinMount.MNT_EXPORTED;
import static posixkit.ondarwin.constants.DarwinMount.MNT_FORCE;
import static posixkit.ondarwin.constants.DarwinMount.MNT_IGNORE_OWNERSHIP;
import static posixkit.ondarwin.constants.DarwinMount.MNT_JOURNALED;
import static posixkit.ondarwin.constants.DarwinMount.MNT_LOCAL;
import static posixkit.ondarwin.constants.DarwinMount.MNT_MULTILABEL;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOATIME;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NODEV;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOEXEC;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOFOLLOW;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOSUID;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOUSERXATTR;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOWAIT;
import static posixkit.ondarwin.constants.DarwinMount.MNT_QUARANTINE;
import static posixkit.ondarwin.constants.DarwinMount.MNT_QUOTA;
import static posixkit.ondarwin.constants.DarwinMount.MNT_RDONLY;
import static posixkit.ondarwin.constants.DarwinMount.MNT_REMOVABLE;
import static posixkit.ondarwin.constants.DarwinMount.MNT_ROOTFS;
import static posixkit.ondarwin.constants.DarwinMount.MNT_SNAPSHOT;
import static posixkit.ondarwin.constants.DarwinMount.MNT_STRICTATIME;
import static posixkit.ondarwin.constants.DarwinMount.MNT_SYNCHRONOUS;
import static posixkit.ondarwin.constants.DarwinMount.MNT_UNION;
import static posixkit.ondarwin.constants.DarwinMount.MNT_UPDATE;
import static posixkit.ondarwin.constants.DarwinMount.MNT_VISFLAGMASK;
import static posixkit.ondarwin.constants.DarwinMount.MNT_WAIT;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.ProcessShell.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.ffi.Native;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.ondarwin.OnDarwinStatfs;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Tests the mount calls of {@link OnDarwinFiles}. The oracle is {@code mountinfo}; children mount in their own namespaces. */
@NeedsTool("cc")
class DarwinMountsTest extends WithFiles {
    private final OnDarwinFiles extras = posix.onDarwin().files();

    @Test
    @NeedsProc
    void getfsstatTellsOfEveryMountThereIs() throws IOException {
        for (int flags : new int[] {MNT_WAIT, MNT_NOWAIT}) {
            List<String> before;
            List<String> seen;
            do {
                before = mounted();
                seen = extras.getfsstat(flags).stream()
                        .map(each -> each.mntonname() + " " + each.fstypename() + " " + each.mntfromname())
                        .toList();
            } while (!before.equals(mounted()));
            assertEquals(before, seen);
        }
    }

    /** Returns what mountinfo lists. It writes blanks in octal. */
    private static List<String> mounted() throws IOException {
        List<String> mounted = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/thread-self/mountinfo"))) {
            String[] words = line.split(" ");
            String[] ofType = line.substring(line.indexOf(" - ") + 3).split(" ");
            String type = ofType[0].substring(0, Math.min(15, ofType[0].length()));
            mounted.add((words[4] + " " + type + " " + ofType[1]).replace("\\040", " "));
        }
        return mounted;
    }

    @Test
    @NeedsProc
    void eachIsWhatStatfsSaysOfItsPlace() throws IOException {
        OnDarwinStatfs proc = extras.getfsstat(MNT_NOWAIT).stream()
                .filter(each -> each.mntonname().equals("/proc"))
                .reduce((first, last) -> last)
                .orElseThrow();
        OnDarwinStatfs same = (OnDarwinStatfs) files.statfs("/proc/self");
        assertEquals(same.type(), proc.type());
        assertEquals(same.bsize(), proc.bsize());
        assertEquals(same.flags(), proc.flags());
        assertEquals("proc", same.fstypename());
        assertEquals("/proc", same.mntonname());
    }

    @Test
    @NeedsTool("findmnt")
    void statfsNamesWhatIsMountedAndWhere() throws IOException {
        String known = Programs.output("findmnt", "-nro", "FSTYPE,TARGET,SOURCE", "-T", dir.toString());
        OnDarwinStatfs statfs = (OnDarwinStatfs) files.statfs(dir.toString());
        assertEquals(known, statfs.fstypename() + " " + statfs.mntonname() + " " + statfs.mntfromname());
        assertEquals(statfs.bsize(), statfs.iosize());
        assertEquals(0, statfs.owner());
        try (Fd fd = open(dir, O_RDONLY)) {
            assertEquals(statfs.mntonname(), ((OnDarwinStatfs) posix.io().fstatfs(fd.num())).mntonname());
        }
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            assertErrno(EINVAL, () -> posix.io().fstatfs(read.num()));
            assertErrno(EINVAL, () -> posix.io().fstatfs(write.num()));
        }
    }

    @Test
    @NeedsProc
    @NeedsRoot
    @NeedsTool("unshare")
    void unmountTakesOffWhatNobodyUses() throws IOException {
        Path target = Files.createDirectory(dir.toRealPath().resolve("a b€"));
        try (ChildJvm child = withTmpfs(target)) {
            assertEquals(
                    "tmpfs|a-source|1048576|0x" + Long.toHexString(MNT_NOSUID | MNT_NODEV),
                    child.ask(line("getfsstat", MNT_NOWAIT, target)));
            assertFalse(isMounted(target), "here");
            assertTrue(isMounted(child, target));
            Path inside = Path.of("/proc/" + child.pid() + "/root" + target).resolve("held");
            Files.writeString(inside, "");
            String fd = child.ask(line("hold", target.resolve("held")));
            assertEquals("EBUSY", child.ask(line("unmount", target, 0)));
            assertTrue(isMounted(child, target));
            assertEquals("ok", child.ask(line("letGo", fd)));
            assertEquals("EINVAL", child.ask(line("unmount", target.resolve("held"), 0)));
            assertEquals("ok", child.ask(line("unmount", target, 0)));
            assertFalse(isMounted(child, target));
            assertEquals("", child.ask(line("getfsstat", MNT_NOWAIT, target)));
            assertEquals("EINVAL", child.ask(line("unmount", target, 0)), "nothing is mounted any more");
        }
    }

    @Test
    @NeedsProc
    @NeedsRoot
    @NeedsTool("unshare")
    void unmountByForceTakesOffWhatIsInUse() throws IOException {
        Path target = Files.createDirectory(dir.toRealPath().resolve("target"));
        Programs.output("chmod", "755", dir.toString());
        try (ChildJvm child = withTmpfs(target)) {
            assertEquals("ok", child.ask(line("seteuid", 1234)));
            assertEquals("EPERM", child.ask(line("unmount", target, MNT_FORCE)));
            assertEquals("ok", child.ask(line("seteuid", 0)));
            child.ask(line("hold", target));
            assertEquals("EBUSY", child.ask(line("unmount", target, 0)));
            assertEquals("ok", child.ask(line("unmount", target, MNT_FORCE)));
            assertFalse(isMounted(child, target));
        }
    }

    @Test
    void whereNothingIsMountedThereIsNothingToTakeOff() throws IOException {
        ErrnoException thrown = assertErrno(ENOENT, () -> extras.unmount(dir + "/missing", 0));
        assertEquals("unmount", thrown.call());
        assertEquals(quoted(dir + "/missing"), thrown.subject());
        assertThrows(IllegalArgumentException.class, () -> extras.unmount("x\0", 0));
        assertThrows(NullPointerException.class, () -> extras.unmount(null, 0));
        if (posix.ids().geteuid() == 0) {
            assertErrno(EINVAL, () -> extras.unmount(dir.toString(), 0));
            assertErrno(EINVAL, () -> extras.unmount(dir.toString(), MNT_FORCE));
        }
    }

    @Test
    @NeedsProc
    void flagsAreThoseOfTheMount() throws IOException {
        String options = Files.readAllLines(Path.of("/proc/thread-self/mountinfo")).stream()
                .map(line -> line.split(" "))
                .filter(words -> words[4].equals("/proc"))
                .reduce((first, last) -> last)
                .orElseThrow()[5];
        long expected = (options.contains("nosuid") ? MNT_NOSUID : 0)
                | (options.contains("nodev") ? MNT_NODEV : 0)
                | (List.of(options.split(",")).contains("ro") ? MNT_RDONLY : 0);
        assertEquals(expected, files.statfs("/proc").flags() & (MNT_NOSUID | MNT_NODEV | MNT_RDONLY), options);
    }

    @Test
    @NeedsProc
    @NeedsRoot
    @NeedsTool("unshare")
    void mountPutsAFileSystemOnADirectory() throws IOException {
        Path target = Files.createDirectory(dir.toRealPath().resolve("tärget"));
        Path file = file("file", "");
        try (ChildJvm child = ChildJvm.startBy(List.of("unshare", "-m", "--propagation", "private"), FileShell.class)) {
            assertEquals("ok", child.ask(line("mount", "tmpfs", target, MNT_NOSUID | MNT_RDONLY, 24)));
            assertTrue(isMounted(child, target));
            String[] known = child.ask(line("getfsstat", MNT_NOWAIT, target)).split("\\|");
            assertEquals("tmpfs", known[0]);
            assertEquals("0x" + Long.toHexString(MNT_NOSUID | MNT_RDONLY), known[3]);
            assertEquals("ok", child.ask(line("mount", "tmpfs", target, MNT_UPDATE, 24)));
            known = child.ask(line("getfsstat", MNT_NOWAIT, target)).split("\\|");
            assertEquals("0x0", known[3]);
            assertEquals("EINVAL", child.ask(line("mount", "tmpfs", dir, MNT_UPDATE, 24)), "nothing to update");
            assertEquals("ENODEV", child.ask(line("mount", "no such type", target, 0, 24)));
            assertEquals("ENAMETOOLONG", child.ask(line("mount", "x".repeat(16), target, 0, 24)));
            assertEquals("ENOENT", child.ask(line("mount", "tmpfs", dir.resolve("none"), 0, 24)));
            assertEquals("ENOTDIR", child.ask(line("mount", "tmpfs", file, 0, 24)));
            assertEquals("EFAULT", child.ask(line("mount", "tmpfs", target, 0, 0)));
            assertEquals("ok", child.ask(line("unmount", target, 0)));
            assertEquals("ok", child.ask(line("setuid", 1234)));
            assertEquals("EPERM", child.ask(line("mount", "tmpfs", target, 0, 24)));
        }
        assertFalse(isMounted(target));
    }

    @Test
    void theDataOfMountArriveOrANullPointer() throws IOException {
        Native library = Native.library(Compiler.library(dir, "mount", """
                        #include <string.h>
                        int mount(const char *type, const char *path, int flags, const char *data) {
                            if (strcmp(type, "a-type") || strcmp(path, "/a/path")) return -1;
                            return data ? flags - data[0] : flags;
                        }
                        """).toString());
        OnDarwinFiles recording = DarwinPosix.bind(library).onDarwin().files();
        assertEquals(0, recording.mountOrErrno("a-type", "/a/path", 0, new byte[0]));
        assertEquals(0, recording.mountOrErrno("a-type", "/a/path", 7, new byte[] {7}));
    }

    /** The mask is the sum of the flags that a file system can have, as XNU 11417 has it. */
    @Test
    void theMaskOfVisibleFlagsHasEachOfThem() {
        int visible = MNT_RDONLY
                | MNT_SYNCHRONOUS
                | MNT_NOEXEC
                | MNT_NOSUID
                | MNT_NODEV
                | MNT_UNION
                | MNT_ASYNC
                | MNT_EXPORTED
                | MNT_QUARANTINE
                | MNT_LOCAL
                | MNT_QUOTA
                | MNT_REMOVABLE
                | MNT_ROOTFS
                | MNT_DOVOLFS
                | MNT_DONTBROWSE
                | MNT_IGNORE_OWNERSHIP
                | MNT_AUTOMOUNTED
                | MNT_JOURNALED
                | MNT_NOUSERXATTR
                | MNT_DEFWRITE
                | MNT_MULTILABEL
                | MNT_NOFOLLOW
                | MNT_NOATIME
                | MNT_STRICTATIME
                | MNT_SNAPSHOT
                | MNT_CPROTECT;
        assertEquals(visible, MNT_VISFLAGMASK);
        assertEquals(0, MNT_VISFLAGMASK & MNT_CMDFLAGS);
    }

    /** Starts a child in its own mount namespace, with a tmpfs of one megabyte at {@code target}. */
    private static ChildJvm withTmpfs(Path target) throws IOException {
        String mount = "mount -t tmpfs -o size=1m,nosuid,nodev a-source \"$1\" && shift && exec \"$@\"";
        return ChildJvm.startBy(
                List.of("unshare", "-m", "--propagation", "private", "sh", "-c", mount, "sh", target.toString()),
                FileShell.class);
    }

    private static boolean isMounted(Path target) throws IOException {
        return isMounted("self", target);
    }

    private static boolean isMounted(ChildJvm child, Path target) throws IOException {
        return isMounted(Integer.toString(child.pid()), target);
    }

    private static boolean isMounted(String process, Path target) throws IOException {
        return Files.readString(Path.of("/proc", process, "mountinfo"))
                .contains(" " + target.toString().replace(" ", "\\040") + " ");
    }
}
