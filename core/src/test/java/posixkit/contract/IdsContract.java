package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Limits.NGROUPS_MAX;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.id.Ids;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.PosixShell;
import posixkit.testing.Proc;
import posixkit.testing.Programs;

/**
 * What {@link Ids} promises on every system. {@code /proc}, {@code id} and {@code ps} are the oracles. Ids change in
 * other JVMs only, and there it is the kernel that is asked, of every thread.
 */
@ExtendWith(Descriptors.class)
public abstract class IdsContract {
    /** Beyond every system's largest. */
    private static final int NO_PROCESS = Integer.MAX_VALUE;

    private final Ids ids = Posix.get().ids();

    @Test
    void gettersAgreeWithId() {
        assertEquals(Programs.output("id", "-ru"), Integer.toUnsignedString(ids.getuid()));
        assertEquals(Programs.output("id", "-u"), Integer.toUnsignedString(ids.geteuid()));
        assertEquals(Programs.output("id", "-rg"), Integer.toUnsignedString(ids.getgid()));
        assertEquals(Programs.output("id", "-g"), Integer.toUnsignedString(ids.getegid()));
    }

    @Test
    @NeedsProc
    void gettersAgreeWithTheKernel() throws IOException {
        String[] users = Proc.ofThisThread("Uid").split(" ");
        assertEquals(users[0], Integer.toUnsignedString(ids.getuid()));
        assertEquals(users[1], Integer.toUnsignedString(ids.geteuid()));
        String[] groups = Proc.ofThisThread("Gid").split(" ");
        assertEquals(groups[0], Integer.toUnsignedString(ids.getgid()));
        assertEquals(groups[1], Integer.toUnsignedString(ids.getegid()));
    }

    @Test
    @NeedsProc
    void getgroupsAgreesWithTheKernel() throws IOException {
        String kernels = groups(Proc.ofThisThread("Groups"), Integer.toUnsignedLong(ids.getegid()));
        int[] expected = Arrays.stream(kernels.split(" "))
                .filter(group -> !group.isEmpty())
                .mapToInt(Integer::parseUnsignedInt)
                .toArray();
        assertArrayEquals(expected, ids.getgroups());
    }

    /** What the system answers where the kernel lists these groups, and the effective one is that. */
    protected String groups(String kernels, long effective) {
        return kernels;
    }

    @Test
    @NeedsProc
    @NeedsRoot
    void eachGetterReadsItsOwnNumber() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("setregid 11 12"));
            assertEquals("ok", child.ask("setreuid 21 22"));
            assertEquals("21 22 11 12", child.ask("getids"));
            assertEquals(Set.of("21 22 22 22"), child.ofAllThreads("Uid"));
            assertEquals(Set.of("11 12 12 12"), child.ofAllThreads("Gid"));
        }
    }

    @Test
    @NeedsProc
    @NeedsRoot
    void droppedPrivilegesAreDroppedByEveryThreadAndForGood() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("setgroups 7 8 9"));
            assertEquals("ok", child.ask("setgid 1001"));
            assertEquals("ok", child.ask("setuid 1002"));
            assertEquals(Set.of("7 8 9"), child.ofAllThreads("Groups"));
            assertEquals(Set.of("1001 1001 1001 1001"), child.ofAllThreads("Gid"));
            assertEquals(Set.of("1002 1002 1002 1002"), child.ofAllThreads("Uid"));
            assertEquals(groups("7 8 9", 1001), child.ask("getgroups"));
            for (String back : new String[] {
                "setuid 0", "seteuid 0", "setreuid 0 0", "setgid 0", "setegid 0", "setregid 0 0", "setgroups 0"
            }) {
                assertEquals("EPERM", child.ask(back), back);
            }
            assertEquals("EPERM", child.ask("setegid 8"), "a member, but that does not permit it");
            assertEquals("ok", child.ask("setuid 1002"), "what one is, one may become");
            assertEquals(Set.of("1002 1002 1002 1002"), child.ofAllThreads("Uid"));
        }
    }

    @Test
    @NeedsProc
    @NeedsRoot
    void effectiveIdsGoAndComeBack() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("setegid 12"));
            assertEquals("ok", child.ask("seteuid 22"));
            assertEquals(Set.of("0 22 0 22"), child.ofAllThreads("Uid"));
            assertEquals(Set.of("0 12 0 12"), child.ofAllThreads("Gid"));
            assertEquals("EPERM", child.ask("seteuid 33"));
            assertEquals("EPERM", child.ask("setegid 33"));
            assertEquals("EPERM", child.ask("setgroups 1"));
            assertEquals("ok", child.ask("seteuid 0"));
            assertEquals("ok", child.ask("setegid 0"));
            assertEquals(Set.of("0 0 0 0"), child.ofAllThreads("Uid"));
            assertEquals(Set.of("0 0 0 0"), child.ofAllThreads("Gid"));
        }
    }

    @Test
    @NeedsProc
    @NeedsRoot
    void setreuidAndSetregidLeaveWhatIsMinusOne() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("setregid 5 -1"));
            assertEquals("5 0", real(child, "Gid"));
            assertEquals("ok", child.ask("setregid -1 6"));
            assertEquals("5 6", real(child, "Gid"));
            assertEquals("ok", child.ask("setregid -1 -1"));
            assertEquals("5 6", real(child, "Gid"));
            assertEquals("ok", child.ask("setreuid -1 6"));
            assertEquals("0 6", real(child, "Uid"));
            assertEquals("ok", child.ask("setreuid -1 -1"));
            assertEquals("0 6", real(child, "Uid"));
            assertEquals("EPERM", child.ask("setreuid 7 -1"));
            assertEquals("ok", child.ask("setreuid -1 0"), "to the real one");
            assertEquals("0 0", real(child, "Uid"));
        }
    }

    /** As signed ints the two largest ids would be errors. */
    @Test
    @NeedsProc
    @NeedsRoot
    void theLargestIdIsAnIdAndTheOneBehindItIsNone() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("EINVAL", child.ask("setuid 4294967295"));
            assertEquals("EINVAL", child.ask("setgid 4294967295"));
            assertEquals("ok", child.ask("setgroups 4294967294 3"));
            assertEquals("ok", child.ask("setgid 4294967294"));
            assertEquals("ok", child.ask("setuid 4294967294"));
            String all = "4294967294 4294967294 4294967294 4294967294";
            assertEquals(Set.of(all), child.ofAllThreads("Uid"));
            assertEquals(Set.of(all), child.ofAllThreads("Gid"));
            assertEquals(all, child.ask("getids"));
            assertEquals("true", child.ask("isGroupMember 4294967294"));
            assertEquals(Set.of("3 4294967294"), child.ofAllThreads("Groups"));
            assertEquals(groups("3 4294967294", 4294967294L), child.ask("getgroups"));
        }
    }

    @Test
    @NeedsProc
    @NeedsRoot
    void groupsAreNoneOrAsManyAsTheSystemAllows() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("setgroups 4"));
            assertEquals(groups("4", 4), child.ask("getgroups"));
            assertEquals("true", child.ask("isGroupMember 4"));
            assertEquals("false", child.ask("isGroupMember 5"));
            assertEquals("ok", child.ask("setgroups"));
            assertEquals(Set.of(groups("", 0)), child.ofAllThreads("Groups"));
            assertEquals(groups("", 0), child.ask("getgroups"));
            boolean effective = groups("", 0).equals("0");
            assertEquals(Boolean.toString(effective), child.ask("isGroupMember 0"));
            assertEquals("ok", child.ask("setgroupsUpTo " + NGROUPS_MAX));
            String most = IntStream.rangeClosed(1, NGROUPS_MAX)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            assertEquals(Set.of(most), child.ofAllThreads("Groups"));
            assertEquals(groups(most, 1), child.ask("getgroups"));
            assertEquals("EINVAL", child.ask("setgroupsUpTo " + (NGROUPS_MAX + 1)));
            assertEquals(groups(most, 1), child.ask("getgroups"), "a failure changes nothing");
        }
    }

    @Test
    void noListOfGroupsIsRefused() {
        assertThrows(NullPointerException.class, () -> ids.setgroups((int[]) null));
    }

    @Test
    @NeedsProc
    void sessionsAgreeWithTheKernelAndWithPs() throws IOException {
        long pid = ProcessHandle.current().pid();
        assertEquals(Proc.stat(pid, 6), Integer.toString(ids.getsid(0)));
        assertEquals(Programs.output("ps", "-o", "sid=", "-p", "1").strip(), Integer.toString(ids.getsid(1)));
    }

    @Test
    void groupsAgreeWithPs() throws IOException {
        long pid = ProcessHandle.current().pid();
        assertEquals(Proc.group(pid), Integer.toString(ids.getpgrp()));
        assertEquals(ids.getpgrp(), ids.getpgid(0));
        assertEquals(ids.getpgrp(), ids.getpgid((int) pid));
        assertEquals(ids.getsid(0), ids.getsid((int) pid));
        assertEquals(Programs.output("ps", "-o", "pgid=", "-p", "1").strip(), Integer.toString(ids.getpgid(1)));
    }

    @Test
    void groupsAndSessionsOfNobodyAreEsrch() {
        assertEquals(
                "pid " + NO_PROCESS,
                assertErrno(ESRCH, () -> ids.getpgid(NO_PROCESS)).subject());
        assertErrno(ESRCH, () -> ids.getpgid(-1));
        assertErrno(ESRCH, () -> ids.getsid(NO_PROCESS));
        assertErrno(ESRCH, () -> ids.getsid(-1));
        assertErrno(ESRCH, () -> ids.setpgid(NO_PROCESS, 0));
        assertErrno(ESRCH, () -> ids.setpgid(1, 0));
        assertErrno(EINVAL, () -> ids.setpgid(0, -1));
    }

    @Test
    void setpgidOfAChildThatRunsItsProgramIsEacces() throws IOException {
        Process child = new ProcessBuilder("sleep", "100").start();
        try {
            assertErrno(EACCES, () -> ids.setpgid((int) child.pid(), 0));
            assertEquals(ids.getpgrp(), ids.getpgid((int) child.pid()));
        } finally {
            child.destroyForcibly().onExit().join();
            child.getInputStream().close();
            child.getErrorStream().close();
            child.getOutputStream().close();
        }
    }

    @Test
    void setsidMakesALeaderOnce() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            String pid = Integer.toString(child.pid());
            assertEquals(ids.getsid(0), ids.getsid(child.pid()));
            assertEquals(pid, child.ask("setsid"));
            assertEquals(pid, Proc.group(child.pid()));
            assertEquals(pid, child.ask("getsid 0"));
            assertEquals(pid, child.ask("getpgrp"));
            assertEquals(child.pid(), ids.getsid(child.pid()), "seen from here");
            assertEquals(child.pid(), ids.getpgid(child.pid()), "seen from here");
            assertEquals("EPERM", child.ask("setsid"));
            assertEquals("EPERM", child.ask("setpgid 0 0"), "a session's leader stays in its group");
        }
    }

    @Test
    void setpgidLeavesTheGroupAndComesBack() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            String pid = Integer.toString(child.pid());
            String ours = Proc.group(ProcessHandle.current().pid());
            assertEquals(ours, Proc.group(child.pid()));
            assertEquals("ok", child.ask("setpgid 0 0"));
            assertEquals(pid, Proc.group(child.pid()));
            assertEquals(pid, child.ask("getpgrp"));
            assertEquals("EPERM", child.ask("setsid"), "a group's leader cannot");
            assertEquals("ok", child.ask("setpgid " + pid + " " + ours));
            assertEquals(ours, Proc.group(child.pid()));
            assertEquals(Errno.name(EPERM), child.ask("setpgid 0 " + NO_PROCESS), "there is no such group");
        }
    }

    /** Real and effective id, of all threads. */
    private static String real(ChildJvm child, String field) throws IOException {
        Set<String> pairs = child.ofAllThreads(field).stream()
                .map(four -> four.split(" ")[0] + " " + four.split(" ")[1])
                .collect(Collectors.toSet());
        assertEquals(1, pairs.size(), () -> "threads differ: " + pairs);
        return pairs.iterator().next();
    }
}
