package posixkit.darwin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import posixkit.Target;
import posixkit.testing.Compiler;

/**
 * Makes the library that stands in for libSystem, from the C beside these tests and the fact tables, before the first test
 * asks for a Posix. On a Mac there is nothing to stand in for; without a C compiler there is nothing to stand in, and the
 * tests say so.
 */
public final class StandIn implements LauncherSessionListener {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));
    private static final Path SOURCES = ROOT.resolve("darwin/src/test/c");

    /** Where procfs is mounted for the stand-in alone; null if it is in {@code /proc} as usual. */
    private static final String PROC = System.getenv("STANDIN_PROC");

    private static final Path DIRECTORY = ROOT.resolve("darwin/target")
            .resolve(PROC == null ? "standin" : "standin-without-proc")
            .resolve(Target.current().toString());

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (!System.getProperty("os.name").startsWith("Mac") && Compiler.isPresent()) {
            System.setProperty(
                    DarwinPosix.LIBRARY, library(DIRECTORY, List.of()).toString());
        }
    }

    /** Returns the stand-in for the current target without some of its symbols. Compiles only the files that define them. */
    static Path libraryWithout(String... symbols) {
        try {
            Path directory = Files.createDirectories(DIRECTORY.resolve("without-" + String.join("-", symbols)));
            List<String> omissions = Arrays.stream(symbols)
                    .map(symbol -> "-DSTANDIN_OMIT_" + symbol)
                    .toList();
            List<String> objects = new ArrayList<>();
            int changed = 0;
            for (Path source : sources()) {
                Path object = object(DIRECTORY, source);
                if (defines(source, symbols)) {
                    object = object(directory, source);
                    compile(source, DIRECTORY, omissions, object);
                    changed++;
                }
                objects.add(object.toString());
            }
            if (changed == 0) {
                throw new IllegalStateException("no source of the stand-in defines " + List.of(symbols));
            }
            return Compiler.library(directory.resolve("libstandin.so"), objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the stand-in in which a call that has no honest answer fails with ENOTSUP, and does not abort. Only on x86_64. */
    static Path lenientLibrary() {
        return library(DIRECTORY.resolve("lenient"), List.of("-DSTANDIN_LENIENT"));
    }

    private static Path library(Path directory, List<String> options) {
        try {
            header(ROOT.resolve("abi"), DIRECTORY);
            Files.createDirectories(directory);
            List<String> objects = new ArrayList<>();
            for (Path source : sources()) {
                Path object = object(directory, source);
                compile(source, DIRECTORY, options, object);
                objects.add(object.toString());
            }
            return Compiler.library(directory.resolve("libstandin.so"), objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the facts of an abi directory as the header that the C files check their structures against. */
    static void header(Path abi, Path directory) {
        try {
            Files.createDirectories(directory);
            posixkit.abi.Main.main("header", abi.toString(), Target.current().toString(), directory + "/darwin_abi.h");
        } catch (Exception e) {
            throw new IllegalStateException("no header for the stand-in", e);
        }
    }

    /** Checks one C file against the header in a directory, as the build of the library does, and makes no object. */
    static void check(Path source, Path directory) {
        Compiler.check(source, options(directory));
    }

    private static void compile(Path source, Path header, List<String> omissions, Path object) {
        List<String> options = options(header);
        options.addAll(omissions);
        Compiler.object(source, options, object);
    }

    private static List<String> options(Path header) {
        List<String> options = new ArrayList<>(List.of(
                "-O1",
                "-g",
                "-Wall",
                "-Wextra",
                "-Werror",
                Target.IS_X86_64 ? "-DSTANDIN_X86_64" : "-DSTANDIN_AARCH64",
                "-I" + header));
        if (PROC != null) {
            options.add("-DSTANDIN_PROC=\"" + PROC + "\"");
        }
        return options;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(name -> name.toString().endsWith(".c")).sorted().toList();
        }
    }

    private static boolean defines(Path source, String... symbols) throws IOException {
        String text = Files.readString(source);
        return Arrays.stream(symbols).anyMatch(symbol -> Pattern.compile("DARWIN\\w*\\([^,]*, " + symbol + "[,)]")
                .matcher(text)
                .find());
    }

    private static Path object(Path directory, Path source) {
        return directory.resolve(source.getFileName().toString().replaceFirst("c$", "o"));
    }
}
