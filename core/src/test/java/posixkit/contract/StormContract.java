package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;

/**
 * Signals interrupt threads, which make calls of every family, five thousand times in a second. The handler does not let the kernel restart
 * calls. No call that restarts shows EINTR, nothing is lost, and nothing comes twice. {@code -Dposixkit.storm=50} makes fifty times as
 * many calls.
 */
@NeedsTool("cc")
public abstract class StormContract {
    private static final int ROUNDS = Integer.getInteger("posixkit.storm", 1);

    /**
     * Neither the JVM nor this library uses this signal. A thread leaves under a lock, so that the sender never signals a thread that has
     * ended.
     */
    private static final String STORM = """
            #include <errno.h>
            #include <pthread.h>
            #include <signal.h>
            #include <unistd.h>
            #ifdef __APPLE__
            enum { SIGNAL = SIGINFO };
            #else
            enum { SIGNAL = 50 };
            #endif
            enum { MOST = 64 };
            static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
            static pthread_t threads[MOST], sender;
            static int joined[MOST], handled, running, pause_micros;
            static void handle(int signal) { __atomic_fetch_add(&handled, 1, __ATOMIC_SEQ_CST); }
            static void *send(void *nothing) {
                while (__atomic_load_n(&running, __ATOMIC_SEQ_CST)) {
                    pthread_mutex_lock(&lock);
                    for (int i = 0; i < MOST; i++)
                        if (joined[i]) pthread_kill(threads[i], SIGNAL);
                    pthread_mutex_unlock(&lock);
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
                int result = ENOSPC;
                pthread_mutex_lock(&lock);
                for (int i = 0; i < MOST && result; i++)
                    if (!joined[i]) {
                        threads[i] = pthread_self();
                        joined[i] = 1;
                        result = 0;
                    }
                pthread_mutex_unlock(&lock);
                return result;
            }
            int storm_leave(void) {
                pthread_mutex_lock(&lock);
                for (int i = 0; i < MOST; i++)
                    if (joined[i] && pthread_equal(threads[i], pthread_self())) joined[i] = 0;
                pthread_mutex_unlock(&lock);
                return 0;
            }
            int storm_stop(void) {
                __atomic_store_n(&running, 0, __ATOMIC_SEQ_CST);
                pthread_join(sender, 0);
                return handled;
            }
            """;

    private final Class<?> program;

    @TempDir
    Path dir;

    @TempDir
    Path tools;

    /** A storm over the calls of a system, whose main class is {@code program}. */
    protected StormContract(Class<?> program) {
        this.program = program;
    }

    @Test
    void nothingIsLostAndNothingComesTwice() throws IOException {
        Path library = Compiler.library(tools, "storm", STORM);
        int numbers = 50_000 * ROUNDS;
        Matcher summary = CrowdContract.summary(
                program,
                dir,
                4,
                2 * ROUNDS,
                "-Dcrowd.numbers=" + numbers,
                "-Dcrowd.micros=200",
                "-Dcrowd.storm=" + library);
        int results = Integer.parseInt(summary.group(1));
        int signals = Integer.parseInt(summary.group(2));
        int interruptions = Integer.parseInt(summary.group(3));
        System.out.printf(
                Locale.ROOT,
                "%s: %,d results, %,d signals, %,d reads interrupted%n",
                getClass().getSimpleName(),
                results,
                signals,
                interruptions);
        assertTrue(results > 2 * numbers, "results: " + results);
        assertTrue(signals > 100, "signals: " + signals);
        assertTrue(interruptions > 0, "interruptions: " + interruptions);
    }
}
