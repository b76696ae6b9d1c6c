package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java that comes of the facts compiles without a warning, and is each target's on that target. */
class GeneratedTest {
    private static final String PROPERTY = "posixkit.target";

    @TempDir
    static Path dir;

    /** Says what it was asked, so that a test can see where and how wide an accessor reads and writes. */
    private static final String SCRATCH = """
            package posixkit.unix;
            public class Scratch {
                public String said = "";
                public int s8(long at) { return (int) said("s8", at); }
                public int u8(long at) { return (int) said("u8", at); }
                public int s16(long at) { return (int) said("s16", at); }
                public int u16(long at) { return (int) said("u16", at); }
                public int s32(long at) { return (int) said("s32", at); }
                public long u32(long at) { return said("u32", at); }
                public long s64(long at) { return said("s64", at); }
                public void set8(long at, long value) { said("set8", at); }
                public void set16(long at, long value) { said("set16", at); }
                public void set32(long at, long value) { said("set32", at); }
                public void set64(long at, long value) { said("set64", at); }
                private long said(String what, long at) { said += what + "@" + at + " "; return 0; }
            }
            """;

    private static final Map<String, URLClassLoader> LOADERS = new LinkedHashMap<>();

    @BeforeAll
    static void generateAndCompile() throws Exception {
        generate(dir.resolve("java"));
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-Xlint:all,-options", "-Werror"));
        arguments.addAll(List.of("-proc:none", "-d", dir.resolve("classes").toString()));
        for (String name : List.of("Target", "Struct", "StructArray", "Names", "unix/NameCodec", "print/Printer")) {
            arguments.add(Room.ROOT
                    .resolve("core/src/main/java/posixkit/" + name + ".java")
                    .toString());
        }
        standIns(dir.resolve("java"));
        files(dir.resolve("java")).keySet().stream()
                .filter(file -> file.toString().endsWith(".java"))
                .forEach(file -> arguments.add(file.toString()));
        var said = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new));
        assertEquals(0, status, said::toString);
        for (String target : Abi.TARGETS) {
            System.setProperty(PROPERTY, target);
            var loader =
                    new URLClassLoader(new URL[] {dir.resolve("classes").toUri().toURL()}, null);
            Class.forName("posixkit.Target", true, loader);
            LOADERS.put(target, loader);
        }
    }

    @AfterAll
    static void close() throws IOException {
        System.clearProperty(PROPERTY);
        for (URLClassLoader loader : LOADERS.values()) {
            loader.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "posixkit.constants.Open, O_DIRECTORY, 65536, 16384, 1048576, 1048576",
        "posixkit.constants.Open, O_RDWR, 2, 2, 2, 2",
        "posixkit.constants.Errno, EAGAIN, 11, 11, 35, 35",
        "posixkit.constants.Resource, RLIM_INFINITY, -1, -1, 9223372036854775807, 9223372036854775807",
        "posixkit.constants.Ioctl, TIOCGWINSZ, 21523, 21523, 1074295912, 1074295912",
        "posixkit.constants.Wait, W_CONTINUED, 65535, 65535, 4991, 4991",
        "posixkit.constants.MessageFlag, CMSG_LEN_0, 16, 16, 12, 12",
        "posixkit.onlinux.constants.LinuxEpoll, EPOLLET, -2147483648, -2147483648, ,",
        "posixkit.onlinux.constants.LinuxOpen, O_LARGEFILE_KERNEL, 32768, 131072, ,",
        "posixkit.onlinux.constants.LinuxSyscallNumber, SYS_openat, 257, 56, ,",
        "posixkit.ondarwin.constants.DarwinKqueue, EVFILT_READ, , , -1, -1",
        "posixkit.unix.layout.Msghdr, FLAGS, 48, 48, 44, 44",
        "posixkit.unix.layout.Cmsghdr, SIZE, 16, 16, 12, 12",
        "posixkit.linux.layout.EpollEvent, DATA, 4, 8, ,",
        "posixkit.linux.layout.EpollEvent, SIZE, 12, 16, ,",
        "posixkit.linux.layout.Stat_t, SIZE, 144, 128, ,",
        "posixkit.linux.layout.Stat_t, SIZE_OFFSET, 48, 48, ,",
        "posixkit.darwin.layout.Stat_t, ATIME_SEC, , , 32, 32",
        "posixkit.darwin.layout.Kevent_t, UDATA, , , 24, 24",
    })
    void aNumberIsTheTargets(
            String className, String name, Long linuxX86, Long linuxArm, Long darwinX86, Long darwinArm)
            throws Exception {
        List<String> targets = Abi.TARGETS;
        Long[] expected = {linuxX86, linuxArm, darwinX86, darwinArm};
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] != null) {
                Object value = type(targets.get(i), className).getField(name).get(null);
                assertEquals(expected[i], ((Number) value).longValue(), targets.get(i));
            }
        }
    }

    /** Not one number more, which would be a slip of the generator, and not one less, which would be wrong on one of them. */
    @ParameterizedTest
    @ValueSource(strings = {"linux", "darwin"})
    void processorsDifferExactlyWhereTheirTablesDo(String system) throws Exception {
        Abi abi = Abi.read(Room.ABI);
        Facts x86 = abi.facts(system + "-x86_64");
        Facts arm = abi.facts(system + "-aarch64");
        Set<String> expected = new TreeSet<>();
        for (Spec.Constant constant : abi.specs().get(system).constants.values()) {
            if (constant.arch() == null
                    && x86.constants.get(constant.name()).value()
                            != arm.constants.get(constant.name()).value()) {
                String prefix = constant.common() ? "" : system.equals("linux") ? "Linux" : "Darwin";
                expected.add(prefix + constant.group() + "." + constant.name());
            }
        }
        for (Spec.Struct struct : abi.specs().get(system).structs.values()) {
            if (struct.arch() == null) {
                if (x86.structs.get(struct.name()).size()
                        != arm.structs.get(struct.name()).size()) {
                    expected.add(struct.javaName() + ".SIZE");
                }
                for (Spec.Field field : struct.fields()) {
                    if (x86.fields.get(struct.name()).get(field.path()).offset()
                            != arm.fields.get(struct.name()).get(field.path()).offset()) {
                        expected.add(struct.javaName() + "." + LayoutWriter.offsetName(field));
                    }
                }
            }
        }
        Map<String, Facts.CodeFact> codes = new TreeMap<>(abi.facts("linux-x86_64").codes);
        codes.keySet().removeIf(name -> !system.equals("linux") && !CodeWriter.SHARED.contains(name));
        codes.forEach((name, code) -> code.places().forEach((place, value) -> {
            Facts.CodeFact onArm = abi.facts("linux-aarch64").codes.get(name);
            if (!value.equals(onArm.places().get(place))) {
                expected.add(CodeWriter.className(name) + "." + CodeWriter.constant(place));
            }
        }));
        Set<String> differing = new TreeSet<>();
        for (String name : generatedFor(system)) {
            for (Field number : type(system + "-x86_64", name).getDeclaredFields()) {
                if (!Modifier.isPublic(number.getModifiers())) {
                    continue;
                }
                Object onX86 = number.get(null);
                Object onArm = type(system + "-aarch64", name)
                        .getField(number.getName())
                        .get(null);
                if (!onX86.equals(onArm)) {
                    differing.add(name.substring(name.lastIndexOf('.') + 1) + "." + number.getName());
                }
            }
        }
        assertEquals(expected, differing);
        assertFalse(differing.isEmpty());
    }

    /** The classes that a system has, but for those of one processor. */
    private static List<String> generatedFor(String system) throws IOException {
        Path java = dir.resolve("java");
        return files(java).keySet().stream()
                .filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                .map(file -> java.relativize(file).toString().replace('/', '.').replaceFirst("\\.java$", ""))
                .filter(name -> name.matches("posixkit\\.(constants|unix\\.layout|on" + system + "\\.constants|"
                        + system + "\\.layout)\\..*"))
                .filter(name -> !name.matches(".*(X86_64|Aarch64)$"))
                .toList();
    }

    @Test
    void errorNumbersHaveTheNamesAndTextsOfTheirSystem() throws Exception {
        assertEquals("EDEADLK", errno("linux-x86_64", "name", 35));
        assertEquals("EAGAIN", errno("darwin-aarch64", "name", 35));
        assertEquals("EOPNOTSUPP", errno("linux-aarch64", "name", 95));
        assertEquals("ENOTSUP", errno("darwin-x86_64", "name", 45));
        assertEquals("ENOATTR", errno("darwin-x86_64", "name", 93));
        assertEquals("No such file or directory", errno("darwin-x86_64", "text", 2));
        assertNull(errno("linux-x86_64", "name", 0));
        assertNull(errno("linux-x86_64", "text", 4095));
    }

    @Test
    void signalsHaveTheNamesOfTheirSystem() throws Exception {
        assertEquals(
                "SIGUSR1",
                type("linux-x86_64", "posixkit.constants.Signal")
                        .getMethod("name", int.class)
                        .invoke(null, 10));
        assertEquals(
                "SIGBUS",
                type("darwin-x86_64", "posixkit.constants.Signal")
                        .getMethod("name", int.class)
                        .invoke(null, 10));
        assertEquals(
                "SIGABRT",
                type("linux-aarch64", "posixkit.constants.Signal")
                        .getMethod("name", int.class)
                        .invoke(null, 6));
    }

    @ParameterizedTest
    @CsvSource({
        "linux-x86_64, Signal, SIGUSR1, 10",
        "darwin-x86_64, Signal, SIGUSR1, 30",
        "linux-aarch64, Signal, SIGPOLL, 29",
        "darwin-aarch64, Signal, SIGPOLL, -1",
        "darwin-aarch64, Signal, SIGINFO, 29",
        "linux-x86_64, Signal, SIGIOT, 6",
        "linux-x86_64, Signal, TERM, -1",
        "linux-x86_64, Signal, SIG_IGN, -1",
        "linux-x86_64, Errno, EAGAIN, 11",
        "linux-x86_64, Errno, EWOULDBLOCK, 11",
        "darwin-x86_64, Errno, EWOULDBLOCK, 35",
        "darwin-x86_64, Errno, ENOTSUP, 45",
        "darwin-x86_64, Errno, EBADE, -1",
        "linux-x86_64, Errno, '', -1",
    })
    void aNameHasTheNumberOfItsSystem(String target, String holder, String name, int number) throws Exception {
        Object found = type(target, "posixkit.constants." + holder)
                .getMethod("number", String.class)
                .invoke(null, name);
        assertEquals(number, found);
    }

    /** Printed names depend on the target as numbers do. */
    @ParameterizedTest
    @CsvSource({
        "linux-x86_64, F_LOCK, F_RDLCK=0 F_WRLCK=1 F_UNLCK=2",
        "darwin-aarch64, F_LOCK, F_RDLCK=1 F_UNLCK=2 F_WRLCK=3",
        "linux-aarch64, SYSCALL_INFO, PTRACE_SYSCALL_INFO_NONE=0 PTRACE_SYSCALL_INFO_ENTRY=1"
                + " PTRACE_SYSCALL_INFO_EXIT=2 PTRACE_SYSCALL_INFO_SECCOMP=3",
        "darwin-x86_64, SYSCALL_INFO, ''",
        "linux-x86_64, ST, ST_RDONLY=1 ST_NOSUID=2 ST_NODEV=4 ST_NOEXEC=8 ST_SYNCHRONOUS=16 ST_MANDLOCK=64 ST_WRITE=128"
                + " ST_APPEND=256 ST_IMMUTABLE=512 ST_NOATIME=1024 ST_NODIRATIME=2048 ST_RELATIME=4096",
        "darwin-x86_64, ST, ST_RDONLY=1 ST_NOSUID=2",
    })
    void aTableOfNamesIsTheTargets(String target, String table, String entries) throws Exception {
        Object found = type(target, "posixkit.print.constants.ConstantNames")
                .getField(table)
                .get(null);
        assertEquals(entries, found);
    }

    @Test
    void aMemberKeepsWhatItsWidthHolds() throws Exception {
        assertEquals(-1L, roundTrip("linux-x86_64", "linux.layout.Stat_t", "nlink", -1L));
        assertEquals(0xFFFF_FFFFL, roundTrip("linux-aarch64", "linux.layout.Stat_t", "nlink", -1L));
        assertEquals(0xFFFF, roundTrip("darwin-aarch64", "darwin.layout.Stat_t", "mode", -1));
        assertEquals(-1, roundTrip("linux-x86_64", "linux.layout.Stat_t", "uid", -1));
        assertEquals("apfs", roundTrip("darwin-x86_64", "darwin.layout.Statfs_t", "fstypename", "apfs"));
    }

    @ParameterizedTest
    @CsvSource({
        "linux-x86_64, Msghdr, controllen, s64@140 set64@140",
        "darwin-aarch64, Msghdr, controllen, u32@140 set32@140",
        "linux-aarch64, SockaddrIn, family, u16@100 set16@100",
        "darwin-x86_64, SockaddrIn, family, u8@101 set8@101",
        "darwin-x86_64, Iovec, base, s64@100 set64@100",
    })
    void accessorsInAScratchAreAsWideAsTheTargets(String target, String name, String member, String said)
            throws Exception {
        Class<?> scratch = type(target, "posixkit.unix.Scratch");
        Object s = scratch.getConstructor().newInstance();
        Class<?> type = type(target, "posixkit.unix.layout." + name);
        Object value = type.getMethod(member, scratch, long.class).invoke(null, s, 100L);
        Class<?> of = type.getMethod(member, scratch, long.class).getReturnType();
        type.getMethod(member, scratch, long.class, of).invoke(null, s, 100L, value);
        assertEquals(said, scratch.getField("said").get(s).toString().strip());
    }

    @Test
    void namesThatCannotBeTheTargetsAreNotThere() {
        for (String target : List.of("onlinux", "ondarwin")) {
            Path constants = dir.resolve("java/posixkit").resolve(target).resolve("constants");
            assertTrue(Files.isDirectory(constants), constants.toString());
        }
        assertTrue(Files.exists(dir.resolve("java/posixkit/onlinux/constants/LinuxPtraceX86_64.java")));
        assertTrue(Files.notExists(dir.resolve("java/posixkit/constants/LinuxEpoll.java")));
    }

    @Test
    void generatingAgainChangesNothingAndTouchesNoFile() throws Exception {
        Path again = dir.resolve("again");
        generate(again);
        Map<Path, FileTime> before = files(again);
        Thread.sleep(20);
        generate(again);
        assertEquals(before, files(again));
        for (Path file : before.keySet()) {
            Path first = dir.resolve("java").resolve(again.relativize(file));
            assertEquals(Files.readString(first), Files.readString(file));
        }
    }

    @Test
    void aClassThatNothingGeneratesAnyMoreIsRemoved() throws Exception {
        Path tree = dir.resolve("stale");
        Path stale = tree.resolve("posixkit/linux/layout/Gone_t.java");
        Output.write(stale, "package posixkit.linux.layout; final class Gone_t {}");
        generate(tree);
        assertTrue(Files.notExists(stale));
    }

    private static void generate(Path out) throws Exception {
        String abi = Room.ABI.toString();
        Main.main("constants", abi, out.toString());
        Main.main("layouts", abi, "common", out.toString());
        Main.main("layouts", abi, "linux", out.toString());
        Main.main("layouts", abi, "darwin", out.toString());
    }

    /** What the layouts extend and implement is core's and more than this test wants to compile. */
    private static void standIns(Path root) throws IOException {
        Output out = new Output(root);
        String ffi = "posixkit.ffi";
        String address = "public static long address(java.nio.ByteBuffer direct, int index) { return 0; }";
        out.java(ffi, "Native", "package " + ffi + ";\npublic class Native { " + address + " }\n");
        out.java("posixkit.unix", "Scratch", SCRATCH);
        for (String system : Abi.SYSTEMS) {
            for (Spec.Struct struct : SpecReader.read(Room.ABI, system).structs.values()) {
                if (struct.parent() == null) {
                    continue;
                }
                int dot = struct.parent().lastIndexOf('.');
                String name = struct.parent().substring(dot + 1);
                String text = struct.form() == Spec.Form.HEAP
                        ? "public interface %1$s { %1$s copy(); }".formatted(name)
                        : "public abstract class %1$s extends posixkit.StructArray { protected %1$s(int n, int size) { super(n, size); } }"
                                .formatted(name);
                String packageName = struct.parent().substring(0, dot);
                out.java(packageName, name, "package " + packageName + ";\n" + text + "\n");
            }
        }
    }

    private static Map<Path, FileTime> files(Path root) throws IOException {
        Map<Path, FileTime> files = new TreeMap<>();
        try (var all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file, Files.getLastModifiedTime(file));
            }
        }
        return files;
    }

    private static Class<?> type(String target, String name) throws ClassNotFoundException {
        return Class.forName(name, true, LOADERS.get(target));
    }

    private static Object errno(String target, String method, int number) throws Exception {
        return type(target, "posixkit.constants.Errno")
                .getMethod(method, int.class)
                .invoke(null, number);
    }

    private static Object roundTrip(String target, String name, String member, Object value) throws Exception {
        Class<?> type = type(target, "posixkit." + name);
        Class<?> of = type.getMethod(member).getReturnType();
        Object struct = type.getConstructor().newInstance();
        assertEquals(struct, type.getMethod(member, of).invoke(struct, value), "a setter returns its structure");
        return type.getMethod(member).invoke(struct);
    }
}
