package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import posixkit.Call;
import posixkit.Posix;
import posixkit.onlinux.OnLinux;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsJdk;

/** Calls that wait do not keep virtual threads from running, or are refused, as it was said. With two carriers. */
class VirtualThreadsTest {
    private static ChildJvm start(String policy) throws IOException {
        return ChildJvm.start(
                VirtualProgram.class,
                "-Djdk.virtualThreadScheduler.parallelism=2",
                "-Djdk.virtualThreadScheduler.maxPoolSize=2",
                "-D" + Posix.VIRTUAL_THREADS_PROPERTY + "=" + policy);
    }

    @Test
    @NeedsJdk(21)
    void whoWaitsDelaysNobody() throws IOException {
        for (String policy : List.of("park", "handoff")) {
            try (ChildJvm jvm = start(policy)) {
                assertEquals("runs", jvm.ask("ninth in 60"), policy);
                assertEquals("ok", jvm.ask("errno"), policy);
                assertEquals("1 true", jvm.ask("interrupt"), policy);
                assertEquals(jvm.ask("outcomes here"), jvm.ask("outcomes"), policy);
            }
        }
    }

    @Test
    @NeedsJdk(21)
    void inlineTheyWaitThemselves() throws IOException {
        try (ChildJvm jvm = start("inline")) {
            assertEquals("is delayed", jvm.ask("ninth in 3"));
            assertEquals("ok", jvm.ask("errno"));
        }
    }

    /** A setting of one thread would be one of a carrier thread. */
    @Test
    @NeedsJdk(21)
    void whatConcernsOneThreadIsRefused() throws IOException {
        try (ChildJvm jvm = start("park")) {
            String outcomes = jvm.ask("own");
            assertEquals(23, refused(outcomes).size(), outcomes);
            assertFalse(outcomes.matches(".*=(?!refused).*"), outcomes);
        }
    }

    /** All that are marked, and no others. Those that concern one thread are always refused. */
    @Test
    @NeedsJdk(21)
    void whatMayWaitIsRefusedIfAskedFor() throws IOException {
        Set<String> marked = new TreeSet<>();
        for (Class<?> door : List.of(Posix.class, OnLinux.class)) {
            for (Method accessor : door.getMethods()) {
                for (Method method : accessor.getReturnType().getMethods()) {
                    Call call = method.getAnnotation(Call.class);
                    if (call != null
                            && call.waits()
                            && !call.isThreads()
                            && !method.getDeclaringClass().getName().contains("darwin")) {
                        marked.add(method.getName().replace("OrErrno", ""));
                    }
                }
            }
        }
        try (ChildJvm jvm = start("fail")) {
            assertEquals(marked, refused(jvm.ask("outcomes")));
        }
    }

    /** Neither refused nor handed off: a time-out of 0, WNOHANG, MSG_DONTWAIT, LOCK_NB, O_NONBLOCK. */
    @Test
    @NeedsJdk(21)
    void whatCannotBlockByItsArgumentsIsMadeInPlace() throws IOException {
        try (ChildJvm jvm = start("fail")) {
            String outcomes = jvm.ask("quick");
            assertEquals(Set.of(), refused(outcomes), outcomes);
            assertEquals(jvm.ask("quick here"), outcomes);
        }
    }

    /** On any JDK. */
    @Test
    void platformThreadsWaitThemselves() throws IOException {
        try (ChildJvm jvm = start("fail")) {
            String outcomes = jvm.ask("outcomes here");
            assertTrue(outcomes.contains("read=errno " + EBADF), outcomes);
            assertEquals(Set.of(), refused(outcomes), outcomes);
        }
    }

    private static Set<String> refused(String outcomes) {
        return Pattern.compile("(\\w+)=refused")
                .matcher(outcomes)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
