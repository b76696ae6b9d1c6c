package posixkit.contract;

import static java.nio.file.Files.readString;
import static java.nio.file.Files.writeString;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.E2BIG;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ENAMETOOLONG;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Open.O_APPEND;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Seek.SEEK_SET;
import static posixkit.constants.Signal.SIGQUIT;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Names;
import posixkit.Posix;
import posixkit.file.Io;
import posixkit.process.Processes;
import posixkit.process.Rusage;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.SpawnFailure.Step;
import posixkit.process.WaitStatus;
import posixkit.testing.ChildJvm;
import posixkit.testing.Children;
import posixkit.testing.DeepSpawnProgram;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** What {@link Processes#spawn} promises on every system. The children's own words and {@code /proc} are the oracles. */
@ExtendWith(Descriptors.class)
public abstract class SpawnContract {
    private static final int NOT_OPEN = 1_000_000;

    /** Beyond every system's largest. */
    private static final int NO_PROCESS = Integer.MAX_VALUE;

    private static final String CONTROL = "no step failed";

    private final Posix posix = Posix.get();
    private Processes processes;
    private final Io io = posix.io();

    @TempDir
    Path dir;

    protected Processes processes() {
        return Posix.get().processes();
    }

    @BeforeEach
    final void chooseProcesses() {
        processes = processes();
    }

    /** True if programs are started by posix_spawn, which does not say which step failed. */
    protected abstract boolean isByPosixSpawn();

    private static Spawn of(String... arguments) {
        return Spawn.of(arguments);
    }

    private Spawn shell(String script) {
        return of("/bin/sh", "-c", script);
    }

    private int exitOf(Spawn spawn) throws IOException {
        return statusOf(spawn).exitStatus();
    }

    private WaitStatus statusOf(Spawn spawn) throws IOException {
        return Children.statusOf(processes, spawn);
    }

    @Test
    void aSpawnedProgramGetsItsArgumentsAsTheyAre() throws IOException {
        String script = "for argument; do printf '[%s]' \"$argument\"; done";
        assertEquals(
                "[][a b][ä€😀][*][-n][line\nbreak]",
                output(of("/bin/sh", "-c", script, "sh", "", "a b", "ä€😀", "*", "-n", "line\nbreak")));
    }

    @Test
    void aProgramWithoutASlashIsLookedForInThePath() throws IOException {
        assertEquals("found\n", output(of("echo", "found")));
        ErrnoException missing = assertThrows(ErrnoException.class, () -> processes.spawn(of("no-such-program")));
        assertTrue(Set.of(ENOENT, EACCES).contains(missing.errno()), "EACCES where a directory is closed to us");
    }

    @Test
    void theFirstArgumentNeedNotBeTheProgram() throws IOException {
        assertEquals(
                "call me so\n", output(of("call me so", "-c", "echo \"$0\"").program("/bin/sh")));
    }

    @Test
    @NeedsProc
    void theKernelKnowsTheFirstArgument() throws IOException {
        String file = "/proc/self/cmdline";
        assertEquals("an other\0" + file + "\0", output(of("an other", file).program("/bin/cat")));
    }

    @Test
    void anEnvironmentIsWhole() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("A", "1");
        environment.put("EMPTY", "");
        environment.put("ÄÖ", "ä€😀 =x");
        Set<String> seen = lines(output(of("/usr/bin/env").environment(environment)));
        assertEquals(Set.of("A=1", "EMPTY=", "ÄÖ=ä€😀 =x"), seen);
        assertEquals("", output(of("/usr/bin/env").environment(Map.of())));
    }

    @Test
    void withoutAnEnvironmentTheChildHasOurs() throws IOException {
        assertEquals(lines(Programs.output("/usr/bin/env")), lines(output(of("/usr/bin/env"))));
    }

    @Test
    void argumentsBeyondTheScratchArriveWhole() throws IOException {
        String script = "echo $# ${#1} ${#X}; shift; printf %s \"$*\" | cksum";
        String[] command = Stream.concat(
                        Stream.of("/bin/sh", "-c", script, "sh", "x".repeat(100_000)),
                        Stream.iterate(1, i -> i + 1).limit(5000).map(i -> "argument" + i))
                .toArray(String[]::new);
        Spawn spawn = of(command).environment(Map.of("X", "y".repeat(90_000), "PATH", System.getenv("PATH")));
        String shorter = String.join(" ", Arrays.copyOfRange(command, 5, command.length));
        Path expected = writeString(dir.resolve("expected"), shorter);
        String sum = Programs.output("sh", "-c", "cksum < \"$0\"", expected.toString());
        assertEquals("5001 100000 90000\n" + sum + "\n", output(spawn));
    }

    @Test
    void moreArgumentsThanTheSystemTakesAreE2big() {
        assertErrno(E2BIG, () -> processes.spawn(of("true", "x".repeat(20_000_000))));
    }

    @Test
    void dup2PutsADescriptorWhereItIsSaidToBe() throws IOException {
        Path path = writeString(dir.resolve("file"), "content");
        try (Fd fd = Fd.own(posix.files().open(path.toString(), O_RDONLY))) {
            assertEquals("content", output(of("cat").dup2(fd.num(), 0)));
            io.lseek(fd.num(), 0, SEEK_SET);
            assertEquals("content", output(shell("cat <&9").dup2(fd.num(), 9)));
        }
    }

    @Test
    void dup2OntoItselfKeepsItOpenInTheChildOnly() throws IOException {
        Path path = writeString(dir.resolve("file"), "content");
        try (Fd fd = Fd.own(posix.files().open(path.toString(), O_RDONLY))) {
            String script = "cat /dev/fd/" + fd.num();
            Spawn kept = shell(script).dup2(fd.num(), fd.num());
            assertEquals("content", output(kept));
            assertEquals(1, exitOf(shell(script + " 2>/dev/null")), "without it, it is closed");
        }
    }

    @Test
    void stepsAreTakenInTheOrderTheyWereAskedFor() throws IOException {
        Path one = writeString(dir.resolve("one"), "1");
        Path two = writeString(dir.resolve("two"), "2");
        try (Fd first = Fd.own(posix.files().open(one.toString(), O_RDONLY));
                Fd second = Fd.own(posix.files().open(two.toString(), O_RDONLY))) {
            // Numbers that neither file has by itself.
            Spawn swapped = shell("cat /dev/fd/500 /dev/fd/501; test -e /dev/fd/502 || echo closed")
                    .dup2(first.num(), 500)
                    .dup2(second.num(), 501)
                    .dup2(500, 502)
                    .dup2(501, 500)
                    .dup2(502, 501)
                    .close(502);
            assertEquals("21closed\n", output(swapped));
        }
    }

    @Test
    void openOpensInTheChild() throws IOException {
        // Written by a program: the JDK cannot name it under every locale.
        String in = dir + "/ä in";
        Programs.output("sh", "-c", "cd \"$1\" && printf content > \"$(printf '\\303\\244 in')\"", "sh", "" + dir);
        Path out = writeString(dir.resolve("out"), "old ");
        Spawn spawn = of("cat").open(0, in, O_RDONLY, 0).open(1, out.toString(), O_WRONLY | O_APPEND, 0);
        assertEquals(0, exitOf(spawn));
        assertEquals("old content", readString(out));
        Path made = dir.resolve("made");
        int umask = Integer.parseInt(Programs.output("sh", "-c", "umask"), 8);
        assertEquals(0, exitOf(of("true").open(7, made.toString(), O_WRONLY | O_CREAT, 0652)));
        assertEquals(0652 & ~umask, (Integer) Files.getAttribute(made, "unix:mode") & 07777);
    }

    @Test
    void closeClosesInTheChild() throws IOException {
        assertEquals(
                "1\n2\n",
                output(shell("for fd in 0 1 2; do test -e /dev/fd/$fd && echo $fd; done")
                        .close(0)));
    }

    @Test
    void stepsThatCannotBeTakenFailTheSpawn() throws IOException {
        assertErrno(EBADF, () -> processes.spawn(of("true").dup2(NOT_OPEN, 1)));
        assertErrno(ENOENT, () -> processes.spawn(of("true").open(1, dir + "/missing/x", O_RDONLY, 0)));
        assertErrno(ENAMETOOLONG, () -> processes.spawn(of("true").open(1, "/x".repeat(9999), O_RDONLY, 0)));
    }

    private String call(String ifKnown) {
        return isByPosixSpawn() ? "posix_spawn" : ifKnown;
    }

    /** Whether a program, or a file for it to write to, is missing: ENOENT is the errno of both. */
    @Test
    void theStepThatFailedIsAValue() {
        String missing = dir + "/missing/x";
        Spawn open = of("true").dup2(2, 5).open(1, missing, O_WRONLY, 0);
        assertFails(open, ENOENT, "open", '"' + missing + '"', Step.DESCRIPTOR, 1);
        // Below every limit: a number beyond it would be refused before there is a child.
        Spawn dup2 = of("true").open(1, "/dev/null", O_WRONLY, 0).dup2(599, 5);
        assertFails(dup2, EBADF, "dup2", "fd 599", Step.DESCRIPTOR, 1);
        Spawn program = of("/no/such").open(1, "/dev/null", O_WRONLY, 0).program(missing);
        assertFails(program, ENOENT, "execve", '"' + missing + '"', Step.PROGRAM, -1);
        assertFails(of("no-such-program"), ENOENT, "execve", "\"no-such-program\"", Step.PROGRAM, -1);
        Spawn group = of("true").processGroup(NO_PROCESS);
        assertFails(group, EPERM, "setpgid", "pgid " + NO_PROCESS, Step.PROCESS_GROUP, -1);
    }

    private void assertFails(Spawn what, int errno, String call, String subject, Step step, int fileStep) {
        SpawnFailure failure = new SpawnFailure();
        assertMinus(errno, processes.spawnOrErrno(what, failure));
        assertEquals(errno, failure.errno());
        assertEquals(call(call), failure.call());
        assertEquals(isByPosixSpawn() ? '"' + what.program() + '"' : subject, failure.subject());
        assertEquals(isByPosixSpawn() ? Step.UNKNOWN : step, failure.step());
        boolean hasFileStep = fileStep >= 0 && !isByPosixSpawn();
        assertSame(hasFileStep ? what.fileSteps().get(fileStep) : null, failure.fileStep());
        SpawnFailure again = new SpawnFailure().set(Step.TRACE, CONTROL, 1).about("fd", 1);
        ErrnoException thrown = assertErrno(errno, () -> processes.spawn(what, again));
        assertEquals(failure, again, "a failure is filled whole");
        assertEquals(failure.toString(), thrown.getMessage());
        assertEquals(failure.subject(), thrown.subject());
        assertEquals(
                thrown.getMessage(),
                assertErrno(errno, () -> processes.spawn(what)).getMessage());
    }

    @Test
    void aSpawnThatSucceedsEmptiesTheFailure() throws IOException {
        SpawnFailure failure = new SpawnFailure().set(Step.TRACE, CONTROL, 1).about("fd", 1);
        int pid = processes.spawnOrErrno(shell("exit 6"), failure);
        assertEquals(6, Children.await(pid).exitStatus());
        assertEquals(new SpawnFailure(), failure);
        assertEquals("no failure", failure.toString());
        assertThrows(NullPointerException.class, () -> processes.spawnOrErrno(of("true"), null));
        assertThrows(NullPointerException.class, () -> processes.spawnOrErrno(null, failure));
    }

    /** Any bytes but NUL; UTF-8 or not. The kernel's own account of the child is the oracle. */
    @Test
    @NeedsTool("perl")
    void argumentsAndEnvironmentArriveByteForByte() throws IOException {
        Random random = new Random(4);
        for (int round = 0; round < 20; round++) {
            byte[] argument = randomBytes(random, 40);
            byte[] value = randomBytes(random, 300);
            byte[] variable = randomBytes(random, 1 + random.nextInt(30));
            for (int i = 0; i < variable.length; i++) {
                variable[i] = variable[i] == '=' ? (byte) 'x' : variable[i];
            }
            String script = "print \"$ARGV[0]\\0\"; print \"$_=$ENV{$_}\\0\" for keys %ENV";
            Spawn spawn = of(Programs.path("perl"), "-e", script, "--", Names.of(argument))
                    .environment(Map.of(Names.of(variable), Names.of(value)));
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            expected.writeBytes(argument);
            expected.write(0);
            expected.writeBytes(variable);
            expected.write('=');
            expected.writeBytes(value);
            expected.write(0);
            assertArrayEquals(expected.toByteArray(), bytes(spawn));
        }
    }

    @Test
    void programsAndFilesMayHaveAnyName() throws IOException {
        Random random = new Random(5);
        for (int round = 0; round < 10; round++) {
            byte[] name = randomBytes(random, 1 + random.nextInt(100));
            for (int i = 0; i < name.length; i++) {
                name[i] = name[i] == '/' || name[i] == '.' ? (byte) 'x' : name[i];
            }
            Path inner = Files.createDirectory(dir.resolve("round" + round));
            String path = inner + "/" + Names.of(name);
            assertEquals(0, exitOf(of("cp", Programs.path("true"), path)));
            assertEquals(0, exitOf(of(path)));
            assertEquals(0, exitOf(of("rm", path)));
            assertEquals(0, exitOf(of("echo", "content").open(1, path, O_WRONLY | O_CREAT, 0600)));
            byte[] listed = bytes(of("ls", inner.toString()));
            assertArrayEquals(name, Arrays.copyOf(listed, listed.length - 1));
        }
    }

    private static byte[] randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (1 + random.nextInt(255));
        }
        return bytes;
    }

    /**
     * On a stack that is too short for it, a spawn throws and leaves no child, whether or not a step fails. The kernel says whether
     * there are children.
     */
    @Test
    void aStackThatOverflowsLosesNoChild() throws IOException {
        try (ChildJvm child = ChildJvm.start(DeepSpawnProgram.class)) {
            for (String program : List.of(Programs.path("true"), "/no/such")) {
                String said = child.ask(program);
                assertTrue(said.matches("[1-9]\\d* overflowed, [1-9]\\d* returned, children: none"), said);
            }
        }
    }

    /** Not one of ours, that is; what the JDK itself leaves open is its own affair. */
    @Test
    @NeedsProc
    void noDescriptorOfOursLeaks() throws IOException {
        Path path = writeString(dir.resolve("file"), "content");
        int[] pipe = io.pipe();
        try (Fd fd = Fd.own(posix.files().open(path.toString(), O_RDONLY));
                Fd copy = Fd.own(io.dup(fd.num()));
                Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            Set<String> ours = new HashSet<>(List.of(target(fd), target(copy), target(read), target(write)));
            Set<String> theirs = lines(output(shell("cd /proc/$$/fd && for fd in *; do readlink $fd || true; done")));
            assertTrue(theirs.stream().noneMatch(ours::contains), () -> theirs + " has one of " + ours);
        }
    }

    /** Neither the JDK's, which opens jars, sockets and the pipes of its own children without close-on-exec, nor ours. */
    @Test
    void theChildHasWhatItWasGivenAndNothingElse() throws Exception {
        Process jdks = new ProcessBuilder("cat").start();
        int[] pipe = io.pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            io.fcntl(write.num(), F_SETFD, 0);
            // Asked one by one: a shell that lists the directory has it open meanwhile.
            String list = "n=0; while [ $n -lt 600 ]; do [ -e /dev/fd/$n ] && echo $n; n=$((n + 1)); done; true";
            assertEquals("0\n1\n2\n", output(shell(list)));
            assertEquals(
                    "0\n1\n2\n5\n9\n", output(shell(list).dup2(read.num(), 9).open(5, "/dev/null", 0, 0)));
            assertEquals("1\n2\n400\n", output(shell(list).close(0).dup2(write.num(), 400)));
        } finally {
            jdks.getOutputStream().close();
            assertEquals(0, jdks.waitFor());
            jdks.getInputStream().close();
            jdks.getErrorStream().close();
        }
    }

    @Test
    void noDescriptorOfOursIsLeftOverFromASpawn() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertErrno(ENOENT, () -> processes.spawn(of("/no/such").dup2(0, 9).open(8, "/dev/null", 0, 0)));
        }
    }

    @Test
    void aProgramThatCannotBeRunIsNamed() throws IOException {
        Path notExecutable = writeString(dir.resolve("not-executable"), "#!/bin/sh\n");
        String missing = dir + "/missing";
        Set<Long> before = children();
        assertEquals(
                '"' + missing + '"',
                assertErrno(ENOENT, () -> processes.spawn(of(missing))).subject());
        String named = assertErrno(ENOENT, () -> processes.spawn(of("true").program(missing)))
                .getMessage();
        assertTrue(named.startsWith(call("execve") + " \"" + missing + "\": ENOENT"), named);
        assertErrno(EACCES, () -> processes.spawn(of(notExecutable.toString())));
        assertErrno(EACCES, () -> processes.spawn(of(dir.toString())));
        assertErrno(ENOTDIR, () -> processes.spawn(of(notExecutable + "/x")));
        assertErrno(ENOENT, () -> processes.spawn(of("")));
        assertErrno(ENAMETOOLONG, () -> processes.spawn(of("/" + "x".repeat(300))));
        assertErrno(ENAMETOOLONG, () -> processes.spawn(of("/x".repeat(50_000))));
        assertEquals(before, children(), "and nothing has been started");
    }

    @Test
    void whatCannotBePassedOnIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> of());
        assertThrows(NullPointerException.class, () -> of("true", null));
        assertThrows(IllegalArgumentException.class, () -> of("true", "x\0y"));
        assertThrows(IllegalArgumentException.class, () -> of("true", "\ud800"));
        assertThrows(IllegalArgumentException.class, () -> of("true\0"));
        assertThrows(IllegalArgumentException.class, () -> of("true").dup2(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> of("true").dup2(0, -1));
        assertThrows(IllegalArgumentException.class, () -> of("true").close(-1));
        assertThrows(IllegalArgumentException.class, () -> of("true").open(-1, "/dev/null", O_RDONLY, 0));
        assertThrows(IllegalArgumentException.class, () -> of("true").processGroup(-1));
        assertThrows(IllegalArgumentException.class, () -> of("true").environment(Map.of("", "x")));
        assertThrows(IllegalArgumentException.class, () -> of("true").environment(Map.of("a=b", "x")));
        assertThrows(IllegalArgumentException.class, () -> of("true").environment(Map.of("a", "x\0y")));
        Map<String, String> none = new HashMap<>();
        none.put("a", null);
        assertThrows(NullPointerException.class, () -> of("true").environment(none));
        assertThrows(NullPointerException.class, () -> of("true").program(null));
        assertThrows(NullPointerException.class, () -> of("true").open(1, null, O_RDONLY, 0));
        assertThrows(IllegalArgumentException.class, () -> of("true").open(1, "/dev/null\0", O_RDONLY, 0));
        assertThrows(NullPointerException.class, () -> processes.spawn(null));
    }

    @Test
    void aSpawnCanBeUsedAgain() throws IOException {
        Spawn spawn = shell("exit 4").dup2(0, 9);
        assertEquals(4, exitOf(spawn));
        assertEquals(4, exitOf(spawn));
    }

    /** The JVM blocks SIGQUIT in every thread but one. */
    @Test
    void theChildDoesNotBlockSigquit() throws IOException {
        assertEquals(
                SIGQUIT, statusOf(shell("ulimit -c 0; kill -QUIT $$; exit 0")).signal());
    }

    @Test
    @NeedsProc
    void theChildHasNoSignalBlocked() throws IOException {
        assertEquals(
                "0000000000000000\n",
                output(shell("while read -r name value; do [ $name = SigBlk: ] && "
                        + "echo $value; done < /proc/$$/status; true")));
    }

    @Test
    void aProcessGroupIsOursOrItsOwnOrAnotherChilds() throws IOException {
        String ours = group(processes.getpid());
        try (Children children = new Children(processes)) {
            int inOurs = children.start(children.waiting());
            int leader = children.start(children.waiting().processGroup(0));
            int member = children.start(children.waiting().processGroup(leader));
            assertEquals(ours, group(inOurs));
            assertEquals(Integer.toString(leader), group(leader));
            assertEquals(Integer.toString(leader), group(member));
        }
        assertErrno(EPERM, () -> processes.spawn(of("true").processGroup(NO_PROCESS)));
    }

    private static String group(int pid) {
        return Programs.output("ps", "-o", "pgid=", "-p", "" + pid).strip();
    }

    @Test
    void manyThreadsSpawnBesideTheJdkAndNoChildIsLost() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(10);
        try {
            Set<Integer> pids = ConcurrentHashMap.newKeySet();
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int mine = thread;
                tasks.add(() -> {
                    Rusage usage = processes.newRusage();
                    for (int i = 0; i < 25; i++) {
                        int code = mine * 25 + i;
                        String script = "test \"$X\" = " + code + " && exit " + code + "; exit 255";
                        int pid = processes.spawn(shell(script).environment(Map.of("X", "" + code)));
                        pids.add(pid);
                        WaitStatus status = new WaitStatus();
                        assertEquals(pid, processes.wait4(pid, status, 0, usage));
                        assertEquals(code, status.exitStatus());
                    }
                    return null;
                });
            }
            for (int thread = 0; thread < 2; thread++) {
                tasks.add(() -> {
                    for (int i = 0; i < 20; i++) {
                        assertEquals(
                                i, Programs.run("/bin/sh", "-c", "exit " + i).exit());
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
            assertEquals(
                    0,
                    ProcessHandle.current()
                            .children()
                            .filter(child -> pids.contains((int) child.pid()))
                            .count());
            assertNotEquals(0, pids.size());
        } finally {
            pool.shutdownNow();
        }
    }

    private String output(Spawn spawn) throws IOException {
        return new String(bytes(spawn), StandardCharsets.UTF_8);
    }

    private byte[] bytes(Spawn spawn) throws IOException {
        return Children.bytesOf(processes, spawn, dir);
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static Set<String> lines(String text) {
        return text.lines().collect(Collectors.toSet());
    }

    private static String target(Fd fd) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd.num())).toString();
    }
}
