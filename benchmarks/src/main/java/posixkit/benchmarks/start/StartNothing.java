package posixkit.benchmarks.start;

import java.io.IOException;

/** Makes no call. Its memory is that of a JVM alone. */
public final class StartNothing {
    private StartNothing() {}

    public static void main(String[] args) throws IOException {
        Start.print(System.nanoTime());
    }
}
