package posixkit.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import posixkit.abi.Binding.Failure;
import posixkit.abi.Binding.Instead;
import posixkit.abi.Function.Parameter;
import posixkit.abi.Spec.Topic;

/**
 * Writes, for one topic, a Java class with native methods. A topic is a group of C functions in the specs. The machine code of
 * these native methods is part of the library. The specs mark some C functions with the word {@code direct}. The native methods
 * are for the functions with this mark. If a topic has no function with this mark, this writer is not used. On Linux, a native
 * method makes the system call itself. On macOS, a native method calls the C function in libc, unless the function has the mark
 * {@code never}. All other functions of the topic are called through jnr-ffi.
 */
final class RegisteredWriter {
    private static final String BUFFER = "ByteBuffer";

    private final Abi abi;
    private final Topic topic;
    private final String packageName;
    private final List<Function> functions;
    private final String rest;
    private final String restType;

    /**
     * A native method. {@code statement}: a Java statement for the constructor of the generated class. The statement chooses the
     * machine code of the method.
     */
    private record NativeMethod(String declaration, String statement) {}

    /** The native methods by name and signature. */
    private final Map<String, NativeMethod> natives = new LinkedHashMap<>();

    /**
     * @param rest a Java expression for the object that calls the other functions of the topic. The expression uses the field
     *     {@code rest}
     * @param restType the type of the field {@code rest}
     */
    RegisteredWriter(Abi abi, Topic topic, String packageName, List<Function> functions, String rest, String restType) {
        this.abi = abi;
        this.rest = rest;
        this.restType = restType;
        this.topic = topic;
        this.packageName = packageName;
        this.functions = functions;
    }

    static boolean isDirect(Function f) {
        return f.call().binding().isByNumber() || !f.call().binding().direct().isEmpty();
    }

    /** Returns true if machine code calls the function {@code f} on {@code target}. */
    static boolean isDirect(Function f, String target) {
        return f.call().binding().isByNumber() || isPlain(f, target) || isDirect(f) && f.direct(target) != null;
    }

    /** Returns true if machine code calls {@code f} on {@code target} with the arguments of {@code f} and no others. */
    private static boolean isPlain(Function f, String target) {
        Instead direct = f.direct(target);
        return isDirect(f)
                && (Abi.isLinux(target) ? direct != null && direct.arguments() == null : f.failure() != Failure.NEVER);
    }

    String write() {
        String calls = topic.name() + "Calls";
        StringBuilder methods = new StringBuilder();
        functions.forEach(f -> methods.append(method(f)));
        String registration = natives.values().stream()
                .map(m -> "        " + m.statement + "\n")
                .collect(Collectors.joining());
        String declarations = natives.values().stream()
                .map(m -> "\n    " + m.declaration + "\n")
                .collect(Collectors.joining());
        String all = registration + methods + declarations;
        Set<String> imports = new LinkedHashSet<>();
        if (all.contains(BUFFER)) {
            imports.add("java.nio.ByteBuffer");
        }
        if (all.contains("Target.")) {
            imports.add("posixkit.Target");
        }
        imports.add("posixkit.ffi.Native");
        imports.add("posixkit.ffi.RegisteredCode");
        return """
                // Generated from abi/spec and abi/facts; do not edit.
                package %s;

                %s
                /** Calls functions by native methods that are machine code, and others as {@code rest} does. <b>Internal.</b> */
                public final class Registered%s implements %s {
                    private final %s rest;

                    public Registered%s(Native library, %s rest) {
                        this.rest = rest;
                        RegisteredCode code = new RegisteredCode(library);
                %s        code.register(Registered%s.class);
                    }
                %s%s}
                """.formatted(
                        packageName,
                        imports.stream().map(name -> "import " + name + ";\n").collect(Collectors.joining()),
                        calls,
                        calls,
                        restType,
                        calls,
                        restType,
                        registration,
                        calls,
                        methods,
                        declarations);
    }

    private String method(Function f) {
        String other = "%s.%s(%s)".formatted(rest, f.name(), f.argumentList());
        String back = f.isVoid() ? "" : "return ";
        String body;
        if (!isDirect(f)) {
            body = "        %s%s;\n".formatted(back, other);
        } else {
            body = """
                            try {
                                %s%s;
                            } catch (UnsatisfiedLinkError e) {
                                %s%s;
                            }
                    """.formatted(back, directly(f), back, other);
        }
        String method = """

                    @Override
                    public %s %s(%s) {
                %s    }
                """.formatted(f.result(), f.name(), f.parameterList(), body);
        return method + (f.call().binding().buffer() == null ? "" : buffered(f));
    }

    /**
     * Returns the Java expression that calls the function {@code f} on the target on which the program runs. The expression
     * calls native methods. Also adds these native methods to {@link #natives}.
     */
    private String directly(Function f) {
        if (f.call().binding().isByNumber()) {
            declare(f.name(), f.result(), f.parameters(), "code.numbered(\"%s_\", \"%s\");");
            return "%s_(%s)".formatted(f.name(), f.argumentList());
        }
        Map<String, String> expressions = new LinkedHashMap<>();
        Map<String, Integer> plain = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> others = new LinkedHashMap<>();
        for (String target : f.facts().keySet()) {
            Instead direct = f.direct(target);
            if (isPlain(f, target)) {
                expressions.put(target, "%s_(%s)".formatted(f.name(), f.argumentList()));
                plain.put(
                        target, Abi.isLinux(target) ? abi.systemCall(f.call().where(), target, direct.function()) : -1);
            } else if (direct != null) {
                List<String> arguments = direct.arguments().stream()
                        .map(a -> abi.argument(target, a))
                        .toList();
                expressions.put(target, "%s_(%s)".formatted(direct.function(), String.join(", ", arguments)));
                others.computeIfAbsent(direct.function(), k -> new LinkedHashMap<>())
                        .put(target, abi.systemCall(f.call().where(), target, direct.function()));
            } else {
                expressions.put(target, "%s.%s(%s)".formatted(rest, f.name(), f.argumentList()));
            }
        }
        if (!plain.isEmpty()) {
            declare(
                    f.name(),
                    f.result(),
                    f.parameters(),
                    "code.direct(\"%s_\", \"%s\", " + numbers(f, plain) + ", "
                            + Choice.of(f.symbols(), symbol -> '"' + symbol + '"') + ");");
        }
        others.forEach((name, byTarget) -> declare(
                name,
                f.result(),
                parameters(
                        f,
                        f.call().binding().direct().values().stream()
                                .filter(d -> name.equals(d.function()) && d.arguments() != null)
                                .findFirst()
                                .orElseThrow()),
                "code.kernel(\"%s_\", \"%s\", " + numbers(f, byTarget) + ");"));
        return Choice.of(expressions, text -> text);
    }

    /**
     * Returns the source of the Java method that has a direct buffer and an index as parameters instead of an address. On Linux,
     * this Java method calls a native method. Also adds the native method to {@link #natives}.
     */
    private String buffered(Function f) {
        Function.Buffered form = f.buffered();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<String> arguments = new ArrayList<>(form.arguments());
        List<Parameter> parameters = new ArrayList<>(form.parameters());
        String kernel = f.name();
        for (String target : f.facts().keySet()) {
            if (Abi.isLinux(target)) {
                Instead direct = f.direct(target);
                kernel = direct.function();
                numbers.put(target, abi.systemCall(f.call().where(), target, direct.function()));
                if (direct.arguments() != null) {
                    List<String> more = direct.arguments()
                            .subList(f.parameters().size(), direct.arguments().size());
                    arguments = new ArrayList<>(form.arguments());
                    arguments.addAll(more);
                    parameters = new ArrayList<>(form.parameters());
                    for (int i = 0; i < more.size(); i++) {
                        parameters.add(new Parameter("long", "zero" + i));
                    }
                }
            }
        }
        declare(kernel, f.result(), parameters, "code.buffered(\"%s_\", \"%s\", " + numbers(f, numbers) + ");");
        return """

                    @Override
                    public %s %s(%s) {
                        return Target.IS_LINUX
                                ? %s_(%s)
                                : %s(%s);
                    }
                """.formatted(
                        f.result(),
                        f.name(),
                        form.parameterList(),
                        kernel,
                        String.join(", ", arguments),
                        f.name(),
                        form.withAddress());
    }

    /**
     * Adds a native method to {@link #natives}. Two C functions may use the same native method. For example, {@code open} on
     * Linux aarch64 calls {@code openat_}, the native method of {@code openat}. So {@code declare} is called twice for
     * {@code openat_}, with different statements. In this case, {@link #natives} keeps the {@code statement} for
     * {@code openat}. Reason: only the {@code statement} for {@code openat} says what {@code openat_} calls on macOS.
     */
    private void declare(String name, String result, List<Parameter> parameters, String statement) {
        String signature = parameters.stream().map(p -> letter(p.type())).collect(Collectors.joining("", "(", ")"))
                + letter(result);
        String declaration = "private static native %s %s_(%s);"
                .formatted(
                        result,
                        name,
                        parameters.stream().map(Parameter::toString).collect(Collectors.joining(", ")));
        NativeMethod method = new NativeMethod(declaration, statement.formatted(name, signature));
        if (statement.startsWith("code.kernel")) {
            natives.putIfAbsent(name + signature, method);
        } else {
            natives.put(name + signature, method);
        }
    }

    private static String letter(String type) {
        return switch (type) {
            case "int" -> "I";
            case "long" -> "J";
            case "void" -> "V";
            default -> "Ljava/nio/ByteBuffer;";
        };
    }

    private static List<Parameter> parameters(Function f, Instead direct) {
        List<Parameter> parameters = new ArrayList<>();
        for (String argument : direct.arguments()) {
            Parameter own = f.parameters().stream()
                    .filter(p -> p.name().equals(argument))
                    .findFirst()
                    .orElse(null);
            // An argument is a parameter of f, a literal number or the name of a C constant. A literal number may stand
            // for a pointer or a flag, so its type is long. The type of a C constant is int.
            boolean isNumber = Character.isDigit(argument.charAt(0));
            String type = own != null ? own.type() : isNumber ? "long" : "int";
            parameters.add(new Parameter(type, "a" + (parameters.size() + 1)));
        }
        return parameters;
    }

    /**
     * Returns the Java expression for the number of a system call on the target on which the program runs. {@code numbers}
     * contains the numbers by target. On a target that {@code numbers} does not contain, the expression is −1.
     */
    private static String numbers(Function f, Map<String, Integer> numbers) {
        Map<String, Integer> all = new LinkedHashMap<>();
        f.facts().keySet().forEach(target -> all.put(target, numbers.getOrDefault(target, -1)));
        return Choice.of(all, String::valueOf);
    }
}
