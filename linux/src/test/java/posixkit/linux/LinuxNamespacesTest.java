package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.onlinux.constants.LinuxClone.CLONE_FILES;
import static posixkit.onlinux.constants.LinuxClone.CLONE_FS;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWIPC;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWNET;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWNS;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWUSER;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWUTS;
import static posixkit.onlinux.constants.LinuxClone.CLONE_VM;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.onlinux.Capabilities;
import posixkit.onlinux.CapabilitySets;
import posixkit.onlinux.Namespaces;
import posixkit.testing.NeedsRoot;
import posixkit.testing.OwnThread;

/** Tests {@link Namespaces}, on threads that end afterwards. {@code /proc} is the oracle. */
class LinuxNamespacesTest extends WithFiles {
    private static final int NOTHING_KNOWN = 0x10;

    private final Namespaces namespaces = posix.onLinux().namespaces();

    private static Path of(String whose, String kind) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", whose, "ns", kind));
    }

    @Test
    @NeedsRoot
    void aThreadLeavesAndComesBack() throws Exception {
        OwnThread.run(() -> {
            for (String kind : List.of("uts", "ipc", "net")) {
                int flag = kind.equals("uts") ? CLONE_NEWUTS : kind.equals("ipc") ? CLONE_NEWIPC : CLONE_NEWNET;
                namespaces.unshare(flag);
                assertNotEquals(of("self", kind), of("thread-self", kind));
                try (Fd back = Fd.own(posix.files().open("/proc/self/ns/" + kind, O_RDONLY))) {
                    assertErrno(EINVAL, () -> namespaces.setns(back.num(), CLONE_NEWUSER));
                    namespaces.setns(back.num(), flag);
                }
                assertEquals(of("self", kind), of("thread-self", kind));
            }
        });
    }

    @Test
    @NeedsRoot
    void aThreadHasMountsAndADirectoryOfItsOwn() throws Exception {
        Path here = Files.readSymbolicLink(Path.of("/proc/self/cwd"));
        OwnThread.run(() -> {
            try (Fd mounts = Fd.own(posix.files().open("/proc/self/ns/mnt", O_RDONLY))) {
                assertErrno(EINVAL, () -> namespaces.setns(mounts.num(), CLONE_NEWNS));
                namespaces.unshare(CLONE_NEWNS);
                assertNotEquals(of("self", "mnt"), of("thread-self", "mnt"));
                namespaces.setns(mounts.num(), 0);
                assertEquals(of("self", "mnt"), of("thread-self", "mnt"));
            }
            posix.files().chdir(dir.toString());
            assertEquals(dir.toRealPath(), Files.readSymbolicLink(Path.of("/proc/thread-self/cwd")));
        });
        assertEquals(here, Files.readSymbolicLink(Path.of("/proc/self/cwd")));
    }

    @Test
    void failuresHaveTheirErrno() throws Exception {
        OwnThread.run(() -> {
            namespaces.unshare(0);
            namespaces.unshare(CLONE_FS);
            assertErrno(EINVAL, () -> namespaces.unshare(NOTHING_KNOWN));
            assertErrno(EINVAL, () -> namespaces.unshare(CLONE_VM));
            assertErrno(EINVAL, () -> namespaces.unshare(CLONE_NEWUSER));
            assertRefused("flags", () -> namespaces.unshare(CLONE_FILES | CLONE_FS));
            assertErrno(EBADF, () -> namespaces.setns(NOT_OPEN, 0));
            try (Fd file = open(file("file", ""), O_RDONLY)) {
                assertErrno(EINVAL, () -> namespaces.setns(file.num(), 0));
            }
            Capabilities capabilities = posix.onLinux().capabilities();
            capabilities.capset(new CapabilitySets());
            assertErrno(EPERM, () -> namespaces.unshare(CLONE_NEWUTS));
            try (Fd uts = Fd.own(posix.files().open("/proc/self/ns/uts", O_RDONLY))) {
                assertErrno(EPERM, () -> namespaces.setns(uts.num(), 0));
            }
        });
    }
}
