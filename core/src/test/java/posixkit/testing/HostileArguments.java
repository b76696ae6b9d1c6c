package posixkit.testing;

import static posixkit.constants.Fcntl.F_DUPFD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import posixkit.Posix;
import posixkit.constants.Mmap;
import posixkit.memory.Mapping;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.process.Spawn;

/**
 * Arguments as nobody should pass them: numbers at the ends of their ranges, names that are empty, too long or no text, buffers of all
 * kinds, descriptors of all kinds, structures that do not belong there. The names of the parameters tell which numbers are descriptors,
 * since a call with a descriptor of the JVM's would be no fault of ours.
 */
final class HostileArguments {
    /** Descriptors at or above are from here, those of the JVM are below, and the numbers in between are nobody's. */
    private static final int FIRST_FD = 300;

    private static final int LAST_FD = 400;
    private static final Set<String> FDS = Set.of(
            "fd",
            "dirfd",
            "epfd",
            "kq",
            "pidfd",
            "in",
            "out",
            "on",
            "targetFd",
            "tofd",
            "fromfd",
            "from",
            "to",
            "other",
            "terminal",
            "groupFd",
            "first",
            "last");
    private static final int[] INTS = {
        0,
        1,
        2,
        3,
        4,
        8,
        16,
        64,
        127,
        128,
        255,
        256,
        511,
        512,
        4095,
        4096,
        65535,
        65536,
        -1,
        -2,
        -100,
        -4095,
        -4096,
        1 << 30,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE
    };
    private static final long[] LONGS = {
        0,
        1,
        2,
        7,
        8,
        4095,
        4096,
        65536,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        1L << 40,
        -1,
        -4096,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final List<String> NAMES = List.of(
            "file",
            "dir",
            "link",
            "loop",
            "dir/new",
            ".",
            "..",
            "/",
            "",
            "a\0b",
            "\ud800",
            "\udc80",
            "x\udc41",
            "\u00e9\u4e2d\ud83d\ude00",
            "no/such",
            "/dev/null",
            "/dev/full",
            "/proc/self/status",
            "n".repeat(255),
            "n".repeat(256),
            "d/".repeat(2000),
            "n".repeat(100_000),
            "%s%n",
            "user.x",
            "trusted.y",
            "lo",
            "tmpfs",
            "root",
            "PATH",
            "C");

    private final Posix posix;
    private final HostileSystem system;
    private final RoleCalls harmless;
    private final SplittableRandom random;
    private final Mapping mapping;
    private final Mapping closed;
    /** Structures are made once for each method, and so hold what earlier calls left in them. */
    private final Map<Method, Object[]> remembered = new HashMap<>();

    private Set<Integer> ofTheJvm = Set.of();
    private int[] fds = {};

    HostileArguments(Posix posix, HostileSystem system, RoleCalls harmless, long seed) throws IOException {
        this.posix = posix;
        this.system = system;
        this.harmless = harmless;
        random = new SplittableRandom(seed);
        mapping = map(65536);
        closed = map(4096);
        closed.close();
    }

    private Mapping map(long length) throws IOException {
        return posix.memory().mmap(-1, 0, length, Mmap.PROT_READ | Mmap.PROT_WRITE, Mmap.MAP_PRIVATE | Mmap.MAP_ANON);
    }

    int nextInt(int bound) {
        return random.nextInt(bound);
    }

    /** What looks at the open descriptors that no argument names, before they are closed. */
    interface Look {
        void at(Set<Integer> fds) throws IOException;
    }

    /** Closes what calls left open, and makes the files and descriptors that arguments name. */
    void renew(Look look) throws IOException {
        if (ofTheJvm.isEmpty()) {
            ofTheJvm = open();
        }
        // The C library has a descriptor for each of these.
        posix.accounts().endpwent();
        posix.accounts().endgrent();
        posix.systemLog().closelog();
        system.settle();
        Set<Integer> open = open();
        open.removeAll(ofTheJvm);
        look.at(open.stream().filter(fd -> fd < FIRST_FD).collect(Collectors.toSet()));
        open.forEach(posix.io()::closeOrErrno);
        for (String old : List.of("file", "link", "loop", "dir/new")) {
            // Wakes whoever waits to open it, if it has become a pipe.
            int fd = posix.files().openOrErrno(old, O_RDWR | O_NONBLOCK, 0);
            if (fd >= 0) {
                posix.io().close(fd);
            }
            posix.files().unlinkOrErrno(old);
        }
        posix.files().mkdirOrErrno("dir", 0755);
        posix.files().symlinkOrErrno("file", "link");
        posix.files().symlinkOrErrno("loop", "loop");
        int file = posix.files().openOrErrno("file", O_RDWR | O_CREAT | O_NONBLOCK, 0644);
        if (file >= 0) {
            posix.io().ftruncateOrErrno(file, 10_000);
        }
        int[] streams = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        int[] packets = posix.sockets().socketpair(AF_UNIX, SOCK_DGRAM, 0);
        int[] pipe = posix.io().pipe();
        List<Integer> made = Stream.concat(
                        system.descriptors().stream(),
                        Stream.of(
                                file,
                                posix.files().openOrErrno(".", O_RDONLY | O_DIRECTORY | O_NONBLOCK, 0),
                                posix.files().openOrErrno("/dev/null", O_RDWR | O_NONBLOCK, 0),
                                posix.files().openOrErrno("/dev/zero", O_RDONLY, 0),
                                posix.files().openOrErrno("/dev/full", O_WRONLY, 0),
                                streams[0],
                                streams[1],
                                packets[0],
                                packets[1],
                                pipe[0],
                                pipe[1],
                                posix.sockets().socketOrErrno(AF_INET, SOCK_DGRAM, 0),
                                posix.sockets().socketOrErrno(AF_INET, SOCK_STREAM, 0),
                                posix.terminals().posixOpenptOrErrno(O_RDWR)))
                .filter(fd -> fd >= 0)
                .collect(Collectors.toList());
        fds = new int[made.size()];
        for (int i = 0; i < fds.length; i++) {
            fds[i] = posix.io().fcntl(made.get(i), F_DUPFD_CLOEXEC, FIRST_FD);
            posix.io().fcntlOrErrno(fds[i], F_SETFL, O_NONBLOCK);
            posix.io().close(made.get(i));
        }
    }

    /** Asked of the kernel one by one: what was called may have made {@code /proc} unreadable. */
    private Set<Integer> open() {
        return IntStream.range(0, 1024)
                .filter(fd -> posix.io().fcntlOrErrno(fd, F_GETFD, 0) >= 0)
                .boxed()
                .collect(Collectors.toSet());
    }

    Object[] of(Method method) {
        Object[] arguments =
                remembered.computeIfAbsent(method, harmless::arguments).clone();
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < arguments.length; i++) {
            if (random.nextInt(8) > 0) {
                try {
                    arguments[i] = of(parameters[i], arguments[i]);
                } catch (IllegalArgumentException refused) {
                    // A value that cannot even be made: the harmless one stays.
                    continue;
                }
            }
        }
        return arguments;
    }

    private Object of(Parameter parameter, Object harmlessValue) {
        Class<?> type = parameter.getType();
        if (type == int.class) {
            return FDS.contains(parameter.getName()) ? fd() : number();
        }
        if (type == long.class) {
            return random.nextInt(4) == 0 ? random.nextLong() : LONGS[random.nextInt(LONGS.length)];
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (random.nextInt(20) == 0) {
            return null;
        }
        if (type == String.class) {
            return name();
        }
        if (type == ByteBuffer.class) {
            return buffer();
        }
        if (type == ByteBuffer[].class) {
            return Stream.generate(this::buffer).limit(random.nextInt(20)).toArray(ByteBuffer[]::new);
        }
        if (type == byte[].class) {
            return new byte[length()];
        }
        if (type == int[].class) {
            return random.ints(random.nextInt(100)).toArray();
        }
        if (type == long[].class) {
            return random.longs(random.nextInt(100)).toArray();
        }
        if (type == String[].class) {
            return Stream.generate(() -> random.nextInt(20) == 0 ? null : name())
                    .limit(random.nextInt(5))
                    .toArray(String[]::new);
        }
        if (type == Instant.class) {
            return List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.ofEpochSecond(random.nextLong() >> 30))
                    .get(random.nextInt(4));
        }
        if (type == Duration.class) {
            return List.of(
                            Duration.ofSeconds(Long.MAX_VALUE),
                            Duration.ofSeconds(Long.MIN_VALUE),
                            Duration.ofNanos(random.nextLong()),
                            Duration.ZERO)
                    .get(random.nextInt(4));
        }
        if (type.isInstance(mapping)) {
            return random.nextInt(4) == 0 ? closed : mapping;
        }
        if (type == SockAddr.class) {
            return address();
        }
        if (type == Message.class) {
            return random.nextBoolean()
                    ? Message.of(buffer()).name(address())
                    : Message.into(ByteBuffer.allocate(length()), random.nextInt(300));
        }
        if (type == Spawn.class) {
            return Spawn.of(name(), name()).directory(name());
        }
        return harmlessValue;
    }

    private int number() {
        return random.nextInt(4) == 0 ? random.nextInt() : INTS[random.nextInt(INTS.length)];
    }

    /** One of ours as a rule, else one that nobody has. */
    private int fd() {
        return switch (random.nextInt(8)) {
            case 0 -> -1;
            case 1 ->
                List.of(-100, Integer.MIN_VALUE, Integer.MAX_VALUE, LAST_FD, 1 << 20)
                        .get(random.nextInt(5));
            default -> fds[random.nextInt(fds.length)];
        };
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private int length() {
        return List.of(0, 1, 2, 7, 16, 100, 4096, 100_000).get(random.nextInt(8));
    }

    private ByteBuffer buffer() {
        int length = length();
        ByteBuffer buffer = random.nextBoolean() ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length);
        buffer.position(random.nextInt(length + 1));
        return switch (random.nextInt(5)) {
            case 0 -> buffer.asReadOnlyBuffer();
            case 1 -> buffer.slice();
            case 2 -> buffer.duplicate().limit(buffer.position());
            default -> buffer;
        };
    }

    private SockAddr address() {
        return switch (random.nextInt(3)) {
            case 0 -> SockAddr.Unix.unnamed();
            case 1 -> SockAddr.Inet4.any(random.nextInt(65536));
            default -> SockAddr.Unix.path("s" + random.nextInt(10));
        };
    }

    /** The arguments as a person reads them. */
    static String text(Object[] arguments) {
        return Arrays.stream(arguments).map(HostileArguments::text).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String text(Object argument) {
        String text = argument instanceof int[] ints
                ? Arrays.toString(ints)
                : argument instanceof long[] longs
                        ? Arrays.toString(longs)
                        : argument instanceof byte[] bytes
                                ? "byte[" + bytes.length + "]"
                                : argument instanceof Object[] objects
                                        ? Arrays.toString(objects)
                                        : String.valueOf(argument);
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
