package posixkit.abi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import posixkit.abi.Spec.Topic;

/**
 * Writes the interface that has one method for each topic of a package, for example {@code UnixCalls}, and the classes that
 * implement this interface. A topic is a group of C functions in the specs. The method of a topic returns the object that calls
 * the functions of the topic, for example an {@code IoCalls}. There is one class for each way of calling C functions. A further
 * class, for example {@code WaitingUnixCalls}, is for virtual threads: blocking calls of its objects do not block carrier threads.
 */
final class FactoryWriter {
    /**
     * A topic and its functions.
     *
     * @param waits true if a function of the topic may block, or closes a descriptor
     */
    record Entry(Topic topic, List<posixkit.abi.Function> functions, boolean waits) {
        String type() {
            return topic.name() + "Calls";
        }

        String accessor() {
            return FactoryWriter.accessor(topic);
        }

        /** Returns the name of the constant that numbers the topic. */
        String number() {
            return topic.name().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
        }

        boolean isDirect() {
            return functions.stream().anyMatch(RegisteredWriter::isDirect);
        }

        /** Returns a Java expression for a text that says how many functions each target calls by machine code. */
        String machineCode() {
            Map<String, String> texts = new TreeMap<>();
            for (String target : targets()) {
                long count = functions.stream()
                        .filter(f -> RegisteredWriter.isDirect(f, target))
                        .count();
                String most = count + " of " + functions.size() + " functions by machine code";
                texts.put(
                        target,
                        count == 0 ? "jnr-ffi" : count < functions.size() ? most + ", the others by jnr-ffi" : most);
            }
            return Choice.of(texts, text -> '"' + text + '"');
        }

        /** Returns a Java expression for a text that says how many functions each target calls without libc. */
        String systemCalls() {
            Map<String, String> texts = new TreeMap<>();
            for (String target : targets()) {
                long count = functions.stream()
                        .filter(f -> LinkedWriter.isSystemCall(f, target))
                        .count();
                String kernel = count + " of " + functions.size() + " functions are system calls";
                texts.put(target, "foreign-function API" + (count == 0 ? "" : ", " + kernel));
            }
            return Choice.of(texts, text -> '"' + text + '"');
        }

        private Iterable<String> targets() {
            return functions.get(0).facts().keySet();
        }
    }

    private final String packageName;
    private final String prefix;
    private final List<Entry> entries;

    /**
     * @param prefix the first word in the name of the interface. For example, the prefix of {@code UnixCalls} is {@code Unix}
     */
    FactoryWriter(String packageName, String prefix, List<Entry> entries) {
        this.packageName = packageName;
        this.prefix = prefix;
        this.entries = entries;
    }

    /** Returns the name of the method that returns the object of {@code topic}. */
    static String accessor(Topic topic) {
        return topic.name().substring(0, 1).toLowerCase(Locale.ROOT)
                + topic.name().substring(1);
    }

    String all() {
        String methods = entries.stream()
                .map(entry -> """

                            /** Returns the object that calls these functions: %s. */
                            %s %s();
                        """.formatted(entry.topic.what(), entry.type(), entry.accessor()))
                .collect(Collectors.joining());
        return """
                // Generated from abi/spec; do not edit.
                package %3$s;

                import java.util.Map;
                import posixkit.ffi.Native;
                import posixkit.ffi.Route;
                import posixkit.unix.HandOff;
                import posixkit.unix.Parking;

                /**
                 * Returns the objects that call C functions: one object for each topic. A topic is a group of functions.
                 * <b>Internal.</b>
                 */
                public interface %1$sCalls {
                    /**
                     * Returns an object that calls the functions of {@code library} in the way that {@code route} says.
                     *
                     * @param parking makes the blocking calls of virtual threads
                     */
                    static %1$sCalls over(Native library, Route route, Parking parking) {
                        %1$sCalls calls;
                        if (route == Route.FFM) {
                            calls = new Linked%1$sCalls(library);
                        } else if (route == Route.REGISTERED) {
                            calls = new Registered%1$sCalls(library);
                        } else {
                            calls = new Jnr%1$sCalls(library);
                        }
                        return HandOff.isUsed() ? new Waiting%1$sCalls(calls, parking) : calls;
                    }

                    /** Puts into {@code byTopic}, for each topic, a text that says how its functions are called. */
                    void describe(Map<String, String> byTopic);
                %2$s}
                """.formatted(prefix, methods, packageName);
    }

    String jnr() {
        return overLibrary(
                "Jnr",
                "Calls C functions through jnr-ffi",
                "",
                entry -> "new Jnr%s(library)".formatted(entry.type()),
                entry -> "\"jnr-ffi\"");
    }

    String linked() {
        return overLibrary(
                "Linked",
                "Calls C functions through the JDK's foreign-function API",
                "",
                entry -> "new Linked%s(library)".formatted(entry.type()),
                Entry::systemCalls);
    }

    String registered() {
        return overLibrary(
                "Registered",
                "Calls C functions by native methods that are machine code, and others through jnr-ffi",
                "Jnr%sCalls".formatted(prefix),
                entry -> entry.isDirect()
                        ? "new Registered%s(library, rest)".formatted(entry.type())
                        : "rest.%s()".formatted(entry.accessor()),
                Entry::machineCode);
    }

    String waiting() {
        return write(
                "Waiting",
                "Calls C functions. If a call may block and the current thread is virtual, its carrier thread does not block",
                prefix + "Calls calls, Parking parking",
                "    private final %sCalls calls;\n    private final Parking parking;\n".formatted(prefix),
                "        this.calls = calls;\n        this.parking = parking;\n",
                entry -> (entry.waits ? "new Waiting%1$s(calls.%2$s(), parking)" : "calls.%2$s()")
                        .formatted(entry.type(), entry.accessor()),
                "        calls.describe(byTopic);\n");
    }

    /**
     * Returns the source of a class that calls functions of a library.
     *
     * @param rest the name of the class whose object calls the functions that the written class itself does not call, or an empty
     *     text
     * @param description a function that returns a Java expression for the text that says how the functions of a topic are called
     */
    private String overLibrary(
            String name, String what, String rest, Function<Entry, String> maker, Function<Entry, String> description) {
        String descriptions = entries.stream()
                .map(entry ->
                        "        byTopic.put(\"%s\", %s);\n".formatted(entry.accessor(), description.apply(entry)))
                .collect(Collectors.joining());
        return write(
                name,
                what,
                "Native library",
                "    private final Native library;\n"
                        + (rest.isEmpty() ? "" : "    private final %s rest;\n".formatted(rest)),
                "        this.library = library;\n"
                        + (rest.isEmpty() ? "" : "        rest = new %s(library);\n".formatted(rest)),
                maker,
                descriptions);
    }

    /**
     * Returns the source of a class that implements the interface with one method for each topic.
     *
     * @param name the first word of the name of the class
     * @param what a description of the class, for the comment of the class
     * @param parameter the parameter of the constructor
     * @param fields the fields of the class
     * @param assignments the statements of the constructor
     * @param maker a function that returns a Java expression for a topic. The expression creates the object that calls the
     *     functions of the topic
     * @param describe the statements of the method {@code describe}
     */
    private String write(
            String name,
            String what,
            String parameter,
            String fields,
            String assignments,
            Function<Entry, String> maker,
            String describe) {
        String numbers = IntStream.range(0, entries.size())
                .mapToObj(i -> "    private static final int %s = %d;\n"
                        .formatted(entries.get(i).number(), i))
                .collect(Collectors.joining());
        String cases = entries.stream()
                .map(entry -> "            case %s -> %s;\n".formatted(entry.number(), maker.apply(entry)))
                .collect(Collectors.joining());
        String methods = entries.stream()
                .map(entry -> """

                            @Override
                            public %s %s() {
                                %s present = %s;
                                return present != null ? present : (%s = (%s) get(%s));
                            }
                        """.formatted(
                                entry.type(),
                                entry.accessor(),
                                entry.type(),
                                entry.accessor(),
                                entry.accessor(),
                                entry.type(),
                                entry.number()))
                .collect(Collectors.joining());
        String known = entries.stream()
                .map(entry -> "    private %s %s;\n".formatted(entry.type(), entry.accessor()))
                .collect(Collectors.joining());
        String type = name + prefix + "Calls";
        return """
                // Generated from abi/spec; do not edit.
                package %s;

                import java.util.Map;
                %s%simport posixkit.unix.Lazies;
                %s
                /**
                 * %s. There is one method for each topic, that is, for each group of functions. The first call of the method loads
                 * the functions of its topic. <b>Internal.</b>
                 */
                public final class %s extends Lazies implements %sCalls {
                %s
                %s
                    // The objects that exist, so that a call finds its object without a volatile read. Two threads may write the
                    // same object. All fields of these objects are final, so a thread that sees an object sees all of it.
                %s
                    public %s(%s) {
                        super(%d);
                %s    }

                    @Override
                    protected Object make(int topic) {
                        return switch (topic) {
                %s            default -> throw new IllegalArgumentException("topic: " + topic);
                        };
                    }

                    @Override
                    public void describe(Map<String, String> byTopic) {
                %s    }
                %s}
                """.formatted(
                        packageName,
                        describe.contains("Target.") ? "import posixkit.Target;\n" : "",
                        parameter.startsWith("Native") ? "import posixkit.ffi.Native;\n" : "",
                        parameter.contains("Parking") ? "import posixkit.unix.Parking;\n" : "",
                        what,
                        type,
                        prefix,
                        numbers,
                        fields,
                        known,
                        type,
                        parameter,
                        entries.size(),
                        assignments,
                        cases,
                        describe,
                        methods);
    }
}
