package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Posix;
import posixkit.onlinux.OnLinuxIds;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.PosixShell;
import posixkit.testing.Proc;

/** What {@link OnLinuxIds} promises. {@code /proc} is the oracle. */
@ExtendWith(Descriptors.class)
class LinuxOnlyIdsTest {
    private final OnLinuxIds ids = Posix.get().onLinux().ids();

    @Test
    void getresuidAndGetresgidAreTheKernelsFirstThree() throws IOException {
        assertArrayEquals(firstThree("Uid"), ids.getresuid());
        assertArrayEquals(firstThree("Gid"), ids.getresgid());
    }

    @Test
    @NeedsRoot
    void setresuidAndSetresgidSetEachOnEveryThread() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("setresgid 11 12 13"));
            assertEquals("11 12 13", child.ask("getresgid"));
            assertEquals("ok", child.ask("setresgid -1 4294967294 -1"));
            assertEquals(Set.of("11 4294967294 13 4294967294"), child.ofAllThreads("Gid"));
            assertEquals("11 4294967294 13", child.ask("getresgid"));
            assertEquals("ok", child.ask("setresuid 21 22 23"));
            assertEquals(Set.of("21 22 23 22"), child.ofAllThreads("Uid"));
            assertEquals("21 22 23", child.ask("getresuid"));
            assertEquals("ok", child.ask("setresuid -1 23 -1"), "among the three");
            assertEquals(Set.of("21 23 23 23"), child.ofAllThreads("Uid"));
            assertEquals("EPERM", child.ask("setresuid -1 0 -1"));
            assertEquals("EPERM", child.ask("setresuid 24 -1 -1"));
            assertEquals("EPERM", child.ask("setresuid -1 -1 24"));
            assertEquals("EPERM", child.ask("setresgid 0 -1 -1"));
            assertEquals("ok", child.ask("setresuid -1 -1 -1"));
            assertEquals(Set.of("21 23 23 23"), child.ofAllThreads("Uid"));
        }
    }

    /** Leaving all ids unchanged needs no privilege. */
    @Test
    void aTwinReturnsZeroForSuccess() throws IOException {
        assertEquals(0, ids.setresuidOrErrno(-1, -1, -1));
        assertEquals(0, ids.setresgidOrErrno(-1, -1, -1));
        ids.setresuid(-1, -1, -1);
        ids.setresgid(-1, -1, -1);
        assertArrayEquals(firstThree("Uid"), ids.getresuid());
    }

    @Test
    @NeedsRoot
    void aTwinReturnsTheErrnoThatThePlainFormThrows() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("setresgid 12 12 12"));
            assertEquals("ok", child.ask("setresuid 12 12 12"));
            assertEquals("EPERM", child.ask("setresuid 13 -1 -1"));
            assertEquals("EPERM", child.ask("setresgid 13 -1 -1"));
            assertEquals("-1", child.ask("setresuidOrErrno 13 -1 -1"), "−EPERM");
            assertEquals("-1", child.ask("setresgidOrErrno 13 -1 -1"), "−EPERM");
        }
    }

    @Test
    void isCapDacOverrideSetReadsTheEffectiveSet() throws IOException {
        long effective = Long.parseUnsignedLong(Proc.ofThisThread("CapEff"), 16);
        assertEquals((effective & 1 << 1) != 0, ids.isCapDacOverrideSet());
    }

    @Test
    @NeedsRoot
    void isCapDacOverrideSetFollowsTheEffectiveUser() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("true", child.ask("isCapDacOverrideSet"));
            assertEquals("ok", child.ask("seteuid 22"));
            assertEquals(Set.of("0000000000000000"), child.ofAllThreads("CapEff"));
            assertEquals("false", child.ask("isCapDacOverrideSet"), "though it is still permitted");
            assertEquals("ok", child.ask("seteuid 0"));
            assertEquals("true", child.ask("isCapDacOverrideSet"));
        }
    }

    private static int[] firstThree(String field) throws IOException {
        return Arrays.stream(Proc.ofThisThread(field).split(" "))
                .limit(3)
                .mapToInt(Integer::parseUnsignedInt)
                .toArray();
    }
}
