package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;

/**
 * Signals interrupt threads, which make calls of every family, five thousand times in a second. The handler does not let the kernel restart
 * calls. No call that restarts shows EINTR, nothing is lost, and nothing comes twice. {@code -Dposixkit.storm=50} makes fifty times as
 * many calls.
 */
@Tag("unmutated")
@NeedsTool("cc")
class StormTest {
    private static final int ROUNDS = Integer.getInteger("posixkit.storm", 1);

    /** Neither the JVM nor this library uses signal 50. */
    private static final String STORM = """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <pthread.h>
            #include <signal.h>
            #include <sys/syscall.h>
            #include <unistd.h>
            enum { SIGNAL = 50, MOST = 64 };
            static int threads[MOST], handled, running, pause_micros;
            static pthread_t sender;
            static void handle(int signal) { __atomic_fetch_add(&handled, 1, __ATOMIC_SEQ_CST); }
            static void *send(void *nothing) {
                int pid = getpid();
                while (__atomic_load_n(&running, __ATOMIC_SEQ_CST)) {
                    for (int i = 0; i < MOST; i++) {
                        int thread = __atomic_load_n(&threads[i], __ATOMIC_SEQ_CST);
                        if (thread) syscall(SYS_tgkill, pid, thread, SIGNAL);
                    }
                    usleep(pause_micros);
                }
                return 0;
            }
            int storm_start(int micros) {
                struct sigaction action = {.sa_handler = handle};
                pause_micros = micros;
                running = 1;
                if (sigaction(SIGNAL, &action, 0)) return errno;
                return pthread_create(&sender, 0, send, 0);
            }
            int storm_join(void) {
                int thread = syscall(SYS_gettid), none = 0;
                for (int i = 0; i < MOST; i++, none = 0)
                    if (__atomic_compare_exchange_n(&threads[i], &none, thread, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) return 0;
                return ENOSPC;
            }
            int storm_leave(void) {
                int thread = syscall(SYS_gettid);
                for (int i = 0; i < MOST; i++)
                    if (threads[i] == thread) __atomic_store_n(&threads[i], 0, __ATOMIC_SEQ_CST);
                return 0;
            }
            int storm_stop(void) {
                __atomic_store_n(&running, 0, __ATOMIC_SEQ_CST);
                pthread_join(sender, 0);
                return handled;
            }
            """;

    @TempDir
    Path dir;

    @TempDir
    Path tools;

    @Test
    void nothingIsLostAndNothingComesTwice() throws IOException {
        Path library = Compiler.library(tools, "storm", STORM);
        int numbers = 50_000 * ROUNDS;
        Matcher summary = CrowdTest.summary(
                dir,
                "-Dcrowd.threads=4",
                "-Dcrowd.rounds=" + 2 * ROUNDS,
                "-Dcrowd.numbers=" + numbers,
                "-Dcrowd.micros=200",
                "-Dcrowd.storm=" + library);
        int results = Integer.parseInt(summary.group(1));
        int signals = Integer.parseInt(summary.group(2));
        int interruptions = Integer.parseInt(summary.group(3));
        System.out.printf(
                Locale.ROOT,
                "StormTest: %,d results, %,d signals, %,d reads interrupted%n",
                results,
                signals,
                interruptions);
        assertTrue(results > 2 * numbers, "results: " + results);
        assertTrue(signals > 100, "signals: " + signals);
        assertTrue(interruptions > 0, "interruptions: " + interruptions);
    }
}
