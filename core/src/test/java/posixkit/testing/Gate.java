package posixkit.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What a test needs of the machine. A gate that is shut says why, on the test's own line of the report; CI adds up which
 * tests no run at all got through, and fails for them.
 */
final class Gate implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> shut = find(context, NeedsRoot.class)
                .flatMap(needs -> unless(isRoot(), "needs root"))
                .or(() -> find(context, NeedsTool.class).flatMap(needs -> missing(needs.value())))
                .or(() -> find(context, NeedsJdk.class)
                        .flatMap(needs ->
                                unless(Runtime.version().feature() >= needs.value(), "needs JDK " + needs.value())));
        return shut.map(ConditionEvaluationResult::disabled).orElse(ConditionEvaluationResult.enabled("open"));
    }

    /** Where a program is, if it is anywhere. */
    static Optional<Path> tool(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<String> missing(String[] tools) {
        return Arrays.stream(tools)
                .filter(name -> tool(name).isEmpty())
                .findFirst()
                .map(name -> "needs the program " + name)
                .map(Gate::complaint);
    }

    /** On a build machine a tool that is missing is a broken machine, not a smaller test. */
    private static String complaint(String missing) {
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(missing);
        }
        return missing;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Optional<String> unless(boolean holds, String why) {
        return holds ? Optional.empty() : Optional.of(why);
    }

    private static <A extends java.lang.annotation.Annotation> Optional<A> find(
            ExtensionContext context, Class<A> gate) {
        return context.getElement().flatMap(element -> AnnotationSupport.findAnnotation(element, gate));
    }
}
