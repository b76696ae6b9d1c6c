package posixkit.abi;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import posixkit.abi.Binding.Instead;
import posixkit.abi.Spec.Topic;

/**
 * Writes, for one topic, the Java class that calls C functions through the JDK's foreign-function API. A topic is a group of C
 * functions. A generated method passes the address of its C function to an object of the class {@code Downcalls}. On Linux, some
 * methods make a system call instead: they pass the number of the system call.
 */
final class LinkedWriter {
    /** The number of arguments that each method of {@code Downcalls} takes. */
    private static final int ARGUMENTS = 6;

    private final Abi abi;
    private final Topic topic;
    private final String packageName;
    private final List<Function> functions;

    /**
     * A map from generated fields to Java expressions. A field contains the address of a C function, and the expression finds
     * this address.
     */
    private final Map<String, String> addresses = new LinkedHashMap<>();

    LinkedWriter(Abi abi, Topic topic, String packageName, List<Function> functions) {
        this.abi = abi;
        this.topic = topic;
        this.packageName = packageName;
        this.functions = functions;
    }

    /** Returns true if the function {@code f} is a system call on {@code target}, made without libc. */
    static boolean isSystemCall(Function f, String target) {
        return f.call().binding().isByNumber() || f.direct(target) != null && !f.isVoid();
    }

    String write() {
        StringBuilder methods = new StringBuilder();
        functions.forEach(f -> methods.append(method(f)));
        String fields = addresses.keySet().stream()
                .map(name -> "    private final long " + name + ";\n")
                .collect(Collectors.joining());
        String assignments = addresses.entrySet().stream()
                .map(e -> "        %s = %s;\n".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining());
        String all = methods + assignments;
        Set<String> imports = new LinkedHashSet<>();
        imports.add(all.contains("Target.") ? "posixkit.Target" : "");
        imports.add("posixkit.ffi.Downcalls");
        imports.add("posixkit.ffi.Native");
        imports.add(all.contains("Result.") ? "posixkit.unix.Result" : "");
        imports.add(all.contains("Scratch.") ? "posixkit.unix.Scratch" : "");
        imports.remove("");
        return """
                // Generated from abi/spec and abi/facts; do not edit.
                package %s;

                %s%s
                /** Calls the functions through the JDK's foreign-function API. <b>Internal.</b> */
                public final class Linked%sCalls implements %sCalls {
                    private final Downcalls down = Native.downcalls();
                %s
                    public Linked%sCalls(Native library) {
                %s    }
                %s}
                """.formatted(
                        packageName,
                        all.contains("ENOSYS") ? "import static posixkit.constants.Errno.ENOSYS;\n\n" : "",
                        imports.stream().map(name -> "import " + name + ";\n").collect(Collectors.joining()),
                        topic.name(),
                        topic.name(),
                        fields,
                        topic.name(),
                        assignments,
                        methods);
    }

    private String method(Function f) {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (String target : f.facts().keySet()) {
            expressions.put(target, expression(f, target));
        }
        boolean isLibcOnLinux = f.isVoid()
                || expressions.entrySet().stream()
                        .anyMatch(e -> Abi.isLinux(e.getKey()) && e.getValue().equals(libc(f)));
        if (!isLibcOnLinux && expressions.containsValue(libc(f))) {
            addresses.compute(field(f.name()), (name, lookUp) -> "Target.IS_LINUX ? 0 : " + lookUp);
        }
        String old = isLibcOnLinux ? old(f) : "";
        String body = f.isVoid()
                ? "        if (%s != 0) {\n            %s;\n        }\n".formatted(address(f), plain(f))
                : "        return %s;\n".formatted(Choice.of(expressions, text -> text));
        return """

                    @Override
                    public %s %s(%s) {
                %s%s    }
                """.formatted(f.result(), f.name(), f.parameterList(), old, body);
    }

    private String expression(Function f, String target) {
        String cast = f.symbolResult().equals("int") ? "(int) " : "";
        Binding binding = f.call().binding();
        if (binding.isByNumber()) {
            List<String> names =
                    f.parameters().stream().map(Function.Parameter::name).toList();
            return "%sdown.kernel(%s, %s)".formatted(cast, names.get(0), six(names.subList(1, names.size()).stream()));
        }
        if (!isSystemCall(f, target)) {
            return libc(f);
        }
        Instead direct = f.direct(target);
        Stream<String> arguments = direct.arguments() == null
                ? f.parameters().stream().map(Function.Parameter::name)
                : direct.arguments().stream().map(argument -> abi.argument(target, argument));
        int number = abi.systemCall(f.call().where(), target, direct.function());
        return "%sdown.kernel(%d, %s)".formatted(cast, number, six(arguments));
    }

    /**
     * Returns a Java expression that calls the function of libc. If libc lacks the function, the expression makes the system call
     * that the spec names; if the spec names none, the value of the expression is the failure ENOSYS.
     */
    private String libc(Function f) {
        if (f.isVoid()) {
            return "";
        }
        return "%s == 0 ? %s : %s".formatted(address(f), missing(f), call(f, address(f), arguments(f)));
    }

    private String missing(Function f) {
        if (!f.hasSystemCallInstead()) {
            return f.missing();
        }
        List<String> call = f.systemCallInstead(abi);
        return "%sdown.kernel(%s, %s)"
                .formatted(
                        f.symbolResult().equals("int") ? "(int) " : "",
                        call.get(0),
                        six(call.subList(1, call.size()).stream()));
    }

    private String plain(Function f) {
        return "down.plain(%s, %s)".formatted(address(f), arguments(f));
    }

    private static String call(Function f, String address, String arguments) {
        boolean isInt = f.symbolResult().equals("int");
        String all = address + ", " + arguments;
        return switch (f.failure()) {
            case ERRNO -> "down.%s(%s)".formatted(isInt ? "intOrErrno" : "longOrErrno", all);
            case NUMBER -> "-(int) down.plain(" + all + ")";
            case NULL -> (isInt ? "(int) " : "") + "down.pointerOrErrno(" + all + ")";
            case LIMIT -> "down.limitOrErrno(Result.NO_LIMIT, " + all + ")";
            case BOTH -> "down.bothWithErrno(" + all + ")";
            case NEVER -> (isInt ? "(int) " : "") + "down.plain(" + all + ")";
        };
    }

    /** Returns the statements that call another function instead, where an old libc lacks the function. */
    private String old(Function f) {
        if (!f.hasInstead()) {
            return "";
        }
        String field = field(f.instead().function());
        addresses.put(field, "library.symbol(\"" + f.instead().function() + "\")");
        return "        if (%s == 0 && %s != 0 && Target.IS_%s) {\n%s        }\n"
                .formatted(
                        address(f),
                        field,
                        f.insteadSystem(),
                        f.insteadStatements(arguments -> call(f, field, six(arguments.stream()))));
    }

    /** Returns the name of the field with the address of the function. */
    private String address(Function f) {
        String field = field(f.name());
        addresses.putIfAbsent(field, "library.symbol(" + Choice.of(f.symbols(), symbol -> '"' + symbol + '"') + ")");
        return field;
    }

    private static String field(String function) {
        return function + "At";
    }

    private static String arguments(Function f) {
        return six(f.parameters().stream().map(Function.Parameter::name));
    }

    private static String six(Stream<String> arguments) {
        return Stream.concat(arguments, Stream.generate(() -> "0"))
                .limit(ARGUMENTS)
                .collect(Collectors.joining(", "));
    }
}
