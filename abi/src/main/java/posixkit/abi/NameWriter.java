package posixkit.abi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes the Java source of the lookup methods in the classes {@code Errno} and {@code Signal}. These methods return the name and
 * the text of an error number, the name of a signal number, and the number for a name.
 */
final class NameWriter {
    private static final String ERRNO = "E[A-Z0-9]+";
    private static final String SIGNAL = "SIG[A-Z0-9]+";

    private final Abi abi;

    NameWriter(Abi abi) {
        this.abi = abi;
    }

    String errno() {
        Map<String, String> texts = errnoTexts();
        StringBuilder java = new StringBuilder();
        for (String system : Abi.SYSTEMS) {
            Map<Integer, String> names = canonical(system, "Errno", ERRNO, texts);
            java.append(lookup(system + "Name", names));
            Map<Integer, String> messages = new TreeMap<>();
            names.forEach((value, name) -> messages.put(value, texts.get(name)));
            java.append(lookup(system + "Text", messages));
            java.append(numbers(system + "Number", system, "Errno", ERRNO));
        }
        return """

                    /**
                     * Returns the error number on this operating system for a name such as {@code "ENOENT"}; −1 if the system has
                     * no such name.
                     */
                    public static int number(String name) {
                        return Target.IS_LINUX ? linuxNumber(name) : darwinNumber(name);
                    }

                    /**
                     * Returns the name of an error number on this operating system, for example {@code "ENOENT"}; null if the
                     * number has no name.
                     */
                    public static String name(int errno) {
                        return Target.IS_LINUX ? linuxName(errno) : darwinName(errno);
                    }

                    /**
                     * Returns the meaning of an error number on this operating system, in English; null if the number has no
                     * name.
                     */
                    public static String text(int errno) {
                        return Target.IS_LINUX ? linuxText(errno) : darwinText(errno);
                    }
                """ + java;
    }

    String signal() {
        StringBuilder java = new StringBuilder();
        for (String system : Abi.SYSTEMS) {
            java.append(lookup(system + "Name", canonical(system, "Signal", SIGNAL, Map.of())));
            java.append(numbers(system + "Number", system, "Signal", SIGNAL));
        }
        return """

                    /**
                     * Returns the number of a signal on this operating system for a name such as {@code "SIGTERM"}; −1 if the
                     * system has no such name.
                     */
                    public static int number(String name) {
                        return Target.IS_LINUX ? linuxNumber(name) : darwinNumber(name);
                    }

                    /**
                     * Returns the name of a signal on this operating system, for example {@code "SIGTERM"}; null if the signal
                     * has no name.
                     */
                    public static String name(int signal) {
                        return Target.IS_LINUX ? linuxName(signal) : darwinName(signal);
                    }
                """ + java;
    }

    /**
     * Returns a map from numbers to names. The map contains the number of each constant in the group {@code group} of the
     * operating system {@code system}, with one name for each number. Ignores constants whose names do not match the regular
     * expression {@code pattern}. If several constants have the same number, takes the name that comes first in the keys of
     * {@code order}. If {@code order} is empty, takes the name that comes first in the alphabet. Callers must pass an
     * {@code order} that is empty or contains all names.
     */
    private Map<Integer, String> canonical(String system, String group, String pattern, Map<String, String> order) {
        Map<String, Integer> rank = new LinkedHashMap<>();
        order.keySet().forEach(name -> rank.put(name, rank.size()));
        Map<Integer, String> names = new TreeMap<>();
        abi.specs().get(system).constants.values().stream()
                .filter(c -> c.group().equals(group) && c.name().matches(pattern))
                .map(Spec.Constant::name)
                .sorted(Comparator.comparing((String name) -> rank.getOrDefault(name, 0))
                        .thenComparing(Comparator.naturalOrder()))
                .forEach(name -> names.putIfAbsent(number(system, name), name));
        return names;
    }

    private int number(String system, String name) {
        var values = Abi.TARGETS.stream()
                .filter(t -> t.startsWith(system))
                .map(t -> abi.facts(t).constants.get(name).value())
                .collect(Collectors.toSet());
        if (values.size() != 1) {
            throw new AbiException(name + " differs between the processors of " + system);
        }
        return Math.toIntExact(values.iterator().next());
    }

    private Map<String, String> errnoTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(abi.dir().resolve("spec/errno.txt"))) {
                if (!line.startsWith("#")) {
                    texts.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> unused = new TreeSet<>(texts.keySet());
        for (Spec spec : abi.specs().values()) {
            for (Spec.Constant c : spec.constants.values()) {
                if (c.group().equals("Errno") && !texts.containsKey(c.name())) {
                    throw c.where().error(c.name() + " has no text in errno.txt");
                }
                unused.remove(c.name());
            }
        }
        if (!unused.isEmpty()) {
            throw new AbiException("errno.txt: of no system: " + unused);
        }
        return texts;
    }

    private static String lookup(String method, Map<Integer, String> strings) {
        String cases = strings.entrySet().stream()
                .map(e -> "            case " + e.getKey() + " -> \"" + e.getValue() + "\";\n")
                .collect(Collectors.joining());
        return """

                    private static String %s(int number) {
                        return switch (number) {
                %s            default -> null;
                        };
                    }
                """.formatted(method, cases);
    }

    /**
     * Returns the Java source of the method {@code method}, which maps names to numbers. The generated method knows every name,
     * including names that share a number.
     */
    private String numbers(String method, String system, String group, String pattern) {
        Map<Integer, TreeSet<String>> names = new TreeMap<>();
        abi.specs().get(system).constants.values().stream()
                .filter(c -> c.group().equals(group) && c.name().matches(pattern))
                .forEach(c -> names.computeIfAbsent(number(system, c.name()), k -> new TreeSet<>())
                        .add(c.name()));
        String cases = names.entrySet().stream()
                .map(e -> "            case \"" + String.join("\", \"", e.getValue()) + "\" -> " + e.getKey() + ";\n")
                .collect(Collectors.joining());
        return """

                    private static int %s(String name) {
                        return switch (name) {
                %s            default -> -1;
                        };
                    }
                """.formatted(method, cases);
    }
}
