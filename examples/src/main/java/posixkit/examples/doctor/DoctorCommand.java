package posixkit.examples.doctor;

import java.io.IOException;
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
            "Checks that the calls do on this machine what they should.",
            "Changes nothing outside a temporary directory, and removes it.",
            "The report says what machine it is, and holds no secrets: to be sent where something is wrong."
        })
public final class DoctorCommand extends Subcommand {
    @Override
    protected void run() throws IOException {
        Coverage coverage = new Coverage();
        Posix posix = posix().watchedBy(coverage);
        Checkup checkup = new Checkup(out());
        about(posix, checkup);
        checkup.heading("who calls C functions");
        posix().routes().forEach(checkup::fact);
        checkup.heading("functions of the C library");
        symbols(posix, checkup);
        try (Workplace workplace = new Workplace(posix)) {
            files(posix, workplace, checkup);
            process(posix, workplace, coverage, checkup);
            network(posix, workplace, checkup);
        }
        checkup.heading("what was called");
        new CoverageReport(coverage, checkup).print();
        checkup.heading(checkup.summary());
        if (!checkup.isWell()) {
            complain("not all is well");
        }
    }

    private static void files(Posix posix, Workplace workplace, Checkup checkup) {
        checkup.heading("files");
        FileChecks.run(posix, checkup);
        TreeChecks.run(posix, workplace, checkup);
        ContentChecks.run(posix, workplace, checkup);
        AttributeChecks.run(posix, workplace, checkup);
        if (Target.IS_DARWIN) {
            checkup.heading("files of macOS");
            DarwinFileChecks.run(posix, workplace, checkup);
            DarwinAttributeChecks.run(posix, workplace, checkup);
        }
    }

    private static void process(Posix posix, Workplace workplace, Coverage coverage, Checkup checkup) {
        checkup.heading("this process, its children, users");
        ProcessChecks.run(posix, checkup);
        ChildChecks.run(posix, workplace, checkup);
        SuccessorChecks.run(workplace, coverage, checkup);
        AccountChecks.run(posix, checkup);
        checkup.heading("the system, time, terminals, memory");
        SystemChecks.run(posix, checkup);
        if (Target.IS_DARWIN) {
            DarwinSystemChecks.run(posix, checkup);
        }
        ClockChecks.run(posix, checkup);
        TerminalChecks.run(posix, checkup);
        MemoryChecks.run(posix, workplace, checkup);
    }

    private static void network(Posix posix, Workplace workplace, Checkup checkup) {
        checkup.heading("sockets, events");
        SocketChecks.run(posix, workplace, checkup);
        MessageChecks.run(posix, workplace, checkup);
        OptionChecks.run(posix, checkup);
        EventChecks.run(posix, checkup);
        if (Target.IS_DARWIN) {
            DarwinSocketChecks.run(posix, workplace, checkup);
            KqueueChecks.run(posix, workplace, checkup);
        } else {
            LinuxChecks.run(posix, workplace, checkup);
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
                Set<String> needed = Resources.documented();
                Checkup.same("missing", missing(posix, needed), Set.of());
                return "all " + needed.size();
            });
        }
        checkup.check("bound", () -> {
            Set<String> bound = Resources.symbols();
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
}
