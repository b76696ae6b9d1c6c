package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;

/** Accesses to mappings that other threads unmap and protect, with every way to make barriers. */
@ExtendWith(Descriptors.class)
class LinuxRacesTest {
    private static final String[] OPTIONS = {"-XX:TieredStopAtLevel=4", "-XX:-CreateCoredumpOnCrash"};
    private static final String WELL = "read true, refused true, wrong 0, left 0";

    /** Runs a program for which membarrier fails with EPERM, as in many containers. */
    private static final String WITHOUT_MEMBARRIER = """
            #include <errno.h>
            #include <linux/filter.h>
            #include <linux/seccomp.h>
            #include <stddef.h>
            #include <sys/prctl.h>
            #include <sys/syscall.h>
            #include <unistd.h>
            int main(int argc, char **argv) {
                struct sock_filter filter[] = {
                    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
                    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_membarrier, 0, 1),
                    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
                    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
                };
                struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
                if (argc < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
                        || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0
                        || syscall(SYS_membarrier, 0, 0, 0) != -1 || errno != EPERM) {
                    return 1;
                }
                execv(argv[1], argv + 1);
                return 1;
            }
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"default", "none", "failing"})
    void threadsReadTheirMappingOrAreRefused(String barrier) throws IOException {
        try (ChildJvm child = ChildJvm.start(RaceProgram.class, OPTIONS)) {
            assertEquals(WELL, child.ask(barrier));
        }
    }

    @Test
    @NeedsTool("cc")
    void theSameHoldsWhereMembarrierIsForbidden() throws IOException {
        Path launcher = Compiler.program(directory, "launcher", WITHOUT_MEMBARRIER);
        try (ChildJvm child = ChildJvm.startBy(List.of(launcher.toString()), RaceProgram.class, OPTIONS)) {
            assertEquals(WELL, child.ask("default"));
        }
    }
}
