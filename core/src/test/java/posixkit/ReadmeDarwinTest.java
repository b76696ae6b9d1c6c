package posixkit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What README says of macOS's calls follows from the lists and the tables. Who changes those finds the new text in the build. */
class ReadmeDarwinTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));
    private static final Path ABI = ROOT.resolve("abi");
    private static final String BEGIN = "<!-- darwin: held to abi/ by ReadmeDarwinTest -->\n";
    private static final String END = "<!-- /darwin -->\n";

    private static final String NONE = "-";

    /** By package, or by type where that has one of its own. */
    private static final Map<String, String> TOPICS = new LinkedHashMap<>();

    static {
        TOPICS.put("id", "`ids()`");
        TOPICS.put("file", "`files()`");
        TOPICS.put("file.Io", "`io()`");
        TOPICS.put("net", "`sockets()`");
        TOPICS.put("process", "`processes()`");
        TOPICS.put("memory", "`memory()`");
        TOPICS.put("event", "`poll()`");
        TOPICS.put("time", "`clocks()`");
        TOPICS.put("system", "`host()`");
        TOPICS.put("ondarwin", "`onDarwin()`");
        TOPICS.put(NONE, "no method yet");
    }

    private static final class Topic {
        final Set<String> calls = new TreeSet<>();
        final Set<String> unchecked = new TreeSet<>();
        final Set<String> notRun = new TreeSet<>();
    }

    @Test
    void whatReadmeSaysOfMacosIsSo() throws IOException {
        String block = block();
        String readme = Files.readString(ROOT.resolve("README.md"));
        int begin = readme.indexOf(BEGIN);
        int end = readme.indexOf(END);
        assertTrue(0 <= begin && begin < end, "README has no place for it");
        if (!block.equals(readme.substring(begin, end + END.length()))) {
            fail("what README should say is in "
                    + Files.writeString(ROOT.resolve("core/target/readme-darwin.md"), block));
        }
    }

    private static String block() throws IOException {
        Set<String> pending = lines("calls/pending.txt").stream()
                .filter(line -> line.startsWith("darwin "))
                .map(line -> line.substring("darwin ".length()))
                .collect(Collectors.toSet());
        Set<String> inTables = functions();
        Map<String, Topic> topics = new LinkedHashMap<>();
        TOPICS.values().forEach(topic -> topics.put(topic, new Topic()));
        int trampolines = 0;
        int led = 0;
        for (String line : lines("calls/darwin.txt")) {
            String[] columns = line.split("\t");
            String function = columns[2].replaceFirst(".*\\|", "");
            if (columns[1].equals("trampoline")) {
                trampolines++;
                led += pending.contains(columns[0]) ? 0 : 1;
            } else {
                Topic topic = topics.get(topic(columns[3]));
                // The same function with a pointer where the other has a number is a name of its own.
                String call = columns[0].endsWith("Ptr") ? columns[0] : function;
                topic.calls.add(call);
                if (!inTables.contains(function)) {
                    topic.unchecked.add(call);
                }
                if (pending.contains(columns[0])) {
                    topic.notRun.add(call);
                }
            }
        }
        StringBuilder text = new StringBuilder(BEGIN);
        int names = lines("calls/darwin.txt").size();
        text.append("Of macOS's %d documented names %d are done:\n\n".formatted(names, names - pending.size()));
        text.append(
                "| topic | calls | symbol and prototype in the tables | run through the stand-in | run on a Mac |\n");
        text.append("|---|---|---|---|---|\n");
        topics.forEach((name, topic) -> {
            if (!topic.calls.isEmpty()) {
                text.append("| %s | %s | %s | %s | none |\n"
                        .formatted(
                                name,
                                String.join(" ", topic.calls),
                                allBut(topic.unchecked, topic.calls),
                                allBut(topic.notRun, topic.calls)));
            }
        });
        text.append("| `symbols()` | the addresses of %d functions | all | %s | none |\n"
                .formatted(trampolines, led == trampolines ? "all" : led + " of them"));
        return text.append(END).toString();
    }

    private static String allBut(Set<String> these, Set<String> all) {
        return these.isEmpty() ? "all" : these.equals(all) ? "none" : "all but " + String.join(" ", these);
    }

    private static String topic(String home) {
        String type = home.replaceFirst("^posixkit\\.", "").replaceFirst("#.*", "");
        return TOPICS.getOrDefault(type, TOPICS.get(type.replaceFirst("\\..*", "")));
    }

    private static Set<String> functions() throws IOException {
        Map<String, Integer> found = new HashMap<>();
        for (String target : List.of("darwin-x86_64", "darwin-aarch64")) {
            lines("facts/" + target + ".abi").stream()
                    .filter(line -> line.startsWith("func "))
                    .forEach(line -> found.merge(line.split(" +")[1], 1, Integer::sum));
        }
        found.values().removeIf(count -> count < 2);
        return found.keySet();
    }

    private static List<String> lines(String file) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(ABI.resolve(file)));
        lines.removeIf(line -> line.isBlank() || line.startsWith("#"));
        return lines;
    }
}
