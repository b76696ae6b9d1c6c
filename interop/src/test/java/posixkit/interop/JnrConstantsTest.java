package posixkit.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import jnr.constants.Constant;
import jnr.constants.platform.AddressFamily;
import jnr.constants.platform.Errno;
import jnr.constants.platform.INAddr;
import jnr.constants.platform.InterfaceInfo;
import jnr.constants.platform.OpenFlags;
import jnr.constants.platform.RLIM;
import jnr.constants.platform.Signal;
import jnr.constants.platform.SocketLevel;
import jnr.constants.platform.SocketOption;
import jnr.constants.platform.WaitFlags;
import org.junit.jupiter.api.Test;
import posixkit.Target;
import posixkit.constants.Open;
import posixkit.constants.Resource;
import posixkit.constants.Sock;

/** Holds all constants of jnr-constants against all of posixkit's, found by their class files. */
class JnrConstantsTest {
    /** Constants that exist, though jnr-constants has no number for them. */
    private static final Set<String> MISSING_IN_JNR = Set.of("IFF_DORMANT", "IFF_ECHO", "IFF_LOWER_UP", "IFF_VOLATILE");

    /** Constants whose number in jnr-constants is wrong. */
    private static final Set<String> WRONG_IN_JNR = Set.of();

    /** Enums that are for Windows alone, or say nothing on any system. */
    private static final Set<String> WITHOUT_POSIXKIT = Set.of("LastError", "Local");

    @Test
    void everyNameThatBothHaveIsTheNumberThatTheCompilerComputed() throws Exception {
        Map<String, Long> ours = posixkit();
        assertTrue(ours.size() > 1500, ours.size() + " constants");
        Set<String> missing = new TreeSet<>();
        Set<String> wrong = new TreeSet<>();
        Set<String> without = new TreeSet<>();
        int compared = 0;
        for (Class<?> type : jnr()) {
            int both = 0;
            for (Object element : type.getEnumConstants()) {
                Constant constant = (Constant) element;
                Long number = ours.get(constant.name());
                if (number == null) {
                    assertEquals(constant.defined(), exists(constant), constant.name());
                    if (constant.defined()) {
                        assertEquals(constant.longValue(), toLong(constant), constant.name());
                    }
                    continue;
                }
                both++;
                assertTrue(exists(constant), constant.name());
                assertEquals(number, toLong(constant), type.getSimpleName() + "." + constant.name());
                if (!constant.defined()) {
                    missing.add(constant.name());
                } else if (constant.longValue() != number
                        && constant.longValue() != Integer.toUnsignedLong(number.intValue())) {
                    wrong.add(constant.name());
                }
            }
            if (both == 0) {
                without.add(type.getSimpleName());
            }
            compared += both;
        }
        assertTrue(compared > 700, compared + " names");
        if (Target.IS_LINUX) {
            assertEquals(new TreeSet<>(MISSING_IN_JNR), missing);
            assertEquals(new TreeSet<>(WRONG_IN_JNR), wrong);
        }
        assertEquals(new TreeSet<>(WITHOUT_POSIXKIT), without);
    }

    @Test
    void everyConstantThatExistsComesBack() throws Exception {
        int exact = 0;
        for (Class<?> type : jnr()) {
            for (Object element : type.getEnumConstants()) {
                Constant constant = (Constant) element;
                if (exists(constant)) {
                    Constant back = find(type, toLong(constant)).orElseThrow();
                    assertEquals(toLong(constant), toLong(back), constant.name() + " and " + back.name());
                    exact += back == constant ? 1 : 0;
                }
            }
        }
        assertTrue(exact > 900, exact + " without another name");
    }

    @Test
    void anInventedNumberIsRefused() {
        assertFalse(SocketOption.SO_USELOOPBACK.defined() && Target.IS_LINUX);
        assertEquals(Target.IS_DARWIN, JnrConstants.exists(SocketOption.SO_USELOOPBACK));
        for (Class<?> type : List.of(Errno.class, Signal.class, AddressFamily.class)) {
            for (Object element : type.getEnumConstants()) {
                Constant constant = (Constant) element;
                if (constant.name().equals("__UNKNOWN_CONSTANT__")) {
                    assertFalse(exists(constant));
                    IllegalArgumentException refusal =
                            assertThrows(IllegalArgumentException.class, () -> toLong(constant));
                    assertTrue(refusal.getMessage().startsWith("constant: "), refusal.getMessage());
                }
            }
        }
    }

    @Test
    void aNumberWithoutANameIsNoConstantAndStaysWithTheCaller() {
        assertEquals(Optional.empty(), JnrConstants.find(Errno.class, 9999));
        assertEquals(Optional.empty(), JnrConstants.find(Signal.class, -1));
        assertEquals(Optional.empty(), JnrConstants.find(SocketOption.class, 1L << 40));
    }

    @Test
    void ofSeveralNamesTheOneOfJnrIsPreferred() {
        for (Errno errno : List.of(Errno.EAGAIN, Errno.EWOULDBLOCK, Errno.ENOTSUP, Errno.EOPNOTSUPP)) {
            assertSame(
                    Errno.valueOf(errno.longValue()),
                    JnrConstants.find(Errno.class, JnrConstants.toInt(errno)).orElseThrow());
        }
    }

    @Test
    void aWideNumberIsNoInt() {
        assertEquals(Resource.RLIM_INFINITY, JnrConstants.toLong(RLIM.RLIM_INFINITY));
        // On Linux, RLIM_SAVED_MAX and RLIM_SAVED_CUR are this number too.
        RLIM found = JnrConstants.find(RLIM.class, Resource.RLIM_INFINITY).orElseThrow();
        assertEquals(Resource.RLIM_INFINITY, JnrConstants.toLong(found));
        assertThrows(IllegalArgumentException.class, () -> JnrConstants.toInt(Wide.WIDE));
        assertEquals(1L << 40, JnrConstants.toLong(Wide.WIDE));
    }

    @Test
    void anAddressIsTheIntOfTheSameBits() {
        assertEquals(-1, JnrConstants.toInt(INAddr.INADDR_BROADCAST));
        assertEquals(0xFFFFFFFFL, INAddr.INADDR_BROADCAST.longValue());
        assertEquals(
                JnrConstants.find(INAddr.class, -1),
                JnrConstants.find(INAddr.class, INAddr.INADDR_BROADCAST.longValue()));
        assertEquals(0x7F000001, JnrConstants.toInt(INAddr.INADDR_LOOPBACK));
    }

    @Test
    void socketsAreNamedAsPosixkitNamesThem() {
        assertEquals(Sock.AF_UNIX, JnrConstants.toInt(AddressFamily.AF_UNIX));
        assertEquals(Sock.SOCK_DGRAM, JnrConstants.toInt(jnr.constants.platform.Sock.SOCK_DGRAM));
        assertEquals(Sock.SOL_SOCKET, JnrConstants.toInt(SocketLevel.SOL_SOCKET));
        assertEquals(Sock.SO_RCVBUF, JnrConstants.toInt(SocketOption.SO_RCVBUF));
    }

    @Test
    void flagsAreTakenApartAndPutTogether() {
        int number = Open.O_WRONLY | Open.O_CREAT | Open.O_SYNC;
        Flags<OpenFlags> flags = Flags.of(OpenFlags.class, number);
        // O_SYNC contains O_DSYNC on Linux.
        assertEquals(EnumSet.of(OpenFlags.O_WRONLY, OpenFlags.O_CREAT, OpenFlags.O_SYNC), flags.constants());
        assertEquals(0, flags.rest());
        assertEquals(number, flags.toInt());
        assertEquals(number, Flags.toInt(flags.constants()));
        assertEquals("O_WRONLY|O_SYNC|O_CREAT", flags.toString());
        assertThrows(
                UnsupportedOperationException.class, () -> flags.constants().clear());
    }

    @Test
    void bitsWithoutANameSurvive() {
        int odd = 1 << 30;
        Flags<OpenFlags> flags = Flags.of(OpenFlags.class, Open.O_RDWR | odd);
        assertEquals(Set.of(OpenFlags.O_RDWR), flags.constants());
        assertEquals(odd, flags.rest());
        assertEquals(Open.O_RDWR | odd, flags.toInt());
        assertEquals("O_RDWR|0x40000000", flags.toString());
        assertEquals("0", Flags.of(OpenFlags.class, 0).toString());
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            for (int with : new int[] {0, Open.O_RDWR, -1}) {
                assertEquals(
                        1 << bit | with,
                        Flags.of(OpenFlags.class, 1 << bit | with).toInt());
                assertEquals(
                        1 << bit | with,
                        Flags.of(WaitFlags.class, 1 << bit | with).toInt());
                assertEquals(
                        1 << bit | with,
                        Flags.of(InterfaceInfo.class, 1 << bit | with).toInt());
            }
        }
    }

    @Test
    void aFlagThatDoesNotExistIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Flags.toInt(List.of(OpenFlags.O_RDWR, OpenFlags.__UNKNOWN_CONSTANT__)));
    }

    private enum Wide implements Constant {
        WIDE;

        @Override
        public int intValue() {
            return (int) longValue();
        }

        @Override
        public long longValue() {
            return 1L << 40;
        }

        @Override
        public boolean defined() {
            return true;
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Enum<E> & Constant> boolean exists(Constant constant) {
        return JnrConstants.exists((E) constant);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Enum<E> & Constant> long toLong(Constant constant) {
        return JnrConstants.toLong((E) constant);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Enum<E> & Constant> Optional<? extends Constant> find(Class<?> type, long number) {
        return JnrConstants.find((Class<E>) type, number);
    }

    private static List<Class<?>> jnr() throws Exception {
        List<Class<?>> types = new ArrayList<>();
        File jar = new File(Constant.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile file = new JarFile(jar)) {
            for (String name : (Iterable<String>) file.stream().map(e -> e.getName())::iterator) {
                if (name.matches("jnr/constants/platform/\\w+\\.class")) {
                    Class<?> type = Class.forName(name.replace(".class", "").replace('/', '.'));
                    if (type.isEnum()) {
                        types.add(type);
                    }
                }
            }
        }
        assertTrue(types.size() > 30, types.toString());
        return types;
    }

    private static Map<String, Long> posixkit() throws Exception {
        Map<String, Long> numbers = new TreeMap<>();
        Path root = Path.of(System.getProperty("posixkit.root"), "core/target/classes");
        for (String topics : List.of(
                "posixkit/constants", Target.IS_LINUX ? "posixkit/onlinux/constants" : "posixkit/ondarwin/constants")) {
            for (String topic : classes(root.resolve(topics))) {
                for (Field field :
                        Class.forName(topics.replace('/', '.') + "." + topic).getDeclaredFields()) {
                    if (field.getType().isPrimitive()) {
                        long number = ((Number) field.get(null)).longValue();
                        Long other = numbers.put(field.getName(), number);
                        assertTrue(other == null || other == number, field.toString());
                    }
                }
            }
        }
        return numbers;
    }

    private static List<String> classes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\w+\\.class"))
                    .map(name -> name.replace(".class", ""))
                    .toList();
        }
    }
}
