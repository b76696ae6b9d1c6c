package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.testing.Compiler;
import posixkit.testing.FamilyRuns;
import posixkit.testing.FamilyRuns.Run;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;

/**
 * The calls of every family work where the machine is hostile, or fail with an error that says why. Each JVM has a mount namespace of its
 * own. {@code -Dposixkit.places=all} tries each place by each route.
 */
@NeedsRoot
@NeedsProc
@NeedsTool({"unshare", "cc"})
public abstract class PlacesContract {
    private static final boolean ALL = "all".equals(System.getProperty("posixkit.places"));

    /** From the start of the JVM on, no page that was mapped before becomes executable. New pages may be: the JVM itself needs such. */
    private static final String FORBID = """
            #include <errno.h>
            #include <linux/filter.h>
            #include <linux/seccomp.h>
            #include <stddef.h>
            #include <sys/mman.h>
            #include <sys/prctl.h>
            #include <sys/syscall.h>
            int Agent_OnLoad(void *jvm, char *options, void *reserved) {
                struct sock_filter code[] = {
                    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
                    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 0, 3),
                    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
                    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
                    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
                    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
                };
                struct sock_fprog program = {sizeof code / sizeof *code, code};
                return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
            }
            """;

    private static final String ROOT = System.getProperty("posixkit.root");
    private static final String NO_CODE = "no executable pages";
    private static final String BY_ANY = " families, (\\d+) results, by \\w+\n";

    private final Class<?> program;
    private final int fewest;

    /** Each place mounts a file system here. */
    @TempDir
    Path dir;

    @TempDir
    Path tools;

    /** The places of a program, which checks at least so many results in all. */
    protected PlacesContract(Class<?> program, int fewest) {
        this.program = program;
        this.fewest = fewest;
    }

    /** Returns what a program prints that may not have executable pages. */
    protected String withoutCode() {
        return FamilyRuns.GOOD;
    }

    /** Returns places that only this system has. */
    protected List<Run> more() throws IOException {
        return List.of();
    }

    /** Returns a run after a command of the shell, which sets up the place. */
    protected final Run run(String name, String setup, List<String> options, String expected) {
        // jffi puts its library into the current directory if it can write nothing to /tmp.
        // The tests may lie below /tmp, and so may a library that they make.
        String own = "mount --bind '" + ROOT + "' '" + ROOT + "'";
        String script = "set -e; " + own + "; mount -t tmpfs work '" + dir + "'; " + setup + "; cd /tmp; exec \"$@\"";
        return new Run(name, List.of("unshare", "--mount", "sh", "-c", script, "place"), options, expected);
    }

    /** Mounts a directory again, and all that is mounted below as it is. */
    private static String remount(String directory, String options) {
        return "mount --rbind " + directory + " " + directory + "; mount -o remount,bind," + options + " " + directory;
    }

    /** A failure of a family, in both rounds. */
    protected static String failing(String... lines) {
        String once = String.join("", lines);
        return "exit 0\n" + once + once + "\\d+" + BY_ANY;
    }

    protected static String failure(String family, String message) {
        return family + ": posixkit\\.ErrnoException: " + message + "[^\n]* at [^\n]*\n";
    }

    private List<Run> places(String route) throws IOException {
        // jffi loads its library from a file that it makes.
        String inTmp = route.equals("ffm")
                ? FamilyRuns.GOOD
                : "exit 1\n.*UnsatisfiedLinkError[^\n]*Set `TMPDIR` or Java property `java\\.io\\.tmpdir` to a read/write path that is"
                        + " not mounted \"noexec\".*";
        Path agent = Compiler.library(tools, "forbid", FORBID);
        List<Run> places = new ArrayList<>(more());
        places.addAll(List.of(
                run("noexec /tmp", remount("/tmp", "noexec"), List.of(), inTmp),
                run("read-only /tmp", remount("/tmp", "ro"), List.of(), inTmp),
                run(
                        "noexec /tmp, and another directory",
                        remount("/tmp", "noexec"),
                        List.of("-Djava.io.tmpdir=" + dir),
                        FamilyRuns.GOOD),
                run("read-only home", remount("\"$HOME\"", "ro"), List.of(), FamilyRuns.GOOD),
                run(NO_CODE, ":", List.of("-agentpath:" + agent), withoutCode())));
        return places;
    }

    @Test
    void everythingWorksOrSaysWhyNot() throws IOException {
        String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
        FamilyRuns runs = new FamilyRuns(program, dir);
        for (String route : FamilyRuns.routes()) {
            runs.make(places(route).stream()
                    // Without executable pages, the library itself has to find a route that is possible.
                    .map(run -> run.by(run.name().equals(NO_CODE) && route.equals("registered") ? "" : route))
                    .toList());
            if (!ALL) {
                break;
            }
        }
        System.out.printf(
                Locale.ROOT, "%s: %d places, %,d results%n", getClass().getSimpleName(), runs.count(), runs.results());
        assertEquals(Map.of(), runs.wrong());
        assertTrue(runs.results() >= fewest, "results: " + runs.results());
        assertEquals(mounts, Files.readString(Path.of("/proc/self/mountinfo")), "mounts outside of the namespaces");
    }
}
