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
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Tuple;
import net.jqwik.api.sessions.JqwikSession;
import posixkit.Posix;
import posixkit.constants.Mmap;
import posixkit.memory.Mapping;
import posixkit.memory.Region;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.process.Spawn;

/**
 * Arguments as nobody should pass them: numbers at the ends of their ranges, names that are empty, too long or no text, buffers of all
 * kinds, descriptors of all kinds, structures that do not belong there. jqwik chooses them, from what {@link #values} describes. The names
 * of the parameters tell which numbers are descriptors, since a call with a descriptor of the JVM's would be no fault of ours.
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

    private static final List<UnaryOperator<ByteBuffer>> FORMS = List.of(
            buffer -> buffer,
            ByteBuffer::duplicate,
            ByteBuffer::slice,
            ByteBuffer::asReadOnlyBuffer,
            buffer -> buffer.duplicate().limit(buffer.position()));

    private static final double NULLS = 0.05;

    /** What jqwik calls the number of tries: how far numbers near zero are preferred, and how often those at the ends of a range. */
    private static final int TRIES = 1000;

    private final Posix posix;
    private final HostileSystem system;
    private final RoleCalls harmless;
    private final Random random;
    private final Mapping mapping;
    private final Mapping closed;
    /** Structures are made once for each method, and so hold what earlier calls left in them. */
    private final Map<Method, Object[]> remembered = new HashMap<>();

    private final Map<Class<?>, RandomGenerator<?>> generators = new HashMap<>();
    private final RandomGenerator<Integer> ofFds;
    private Set<Integer> ofTheJvm = Set.of();
    private int[] fds = {};

    HostileArguments(Posix posix, HostileSystem system, RoleCalls harmless, long seed) throws IOException {
        this.posix = posix;
        this.system = system;
        this.harmless = harmless;
        random = new Random(seed);
        mapping = map(65536);
        closed = map(4096);
        closed.close();
        begin();
        values().forEach((type, some) -> generators.put(type, some.generator(TRIES, true)));
        ofFds = fds().generator(TRIES, true);
    }

    /** To be called in each thread that asks for arguments. jqwik works only in threads that have a session. */
    static void begin() {
        JqwikSession.start();
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
        boolean isFd = parameter.getType() == int.class && FDS.contains(parameter.getName());
        RandomGenerator<?> generator = isFd ? ofFds : generators.get(parameter.getType());
        return generator == null ? harmlessValue : generator.next(random).value();
    }

    /** One of ours as a rule, else one that nobody has. */
    private Arbitrary<Integer> fds() {
        Arbitrary<Integer> ours = Arbitraries.integers()
                .between(0, LAST_FD - FIRST_FD)
                .withDistribution(RandomDistribution.uniform())
                .map(number -> fds[number % fds.length]);
        return Arbitraries.frequencyOf(
                Tuple.of(6, ours),
                Tuple.of(1, Arbitraries.just(-1)),
                Tuple.of(1, Arbitraries.of(-100, Integer.MIN_VALUE, Integer.MAX_VALUE, LAST_FD, 1 << 20)));
    }

    private static Arbitrary<Integer> ints(int first, int last) {
        return Arbitraries.integers().between(first, last);
    }

    /** Also the powers of two, and the numbers beside them. */
    private static Arbitrary<Integer> ints() {
        return Arbitraries.oneOf(
                Arbitraries.integers(),
                Combinators.combine(ints(0, Integer.SIZE - 1), ints(-1, 1)).as((bit, more) -> (1 << bit) + more),
                Arbitraries.of(0, 1, -1, -100, -4095, -4096));
    }

    private static Arbitrary<Long> longs() {
        return Arbitraries.oneOf(
                Arbitraries.longs(),
                Combinators.combine(ints(0, Long.SIZE - 1), ints(-1, 1)).as((bit, more) -> (1L << bit) + more),
                Arbitraries.of(0L, 1L, -1L, -4096L));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of(NAMES)),
                Tuple.of(1, Arbitraries.strings().all().ofMaxLength(300)));
    }

    private static Arbitrary<Integer> lengths() {
        return Arbitraries.of(0, 1, 2, 7, 16, 100, 4096, 100_000);
    }

    private static Arbitrary<ByteBuffer> buffers() {
        return Combinators.combine(lengths(), ints(0, 100_000), Arbitraries.of(true, false), Arbitraries.of(FORMS))
                .as((length, position, isDirect, form) -> {
                    ByteBuffer buffer = isDirect ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
                    return form.apply(buffer.position(position % (length + 1)));
                });
    }

    private static Arbitrary<SockAddr> addresses() {
        return Arbitraries.oneOf(
                Arbitraries.just(SockAddr.Unix.unnamed()),
                ints(0, 65535).map(SockAddr.Inet4::any),
                ints(0, 9).map(number -> SockAddr.Unix.path("s" + number)));
    }

    private static Arbitrary<Message> messages() {
        return Arbitraries.oneOf(
                Combinators.combine(buffers(), addresses())
                        .as((buffer, to) -> Message.of(buffer).name(to)),
                Combinators.combine(lengths(), ints(0, 299))
                        .as((length, maxFds) -> Message.into(ByteBuffer.allocate(length), maxFds)));
    }

    private static Arbitrary<Spawn> spawns() {
        return Combinators.combine(names(), names(), names())
                .as((program, argument, directory) ->
                        Spawn.of(program, argument).directory(directory));
    }

    private static Arbitrary<Instant> instants() {
        return Combinators.combine(
                        Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                        ints(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    private static Arbitrary<Duration> durations() {
        return Combinators.combine(Arbitraries.longs(), ints(0, 999_999_999)).as(Duration::ofSeconds);
    }

    /** What arguments of a type may be. A type that is not here has its harmless value, in which earlier calls may have left something. */
    private Map<Class<?>, Arbitrary<?>> values() {
        Map<Class<?>, Arbitrary<?>> values = new HashMap<>();
        values.put(String.class, names());
        values.put(
                String[].class, names().injectNull(NULLS).array(String[].class).ofMaxSize(5));
        values.put(ByteBuffer.class, buffers());
        values.put(ByteBuffer[].class, buffers().array(ByteBuffer[].class).ofMaxSize(20));
        values.put(byte[].class, lengths().map(byte[]::new));
        values.put(int[].class, ints().array(int[].class).ofMaxSize(100));
        values.put(long[].class, longs().array(long[].class).ofMaxSize(100));
        values.put(Instant.class, instants());
        values.put(Duration.class, durations());
        values.put(Mapping.class, Arbitraries.of(mapping, mapping, mapping, closed));
        values.put(Region.class, values.get(Mapping.class));
        values.put(SockAddr.class, addresses());
        values.put(Message.class, messages());
        values.put(Spawn.class, spawns());
        values.replaceAll((type, some) -> some.injectNull(NULLS));
        values.put(int.class, ints());
        values.put(long.class, longs());
        values.put(boolean.class, Arbitraries.of(true, false));
        return values;
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
