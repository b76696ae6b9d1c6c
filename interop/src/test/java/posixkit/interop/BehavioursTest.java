package posixkit.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jnr.posix.Linux;
import jnr.posix.POSIX;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;

/** jnr-posix's own implementation is the oracle. Where ours differs, docs/jnr-posix.md has a row that says so. */
@NeedsRoot
class BehavioursTest {
    private static final List<Behaviour> ALL = Behaviours.all();

    /** Methods that cannot fail, or whose failure cannot be brought about. */
    private static final Set<String> NEVER_FAIL = Set.of(
            "allocateMsgHdr()",
            "allocateStat()",
            "allocateTimeval()",
            "endgrent()",
            "endpwent()",
            "environ()",
            "errno()",
            "errno(int)",
            "getdtablesize()",
            "getegid()",
            "geteuid()",
            "getgid()",
            "getgroups()",
            "gethostname()",
            "getlogin()",
            "getpgid()",
            "getpgrp()",
            "getpid()",
            "getppid()",
            "gettimeofday(Timeval)",
            "getuid()",
            "isNative()",
            "newProcessMaker()",
            "newProcessMaker(String[])",
            "setgrent()",
            "setpwent()",
            "signal(Signal,SignalHandler)",
            "strerror(int)",
            "times()",
            "umask(int)");

    /** Methods that always fail, and those whose success would leave a copy of the JVM with one thread. */
    private static final Set<String> NEVER_SUCCEED =
            Set.of("exec(String,String[])", "exec(String,String[],String[])", "fork()", "daemon(int,int)");

    /** Differences with a test of their own: JnrPosixTest and HammerTest. */
    private static final Set<String> TESTED_ELSEWHERE = Set.of("ids", "threads", "message-type", "virtual");

    private static final Pattern DIFFERENCE = Pattern.compile("\\| `([a-z-]+)` \\| .*");

    @BeforeAll
    static void startTheThreadOfJnr() {
        Behaviours.startTheThreadOfJnr();
    }

    @TestFactory
    Stream<DynamicTest> bothDoTheSame() {
        return IntStream.range(0, ALL.size())
                .filter(i -> ALL.get(i).place() == Behaviour.Place.HERE)
                .mapToObj(i -> dynamicTest(i + " " + ALL.get(i), () -> compare(ALL.get(i), BehavioursTest::here)));
    }

    @TestFactory
    Stream<DynamicTest> bothDoTheSameInAChild() throws IOException {
        ChildJvm ours = ChildJvm.start(BehaviourProgram.class);
        ChildJvm theirs = ChildJvm.start(BehaviourProgram.class);
        return IntStream.range(0, ALL.size())
                .filter(i -> ALL.get(i).place() == Behaviour.Place.CHILD)
                .mapToObj(i -> dynamicTest(
                        i + " " + ALL.get(i),
                        () -> compare(ALL.get(i), (b, isOurs) -> (isOurs ? ours : theirs).ask(line(b, isOurs)))))
                .onClose(() -> close(ours, theirs));
    }

    @TestFactory
    Stream<DynamicTest> bothDoTheSameInAChildOfTheirOwn() {
        return IntStream.range(0, ALL.size())
                .filter(i -> ALL.get(i).place() == Behaviour.Place.OWN_CHILD)
                .mapToObj(
                        i -> dynamicTest(i + " " + ALL.get(i), () -> compare(ALL.get(i), BehavioursTest::inOwnChild)));
    }

    @FunctionalInterface
    private interface Run {
        String of(Behaviour behaviour, boolean isOurs) throws IOException;
    }

    private static void compare(Behaviour behaviour, Run run) throws IOException {
        String ours = run.of(behaviour, true);
        if (behaviour.row() == null) {
            assertEquals(run.of(behaviour, false), ours);
            return;
        }
        assertEquals(behaviour.expected(), ours);
        if (!behaviour.isOursAlone()) {
            assertNotEquals(ours, run.of(behaviour, false), "jnr-posix is right here: no row needed");
        }
    }

    private static String here(Behaviour behaviour, boolean isOurs) throws IOException {
        return World.run(behaviour, isOurs);
    }

    private static String inOwnChild(Behaviour behaviour, boolean isOurs) throws IOException {
        try (ChildJvm child = ChildJvm.start(BehaviourProgram.class)) {
            // A JVM that may start no threads says so, with the time.
            return child.last(line(behaviour, isOurs) + " last")
                    .said()
                    .lines()
                    .filter(line -> !line.matches("\\[[0-9.]+s].*"))
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String line(Behaviour behaviour, boolean isOurs) {
        return (isOurs ? "ours " : "theirs ") + ALL.indexOf(behaviour);
    }

    private static void close(ChildJvm... children) {
        for (ChildJvm child : children) {
            try {
                child.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void everyMethodIsInTheList() {
        assertEquals(methods(), listed(null), "methods with a behaviour");
        Set<String> mayFail = methods();
        mayFail.removeAll(NEVER_FAIL);
        assertEquals(mayFail, listed(Behaviour.Kind.FAILURE), "methods with a failure");
        Set<String> maySucceed = methods();
        maySucceed.removeAll(NEVER_SUCCEED);
        assertEquals(maySucceed, listed(Behaviour.Kind.SUCCESS), "methods with a success");
    }

    /** The first column of the table of differences has the names that behaviours refer to. */
    @Test
    void everyDifferenceIsInTheTable() throws IOException {
        Path page = Path.of(System.getProperty("posixkit.root"), "docs", "jnr-posix.md");
        Set<String> rows = Files.readAllLines(page).stream()
                .map(line -> DIFFERENCE.matcher(line))
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> used = ALL.stream()
                .map(Behaviour::row)
                .filter(row -> row != null)
                .collect(Collectors.toCollection(TreeSet::new));
        used.addAll(TESTED_ELSEWHERE);
        assertEquals(used, rows);
    }

    private static Set<String> listed(Behaviour.Kind kind) {
        return ALL.stream()
                .filter(behaviour -> kind == null || behaviour.kind() == kind)
                .map(Behaviour::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> methods() {
        return Stream.of(POSIX.class, Linux.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .map(BehavioursTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }
}
