package posixkit.abi;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import posixkit.abi.Binding.Parks;
import posixkit.abi.Binding.Waits;
import posixkit.abi.Spec.Constant;
import posixkit.abi.Spec.Topic;

/**
 * Writes, for one topic, the Java class that makes blocking calls of virtual threads in a way that keeps their carrier threads
 * free. A topic is a group of C functions in the spec. The spec marks a C function with the word {@code waits} if its calls may
 * block, with {@code parks} if a virtual thread can wait parked, and with {@code closes} if its calls close a descriptor that
 * others may wait for. If a topic has no function with these marks, this writer is not used.
 */
final class WaitingWriter {
    private final Abi abi;
    private final TreeSet<String> imports = new TreeSet<>();
    private final TreeSet<String> classes = new TreeSet<>();

    /** The package of the classes that make calls with the mark {@code parks by hand}. */
    private final String bodies;

    private WaitingWriter(Abi abi, String bodies) {
        this.abi = abi;
        this.bodies = bodies;
    }

    static String write(Abi abi, Topic topic, String packageName, List<Function> functions) {
        WaitingWriter writer = new WaitingWriter(abi, packageName.substring(0, packageName.lastIndexOf('.')));
        StringBuilder methods = new StringBuilder();
        functions.forEach(f -> methods.append(writer.method(f)));
        String calls = topic.name() + "Calls";
        StringBuilder lines = new StringBuilder();
        writer.imports.forEach(
                line -> lines.append("import static ").append(line).append(";\n"));
        writer.classes.add("posixkit.unix.Parking");
        if (methods.indexOf("HandOff.") >= 0) {
            writer.classes.add("posixkit.unix.HandOff");
        }
        StringBuilder used = new StringBuilder();
        writer.classes.forEach(line -> used.append("import ").append(line).append(";\n"));
        return """
                // Generated from abi/spec; do not edit.
                package %s;

                %s%s%s
                /**
                 * Lets a virtual thread wait parked, or hands its call to a platform thread, if the call may block. Makes all
                 * other calls on the current thread. <b>Internal.</b>
                 */
                public final class Waiting%s implements %s {
                    private final %s calls;
                    private final Parking parking;

                    public Waiting%s(%s calls, Parking parking) {
                        this.calls = calls;
                        this.parking = parking;
                    }
                %s}
                """.formatted(
                        packageName,
                        lines.isEmpty() ? "" : lines + "\n",
                        methods.indexOf("ByteBuffer") < 0 ? "" : "import java.nio.ByteBuffer;\n",
                        used,
                        calls,
                        calls,
                        calls,
                        calls,
                        calls,
                        methods);
    }

    private String method(Function f) {
        return method(f, f.parameterList(), f.argumentList())
                + (f.call().binding().buffer() == null ? "" : buffered(f));
    }

    private String buffered(Function f) {
        Function.Buffered form = f.buffered();
        return method(f, form.parameterList(), String.join(", ", form.arguments()));
    }

    private String method(Function f, String parameters, String arguments) {
        String call = call(f, arguments);
        Binding binding = f.call().binding();
        String body = "        " + (f.isVoid() ? "" : "return ") + call + ";\n";
        if (binding.parks() != null) {
            body = parked(f, arguments);
        } else if (binding.waits() != null) {
            body = inline(f, call) + "        return " + handedOver(f, call) + ";\n";
        } else if (binding.closes() != null) {
            body = "        return parking.isUnused() ? %s : %s;\n".formatted(call, closing(f, call));
        }
        return """

                    @Override
                    public %s %s(%s) {
                %s    }
                """.formatted(f.result(), f.name(), parameters, body);
    }

    private static String call(Function f, String arguments) {
        return "calls.%s(%s)".formatted(f.name(), arguments);
    }

    /** Returns statements that make the call and return if it need not wait or if the thread is no virtual thread. */
    private String inline(Function f, String call) {
        return """
                        if (%s!HandOff.needed()) {
                            return %s;
                        }
                """.formatted(condition(f, f.call().binding().waits()), call);
    }

    private static String handedOver(Function f, String call) {
        return "%sHandOff.call(\"%s\", () -> %s)".formatted(cast(f), f.name(), call);
    }

    private static String cast(Function f) {
        return f.result().equals("int") ? "(int) " : "";
    }

    private static String closing(Function f, String call) {
        Binding.Closes closes = f.call().binding().closes();
        f.type(closes.fd(), "closes");
        if (closes.source() == null) {
            return "parking.close(%s, () -> %s)".formatted(closes.fd(), call);
        }
        f.type(closes.source(), "closes");
        return "parking.replace(%s, %s, () -> %s)".formatted(closes.source(), closes.fd(), call);
    }

    /** Returns the statements of a method whose calls on virtual threads wait parked. */
    private String parked(Function f, String arguments) {
        Parks parks = f.call().binding().parks();
        String call = call(f, arguments);
        String inline = inline(f, call);
        if (parks.isByHand()) {
            String type = "Parked" + f.call().binding().topic();
            classes.add(bodies + "." + type);
            return inline + "        return %s.%s(parking, calls, %s);\n".formatted(type, f.name(), arguments);
        }
        f.type(parks.fd(), "parks");
        if (parks.tried() == null) {
            return inline
                    + "        return %sparking.whenReady(\"%s\", parking.waiters(%s), %s, () -> %s);\n"
                            .formatted(cast(f), f.name(), parks.fd(), parks.isWrite(), call);
        }
        f.type(parks.tried(), "parks");
        classes.add("posixkit.unix.Waiters");
        boolean isTime = parks.bit() == null;
        String attempt = replaced(call, parks.tried(), isTime ? "0" : parks.tried() + " | " + constant(f, parks.bit()));
        String failure = "-EAGAIN";
        if (isTime) {
            failure = "0";
        } else {
            imports.add("posixkit.constants.Errno.EAGAIN");
        }
        return inline
                + """
                        Waiters waiters = parking.waiters(%s%s);
                        if (waiters == null) {
                            return %s;
                        }
                        %s result = %s;
                        if (result != %s%s) {
                            return result;
                        }
                        return %s;
                """.formatted(
                                parks.fd(),
                                isTime ? "" : ", " + parks.tried(),
                                handedOver(f, call),
                                f.result(),
                                attempt,
                                failure,
                                parks.length() == null ? "" : " && (result < 0 || result == " + parks.length() + ")",
                                cast(f) + waiting(f, call, attempt));
    }

    /** Returns the expression that waits until an attempt has a result. */
    private static String waiting(Function f, String call, String attempt) {
        Parks parks = f.call().binding().parks();
        if (parks.length() != null) {
            return """
                    parking.writable(
                                    "%s",
                                    waiters,
                                    result,
                                    %s,
                                    done -> %s,
                                    done -> %s)""".formatted(f.name(), parks.length(), rest(parks, attempt), rest(parks, call));
        }
        if (parks.bit() == null) {
            return """
                    parking.within(
                                    "%s", waiters, %s, %s, () -> %s, () -> %s)""".formatted(f.name(), parks.isWrite(), parks.tried(), attempt, call);
        }
        return "parking.parked(\"%s\", waiters, %s, () -> %s, () -> %s)"
                .formatted(f.name(), parks.isWrite(), attempt, call);
    }

    /** Returns a call for the bytes after the first {@code done} ones. */
    private static String rest(Parks parks, String call) {
        boolean isAddress = !call.contains(parks.buffer() + ", index");
        String moved = isAddress
                ? replaced(call, parks.buffer(), parks.buffer() + " + done")
                : replaced(call, "index", "index + (int) done");
        return replaced(moved, parks.length(), parks.length() + " - done");
    }

    private static String replaced(String text, String name, String by) {
        return text.replaceFirst("(?<=[(,] ?)" + name + "(?=[,)])", by);
    }

    /** Returns the beginning of a Java condition that is true if the call cannot block. */
    private String condition(Function f, Waits waits) {
        String argument = waits.argument();
        if (argument == null) {
            return "";
        }
        f.type(argument, "waits");
        return switch (waits.test()) {
            case UNLESS_BIT ->
                "(%s & %s) != 0 || "
                        .formatted(argument, constant(f, waits.constants().get(0)));
            case UNLESS_ZERO -> argument + " == 0 || ";
            case UNLESS_ZERO_TIME -> "HandOff.isZeroTime(" + argument + ") || ";
            case FOR ->
                waits.constants().stream()
                        .map(name -> argument + " != " + constant(f, name))
                        .reduce((a, b) -> a + " && " + b)
                        .map(text -> text + " || ")
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
