package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Resource.RLIMIT_AS;
import static posixkit.constants.Resource.RLIMIT_DATA;
import static posixkit.constants.Resource.RLIMIT_MEMLOCK;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Resource.RLIMIT_NPROC;
import static posixkit.constants.Resource.RLIMIT_RSS;
import static posixkit.constants.Resource.RLIMIT_STACK;
import static posixkit.testing.ProcessShell.line;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.contract.LimitsContract;
import posixkit.process.Rlimit;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.ProcessShell;

@NeedsTool("cc")
class DarwinLimitsTest extends LimitsContract {
    /** Users are unsigned, but not to be asked about beyond the largest signed number. */
    @Override
    protected int distantUser() {
        return Integer.MAX_VALUE - 2 - (int) ProcessHandle.current().pid();
    }

    @Override
    protected int ofNobody() {
        return EINVAL;
    }

    /** Those whose numbers are not Linux's; the system's own list is the judge. */
    @Test
    @NeedsProc
    void theLimitsOfDarwinsNumbersAreThoseOfTheirNames() throws IOException {
        Map<String, Integer> names = Map.of(
                "Max address space", RLIMIT_AS,
                "Max data size", RLIMIT_DATA,
                "Max locked memory", RLIMIT_MEMLOCK,
                "Max processes", RLIMIT_NPROC,
                "Max stack size", RLIMIT_STACK);
        for (Map.Entry<String, Integer> each : names.entrySet()) {
            Rlimit limit = Posix.get().processes().getrlimit(each.getValue());
            String ours = Rlimit.text(limit.cur()) + " " + Rlimit.text(limit.max());
            assertEquals(ofKernel(Posix.get().processes().getpid(), each.getKey()), ours, each.getKey());
        }
        assertEquals(RLIMIT_AS, RLIMIT_RSS, "one limit of two names");
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            assertEquals("ok", child.ask(line("setrlimit", RLIMIT_MEMLOCK, 123_456, 123_457)));
            assertEquals("123456 123457", ofKernel(child.pid(), "Max locked memory"));
            assertEquals("ok", child.ask(line("setrlimit", RLIMIT_AS, 1L << 43, 1L << 44)));
            assertEquals((1L << 43) + " " + (1L << 44), ofKernel(child.pid(), "Max address space"));
        }
    }

    /** Before macOS 11, the soft limit was EINVAL. */
    @Test
    @NeedsRoot
    void sinceMacOs11ThereIsNoEndOfDescriptors() throws IOException {
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            String before = child.ask(line("getrlimit", RLIMIT_NOFILE));
            boolean isLimited = !MacOs.isSince(11, 0);
            String answer = child.ask(line("setrlimit", RLIMIT_NOFILE, "unlimited", "unlimited"));
            assertEquals(isLimited ? "EINVAL" : "ok", answer);
            assertEquals(isLimited ? before : "unlimited unlimited", child.ask(line("getrlimit", RLIMIT_NOFILE)));
            long most = Posix.get().onDarwin().sysctl().number("kern.maxfilesperproc");
            assertEquals("ok", child.ask(line("setrlimit", RLIMIT_NOFILE, most, most)), "as many as there are");
            assertEquals(most + " " + most, child.ask(line("getrlimit", RLIMIT_NOFILE)));
        }
    }

    /** Its thread would have to stand on it. */
    @Test
    void noThreadOfJavasMakesTheStackSmaller() throws IOException {
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            String hard = child.ask(line("getrlimit", RLIMIT_STACK)).split(" ")[1];
            assertEquals("EINVAL", child.ask(line("setrlimit", RLIMIT_STACK, 65536, hard)));
        }
    }
}
