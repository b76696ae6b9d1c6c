package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Signal.SIGUSR1;
import static posixkit.onlinux.constants.LinuxCapability.CAP_CHOWN;
import static posixkit.onlinux.constants.LinuxCapability.CAP_KILL;
import static posixkit.onlinux.constants.LinuxCapability.CAP_SETPCAP;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_NO_NEW_PRIVS;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_SECUREBITS;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_TIMERSLACK;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_MM;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_NO_NEW_PRIVS;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_SECCOMP;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.onlinux.CapabilitySets;
import posixkit.onlinux.Prctl;
import posixkit.process.Spawn;
import posixkit.testing.Children;
import posixkit.testing.NeedsRoot;
import posixkit.testing.OwnThread;
import posixkit.testing.Proc;

/** Tests {@link Prctl}, on threads that end afterwards. {@code /proc} is the oracle. */
class LinuxPrctlTest {
    private static final Path THREAD = Path.of("/proc/thread-self");
    private static final int NO_CAPABILITY = 64;

    @TempDir
    private Path dir;

    private final Posix posix = Posix.get();
    private final Prctl prctl = posix.onLinux().prctl();

    private static String status(String field) throws IOException {
        return Proc.field(THREAD.resolve("status"), field);
    }

    @Test
    void aThreadHasAName() throws Exception {
        OwnThread.run(() -> {
            assertEquals("own", prctl.getName());
            prctl.setName("n\u00e4me");
            assertEquals("n\u00e4me", Files.readString(THREAD.resolve("comm")).strip());
            prctl.setName("123456789012345");
            assertEquals("123456789012345", prctl.getName());
            assertRefused("name", () -> prctl.setName("1234567890123456"));
            assertRefused("name", () -> prctl.setName("12345678901234\u00e4"));
            prctl.setName("");
            assertEquals("", prctl.getName());
        });
        assertEquals(Files.readString(THREAD.resolve("comm")).strip(), prctl.getName());
    }

    @Test
    void aThreadGivesUpRights() throws Exception {
        OwnThread.run(() -> {
            assertEquals(0, prctl.getNoNewPrivs());
            prctl.setNoNewPrivs();
            assertEquals("1", status("NoNewPrivs"));
            assertEquals(1, prctl.getNoNewPrivs());
            assertEquals(1, prctl.prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
            assertErrno(EINVAL, () -> prctl.prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
            assertErrno(EINVAL, () -> prctl.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 1));
        });
        assertEquals("0", status("NoNewPrivs"));
        assertEquals(0, prctl.getNoNewPrivs());
    }

    @Test
    void aThreadKeepsItsCapabilities() throws Exception {
        OwnThread.run(() -> {
            assertEquals(0, prctl.getKeepcaps());
            prctl.setKeepcaps(true);
            assertEquals(1, prctl.getKeepcaps());
            int bits = prctl.getSecurebits();
            assertEquals(prctl.prctl(PR_GET_SECUREBITS, 0, 0, 0, 0), bits);
            assertEquals(0x10, bits & 0x10, "SECBIT_KEEP_CAPS");
            prctl.setKeepcaps(false);
            assertEquals(0, prctl.getKeepcaps());
        });
    }

    @Test
    @NeedsRoot
    void theBoundingSetShrinks() throws Exception {
        OwnThread.run(() -> {
            long before = Long.parseUnsignedLong(status("CapBnd"), 16);
            assertEquals(before >>> CAP_CHOWN & 1, prctl.capbsetRead(CAP_CHOWN));
            prctl.capbsetDrop(CAP_CHOWN);
            assertEquals(before & ~(1L << CAP_CHOWN), Long.parseUnsignedLong(status("CapBnd"), 16));
            assertEquals(0, prctl.capbsetRead(CAP_CHOWN));
            assertErrno(EINVAL, () -> prctl.capbsetRead(NO_CAPABILITY));
            assertErrno(EINVAL, () -> prctl.capbsetDrop(NO_CAPABILITY));
            CapabilitySets sets = new CapabilitySets();
            posix.onLinux().capabilities().capget(0, sets);
            sets.effective(sets.effective() & ~CapabilitySets.of(CAP_SETPCAP));
            posix.onLinux().capabilities().capset(sets);
            assertErrno(EPERM, () -> prctl.capbsetDrop(CAP_KILL));
        });
    }

    @Test
    void waitsMayEndLater() throws Exception {
        OwnThread.run(() -> {
            long usual = prctl.getTimerslack();
            assertEquals(Long.parseLong(Files.readString(slack()).strip()), usual);
            prctl.setTimerslack(5_000_000_000L);
            assertEquals("5000000000", Files.readString(slack()).strip());
            assertEquals(5_000_000_000L, prctl.getTimerslack());
            prctl.setTimerslack(0);
            assertEquals(usual, prctl.getTimerslack());
            assertEquals(usual, prctl.prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0));
            assertRefused("nanos", () -> prctl.setTimerslack(-1));
        });
    }

    /** Of this thread; the file is not among those of {@code thread-self}. */
    private static Path slack() throws IOException {
        return Path.of("/proc", Files.readSymbolicLink(THREAD).getFileName().toString(), "timerslack_ns");
    }

    @Test
    void theProcessIsDumpableOrNot() throws IOException {
        int before = prctl.getDumpable();
        try {
            prctl.setDumpable(true);
            assertEquals(1, prctl.getDumpable());
            int owner = (Integer) Files.getAttribute(Path.of("/proc/self/stat"), "unix:uid");
            assertEquals(posix.ids().geteuid(), owner);
            prctl.setDumpable(false);
            assertEquals(0, prctl.getDumpable());
        } finally {
            prctl.setDumpable(before != 0);
        }
    }

    @Test
    void thisProcessAdoptsOrphans() throws Exception {
        int pid = posix.processes().getpid();
        assertEquals(0, prctl.getChildSubreaper());
        prctl.setChildSubreaper(true);
        try {
            assertEquals(1, prctl.getChildSubreaper());
            // The shell's child goes on when the shell has ended.
            Spawn shell = Spawn.of("/bin/sh", "-c", "sleep 60 & echo $!");
            int orphan = Integer.parseInt(Children.outputOf(shell, dir).strip());
            assertEquals("" + pid, Proc.stat(orphan, 4));
            posix.processes().kill(orphan, 9);
            assertEquals("killed by SIGKILL", Children.await(orphan).toString());
        } finally {
            prctl.setChildSubreaper(false);
        }
    }

    @Test
    void theEndOfTheParentIsASignal() throws IOException {
        assertEquals(0, prctl.getPdeathsig());
        prctl.setPdeathsig(SIGUSR1);
        assertEquals(SIGUSR1, prctl.getPdeathsig());
        prctl.setPdeathsig(0);
        assertEquals(0, prctl.getPdeathsig());
        assertErrno(EINVAL, () -> prctl.setPdeathsig(65));
        assertMinus(EINVAL, prctl.setPdeathsigOrErrno(-1));
    }

    @Test
    void whatBreaksTheJvmIsRefused() {
        assertRefused("option", () -> prctl.prctl(PR_SET_SECCOMP, 1, 0, 0, 0));
        assertRefused("option", () -> prctl.prctl(PR_SET_MM, 0, 0, 0, 0));
        assertErrno(EINVAL, () -> prctl.prctl(-1, 0, 0, 0, 0));
        assertTrue(prctl.prctlOrErrno(PR_GET_SECUREBITS, 0, 0, 0, 0) >= 0);
    }
}
