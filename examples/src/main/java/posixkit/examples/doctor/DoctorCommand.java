package posixkit.examples.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.Target;
import posixkit.examples.cli.Subcommand;
import posixkit.system.Utsname;

@Command(
        name = "doctor",
        description = {
            "Checks that the calls do on this machine what they should, and changes nothing.",
            "The report says what machine it is, and holds no secrets: to be sent where something is wrong."
        })
public final class DoctorCommand extends Subcommand {
    @Override
    protected void run() throws IOException {
        Posix posix = posix();
        Checkup checkup = new Checkup(out());
        about(posix, checkup);
        checkup.heading("who calls C functions");
        posix.routes().forEach(checkup::fact);
        checkup.heading("functions of the C library");
        symbols(posix, checkup);
        checkup.heading("files");
        FileChecks.run(posix, checkup);
        checkup.heading("this process, the system, time");
        ProcessChecks.run(posix, checkup);
        checkup.heading("sockets, memory, events");
        EventChecks.run(posix, checkup);
        checkup.heading(checkup.summary());
        if (!checkup.isWell()) {
            complain("not all is well");
        }
    }

    private static void about(Posix posix, Checkup checkup) {
        checkup.fact("target", Target.current().toString());
        checkup.fact("system", system(posix));
        checkup.fact("route", route());
        checkup.fact("JDK", property("java.runtime.version") + ", " + property("java.vendor"));
        checkup.fact("JDK's view", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
    }

    private static String system(Posix posix) {
        try {
            Utsname name = posix.host().uname();
            return name.sysname() + " " + name.release() + " " + name.machine() + ": " + name.version();
        } catch (ErrnoException e) {
            return e.getMessage();
        }
    }

    private static String route() {
        return switch (Posix.route()) {
            case "ffm" -> "ffm: the JDK makes all calls";
            case "registered" -> "registered: machine code makes frequent calls, jnr-ffi the others";
            default -> "jnr: jnr-ffi makes all calls";
        };
    }

    private static String property(String name) {
        return System.getProperty(name);
    }

    /**
     * Checks which functions the C library has. There are two checks, named "of documented calls" and "bound".
     *
     * <ul>
     * <li>"of documented calls" runs on macOS only. This check fails if the C library lacks a function that the documented calls
     * of posixkit need.
     * <li>"bound" runs on all operating systems. This check looks for every function that posixkit can use, counts the functions
     * that it finds, and prints the names of the others. It does not fail if functions are missing, because an older operating
     * system may not have all functions.
     * </ul>
     */
    private static void symbols(Posix posix, Checkup checkup) {
        if (Target.IS_DARWIN) {
            checkup.check("of documented calls", () -> {
                Set<String> needed = resource("darwin.txt").stream()
                        .map(line -> line.split("\t")[2].split("\\|"))
                        .map(symbols -> symbols[Target.IS_X86_64 ? 0 : symbols.length - 1])
                        .collect(Collectors.toCollection(TreeSet::new));
                Checkup.same("missing", missing(posix, needed), Set.of());
                return "all " + needed.size();
            });
        }
        checkup.check("bound", () -> {
            String list = (Target.IS_DARWIN ? "darwin" : "linux") + ".symbols";
            int column = Target.IS_X86_64 ? 2 : 3;
            Set<String> bound = resource(list).stream()
                    .map(line -> line.split(" +"))
                    .filter(columns -> !columns[column].equals("-"))
                    .map(columns -> columns[0])
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> missing = missing(posix, bound);
            missing.forEach(name -> checkup.note("not here", name));
            return bound.size() - missing.size() + " of " + bound.size();
        });
    }

    private static Set<String> missing(Posix posix, Set<String> symbols) {
        return symbols.stream()
                .filter(symbol -> posix.symbols().address(symbol) == 0)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Reads a text file from the jar and returns its lines, except comment lines. Each returned line describes a function of the
     * C library.
     *
     * @param name the name of the file
     */
    private static List<String> resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(DoctorCommand.class.getResourceAsStream(name), name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
