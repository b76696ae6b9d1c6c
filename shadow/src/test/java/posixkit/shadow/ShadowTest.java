package posixkit.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jnr.constants.Constant;
import jnr.ffi.Platform;
import jnr.posix.BaseNativePOSIX;
import jnr.posix.Linux;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.util.DefaultPOSIXHandler;
import org.junit.jupiter.api.Test;
import posixkit.Target;

/** The shadow is in front of jnr-posix on the class path of this JVM. */
class ShadowTest {
    private static final String NAME = "posixkit-jnr-posix-shadow: ";

    @Test
    void theJarHasOneClass() throws Exception {
        Path classes = Path.of(Jvm.place(POSIXFactory.class));
        assertTrue(classes.startsWith(System.getProperty("posixkit.root")), classes.toString());
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("posixkit.root"), "shadow/target/classes"))) {
            assertEquals(
                    List.of("POSIXFactory.class"),
                    files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("MANIFEST.MF"))
                            .toList());
        }
    }

    @Test
    void posixkitServesTheCalls() {
        for (POSIX posix : List.of(
                POSIXFactory.getPOSIX(),
                POSIXFactory.getPOSIX(new DefaultPOSIXHandler(), true),
                POSIXFactory.getNativePOSIX(),
                POSIXFactory.getNativePOSIX(new DefaultPOSIXHandler()),
                Target.IS_LINUX
                        ? POSIXFactory.loadLinuxPOSIX(new DefaultPOSIXHandler())
                        : POSIXFactory.loadMacOSPOSIX(new DefaultPOSIXHandler()))) {
            assertInstanceOf(BaseNativePOSIX.class, posix);
            assertEquals("posixkit.interop", posix.getClass().getPackageName());
            assertEquals(Target.IS_LINUX, posix instanceof Linux);
            assertEquals(ProcessHandle.current().pid(), posix.getpid());
        }
    }

    @Test
    void theImplementationInJavaIsJnrPosixsOwn() {
        for (POSIX posix : List.of(
                POSIXFactory.getJavaPOSIX(),
                POSIXFactory.getJavaPOSIX(new DefaultPOSIXHandler()),
                POSIXFactory.getPOSIX(new DefaultPOSIXHandler(), false))) {
            assertFalse(posix.isNative());
            assertEquals("jnr.posix", posix.getClass().getPackageName());
            assertTrue(posix.getcwd().startsWith("/"));
        }
    }

    @Test
    void thatOfAnotherSystemIsRefused() {
        UnsupportedOperationException refusal = assertThrows(
                UnsupportedOperationException.class, () -> POSIXFactory.loadFreeBSDPOSIX(new DefaultPOSIXHandler()));
        assertTrue(refusal.getMessage().startsWith("loadFreeBSDPOSIX"), refusal.getMessage());
        assertThrows(
                UnsupportedOperationException.class, () -> POSIXFactory.loadWindowsPOSIX(new DefaultPOSIXHandler()));
    }

    @Test
    void theConstantsAreThoseOfTheClassItHides() throws Exception {
        assertEquals(Platform.getNativePlatform(), POSIXFactory.NATIVE_PLATFORM);
        Class<?> hidden = hidden(jnrPosix());
        assertEquals(hidden.getField("STANDARD_C_LIBRARY_NAME").get(null), POSIXFactory.STANDARD_C_LIBRARY_NAME);
        assertNotNull(new POSIXFactory());
    }

    @Test
    void thePublicMembersAreThoseOfTheClassItHidesInEveryVersion() throws Exception {
        assertEquals(members(hidden(jnrPosix())), members(POSIXFactory.class));
        // The build of interop fetches them.
        Path versions = Path.of(System.getProperty("posixkit.root"), "interop/target/jnr-posix-versions");
        try (Stream<Path> jars = Files.list(versions)) {
            List<Path> all = jars.toList();
            assertEquals(5, all.size(), all.toString());
            for (Path jar : all) {
                assertEquals(members(hidden(jar.toUri().toURL())), members(POSIXFactory.class), jar.toString());
            }
        }
    }

    @Test
    void itIsSilentByDefault() throws Exception {
        Jvm.Ended ended = run();
        assertEquals("", ended.errors());
        assertEquals(
                "posixkit.interop." + (Target.IS_LINUX ? "LinuxCalls" : "DarwinCalls") + " true true",
                ended.output().strip());
    }

    @Test
    void itReportsOnRequest() throws Exception {
        Jvm.Ended ended = run("-Dposixkit.shadow=report");
        List<String> lines = ended.errors().lines().toList();
        assertEquals(3, lines.size(), ended.errors());
        assertTrue(
                lines.get(0).startsWith(NAME + "posixkit serves the calls of jnr-posix, by the route "), lines.get(0));
        assertEquals(NAME + "2 calls of jnr-posix served by posixkit: getpid 1, stat 1", lines.get(1));
        assertEquals(NAME + "1 calls of jnr-posix that needed no call of posixkit: isNative 1", lines.get(2));
        assertTrue(ended.output().strip().endsWith(" true true"), ended.output());
    }

    @Test
    void switchedOffItLoadsTheClassThatItHides() throws Exception {
        Jvm.Ended ended = run("-Dposixkit.shadow=off");
        assertEquals("", ended.errors());
        assertEquals("jnr.posix.LazyPOSIX true true", ended.output().strip());
    }

    @Test
    void anotherValueIsRefused() throws Exception {
        Jvm.Ended ended = run("-Dposixkit.shadow=yes");
        assertEquals(1, ended.exit());
        assertTrue(ended.errors().contains("posixkit.shadow: yes is none of on, off and report"), ended.errors());
    }

    @Test
    void whereItCannotServeItSaysSoAndJnrPosixServes() throws Exception {
        // Neither of the modules for an operating system.
        String path = Stream.of(Jvm.behindTheShadow(program()).split(":"))
                .filter(each -> !each.contains("linux") && !each.contains("darwin"))
                .collect(Collectors.joining(":"));
        Jvm.Ended ended = Jvm.run(path, List.of(), ShadowProgram.class.getName());
        assertEquals(1, ended.errors().lines().count(), ended.errors());
        assertTrue(
                ended.errors()
                        .startsWith(
                                NAME + "posixkit cannot serve the calls of jnr-posix, whose own classes serve them: "),
                ended.errors());
        assertEquals("jnr.posix.LazyPOSIX true true", ended.output().strip());
    }

    @Test
    void switchedOffItLoadsTheClassOfEveryVersion() throws Exception {
        Path versions = Path.of(System.getProperty("posixkit.root"), "interop/target/jnr-posix-versions");
        String own = Jvm.place(POSIX.class);
        for (String version : List.of("3.1.8", "3.2.7")) {
            String program = program()
                    .replace(
                            own,
                            versions.resolve("jnr-posix-" + version + ".jar").toString());
            Jvm.Ended without = Jvm.run(
                    Jvm.behindTheShadow(program), List.of("-Dposixkit.shadow=off"), ShadowProgram.class.getName());
            assertEquals("jnr.posix.LazyPOSIX true true", without.output().strip(), without.errors());
        }
    }

    private static Jvm.Ended run(String... options) throws Exception {
        return Jvm.run(Jvm.behindTheShadow(program()), List.of(options), ShadowProgram.class.getName());
    }

    /** A program that knows jnr-posix only: its classes, jnr-posix, and what that needs. */
    private static String program() throws Exception {
        Set<String> path = new TreeSet<>();
        path.add(Jvm.place(ShadowProgram.class));
        for (String each : System.getProperty("java.class.path").split(":")) {
            if (each.matches(".*/(jnr-|jffi|asm)[^/]*\\.jar")) {
                path.add(each);
            }
        }
        return String.join(":", path);
    }

    private static URL jnrPosix() throws Exception {
        return Path.of(Jvm.place(POSIX.class)).toUri().toURL();
    }

    private static Class<?> hidden(URL jar) throws Exception {
        URL[] path = {
            jar,
            Path.of(Jvm.place(Platform.class)).toUri().toURL(),
            Path.of(Jvm.place(Constant.class)).toUri().toURL()
        };
        // Not closed: the class loads others later.
        return new URLClassLoader(path, null).loadClass(POSIXFactory.class.getName());
    }

    private static Set<String> members(Class<?> type) {
        Set<String> members = new TreeSet<>();
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())) {
                members.add(method.toString());
            }
        }
        Arrays.stream(type.getFields()).forEach(field -> members.add(field.toString()));
        Arrays.stream(type.getConstructors()).forEach(constructor -> members.add(constructor.toString()));
        return members;
    }
}
