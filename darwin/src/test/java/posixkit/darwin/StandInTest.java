package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posixkit.Target;
import posixkit.ffi.Native;
import posixkit.testing.NeedsTool;

/** The stand-in is held to the facts, and stands alone. */
@NeedsTool("cc")
@EnabledOnOs(OS.LINUX)
class StandInTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));
    private static final Path ABI = ROOT.resolve("abi");
    private static final Path SOURCES = ROOT.resolve("darwin/src/test/c");

    /** Fewer structures, and they were not found. */
    private static final int FEWEST = 10;

    /** Where none of those members lies. */
    private static final int OFF = 56;

    @ParameterizedTest
    @CsvSource({
        "stat.st_mode, st_mode",
        "kevent.udata, udata",
        "rusage.ru_maxrss, ru_maxrss",
        "timeval.tv_usec, tv_usec",
        "dirent.d_namlen, d_namlen",
        "statfs.f_mntonname, f_mntonname",
        "log2phys.l2p_contigbytes, l2p_contigbytes",
        "rlimit.rlim_max, rlim_max",
        "utsname.nodename, nodename",
        "kinfo_proc.kp_eproc.e_ppid, e_ppid",
        "msghdr.msg_controllen, msg_controllen",
        "xucred.cr_uid, cr_uid",
    })
    void aFactThatIsOffIsRefusedByName(String fact, String named, @TempDir Path dir) throws IOException {
        Path abi = copy(dir.resolve("abi"));
        Path table = abi.resolve("facts").resolve(Target.current() + ".abi");
        String facts = Files.readString(table);
        String flipped =
                facts.replaceFirst("(?m)^(?<fact>field +" + Pattern.quote(fact) + " +)\\d+ ", "${fact}" + OFF + " ");
        assertNotEquals(facts, flipped, "no such fact");
        Files.writeString(table, flipped);
        Path source = sourceThatChecks(fact.substring(0, fact.indexOf('.')));
        StandIn.header(abi, dir.resolve("out"));
        AssertionError refused = assertThrows(AssertionError.class, () -> StandIn.check(source, dir.resolve("out")));
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }

    /** A C file that checks a structure, itself or in a header that it includes. */
    private static Path sourceThatChecks(String structure) throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path source : files.filter(name -> name.toString().endsWith(".c"))
                    .sorted()
                    .toList()) {
                StringBuilder text = new StringBuilder(Files.readString(source));
                for (String header : found("(?m)^#include \"(\\w+\\.h)\"", text.toString())) {
                    text.append(Files.readString(SOURCES.resolve(header)));
                }
                if (text.indexOf("D_CHECK_" + structure + ";") >= 0) {
                    return source;
                }
            }
        }
        throw new AssertionError("nothing checks " + structure);
    }

    /** A structure that nobody checks may lie as it likes, and one that no table has is not Darwin's to name. */
    @Test
    void everyStructureOfDarwinsIsCheckedInTheFileThatDeclaresIt() throws IOException {
        int declared = 0;
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file :
                    files.filter(name -> name.toString().matches(".*\\.[ch]")).toList()) {
                String source = Files.readString(file);
                Set<String> structures = found("(?m)^struct darwin_(\\w+) *\\{", source);
                assertEquals(structures, found("(?m)^D_CHECK_(\\w+);", source), file.toString());
                declared += structures.size();
            }
        }
        assertTrue(declared >= FEWEST, "only " + declared + " structures");
    }

    private static Set<String> found(String pattern, String source) {
        return Pattern.compile(pattern)
                .matcher(source)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Or a symbol it lacks would be found in the libc behind it, and speak Linux. */
    @Test
    void whatItDoesNotExportIsNotFoundBehindIt() {
        Native standIn = Native.library(System.getProperty(DarwinPosix.LIBRARY));
        for (String linux : List.of("epoll_create", "pipe2", "setresuid", "printf")) {
            assertTrue(Native.process().symbol(linux) != 0, linux);
            assertTrue(standIn.symbol(linux) == 0, linux);
        }
        assertTrue(standIn.symbol(Target.IS_X86_64 ? "stat$INODE64" : "stat") != 0);
        assertTrue(Target.IS_X86_64 || standIn.symbol("stat$INODE64") == 0);
    }

    private static Path copy(Path to) throws IOException {
        for (String part : List.of("spec", "facts")) {
            Files.createDirectories(to.resolve(part));
            try (Stream<Path> files = Files.list(ABI.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(part).resolve(file.getFileName()));
                }
            }
        }
        return to;
    }
}
