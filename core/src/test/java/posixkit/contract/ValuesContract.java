package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Fcntl.F_RDLCK;
import static posixkit.constants.Fcntl.F_UNLCK;
import static posixkit.constants.Fcntl.F_WRLCK;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.PollEvent.POLLHUP;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.PollEvent.POLLOUT;
import static posixkit.constants.Resource.RLIM_INFINITY;
import static posixkit.constants.Seek.SEEK_END;
import static posixkit.constants.Seek.SEEK_SET;
import static posixkit.constants.Utime.UTIME_OMIT;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import posixkit.Posix;
import posixkit.Struct;
import posixkit.StructArray;
import posixkit.event.PollFds;
import posixkit.file.Dir;
import posixkit.file.Flock;
import posixkit.memory.Mapping;
import posixkit.process.Rlimit;
import posixkit.process.Rusage;
import posixkit.system.CFunction;
import posixkit.system.Utsname;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * Generated structures print what they hold, compare by content, and copy. They are found in the build's output and taken apart
 * by reflection: their accessors are the oracle for {@code equals} and {@code toString}.
 */
public abstract class ValuesContract {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));

    /** Names of internal classes, and identity hashes. */
    private static final Pattern INTERNAL =
            Pattern.compile("\\b[A-Z]\\w*_t\\b|\\b(Unix|Linux|Darwin)[A-Z]\\w*|posixkit\\.|[\\w;]@[0-9a-f]+\\b|\\$");

    /** Bytes that are text of one letter each, whichever of the two they are changed to. */
    private static final int FILL = 0x21;

    private static final int CHANGE = 0x41;
    private static final int CAPACITY = 3;
    private static final Pattern INSTANTS = Pattern.compile("(a|b|c|m|birth)time");

    protected final Posix posix = Posix.get();

    /** {@code linux} or {@code darwin}. */
    protected abstract String system();

    /** How members print whose text is not their number: by class and member, one value and its text. */
    protected abstract Map<String, Printed> printed();

    /** Whether a member is in use; those of a union need not be. */
    protected boolean isInUse(Object struct, String member) {
        return true;
    }

    /** Structures of a class to change byte by byte, beside the one of zeros. */
    protected List<Struct> bases(Class<?> type) {
        Struct filled = (Struct) created(type);
        Arrays.fill(filled.bytes(), (byte) FILL);
        return List.of((Struct) created(type), filled);
    }

    /** The expected text of a {@code Stat}, a {@code Statfs} and a {@code Utsname} that {@link #fill} has filled. */
    protected abstract Map<Class<?>, String> texts();

    /** A member's value and its text; {@code before} is a member to set first, and its value. */
    public record Printed(long value, String text, String before, long beforeValue) {
        public static Printed of(long value, String text) {
            return new Printed(value, text, null, 0);
        }
    }

    /** A getter and its setter. */
    private record Member(String name, Method get, Method set) {
        boolean isIndexed() {
            return get.getParameterCount() == 1;
        }
    }

    @TestFactory
    Stream<DynamicTest> everyByteOfAMemberCountsAndPaddingDoesNot() throws Exception {
        return generated(Struct.class)
                .map(type -> DynamicTest.dynamicTest(
                        type.getSimpleName(), () -> bases(type).forEach(this::assertEveryByteCounts)));
    }

    private void assertEveryByteCounts(Struct base) {
        List<Member> members = members(base.getClass());
        List<Object> before = contents(base, members);
        String text = base.toString();
        for (int i = 0; i < base.bytes().length; i++) {
            Struct changed = base.copy();
            assertNotSame(base, changed);
            assertEquals(base, changed);
            assertEquals(base.hashCode(), changed.hashCode());
            assertEquals(text, changed.toString());
            changed.bytes()[i] ^= CHANGE;
            boolean isVisible = !before.equals(contents(changed, members));
            assertEquals(isVisible, !base.equals(changed), "byte " + i + " of " + base);
            assertEquals(isVisible, base.hashCode() != changed.hashCode(), "byte " + i + " of " + base);
            assertEquals(isVisible, !text.equals(changed.toString()), "byte " + i + " of " + base);
            assertEquals(before, contents(base, members), "a copy is a structure of its own");
        }
        assertPlain(text);
    }

    @TestFactory
    Stream<DynamicTest> everyByteOfAMemberOfAnArrayCountsAndPaddingDoesNot() throws Exception {
        return generated(StructArray.class)
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> assertEveryByteCounts(array(type))));
    }

    private void assertEveryByteCounts(StructArray base) {
        List<Member> members = members(base.getClass());
        ByteBuffer memory = base.memory();
        int stride = memory.capacity() / CAPACITY;
        while (memory.hasRemaining()) {
            memory.put((byte) FILL);
        }
        List<Object> before = contents(base, members);
        String text = base.toString();
        for (int i = 0; i < memory.capacity(); i++) {
            StructArray changed = base.copy();
            assertNotSame(base, changed);
            assertEquals(base, changed);
            assertEquals(base.hashCode(), changed.hashCode());
            changed.memory().put(i, (byte) (FILL ^ CHANGE));
            boolean isVisible = !before.equals(contents(changed, members));
            assertEquals(isVisible, !base.equals(changed), "byte " + i % stride + " of " + base);
            assertEquals(isVisible, base.hashCode() != changed.hashCode(), "byte " + i % stride + " of " + base);
            assertEquals(isVisible, !text.equals(changed.toString()), "byte " + i % stride + " of " + base);
            assertEquals(before, contents(base, members), "a copy is an array of its own");
        }
        assertEquals(CAPACITY, base.copy().capacity());
        assertPlain(text);
    }

    @TestFactory
    Stream<DynamicTest> everyMemberPrintsItsValue() throws Exception {
        return Stream.concat(generated(Struct.class), generated(StructArray.class))
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
                    List<Member> members = members(type);
                    assertFalse(members.isEmpty());
                    for (int i = 0; i < members.size(); i++) {
                        assertPrintsItsValue(type, members, i);
                    }
                }));
    }

    private void assertPrintsItsValue(Class<?> type, List<Member> members, int i) {
        Member member = members.get(i);
        Object struct = StructArray.class.isAssignableFrom(type) ? array(type) : created(type);
        Class<?> of = member.get.getReturnType();
        long number = i + 2;
        String expected = member.name + "=" + number;
        Printed printed = printed().get(type.getSimpleName() + "." + member.name);
        String pair = pair(members, member);
        if (printed != null) {
            number = printed.value;
            expected = printed.text;
            if (printed.before != null) {
                set(struct, printed.before, printed.beforeValue);
            }
        } else if (pair != null) {
            boolean isSeconds = member.name.endsWith("Sec");
            long nanos = isSeconds ? 0 : number * (member.name.endsWith("Usec") ? 1000 : 1);
            expected = pair + "="
                    + (INSTANTS.matcher(pair).matches()
                            ? Instant.ofEpochSecond(isSeconds ? number : 0, nanos)
                            : Duration.ofSeconds(isSeconds ? number : 0, nanos));
        }
        if (of == String.class) {
            invoke(member.set, struct, "a\"b\n\u00e4");
            expected = member.name + "=\"a\\\"b\\n\u00e4\"";
        } else if (of == byte[].class) {
            byte[] bytes = (byte[]) invoke(member.get, struct);
            bytes[0] = (byte) 0xA1;
            bytes[bytes.length - 1] = (byte) (i + 2);
            invoke(member.set, struct, bytes);
            expected = member.name + "=" + HexFormat.of().formatHex(bytes);
        } else if (member.isIndexed()) {
            invoke(member.set, struct, 1, of == int.class ? (Object) (int) number : number);
        } else {
            invoke(member.set, struct, of == int.class ? (Object) (int) number : number);
        }
        if (member.isIndexed() && struct instanceof Struct && printed == null) {
            expected = member.name + "=[0, " + number;
        }
        assertTrue(struct.toString().contains(expected), struct + " lacks " + expected);
        assertPlain(struct.toString());
    }

    /** The name of the time that a member is a part of, or null. */
    private static String pair(List<Member> members, Member member) {
        String name = member.name.replaceFirst("(Sec|Nsec|Usec)$", "");
        boolean isPair = members.stream().anyMatch(m -> m.name.equals(name + "Sec"))
                && members.stream().anyMatch(m -> m.name.matches(name + "(Nsec|Usec)"));
        return isPair && !name.equals(member.name) ? name : null;
    }

    @Test
    void whatWasFilledPrintsAsStraceWould() {
        texts().forEach((type, expected) -> {
            Struct struct = (Struct) Stream.of(
                            posix.files().newStat(),
                            posix.files().newStatfs(),
                            posix.host().newUtsname())
                    .filter(type::isInstance)
                    .findFirst()
                    .orElseThrow();
            fill(struct);
            assertEquals(expected, struct.toString());
            assertEquals(expected, struct.copy().toString());
        });
    }

    /** Sets each member that the two systems share, to what a file might have. */
    private static void fill(Struct struct) {
        List<Object> all = List.of(
                "dev",
                2049L,
                "ino",
                -2L,
                "mode",
                0100644,
                "nlink",
                1L,
                "uid",
                -1,
                "gid",
                5,
                "rdev",
                7L,
                "size",
                13039L,
                "blksize",
                4096,
                "blocks",
                32L,
                "atimeSec",
                1L,
                "atimeNsec",
                5L,
                "mtimeSec",
                1796068800L,
                "mtimeNsec",
                123_000_000L,
                "ctimeSec",
                -1L,
                "ctimeNsec",
                0L,
                "bsize",
                4096L,
                "bfree",
                60L,
                "bavail",
                50L,
                "files",
                -1L,
                "ffree",
                30L,
                "fsid",
                new byte[] {1, 2, 3, 4, 5, 6, 7, (byte) 0xFE},
                "sysname",
                "Sys",
                "nodename",
                "a \"host\"",
                "release",
                "6.1\n",
                "version",
                "#1\u0007",
                "machine",
                "");
        for (int i = 0; i < all.size(); i += 2) {
            String name = (String) all.get(i);
            for (Member member : members(struct.getClass())) {
                if (member.name.equals(name)) {
                    Object value = all.get(i + 1);
                    boolean isLong = member.get.getReturnType() == long.class;
                    invoke(member.set, struct, isLong ? (Object) ((Number) value).longValue() : value);
                }
            }
        }
    }

    @Test
    void locksPrintTheirConstantsByName() throws IOException {
        Flock lock = posix.io()
                .newFlock()
                .type(F_WRLCK)
                .whence(SEEK_END)
                .start(-5)
                .len(10)
                .pid(77);
        assertEquals("Flock{type=F_WRLCK, whence=SEEK_END, start=-5, len=10, pid=77}", lock.toString());
        Flock copy = lock.copy().type(F_UNLCK).whence(SEEK_SET);
        assertEquals("Flock{type=F_UNLCK, whence=SEEK_SET, start=-5, len=10, pid=77}", copy.toString());
        assertEquals(F_WRLCK, lock.type());
        assertNotEquals(lock, copy);
        assertEquals(lock, copy.type(F_WRLCK).whence(SEEK_END));
        assertTrue(copy.type(F_RDLCK).whence(9).toString().startsWith("Flock{type=F_RDLCK, whence=9,"));
    }

    @Test
    void limitsPrintAsUlimitPrintsThem() {
        Rlimit limit = posix.processes().newRlimit().cur(1024).max(RLIM_INFINITY);
        assertEquals("Rlimit{cur=1024, max=unlimited}", limit.toString());
        assertEquals(
                "Rlimit{cur=18446744073709551614, max=0}",
                limit.copy().cur(-2).max(0).toString());
        assertEquals(1024, limit.cur());
    }

    @Test
    void usagePrintsItsTimesAsDurations() {
        Rusage usage = posix.processes().newRusage();
        set(usage, "utimeSec", 3);
        set(usage, "utimeUsec", 250_000);
        set(usage, "stimeUsec", 1);
        set(usage, "maxrss", 7_000);
        set(usage, "nivcsw", 9);
        assertEquals(
                "Rusage{utime=PT3.25S, stime=PT0.000001S, maxrss=7000, ixrss=0, idrss=0, isrss=0, minflt=0, majflt=0,"
                        + " nswap=0, inblock=0, oublock=0, msgsnd=0, msgrcv=0, nsignals=0, nvcsw=0, nivcsw=9}",
                usage.toString());
        set(usage, "utimeUsec", 1_000_000);
        assertTrue(usage.toString().startsWith("Rusage{utime=3s+1000000, "), "a fraction that is none is not hidden");
    }

    @Test
    void timesPrintTheirNumbers() {
        Timespec spec = posix.clocks().newTimespec().sec(-1).nsec(999_999_999);
        assertEquals("Timespec{sec=-1, nsec=999999999}", spec.toString());
        assertEquals(
                "Timespec{sec=0, nsec=UTIME_OMIT}",
                spec.copy().sec(0).nsec(UTIME_OMIT).toString());
        assertEquals(-1, spec.sec());
        Timeval val = posix.clocks().newTimeval().sec(Long.MIN_VALUE).usec(3);
        assertEquals("Timeval{sec=-9223372036854775808, usec=3}", val.toString());
        assertEquals(val, val.copy());
        assertNotEquals(val, val.copy().usec(4));
    }

    /** File systems can hold years that {@link Instant} cannot. */
    @Test
    void aTimeThatIsNoInstantPrintsItsNumbers() {
        Struct stat = (Struct) posix.files().newStat();
        set(stat, "mtimeSec", Long.MAX_VALUE);
        set(stat, "mtimeNsec", 5);
        assertTrue(stat.toString().contains("mtime=9223372036854775807s+5, "), stat::toString);
        set(stat, "mtimeSec", 0);
        set(stat, "mtimeNsec", 1_000_000_000);
        assertTrue(stat.toString().contains("mtime=0s+1000000000, "), stat::toString);
    }

    @Test
    void pollFdsPrintThoseInUse() {
        PollFds fds = posix.poll().newPollFds(4);
        assertEquals("PollFds[]", fds.toString());
        fds.add(3, POLLIN | POLLOUT);
        fds.add(-1, 0);
        fds.revents(0, POLLIN | POLLHUP | 0x4000);
        fds.fd(3, 99);
        String text =
                "PollFds[{fd=3, events=POLLIN|POLLOUT, revents=POLLIN|POLLHUP|0x4000}, {fd=-1, events=0, revents=0}]";
        assertEquals(text, fds.toString());
        PollFds copy = fds.copy();
        assertEquals(text, copy.toString());
        assertEquals(fds, copy);
        copy.fd(3, 98);
        assertEquals(fds, copy, "what is not in use does not count");
        copy.remove(1);
        assertNotEquals(fds, copy);
        assertEquals(2, fds.count());
        PollFds larger = posix.poll().newPollFds(9);
        larger.add(3, POLLIN | POLLOUT);
        larger.revents(0, copy.revents(0));
        assertEquals(copy, larger, "the capacity does not count");
        assertEquals(copy.hashCode(), larger.hashCode());
    }

    @Test
    void copiesOfTheInterfacesAreOfTheSameKind() {
        Utsname name = posix.host().newUtsname();
        assertEquals(name.getClass(), name.copy().getClass());
        assertEquals(
                posix.files().newStat().getClass(),
                posix.files().newStat().copy().getClass());
        assertEquals(
                posix.files().newStatfs().getClass(),
                posix.files().newStatfs().copy().getClass());
        assertEquals(
                posix.files().newStatvfs().getClass(),
                posix.files().newStatvfs().copy().getClass());
    }

    @Test
    void whatASystemMakesPrintsWhatItIs() throws IOException {
        Dir dir = posix.files().opendir("/dev");
        assertEquals("Dir[\"/dev\"]", dir.toString());
        assertTrue(dir.next());
        assertEquals("Dir[\"/dev\", at \"" + dir.name() + "\"]", dir.toString());
        dir.close();
        assertEquals("Dir[\"/dev\", closed]", dir.toString());
        CFunction function = posix.symbols().function("lseek");
        assertEquals("lseek s64 (s32, s64, s32)", function.toString());
        assertEquals(function, posix.symbols().function("lseek"));
        assertEquals(function.hashCode(), posix.symbols().function("lseek").hashCode());
        assertNotEquals(function, posix.symbols().function("getpid"));
        int pages = 2 * posix.host().getpagesize();
        Mapping mapping = posix.memory().mmap(-1, 0, pages, PROT_READ, MAP_PRIVATE | MAP_ANON);
        String text = pages + " bytes at 0x" + Long.toHexString(mapping.address());
        assertEquals(text, mapping.toString());
        mapping.close();
        assertEquals(text + ", unmapped", mapping.toString());
    }

    protected static void assertPlain(String text) {
        assertFalse(INTERNAL.matcher(text).find(), text);
    }

    /** Sets a member by its name, whatever its width. */
    protected static void set(Object struct, String name, long value) {
        Member member = members(struct.getClass()).stream()
                .filter(m -> m.name.equals(name))
                .findFirst()
                .orElseThrow();
        boolean isInt = member.get.getReturnType() == int.class;
        invoke(member.set, struct, isInt ? (Object) (int) value : value);
    }

    private Stream<Class<?>> generated(Class<?> base) throws Exception {
        Path layouts = ROOT.resolve(system()).resolve("target/classes/posixkit/" + system() + "/layout");
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(layouts)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName("posixkit." + system() + ".layout." + name);
                if (base.isAssignableFrom(type)) {
                    types.add(type);
                }
            }
        }
        assertFalse(types.isEmpty());
        return types.stream();
    }

    protected static Object created(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static StructArray array(Class<?> type) {
        try {
            StructArray array = (StructArray) type.getConstructor(int.class).newInstance(CAPACITY);
            for (int i = 0; array instanceof PollFds fds && i < CAPACITY; i++) {
                fds.add(0, 0);
            }
            return array;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** The members that a class has a getter and a setter for, in the order of their names. */
    private static List<Member> members(Class<?> type) {
        Map<String, Member> members = new TreeMap<>(Comparator.naturalOrder());
        for (Method get : type.getDeclaredMethods()) {
            if (get.isBridge() || Modifier.isStatic(get.getModifiers()) || !Modifier.isPublic(get.getModifiers())) {
                continue;
            }
            Class<?>[] with = Arrays.copyOf(get.getParameterTypes(), get.getParameterCount() + 1);
            with[with.length - 1] = get.getReturnType();
            try {
                members.put(get.getName(), new Member(get.getName(), get, type.getDeclaredMethod(get.getName(), with)));
            } catch (NoSuchMethodException e) {
                continue;
            }
        }
        return List.copyOf(members.values());
    }

    /** What all getters of the members in use say. */
    private List<Object> contents(Object struct, List<Member> members) {
        List<Object> contents = new ArrayList<>();
        for (Member member : members) {
            if (!isInUse(struct, member.name)) {
                continue;
            }
            if (!member.isIndexed()) {
                Object value = invoke(member.get, struct);
                contents.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
                continue;
            }
            try {
                for (int i = 0; ; i++) {
                    contents.add(member.get.invoke(struct, i));
                }
            } catch (InvocationTargetException e) {
                assertEquals(IndexOutOfBoundsException.class, e.getCause().getClass());
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        return contents;
    }

    private static Object invoke(Method method, Object on, Object... arguments) {
        try {
            boolean isElement = on instanceof StructArray && arguments.length < method.getParameterCount();
            Object[] all = isElement
                    ? Stream.concat(Stream.of(1), Arrays.stream(arguments)).toArray()
                    : arguments;
            return method.invoke(on, all);
        } catch (InvocationTargetException e) {
            throw new AssertionError(method + ": " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
