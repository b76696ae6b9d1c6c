package posixkit.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import posixkit.ffi.Native;
import posixkit.ffi.NativeAccess;

/**
 * Collects the variants of one workload, in the process that measures them. The methods of the workload classes, for example
 * {@link ProcessWorkloads}, open files, create buffers and add the variants.
 */
final class Variants {
    static final String C = "C";
    static final String POSIXKIT = "posixkit";
    static final String JNR_FFI = "jnr-ffi";
    static final String JNR_POSIX = "jnr-posix";
    static final String JNA = "JNA";
    static final String FFM = "FFM";
    static final String JNI = "JNI";
    static final String NIO = "NIO";
    static final String GO = "Go";
    static final String JDK = "JDK";

    /** The label of the second C loop. */
    static final String AGAIN = "again";

    static final String PROCESS_BUILDER = "ProcessBuilder";
    static final String JAVA_IO = "java.io";
    static final String JDK_CLOCK = "JDK clock";

    /** The number of {@link #copies}, a power of 2. */
    static final int COPIES = 8;

    /** The length of the path of a file. The Go program has the same number. */
    private static final int PATH_LENGTH = 42;

    private final Path library;
    private final Path directory;
    private final boolean hasPeers;
    private final boolean hasJni;
    private final List<Variant> variants = new ArrayList<>();

    /**
     * @param library the shared library with the C loops
     * @param directory an empty directory for the files of the workload
     * @param hasPeers false if only C and posixkit are measured
     */
    Variants(Path library, Path directory, boolean hasPeers) {
        this.library = library;
        this.directory = directory;
        this.hasPeers = hasPeers;
        hasJni = Jni.load(Session.jniLibrary(library));
    }

    /** Returns the column of the summary to which the results of {@code who} belong. */
    static String column(String who) {
        return List.of(NIO, JAVA_IO, PROCESS_BUILDER, JDK_CLOCK).contains(who) ? JDK : who;
    }

    Path directory() {
        return directory;
    }

    List<Variant> all() {
        return variants;
    }

    /**
     * Adds the loop {@code function} of {@code loops.c}, twice: the first gives the time by which all others are divided, the
     * second shows the noise.
     *
     * @param arguments at most five numbers, which the C function gets after the number of operations
     */
    void c(String function, long... arguments) {
        Block block = loop(function, arguments);
        variants.add(new Variant(C, "", Double.NaN, block));
        variants.add(new Variant(C, AGAIN, Double.NaN, block));
    }

    /** Adds one more way to do the work in C. */
    void otherC(String label, String function, long... arguments) {
        variants.add(new Variant(C, label, Double.NaN, loop(function, arguments)));
    }

    private Block loop(String function, long... arguments) {
        long address = Native.library(library.toString()).symbol("loop_" + function);
        if (address == 0) {
            throw new IllegalArgumentException("function: loops.c has no loop " + function);
        }
        NativeAccess.ByAddress call = Native.byAddress(address, NativeAccess.ByAddress.MOST);
        return n -> {
            long[] all = new long[NativeAccess.ByAddress.MOST];
            all[0] = n;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return call.call(arguments.length + 1, all);
        };
    }

    /** Adds a variant of posixkit that wants to reach the ratio {@code goal}. */
    void posixkit(String label, double goal, Op op) {
        variants.add(new Variant(POSIXKIT, label, goal, Loop.around(op)));
    }

    /** Prepares a variant of another library: links functions, allocates memory. */
    @FunctionalInterface
    interface Peer {
        Op op() throws Exception;
    }

    /** Adds a variant of another library, if peers are measured in this process. */
    void peer(String who, String label, Peer peer) throws Exception {
        boolean isPossible =
                switch (who) {
                    case FFM -> Arguments.hasFfm();
                    case JNI -> hasJni;
                    default -> true;
                };
        if (hasPeers && isPossible) {
            variants.add(new Variant(who, label, Double.NaN, Loop.around(peer.op())));
        }
    }

    /**
     * Creates a file with {@code size} bytes in the directory of the workload. Its path always has the same length, unless the
     * directory for temporary files has a long name.
     */
    String file(int size) throws IOException {
        String directory = this.directory + "/";
        String path = directory + "f".repeat(Math.max(1, PATH_LENGTH - directory.length()));
        Files.write(Path.of(path), new byte[size]);
        return path;
    }

    /**
     * Returns different strings with the same text. A variant that uses them in turns cannot profit from a string that is a
     * constant for the JIT compiler.
     */
    static String[] copies(String text) {
        return IntStream.range(0, COPIES).mapToObj(i -> new String(text)).toArray(String[]::new);
    }

    /** Returns the address of a new C string, which is never freed. */
    static long string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long address = Native.allocate(bytes.length + 1);
        Native.buffer(address, bytes.length).put(bytes);
        return address;
    }
}
