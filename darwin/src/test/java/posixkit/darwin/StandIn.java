package posixkit.darwin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (!System.getProperty("os.name").startsWith("Mac") && Compiler.isPresent()) {
            System.setProperty(DarwinPosix.LIBRARY, library(List.of()).toString());
        }
    }

    /** The stand-in for the current target, with more options for its compiler. */
    static Path library(List<String> options) {
        Path directory = ROOT.resolve("darwin/target/standin").resolve(Target.current() + String.join("", options));
        return library(ROOT.resolve("abi"), directory, options);
    }

    /** By the facts of an abi room, which the C holds against its own structures. */
    static Path library(Path abi, Path directory, List<String> options) {
        try {
            Files.createDirectories(directory);
            posixkit.abi.Main.main("header", abi.toString(), Target.current().toString(), directory + "/darwin_abi.h");
            List<String> arguments = new ArrayList<>(List.of("-O1", "-g", "-Wall", "-Wextra", "-Werror"));
            arguments.add(Target.IS_X86_64 ? "-DSTANDIN_X86_64" : "-DSTANDIN_AARCH64");
            arguments.add("-I" + directory);
            arguments.addAll(options);
            try (Stream<Path> sources = Files.list(ROOT.resolve("darwin/src/test/c"))) {
                sources.map(Path::toString)
                        .filter(name -> name.endsWith(".c"))
                        .sorted()
                        .forEach(arguments::add);
            }
            return Compiler.library(directory.resolve("libstandin.so"), arguments);
        } catch (Exception e) {
            throw new IllegalStateException("the stand-in cannot be built", e);
        }
    }
}
