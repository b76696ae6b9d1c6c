package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables' machine code does what it is for: this processor's, and the other's where its emulator is at hand. */
class MachineCodeTest {
    @TempDir
    private Path dir;

    static Stream<String> runnable() {
        return Room.LINUX.stream()
                .filter(target ->
                        target.equals(Toolchain.HOST) || emulator(target).isPresent());
    }

    /** Returns the emulator's file. Debian's package {@code qemu-user-static} adds a word to its name. */
    private static Optional<String> emulator(String target) {
        String name = "qemu-" + target.substring("linux-".length());
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> Stream.of(Path.of(directory, name), Path.of(directory, name + "-static")))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    @ParameterizedTest
    @MethodSource("runnable")
    void itRuns(String target) throws Exception {
        Files.writeString(dir.resolve("code.h"), header(Facts.read(Room.ABI, target)));
        Path program = dir.resolve("run-code");
        List<String> compile = new ArrayList<>(Room.compilers(target).get(0).command());
        compile.addAll(
                List.of("-std=gnu11", "-Wall", "-Werror", "-static", "-pthread", "-I" + dir, "-o", "" + program));
        compile.add("" + Room.ABI.resolve("src/test/c/run-code.c"));
        assertEquals("", said(compile));
        List<String> run = new ArrayList<>();
        if (!target.equals(Toolchain.HOST)) {
            run.add(emulator(target).orElseThrow());
        }
        run.add("" + program);
        if (!target.equals(Toolchain.HOST)) {
            run.add("emulated");
        }
        run.add("" + Files.writeString(dir.resolve("word"), "42\n"));
        assertEquals("ok\n", said(run));
    }

    private static String header(Facts facts) {
        return facts.codes.values().stream()
                .map(code -> "static const unsigned char " + code.name() + "_code[] = {"
                        + HexFormat.ofDelimiter(", ")
                                .withPrefix("0x")
                                .formatHex(HexFormat.of().parseHex(code.hex()))
                        + "};\n"
                        + code.places().entrySet().stream()
                                .map(place ->
                                        "#define " + cName(code.name(), place.getKey()) + " " + place.getValue() + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    private static String said(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        return said + (process.waitFor() == 0 ? "" : "exited " + process.exitValue());
    }

    /** Labels in lower case have the name of their code before them, because C programs use such names otherwise. */
    private static String cName(String code, String place) {
        return Character.isLowerCase(place.charAt(0)) ? code + "_" + place : place;
    }
}
