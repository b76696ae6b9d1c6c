package posixkit.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    static final String NIO = "NIO";
    static final String JAVA_IO = "java.io";

    private final Path library;
    private final Path directory;
    private final boolean hasPeers;
    private final List<Variant> variants = new ArrayList<>();

    /** Holds the memory whose addresses the C loops got. */
    private final List<ByteBuffer> memory = new ArrayList<>();

    /**
     * @param library the shared library with the C loops
     * @param directory an empty directory for the files of the workload
     * @param hasPeers false if only C and posixkit are measured
     */
    Variants(Path library, Path directory, boolean hasPeers) {
        this.library = library;
        this.directory = directory;
        this.hasPeers = hasPeers;
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
        long address = Native.library(library.toString()).symbol("loop_" + function);
        if (address == 0) {
            throw new IllegalArgumentException("function: loops.c has no loop " + function);
        }
        NativeAccess.ByAddress call = Native.byAddress(address, NativeAccess.ByAddress.MOST);
        Block block = n -> {
            long[] all = new long[NativeAccess.ByAddress.MOST];
            all[0] = n;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return call.call(arguments.length + 1, all);
        };
        variants.add(new Variant(C, "", Double.NaN, block));
        variants.add(new Variant(C, "again", Double.NaN, block));
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
        boolean isPossible = !who.equals(FFM) || Arguments.hasFfm();
        if (hasPeers && isPossible) {
            variants.add(new Variant(who, label, Double.NaN, Loop.around(peer.op())));
        }
    }

    /** Returns the address of a C string that lives as long as this object. */
    long string(String text) {
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), text.length() + 1);
        ByteBuffer copy = ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
        memory.add(copy);
        return Native.address(copy, 0);
    }
}
