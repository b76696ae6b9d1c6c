package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.testing.ChildJvm;
import posixkit.testing.ModulePathProgram;
import posixkit.testing.NeedsJdk;
import posixkit.testing.Programs;

/** A system's module stands on the module path, and all of its classes stand on any host. */
public abstract class ModulesContract {
    /** {@code linux} or {@code darwin}. */
    protected abstract String system();

    @Test
    void theLibraryWorksFromTheModulePath() {
        runsFromTheModulePath(libraries(), "org.jnrproject.jffi", "");
    }

    /** The modules of jnr-ffi are there, because core requires them, but only posixkit.ffm may use native functions. */
    @Test
    @NeedsJdk(22)
    void theModuleForTheForeignFunctionApiIsFoundThere() {
        String ffm = classPath()
                .filter(entry -> entry.matches(".*/ffm/target/(classes|posixkit-ffm-[^/]*\\.jar)"))
                .collect(Collectors.joining(File.pathSeparator));
        runsFromTheModulePath(libraries() + File.pathSeparator + ffm, "posixkit.ffm", "ffm");
    }

    private void runsFromTheModulePath(String modules, String user, String route) {
        List<String> command = new ArrayList<>();
        command.add(ChildJvm.java());
        if (Runtime.version().feature() >= 24) {
            // By name: no other module must need native access.
            command.add("--enable-native-access=" + user);
            command.add("--illegal-native-access=deny");
        }
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("posixkit.") && !name.equals(Posix.ROUTE_PROPERTY))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add("-D" + Posix.ROUTE_PROPERTY + "=" + route);
        command.addAll(List.of(
                "-p",
                modules,
                "--add-modules",
                "posixkit." + system(),
                "-cp",
                testClasses(),
                ModulePathProgram.class.getName()));
        assertEquals("posixkit.core posixkit." + system() + " true 2", Programs.output(command.toArray(String[]::new)));
    }

    @Test
    void everyClassLoadsAndInitialises() throws Exception {
        Path classes = Path.of(System.getProperty("posixkit.root"), system(), "target", "classes");
        List<String> names = classNames(classes);
        names.addAll(classNames(Path.of(System.getProperty("posixkit.root"), "core", "target", "classes")));
        assertFalse(names.isEmpty());
        for (String name : names) {
            Class.forName(name, true, getClass().getClassLoader());
        }
    }

    private static List<String> classNames(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> directory.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
    }

    private String libraries() {
        return classPath()
                .filter(entry -> entry.matches(".*/(jnr-|jffi-|asm-)[^/]*\\.jar")
                        || entry.matches(".*/" + system() + "/target/classes")
                        || entry.matches(".*/core/target/(classes|posixkit-core-[^/]*(?<!tests)\\.jar)"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String testClasses() {
        return classPath()
                .filter(entry -> entry.matches(".*/core/target/(test-classes|posixkit-core-[^/]*tests\\.jar)"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
    }
}
