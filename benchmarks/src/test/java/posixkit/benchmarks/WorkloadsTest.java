package posixkit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Makes the operations of each variant a few times. C says what the result must be. Needs {@code cc}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkloadsTest {
    private Session session;

    @BeforeAll
    void compile() throws Exception {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        session = new Session(
                Arguments.of(List.copyOf(Workloads.ALL), "getppid"),
                Files.createTempDirectory("posixkit"),
                new Report(nowhere));
        session.compile();
    }

    @AfterAll
    void delete() throws Exception {
        Comparison.delete(session.directory());
    }

    @TestFactory
    Stream<DynamicTest> allVariantsDoWhatCDoes() {
        return Workloads.ALL.stream()
                .filter(workload -> workload.obstacle() == null)
                .map(workload -> dynamicTest(workload.name(), () -> compare(workload)));
    }

    private void compare(Workload workload) throws Exception {
        Path directory = session.newDirectory();
        Variants variants = new Variants(session.library(), directory, true);
        workload.setup().addTo(variants);
        CompletableFuture<Void> done = new CompletableFuture<>();
        workload.newThread(() -> {
                    try {
                        Measurement.compareResults(variants.all());
                        done.complete(null);
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                })
                .start();
        done.get();
    }

    @Test
    void variantThatDoesLessIsNoticed() {
        Variants variants = new Variants(session.library(), session.directory(), true);
        variants.c("getppid");
        variants.posixkit("", 1, i -> 0);
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> Measurement.compareResults(variants.all()));
        assertEquals(
                "posixkit : the result is 0, of C it is "
                        + 3 * ProcessHandle.current().parent().orElseThrow().pid(),
                e.getMessage());
    }
}
