package posixkit.abi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import posixkit.abi.Spec.Call;
import posixkit.abi.Spec.Topic;

/**
 * Writes the bindings: Java interfaces whose methods are C functions, and the classes that implement these interfaces. A topic is
 * a group of functions in the specs, for example {@code Io}. For each topic, {@code CallWriter} writes:
 *
 * <ul>
 *   <li>{@code IoCalls}: the interface that posixkit calls. Each method returns the result of its C function, or −errno if the
 *       function failed.
 *   <li>{@code IoSymbols}: the interface that jnr-ffi implements. Its methods return what the C functions return.
 *   <li>{@code JnrIoCalls}: the implementation of {@code IoCalls} over {@code IoSymbols} ({@link JnrWriter}).
 *   <li>{@code WaitingIoCalls}: an implementation of {@code IoCalls} in which blocking calls of virtual threads do not block their
 *       carrier threads ({@link WaitingWriter}). {@code WaitingIoCalls} is written only if a function of the topic may block, or
 *       closes a descriptor.
 *   <li>{@code RegisteredIoCalls}: an implementation of {@code IoCalls} whose methods are partly machine code
 *       ({@link RegisteredWriter}).
 *   <li>{@code LinkedIoCalls}: an implementation of {@code IoCalls} over the foreign-function API of the JDK
 *       ({@link LinkedWriter}).
 * </ul>
 *
 * <p>{@link FactoryWriter} writes what leads to the objects of all topics.
 */
final class CallWriter {
    static final String CORE = "posixkit.unix.call";

    /**
     * A package of bindings. {@code topics}: the topics whose bindings are in the package. {@code systems}: the operating systems
     * on which the bindings work. {@code prefix}: the first word in the name of the interface that has one method for each topic.
     * For example, the prefix of {@code UnixCalls} is {@code Unix}.
     */
    private record Room(String prefix, String packageName, List<String> systems, List<Topic> topics) {
        String symbolsPackage() {
            return packageName.substring(0, packageName.lastIndexOf('.')) + ".symbols";
        }
    }

    private final Abi abi;
    private final Room room;
    private final Output output;

    private CallWriter(Abi abi, Room room, Output output) {
        this.abi = abi;
        this.room = room;
        this.output = output;
    }

    /**
     * Writes the bindings for the functions of one spec. If {@code what} is {@code common}, the spec is {@code common.spec}, and
     * the bindings are for both Linux and macOS. If {@code what} is {@code linux} or {@code darwin}, the spec is
     * {@code linux.spec} or {@code darwin.spec}, and the bindings are for this operating system only.
     */
    static void write(Abi abi, String what, Path out) throws IOException {
        checkTopics(abi);
        Output output = new Output(out);
        new CallWriter(abi, room(abi, what), output).write();
        output.removeTheRest();
    }

    private static Room room(Abi abi, String what) {
        boolean common = what.equals(LayoutWriter.COMMON);
        List<String> systems = common ? Abi.SYSTEMS : List.of(what);
        List<Topic> topics = abi.specs().get(systems.get(0)).topics.values().stream()
                .filter(topic -> topic.where().isCommon() == common)
                .toList();
        String prefix = common ? "Unix" : what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
        return new Room(prefix, common ? CORE : "posixkit." + what + ".call", systems, topics);
    }

    /** Throws an exception if a function in the specs has a topic that no spec declares. */
    private static void checkTopics(Abi abi) {
        Set<String> known = new TreeSet<>();
        abi.specs().values().forEach(spec -> known.addAll(spec.topics.keySet()));
        abi.specs().values().stream().flatMap(CallWriter::bound).forEach(call -> {
            if (!known.contains(call.binding().topic())) {
                throw call.where().error("no such topic: " + call.binding().topic());
            }
        });
    }

    private static Stream<Call> bound(Spec spec) {
        return Stream.concat(spec.calls.values().stream(), spec.exports.values().stream())
                .filter(call -> call.binding() != null);
    }

    private void write() throws IOException {
        for (Topic topic : room.topics) {
            List<Function> functions = functions(topic);
            String calls = topic.name() + "Calls";
            output.java(room.packageName, calls, calls(topic, functions));
            output.java(
                    room.packageName, "Jnr" + calls, new JnrWriter(abi, topic, room.packageName, functions).calls());
            output.java(
                    room.symbolsPackage(),
                    topic.name() + "Symbols",
                    new JnrWriter(abi, topic, room.packageName, functions).symbols(room.symbolsPackage()));
            output.java(
                    room.packageName,
                    "Linked" + calls,
                    new LinkedWriter(abi, topic, room.packageName, functions).write());
            if (functions.stream().anyMatch(RegisteredWriter::isDirect)) {
                output.java(
                        room.packageName,
                        "Registered" + calls,
                        new RegisteredWriter(
                                        abi,
                                        topic,
                                        room.packageName,
                                        functions,
                                        "rest." + FactoryWriter.accessor(topic) + "()",
                                        room.prefix + "Calls")
                                .write());
            }
            if (waits(functions)) {
                output.java(
                        room.packageName,
                        "Waiting" + calls,
                        WaitingWriter.write(abi, topic, room.packageName, functions));
            }
        }
        List<FactoryWriter.Entry> entries = room.topics.stream()
                .map(topic -> new FactoryWriter.Entry(topic, functions(topic), waits(functions(topic))))
                .toList();
        FactoryWriter factories = new FactoryWriter(room.packageName, room.prefix, entries);
        String calls = room.prefix + "Calls";
        output.java(room.packageName, calls, factories.all());
        output.java(room.packageName, "Jnr" + calls, factories.jnr());
        output.java(room.packageName, "Registered" + calls, factories.registered());
        output.java(room.packageName, "Linked" + calls, factories.linked());
        output.java(room.packageName, "Waiting" + calls, factories.waiting());
    }

    /**
     * Returns the functions of {@code topic}, in the order of the specs. Throws an exception if the topic has no functions. Also
     * throws an exception if the generated package is for both operating systems and one of them lacks a function of the topic.
     */
    private List<Function> functions(Topic topic) {
        Set<String> names = new LinkedHashSet<>();
        for (String system : room.systems) {
            bound(abi.specs().get(system))
                    .filter(call -> call.binding().topic().equals(topic.name()))
                    .forEach(call -> names.add(call.name()));
        }
        if (names.isEmpty()) {
            throw topic.where().error(topic.name() + " has no functions");
        }
        List<Function> functions = new ArrayList<>();
        for (String name : names) {
            for (String system : room.systems) {
                if (bound(abi.specs().get(system)).noneMatch(call -> call.name().equals(name))) {
                    throw topic.where().error(name + " is not bound on " + system);
                }
            }
            functions.add(Function.of(abi, room.systems, name));
        }
        return functions;
    }

    private static boolean waits(List<Function> functions) {
        return functions.stream()
                .map(f -> f.call().binding())
                .anyMatch(binding -> binding.waits() != null || binding.closes() != null);
    }

    private String calls(Topic topic, List<Function> functions) {
        String methods = functions.stream()
                .map(f -> """

                            /** {@code %s} */
                            %s %s(%s);
                        """.formatted(f.call().text(), f.result(), f.name(), f.parameterList())
                        + (f.call().binding().buffer() == null ? "" : buffered(f)))
                .collect(Collectors.joining());
        return """
                // Generated from abi/spec and abi/facts; do not edit.
                package %s;

                %s/**
                 * Calls C functions: %s. Each method returns the result of its function, or −errno if the function failed.
                 * <b>Internal.</b>
                 */
                public interface %sCalls {%s}
                """.formatted(
                room.packageName,
                methods.contains("ByteBuffer") ? "import java.nio.ByteBuffer;\nimport posixkit.ffi.Native;\n\n" : "",
                topic.what(),
                topic.name(),
                methods);
    }

    private static String buffered(Function f) {
        Function.Buffered form = f.buffered();
        return """

                    /**
                     * Makes the same call with the address of the byte at {@code index} of a direct buffer. The caller must keep the
                     * buffer reachable until this method returns.
                     */
                    default %s %s(%s) {
                        return %s(%s);
                    }
                """.formatted(f.result(), f.name(), form.parameterList(), f.name(), form.withAddress());
    }
}
