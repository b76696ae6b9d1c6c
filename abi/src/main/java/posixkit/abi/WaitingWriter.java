package posixkit.abi;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import posixkit.abi.Binding.Waits;
import posixkit.abi.Spec.Constant;
import posixkit.abi.Spec.Topic;

/**
 * Writes, for one topic, the Java class that passes blocking calls of virtual threads to platform threads. A topic is a group of
 * C functions in the spec. The spec marks a C function with the word {@code waits} if its calls may block. If a topic has no
 * function with this mark, this writer is not used.
 */
final class WaitingWriter {
    private final Abi abi;
    private final TreeSet<String> imports = new TreeSet<>();

    private WaitingWriter(Abi abi) {
        this.abi = abi;
    }

    static String write(Abi abi, Topic topic, String packageName, List<Function> functions) {
        WaitingWriter writer = new WaitingWriter(abi);
        StringBuilder methods = new StringBuilder();
        functions.forEach(f -> methods.append(writer.method(f)));
        String calls = topic.name() + "Calls";
        StringBuilder lines = new StringBuilder();
        writer.imports.forEach(
                line -> lines.append("import static ").append(line).append(";\n"));
        return """
                // Generated from abi/spec; do not edit.
                package %s;

                %s%simport posixkit.unix.HandOff;

                /**
                 * Makes calls that may block on a platform thread if the current thread is virtual, and other calls on the
                 * current thread. <b>Internal.</b>
                 */
                public final class Waiting%s implements %s {
                    private final %s calls;

                    public Waiting%s(%s calls) {
                        this.calls = calls;
                    }
                %s}
                """.formatted(
                        packageName,
                        lines.isEmpty() ? "" : lines + "\n",
                        methods.indexOf("ByteBuffer") < 0 ? "" : "import java.nio.ByteBuffer;\n",
                        calls,
                        calls,
                        calls,
                        calls,
                        calls,
                        methods);
    }

    private String method(Function f) {
        String call = "calls.%s(%s)".formatted(f.name(), f.argumentList());
        String body = f.isVoid() ? call : "return " + call;
        Waits waits = f.call().binding().waits();
        if (waits != null) {
            body = handedOver(f, waits, call);
        }
        String method = """

                    @Override
                    public %s %s(%s) {
                        %s;
                    }
                """.formatted(f.result(), f.name(), f.parameterList(), body);
        return method + (f.call().binding().buffer() == null ? "" : buffered(f));
    }

    private String buffered(Function f) {
        Function.Buffered form = f.buffered();
        String call = "calls.%s(%s)".formatted(f.name(), String.join(", ", form.arguments()));
        Waits waits = f.call().binding().waits();
        return """

                    @Override
                    public %s %s(%s) {
                        %s;
                    }
                """.formatted(
                        f.result(),
                        f.name(),
                        form.parameterList(),
                        waits == null ? "return " + call : handedOver(f, waits, call));
    }

    private String handedOver(Function f, Waits waits, String call) {
        String cast = f.result().equals("int") ? "(int) " : "";
        return "return %sHandOff.needed()\n                ? %sHandOff.call(\"%s\", () -> %s)\n                : %s"
                .formatted(condition(f, waits), cast, f.name(), call, call);
    }

    private String condition(Function f, Waits waits) {
        String argument = waits.argument();
        if (argument == null) {
            return "";
        }
        f.type(argument, "waits");
        return switch (waits.test()) {
            case UNLESS_BIT ->
                "(%s & %s) == 0 && "
                        .formatted(argument, constant(f, waits.constants().get(0)));
            case UNLESS_ZERO -> argument + " != 0 && ";
            case UNLESS_ZERO_TIME -> "!HandOff.isZeroTime(" + argument + ") && ";
            case FOR ->
                waits.constants().stream()
                        .map(name -> argument + " == " + constant(f, name))
                        .reduce((a, b) -> a + " || " + b)
                        .map(text -> "(" + text + ") && ")
                        .orElseThrow();
            case ALWAYS -> "";
        };
    }

    /** Adds an import of the Java constant {@code name} to the class that is being written, and returns {@code name}. */
    private String constant(Function f, String name) {
        String system = Abi.system(f.facts().keySet().iterator().next());
        Constant constant = abi.specs().get(system).constants.get(name);
        if (constant == null) {
            throw f.call().where().error("no constant " + name);
        }
        String home = constant.common()
                ? "posixkit.constants." + constant.group()
                : "posixkit.on" + system + ".constants."
                        + system.substring(0, 1).toUpperCase(Locale.ROOT) + system.substring(1) + constant.group();
        imports.add(home + "." + name);
        return name;
    }
}
