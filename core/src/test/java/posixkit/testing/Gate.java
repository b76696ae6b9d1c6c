package posixkit.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skips a test that needs something which this machine does not have. The test's line in the report says what. On a build
 * machine (CI=true) a thing that its system must have, and that is missing, is an error. {@code .ci/run} adds up which tests were
 * skipped in every run, and fails for them.
 */
final class Gate implements ExecutionCondition {
    /** The programs that tests need and that every Mac with Apple's command line tools has. */
    private static final Set<String> TOOLS_OF_MACOS =
            Set.of("cc", "find", "hostname", "ipcs", "nm", "perl", "ps", "script", "sh", "stat", "stty", "uname");

    private static final boolean IS_MAC = System.getProperty("os.name").startsWith("Mac");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> shut = find(context, NeedsRoot.class)
                .flatMap(needs -> unless(isRoot(), "needs root"))
                .or(() -> find(context, NeedsProc.class).flatMap(needs -> missingProc()))
                .or(() -> find(context, NeedsGnu.class).flatMap(needs -> unless(!IS_MAC, "needs GNU's programs")))
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

    /** True if the kernel tells about processes in {@code /proc}. */
    static boolean hasProc() {
        return Files.exists(Path.of("/proc/self/status"));
    }

    private static Optional<String> missingProc() {
        return hasProc() ? Optional.empty() : Optional.of(complaint("needs /proc", !IS_MAC));
    }

    private static Optional<String> missing(String[] tools) {
        return Arrays.stream(tools)
                .filter(name -> tool(name).isEmpty())
                .findFirst()
                .map(name -> complaint("needs the program " + name, mustHave(name, IS_MAC)));
    }

    /** Linux can have every program that a test needs. A Mac has no strace and no unshare. */
    static boolean mustHave(String tool, boolean isMac) {
        return !isMac || TOOLS_OF_MACOS.contains(tool);
    }

    /** On a build machine a missing thing that its system must have is an error. */
    private static String complaint(String missing, boolean mustHave) {
        if (mustHave && "true".equals(System.getenv("CI"))) {
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
