package posixkit.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds out the facts about a target again, with a C compiler for the target. With the option {@code --write}, replaces the table
 * of facts of the target. Without this option, compares the table with the new facts, and fails if they differ.
 */
public final class Refresh {
    private Refresh() {}

    /** The script {@code abi/refresh} runs this method. The arguments are {@code ABI_DIR TARGET [--write] [--sdk DIR]}. */
    public static void main(String... args) throws IOException {
        List<String> words = new ArrayList<>(Arrays.asList(args));
        boolean write = words.remove("--write");
        int option = words.indexOf("--sdk");
        String sdk = option < 0 ? null : words.remove(option + 1);
        words.remove("--sdk");
        try {
            if (words.size() != 2 || !Abi.TARGETS.contains(words.get(1))) {
                throw new AbiException("refresh TARGET [--write] [--sdk DIR]; TARGET is one of " + Abi.TARGETS);
            }
            run(Path.of(words.get(0)), words.get(1), sdk, write);
        } catch (AbiException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Path dir, String target, String sdk, boolean write) throws IOException {
        Path table = dir.resolve("facts").resolve(target + ".abi");
        String answers = probe(dir, target, sdk).toString();
        if (write) {
            Output.write(table, answers);
            return;
        }
        String difference = difference(Files.readString(table), answers);
        if (!difference.isEmpty()) {
            throw new AbiException(table + " is not what the compiler says:\n" + difference);
        }
    }

    static Facts probe(Path dir, String target, String sdk) throws IOException {
        Toolchain compiler = Toolchain.of(target, sdk);
        Facts facts = ProbeReader.read(SpecReader.read(dir, Abi.system(target)), compiler);
        if (Abi.isLinux(target)) {
            CodeReader.read(dir, facts, compiler).forEach(facts::add);
        }
        return facts;
    }

    /**
     * Compares two tables of facts, and returns a text with the lines that differ. {@code table} is the stored table, and
     * {@code answers} is a new table with the answers of the compiler. First come the lines that only {@code table} has, each
     * after {@code -}. Then come the lines that only {@code answers} has, each after {@code +}. Both groups keep their order. The
     * first line of each table contains the version of the headers. If these first lines differ, the text starts with a note that
     * says so.
     */
    static String difference(String table, String answers) {
        StringBuilder text = new StringBuilder();
        List<String> before = table.lines().toList();
        List<String> after = answers.lines().toList();
        if (!before.get(0).equals(after.get(0))) {
            text.append("(the headers are of another vintage)\n");
        }
        Set<String> old = new HashSet<>(before);
        Set<String> now = new HashSet<>(after);
        before.stream()
                .filter(line -> !now.contains(line))
                .forEach(line -> text.append("- ").append(line).append('\n'));
        after.stream()
                .filter(line -> !old.contains(line))
                .forEach(line -> text.append("+ ").append(line).append('\n'));
        return text.toString();
    }
}
