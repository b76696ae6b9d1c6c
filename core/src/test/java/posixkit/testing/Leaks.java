package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * No test leaves behind a child, running or a zombie, a mapping of a file or of shared memory, or a thread. What dies
 * without the test's doing, as the JDK's children and buffers do, is waited for. Registered for every test; descriptors are
 * {@link Descriptors}'. Without {@code /proc} the JDK lists the children, and mappings are not checked.
 */
public final class Leaks implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(Leaks.class);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    /** The files that the JVM itself maps: jars, libraries, its archives, what it tells jps. */
    private static final Pattern OF_THE_JVM =
            Pattern.compile(".*(\\.jar|\\.so[.0-9]*|\\.jsa|/modules|/java)( \\(deleted\\))?"
                    + "|/tmp/(hsperfdata_|jffi).*|/usr/lib/locale/.*|.*/gconv-modules\\.cache");

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        context.getStore(HERE).put("before", new Belongings());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        Belongings before = context.getStore(HERE).get("before", Belongings.class);
        List<String> left = new Belongings().beyond(before);
        long start = System.nanoTime();
        while (!left.isEmpty() && System.nanoTime() - start < PATIENCE) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(10);
            left = new Belongings().beyond(before);
        }
        assertTrue(left.isEmpty(), "the test leaves behind: " + left);
    }

    /** What this process has at the moment. */
    static final class Belongings {
        private final Set<String> children = children();
        private final Map<String, Long> mappings = mappings();
        private final Set<Thread> threads = threads();

        Belongings() throws IOException {}

        List<String> beyond(Belongings before) {
            List<String> more = new ArrayList<>();
            children.stream()
                    .filter(child -> !before.children.contains(child))
                    .forEach(child -> more.add("child " + child));
            mappings.forEach((what, bytes) -> {
                long others = before.mappings.getOrDefault(what, 0L);
                if (bytes > others) {
                    more.add((bytes - others) + " bytes mapped of " + what);
                }
            });
            threads.stream()
                    .filter(thread -> !before.threads.contains(thread))
                    .forEach(thread -> more.add("thread " + thread.getName()));
            return more;
        }
    }

    /** Returns the pids of the children of all threads of this process. A zombie is still a child. */
    public static Set<String> children() throws IOException {
        if (!Gate.hasProc()) {
            return ProcessHandle.current()
                    .children()
                    .map(child -> Long.toString(child.pid()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Set<String> children = new TreeSet<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                try {
                    String theirs = Files.readString(thread.resolve("children")).strip();
                    children.addAll(theirs.isEmpty() ? List.of() : List.of(theirs.split(" ")));
                } catch (IOException ended) {
                    if (Files.exists(thread)) {
                        throw ended;
                    }
                }
            }
        }
        return children;
    }

    /**
     * Returns how many bytes are mapped of what, without the files of the JVM. Every test asks twice, and there are hundreds of lines:
     * so no regular expression looks at memory without a file.
     */
    public static Map<String, Long> mappings() throws IOException {
        Map<String, Long> mappings = new TreeMap<>();
        if (!Gate.hasProc()) {
            return mappings;
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            // For example: 7f00-7f10 rw-s 00000000 00:01 1044 /dev/zero (deleted)
            StringTokenizer words = new StringTokenizer(line, " ");
            String range = words.nextToken();
            char sharing = words.nextToken().charAt(3);
            words.nextToken();
            words.nextToken();
            boolean isAnonymous = words.nextToken().equals("0");
            String what = words.hasMoreTokens() ? words.nextToken("").strip() : "";
            if ((!isAnonymous || sharing == 's') && !OF_THE_JVM.matcher(what).matches()) {
                int dash = range.indexOf('-');
                long size =
                        Long.parseLong(range.substring(dash + 1), 16) - Long.parseLong(range.substring(0, dash), 16);
                mappings.merge(sharing + " " + what, size, Long::sum);
            }
        }
        return mappings;
    }

    /** Those that run for whoever started them: the JDK keeps its own in groups of its own, but for one pool. */
    private static Set<Thread> threads() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null && group.getParent().getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[group.activeCount() + 64];
        int count = group.enumerate(threads);
        Set<Thread> own = Collections.newSetFromMap(new IdentityHashMap<>());
        Arrays.stream(threads, 0, count)
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool"))
                .forEach(own::add);
        return own;
    }
}
