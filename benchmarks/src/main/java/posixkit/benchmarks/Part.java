package posixkit.benchmarks;

import java.io.IOException;

/** A part of the comparison that can be chosen by its name. */
interface Part {
    String name();

    /** Returns why this part cannot run on this JDK; null if it can. */
    default String obstacle() {
        return null;
    }

    /** Measures, in processes of its own, and adds the results to {@code session.report()}. */
    void run(Session session) throws IOException, InterruptedException;
}
