package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.linux.FamilyRuns.Run;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;

/**
 * The calls of every family work where the machine is hostile, or fail with an error that says why. Each JVM has a mount namespace of its
 * own. {@code -Dposixkit.places=all} tries each place by each route.
 */
@Tag("unmutated")
@NeedsRoot
@NeedsTool({"unshare", "cc"})
class PlacesTest {
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

    private static final String NO_CODE = "no executable pages";
    private static final String BY_ANY = " families, (\\d+) results, by \\w+\n";

    /** Each place mounts a file system here. */
    @TempDir
    Path dir;

    @TempDir
    Path tools;

    private Run run(String name, String setup, List<String> options, String expected) {
        // jffi puts its library into the current directory if it can write nothing to /tmp.
        String script = "set -e; mount -t tmpfs work '" + dir + "'; " + setup + "; cd /tmp; exec \"$@\"";
        return new Run(name, List.of("unshare", "--mount", "sh", "-c", script, "place"), options, expected);
    }

    /** Mounts a directory again, and all that is mounted below as it is. */
    private static String remount(String directory, String options) {
        return "mount --rbind " + directory + " " + directory + "; mount -o remount,bind," + options + " " + directory;
    }

    /** A failure of a family, in both rounds. */
    private static String failing(String... lines) {
        String once = String.join("", lines);
        return "exit 0\n" + once + once + "\\d+" + BY_ANY;
    }

    private static String failure(String family, String message) {
        return family + ": posixkit\\.ErrnoException: " + message + "[^\n]* at [^\n]*\n";
    }

    private List<Run> places(String route) throws IOException {
        // jffi loads its library from a file that it makes.
        String inTmp = route.equals("ffm")
                ? FamilyRuns.GOOD
                : "exit 1\n.*UnsatisfiedLinkError[^\n]*Set `TMPDIR` or Java property `java\\.io\\.tmpdir` to a read/write path that is"
                        + " not mounted \"noexec\".*";
        Path agent = Compiler.library(tools, "forbid", FORBID);
        String noCode = failing(
                failure("ALL_THREADS", "syscall number \\d+: EACCES"), failure("DETAILED_SPAWN", "mprotect: EACCES"));
        String links = "export LD_ORIGIN_PATH='"
                + Path.of(ChildJvm.java()).toRealPath().getParent() + "'; umount -l /proc";
        return List.of(
                run("noexec /tmp", remount("/tmp", "noexec"), List.of(), inTmp),
                run("read-only /tmp", remount("/tmp", "ro"), List.of(), inTmp),
                run(
                        "noexec /tmp, and another directory",
                        remount("/tmp", "noexec"),
                        List.of("-Djava.io.tmpdir=" + dir),
                        FamilyRuns.GOOD),
                run("read-only home", remount("\"$HOME\"", "ro"), List.of(), FamilyRuns.GOOD),
                run("no /proc", links, List.of(), failing(failure("ALL_THREADS", "syscall number \\d+: ENOENT"))),
                run(NO_CODE, ":", List.of("-agentpath:" + agent), noCode));
    }

    @Test
    void everythingWorksOrSaysWhyNot() throws IOException {
        String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
        FamilyRuns runs = new FamilyRuns(dir);
        for (String route : FamilyRuns.routes()) {
            runs.make(places(route).stream()
                    // Without executable pages, the library itself has to find a route that is possible.
                    .map(run -> run.by(run.name().equals(NO_CODE) && route.equals("registered") ? "" : route))
                    .toList());
            if (!ALL) {
                break;
            }
        }
        System.out.printf(Locale.ROOT, "PlacesTest: %d places, %,d results%n", runs.count(), runs.results());
        assertEquals(Map.of(), runs.wrong());
        assertTrue(runs.results() > 300, "results: " + runs.results());
        assertEquals(mounts, Files.readString(Path.of("/proc/self/mountinfo")), "mounts outside of the namespaces");
    }
}
