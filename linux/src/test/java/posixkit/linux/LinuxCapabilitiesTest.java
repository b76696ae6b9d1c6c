package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.onlinux.constants.LinuxCapability.CAP_BPF;
import static posixkit.onlinux.constants.LinuxCapability.CAP_KILL;
import static posixkit.onlinux.constants.LinuxCapability.CAP_SYS_ADMIN;
import static posixkit.onlinux.constants.LinuxPersonality.ADDR_NO_RANDOMIZE;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import posixkit.contract.WithFiles;
import posixkit.onlinux.Capabilities;
import posixkit.onlinux.CapabilitySets;
import posixkit.onlinux.OnLinuxIds;
import posixkit.process.Spawn;
import posixkit.testing.Children;
import posixkit.testing.NeedsRoot;
import posixkit.testing.OwnThread;
import posixkit.testing.Proc;

/** Tests {@link Capabilities}, the ids for files, and {@code personality}, on threads that end afterwards. */
class LinuxCapabilitiesTest extends WithFiles {
    private static final int NOBODY = 1 << 22;

    private final Capabilities capabilities = posix.onLinux().capabilities();
    private final CapabilitySets sets = new CapabilitySets();

    /** What the kernel says of a process or thread. */
    private static CapabilitySets of(String whose) throws IOException {
        Path status = Path.of("/proc", whose, "status");
        return new CapabilitySets()
                .effective(Long.parseUnsignedLong(Proc.field(status, "CapEff"), 16))
                .permitted(Long.parseUnsignedLong(Proc.field(status, "CapPrm"), 16))
                .inheritable(Long.parseUnsignedLong(Proc.field(status, "CapInh"), 16));
    }

    @Test
    void capabilitiesAreRead() throws IOException {
        capabilities.capget(0, sets);
        assertEquals(of("thread-self"), sets);
        capabilities.capget(1, sets);
        assertEquals(of("1"), sets);
        assertErrno(ESRCH, () -> capabilities.capget(NOBODY, sets));
        assertErrno(EINVAL, () -> capabilities.capget(-1, sets));
        assertEquals(of("1"), sets, "unchanged after a failure");
    }

    @Test
    @NeedsRoot
    void aThreadGivesUpCapabilities() throws Exception {
        CapabilitySets before = of("thread-self");
        OwnThread.run(() -> {
            capabilities.capset(new CapabilitySets()
                    .permitted(CapabilitySets.of(CAP_KILL, CAP_BPF))
                    .effective(CapabilitySets.of(CAP_BPF))
                    .inheritable(CapabilitySets.of(CAP_KILL)));
            capabilities.capget(0, sets);
            assertEquals(of("thread-self"), sets);
            assertEquals(
                    "CapabilitySets[effective=CAP_BPF, permitted=CAP_KILL|CAP_BPF, inheritable=CAP_KILL]",
                    sets.toString());
            assertTrue(sets.isEffective(CAP_BPF) && sets.isPermitted(CAP_KILL));
            assertFalse(sets.isEffective(CAP_KILL) || sets.isPermitted(CAP_SYS_ADMIN));
            CapabilitySets more = sets.copy().permitted(CapabilitySets.of(CAP_SYS_ADMIN, CAP_BPF));
            assertErrno(EPERM, () -> capabilities.capset(more));
            assertErrno(EPERM, () -> capabilities.capset(sets.copy().effective(CapabilitySets.of(CAP_SYS_ADMIN))));
            assertEquals(sets, of("thread-self"));
        });
        assertEquals(before, of("thread-self"));
        assertRefused("cap", () -> CapabilitySets.of(64));
        assertRefused("cap", () -> sets.isEffective(-1));
    }

    @Test
    @NeedsRoot
    void filesAreOpenedAsAnother() throws Exception {
        OnLinuxIds ids = posix.onLinux().ids();
        OwnThread.run(() -> {
            assertEquals(0, ids.setfsgid(65533));
            assertEquals(65533, ids.setfsgid(-1));
            assertEquals(0, ids.setfsuid(-2));
            assertEquals(-2, ids.setfsuid(-1));
            assertEquals(
                    List.of("0", "0", "0", "4294967294"),
                    List.of(Proc.field(Path.of("/proc/thread-self/status"), "Uid")
                            .split("\\s+")));
            assertTrue(Proc.field(Path.of("/proc/thread-self/status"), "Gid").endsWith("65533"));
            assertEquals(-2, ids.setfsuid(0));
        });
        assertEquals(0, ids.setfsuid(-1));
        Path afterwards = Path.of("/proc/sys/fs/suid_dumpable");
        assertEquals(
                Files.readAllLines(afterwards),
                List.of(Integer.toString(posix.onLinux().prctl().getDumpable())));
        posix.onLinux().prctl().setDumpable(true);
    }

    @Test
    void aChildHasThePersonalityOfItsThread() throws Exception {
        int before = posix.onLinux().kernel().personality(-1);
        OwnThread.run(() -> {
            assertEquals(before, posix.onLinux().kernel().personality(before | ADDR_NO_RANDOMIZE));
            assertEquals(before | ADDR_NO_RANDOMIZE, posix.onLinux().kernel().personality(-1));
            String seen = Children.outputOf(Spawn.of("cat", "/proc/self/personality"), dir)
                    .strip();
            assertEquals(before | ADDR_NO_RANDOMIZE, Integer.parseUnsignedInt(seen, 16));
        });
        assertRefused("persona", () -> posix.onLinux().kernel().personality(-2));
        assertEquals(before, posix.onLinux().kernel().personality(-1));
        assertEquals(
                before,
                Integer.parseUnsignedInt(
                        Files.readString(Path.of("/proc/self/personality")).strip(), 16));
    }
}
