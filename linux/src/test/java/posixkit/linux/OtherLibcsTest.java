package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.kenai.jffi.LastError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.Target;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.testing.SpecMarks;

/**
 * posixkit works where the C library lacks functions that this glibc has. The names that musl and an older glibc lack are read from
 * the libraries themselves, and hidden from a JVM.
 */
@Tag("unmutated")
@NeedsTool({"cc", "nm"})
class OtherLibcsTest {
    /** The last version before {@code stat}, {@code gettid} and others became functions. */
    private static final int OLD = 28;

    /** What posixkit calls instead of a function that musl 1.2.3 lacks. Newer versions have some of them. */
    private static final Map<String, String> INSTEAD_ON_MUSL = Map.of(
            "epoll_pwait2", "the system call",
            "getgrent_r", "getgrent",
            "getpwent_r", "getpwent",
            "posix_spawn_file_actions_addclosefrom_np", "one action for each open descriptor",
            "preadv2", "the system call",
            "pwritev2", "the system call",
            "renameat2", "the system call",
            "statx", "the system call");

    private static final Map<String, String> INSTEAD_ON_OLD_GLIBC = Map.of(
            "epoll_pwait2", "the system call",
            "fstat", "__fxstat",
            "fstatat", "__fxstatat",
            "lstat", "__lxstat",
            "mknod", "__xmknod",
            "mknodat", "__xmknodat",
            "posix_spawn_file_actions_addclosefrom_np", "one action for each open descriptor",
            "stat", "__xstat");

    /** Functions of librt, which posixkit loads. */
    private static final Set<String> APART_ON_OLD_GLIBC = Set.of("shm_open", "shm_unlink");

    /** Tests of what calls functions that musl lacks. */
    private static final List<Class<?>> TESTS_ON_MUSL = List.of(
            LinuxAccountsTest.class,
            LinuxEpollTest.class,
            LinuxNewerFilesTest.class,
            LinuxOnlyFilesTest.class,
            LinuxOnlyIoTest.class);

    private static final List<Class<?>> TESTS_ON_OLD_GLIBC = List.of(
            LinuxEpollTest.class,
            LinuxFilesTest.class,
            LinuxMetadataTest.class,
            LinuxNodesTest.class,
            LinuxSharedMemoryTest.class);

    @TempDir
    Path dir;

    @BeforeEach
    void isGlibc() throws IOException {
        Path glibc = HiddenNames.glibc();
        assumeTrue(glibc != null, "no glibc in this process");
        assumeTrue(HiddenNames.versions(glibc).get("shm_open").contains(34), "this glibc is older than 2.34");
    }

    /** musl's C library, which is also its loader. */
    private static Path musl() {
        return Path.of("/lib", "ld-musl-" + (Target.HOST_IS_X86_64 ? "x86_64" : "aarch64") + ".so.1");
    }

    private static Set<String> bound(Set<String> names) {
        Set<String> bound = new TreeSet<>(names);
        bound.retainAll(new SpecMarks("linux").names());
        return bound;
    }

    @Test
    @NeedsTool("musl-gcc")
    void nothingIsMissingOnMusl() throws IOException {
        HiddenNames names = HiddenNames.ofMusl(musl());
        Set<String> bound = bound(names.missing());
        assertTrue(INSTEAD_ON_MUSL.keySet().containsAll(bound), bound::toString);
        assertTrue(bound.contains("getpwent_r"), bound::toString);
        works(names, bound, TESTS_ON_MUSL);
    }

    @Test
    void nothingIsMissingOnAnOldGlibc() throws IOException {
        HiddenNames names = HiddenNames.ofGlibc(OLD);
        Set<String> bound = bound(names.missing());
        assertEquals(new TreeSet<>(INSTEAD_ON_OLD_GLIBC.keySet()), bound);
        assertEquals(new TreeSet<>(APART_ON_OLD_GLIBC), bound(names.apart()));
        if (!isLoaded("/librt.so.1")) {
            bound.add("shm_open");
        }
        works(names, bound, TESTS_ON_OLD_GLIBC);
    }

    /** jffi's native library is made for glibc; musl takes itself for the libc that the library asks for. */
    @Test
    @NeedsTool("musl-gcc")
    void muslLoadsTheLibraryOfJffi() throws IOException {
        Path source = Files.writeString(dir.resolve("load.c"), """
                #include <dlfcn.h>
                #include <stdio.h>
                int main(int argc, char **argv) {
                    void *library = argc == 3 ? dlopen(argv[1], RTLD_NOW) : 0;
                    puts(library && dlsym(library, argv[2]) ? "found" : dlerror());
                    return 0;
                }
                """);
        Path program = dir.resolve("load");
        Programs.output("musl-gcc", "-o", program.toString(), source.toString());
        String library = jffi().toString();
        assertEquals("found", Programs.output(program.toString(), library, "Java_com_kenai_jffi_Foreign_dlsym"));
        assertTrue(Programs.output(program.toString(), library, "no_such").contains("no_such"));
    }

    @Test
    void anOldGlibcLoadsTheLibraryOfJffi() throws IOException {
        List<Integer> versions = Programs.output("nm", "-D", "--undefined-only", jffi().toString())
                .lines()
                .filter(line -> line.matches(".*@GLIBC_2\\.\\d+.*"))
                .map(line -> Integer.valueOf(line.replaceFirst(".*@GLIBC_2\\.(\\d+).*", "$1")))
                .toList();
        assertTrue(versions.size() > 20, versions::toString);
        assertTrue(versions.stream().allMatch(version -> version <= OLD), versions::toString);
    }

    /** Copies jffi's native library out of its jar. */
    private Path jffi() throws IOException {
        String resource = "jni/" + (Target.HOST_IS_X86_64 ? "x86_64" : "aarch64") + "-Linux/libjffi-1.2.so";
        Path file = dir.resolve("jffi.so");
        try (InputStream from = LastError.class.getClassLoader().getResourceAsStream(resource)) {
            Files.copy(from, file);
        }
        return file;
    }

    /** Some JVMs load librt at their start. */
    private static boolean isLoaded(String library) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream().anyMatch(line -> line.endsWith(library));
    }

    /**
     * Makes the calls here and in a JVM without these names. Their results must be the same, and all tests must pass there.
     *
     * @param lookedUp hidden names that posixkit must have looked up
     */
    private void works(HiddenNames names, Set<String> lookedUp, List<Class<?>> tests) throws IOException {
        List<String> expected = OtherLibcProgram.calls(Files.createDirectory(dir.resolve("here")));
        Path log = dir.resolve("log");
        List<String> command = new ArrayList<>(names.launcher(Files.createDirectory(dir.resolve("hiding")), log));
        command.addAll(ChildJvm.command(OtherLibcProgram.class));
        command.add(Files.createDirectory(dir.resolve("there")).toString());
        tests.forEach(test -> command.add(test.getName()));
        List<String> lines = new ArrayList<>(
                Programs.output(command.toArray(String[]::new)).lines().toList());
        assertTrue(lines.size() > expected.size(), lines::toString);
        assertEquals(expected, lines.subList(0, expected.size()));
        List<String> rest = lines.subList(expected.size(), lines.size());
        assertTrue(rest.get(0).matches("tests [4-9]\\d 0"), () -> String.join("\n", rest));

        Set<String> notLookedUp = new TreeSet<>(lookedUp);
        notLookedUp.removeAll(Files.readAllLines(log));
        if (!Posix.route().equals("jnr")) {
            // Machine code makes these calls without a look-up.
            notLookedUp.removeAll(new SpecMarks("linux").with("direct"));
        }
        assertEquals(Set.of(), notLookedUp);
    }
}
