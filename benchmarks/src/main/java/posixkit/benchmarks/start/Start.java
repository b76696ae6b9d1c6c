package posixkit.benchmarks.start;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the start-up programs share. Each program makes calls through one library, all for the first time in its JVM. With the
 * argument {@code 1} it makes one call, with {@code 20} twenty different calls. It prints the microseconds from the beginning of
 * {@code main} and the resident memory in KiB.
 *
 * <p>The programs for other libraries run without posixkit's jars, so they have the constants of C as numbers.
 */
public final class Start {
    private static final int STATUS_SIZE = 8192;
    private static final String RESIDENT = "VmRSS:";

    private Start() {}

    /** Throws an exception if a call failed: a program that makes no calls would be fast. */
    static void check(long result) {
        if (result < 0) {
            throw new IllegalStateException("a call failed");
        }
    }

    static boolean isOneCall(String... args) {
        return args[0].equals("1");
    }

    /** Prints the results of a program that began at {@code start}. */
    static void print(long start) throws IOException {
        long microseconds = (System.nanoTime() - start) / 1000;
        System.out.println(microseconds + " " + residentKib());
    }

    /** Returns the memory of this process that is resident, in KiB. Uses few classes, because their memory counts too. */
    public static long residentKib() throws IOException {
        byte[] status = new byte[STATUS_SIZE];
        int length;
        try (FileInputStream file = new FileInputStream("/proc/self/status")) {
            length = file.read(status);
        }
        String text = new String(status, 0, length, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(RESIDENT) + RESIDENT.length();
        return Long.parseLong(text.substring(begin, text.indexOf("kB", begin)).trim());
    }
}
