package posixkit.abi;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import posixkit.abi.Binding.Failure;
import posixkit.abi.Binding.Instead;
import posixkit.abi.Spec.Topic;

/**
 * Writes an interface and a class for one topic, that is, for one group of C functions. The interface, for example
 * {@code IoSymbols}, is implemented by jnr-ffi. The class, for example {@code JnrIoCalls}, calls the C functions through the
 * interface.
 */
final class JnrWriter {
    /** The number of arguments that a system call takes in the generated interface {@code KernelSymbols.Six}. */
    private static final int ARGUMENTS = 6;

    private final Abi abi;
    private final Topic topic;
    private final String packageName;
    private final List<Function> functions;

    JnrWriter(Abi abi, Topic topic, String packageName, List<Function> functions) {
        this.abi = abi;
        this.topic = topic;
        this.packageName = packageName;
        this.functions = functions;
    }

    private List<Function> six() {
        return functions.stream().filter(Function::hasSix).toList();
    }

    private List<Function> few() {
        return functions.stream().filter(f -> !f.hasSix()).toList();
    }

    /**
     * Returns the variadic functions whose symbol differs from their name on at least one target. On such a target, the symbol is
     * the name of another C function, which takes all arguments in registers. For example, {@code __open} is called instead of
     * {@code open}. If libc lacks at least one of these other functions, none of them is called. Then all the variadic
     * functions themselves are called, through the generated interface {@code OnTheStack}.
     */
    private List<Function> stacked() {
        return functions.stream()
                .filter(f -> f.call().variadic() && f.hasOtherSymbols())
                .toList();
    }

    private List<Function> replaced() {
        return functions.stream().filter(Function::hasInstead).toList();
    }

    /** Returns the functions for which a system call is made if libc lacks them. */
    private List<Function> replacedByKernel() {
        return functions.stream().filter(Function::hasSystemCallInstead).toList();
    }

    // --- the interface that jnr-ffi implements, for example IoSymbols ---

    String symbols(String symbolsPackage) {
        StringBuilder body = new StringBuilder();
        if (hasOtherSymbols()) {
            body.append(
                    map(functions, "    ", "The symbols that are not the names of their functions on every target."));
        }
        few().forEach(f -> body.append(declaration(f, "    ")));
        if (!six().isEmpty()) {
            body.append("""

                        /** Declares the functions with six or more parameters. */
                        interface Six {
                    %s    }

                        /**
                         * Declares the functions of {@link Six} for x86_64. On x86_64, the machine-code stub of jnr-ffi passes a
                         * wrong sixth argument. The annotation makes jnr-ffi call the functions without this stub.
                         */
                        @NoX86
                        interface SixWithoutStub extends Six {}
                    """.formatted(
                            six().stream().map(f -> declaration(f, "        ")).collect(Collectors.joining())));
        }
        if (!stacked().isEmpty()) {
            body.append("""

                        /**
                         * Declares the variadic functions for Apple's arm64, which passes variadic arguments on the stack. This
                         * interface is used if libSystem lacks the functions that take all these arguments in registers.
                         */
                        interface OnTheStack extends %sSymbols {
                    %s%s    }
                    """.formatted(
                            topic.name(),
                            map(unstacked(), "        ", "The symbols, without those of the variadic functions."),
                            stacked().stream()
                                    .map(f -> "        @Override\n        @Variadic(fixedCount = %d)\n"
                                                    .formatted(f.call().params().size())
                                            + declaration(f, "        "))
                                    .collect(Collectors.joining("\n"))));
        }
        if (!replaced().isEmpty()) {
            body.append(
                    """

                        /** Declares the functions that are called instead of the functions that an old libc lacks. */
                        interface Old {
                    %s    }
                    """.formatted(replaced().stream().map(this::oldDeclaration).collect(Collectors.joining())));
        }
        StringBuilder imports = new StringBuilder();
        if (body.indexOf("Map<") >= 0) {
            imports.append("import java.util.Map;\n");
        }
        if (body.indexOf("@IgnoreError") >= 0) {
            imports.append("import jnr.ffi.annotations.IgnoreError;\n");
        }
        if (body.indexOf("@Variadic") >= 0) {
            imports.append("import jnr.ffi.annotations.Variadic;\n");
        }
        if (body.indexOf("@NoX86") >= 0) {
            imports.append("import jnr.ffi.provider.jffi.NoX86;\n");
        }
        if (body.indexOf("Target.") >= 0) {
            imports.append("import posixkit.Target;\n");
        }
        return """
                // Generated from abi/spec and abi/facts; do not edit.
                package %s;

                %s/**
                 * Declares C functions for jnr-ffi: %s. Each method returns what its function returns. <b>Internal.</b> This interface
                 * is public because jnr-ffi, which implements it, is outside our module.
                 */
                public interface %sSymbols {
                %s}
                """.formatted(symbolsPackage, imports.isEmpty() ? "" : imports + "\n", topic.what(), topic.name(), body);
    }

    private static String declaration(Function f, String indent) {
        return (f.failure() == Failure.NEVER ? indent + "@IgnoreError\n" : "")
                + "%s%s %s(%s);\n".formatted(indent, f.symbolResult(), f.name(), f.parameterList());
    }

    private String oldDeclaration(Function f) {
        Instead instead = f.instead();
        StringBuilder parameters = new StringBuilder();
        for (String argument : instead.arguments()) {
            boolean isNumber = Character.isDigit(argument.charAt(0));
            boolean isAddress = argument.charAt(0) == '&';
            String name = isNumber ? "version" : isAddress ? argument.substring(1) : argument;
            String type = isNumber ? "int" : isAddress ? "long" : f.type(name, "else");
            parameters
                    .append(parameters.isEmpty() ? "" : ", ")
                    .append(type)
                    .append(' ')
                    .append(name);
        }
        return "        %s %s(%s);\n".formatted(f.symbolResult(), instead.function(), parameters);
    }

    // --- the class that makes the calls, for example JnrIoCalls ---

    String calls() {
        StringBuilder fields = new StringBuilder();
        StringBuilder constructor = new StringBuilder();
        String symbols = topic.name() + "Symbols";
        if (!few().isEmpty()) {
            fields.append("    private final %s symbols;\n".formatted(symbols));
            constructor.append(
                    stacked().isEmpty()
                            ? "        symbols = library.load(%s.class%s);\n".formatted(symbols, given(symbols))
                            : """
                                            boolean inRegisters = %s;
                                            symbols = inRegisters
                                                    ? library.load(%s.class%s)
                                                    : library.load(%s.OnTheStack.class%s);
                                    """.formatted(
                                            stacked().stream()
                                                    .map(f -> "library.symbol(%s.SYMBOLS.get(\"%s\")) != 0"
                                                            .formatted(symbols, f.name()))
                                                    .collect(Collectors.joining("\n                && ")),
                                            symbols,
                                            given(symbols),
                                            symbols,
                                            given(symbols + ".OnTheStack")));
        }
        if (!six().isEmpty()) {
            fields.append("    private final %s.Six six;\n".formatted(symbols));
            constructor.append("        six = library.loadSix(%s.Six.class, %s.SixWithoutStub.class%s);\n"
                    .formatted(symbols, symbols, given(symbols)));
        }
        if (!replaced().isEmpty()) {
            fields.append("    private final %s.Old old;\n".formatted(symbols));
            constructor.append("        boolean isOld = false;\n");
            for (Function f : replaced()) {
                fields.append("    private final boolean %s;\n".formatted(lacks(f)));
                constructor.append("        %s = Target.IS_%s && library.symbol(\"%s\") == 0;\n"
                        .formatted(lacks(f), f.insteadSystem(), f.name()));
                constructor.append("        isOld |= %s;\n".formatted(lacks(f)));
            }
            constructor.append("        old = isOld ? library.load(%s.Old.class) : null;\n".formatted(symbols));
        }
        if (!replacedByKernel().isEmpty()) {
            fields.append("    private final KernelSymbols.Six kernel;\n");
            for (Function f : replacedByKernel()) {
                fields.append("    private final boolean %s;\n".formatted(lacks(f)));
                constructor.append("        %s = library.symbol(\"%s\") == 0;\n".formatted(lacks(f), f.name()));
            }
            constructor.append("""
                            kernel = %s
                                    ? library.loadSix(KernelSymbols.Six.class, KernelSymbols.SixWithoutStub.class, KernelSymbols.SYMBOLS)
                                    : null;
                    """.formatted(
                            replacedByKernel().stream().map(JnrWriter::lacks).collect(Collectors.joining(" || "))));
        }
        StringBuilder methods = new StringBuilder();
        functions.forEach(f -> methods.append(method(f)));
        StringBuilder imports = new StringBuilder();
        if (methods.indexOf("ENOSYS") >= 0) {
            imports.append("import static posixkit.constants.Errno.ENOSYS;\n\n");
        }
        if (fields.indexOf("Target.") >= 0 || constructor.indexOf("Target.") >= 0 || methods.indexOf("Target.") >= 0) {
            imports.append("import posixkit.Target;\n");
        }
        imports.append("import posixkit.ffi.Native;\n");
        if (methods.indexOf("Result.") >= 0) {
            imports.append("import posixkit.unix.Result;\n");
        }
        if (methods.indexOf("Scratch.") >= 0) {
            imports.append("import posixkit.unix.Scratch;\n");
        }
        String symbolsPackage = packageName.substring(0, packageName.lastIndexOf('.')) + ".symbols";
        if (!replacedByKernel().isEmpty()) {
            imports.append("import %s.KernelSymbols;\n".formatted(symbolsPackage));
        }
        imports.append("import %s.%s;\n".formatted(symbolsPackage, symbols));
        return """
                // Generated from abi/spec and abi/facts; do not edit.
                package %s;

                %s
                /** Calls the functions through jnr-ffi. <b>Internal.</b> */
                public final class Jnr%sCalls implements %sCalls {
                %s
                    public Jnr%sCalls(Native library) {
                %s    }
                %s}
                """.formatted(
                        packageName, imports, topic.name(), topic.name(), fields, topic.name(), constructor, methods);
    }

    /**
     * Returns the Java source of the last argument for {@code Native.load} or {@code Native.loadSix}, with a comma before it. The
     * argument is a map of symbols, for example {@code , IoSymbols.SYMBOLS}. The parameter {@code symbols} is the name of the
     * interface that contains the map. Returns an empty string if the symbol of every function is the name of the function.
     */
    private String given(String symbols) {
        return hasOtherSymbols() ? ", " + symbols + ".SYMBOLS" : "";
    }

    private boolean hasOtherSymbols() {
        return functions.stream().anyMatch(Function::hasOtherSymbols);
    }

    private List<Function> unstacked() {
        return functions.stream().filter(f -> !stacked().contains(f)).toList();
    }

    private static String map(List<Function> functions, String indent, String comment) {
        String entries = functions.stream()
                .filter(Function::hasOtherSymbols)
                .map(JnrWriter::entry)
                .collect(Collectors.joining(",\n"));
        return "%s/** %s */\n%sMap<String, String> SYMBOLS = Map.of(%s);\n\n"
                .formatted(indent, comment, indent, entries.isEmpty() ? "" : "\n" + entries);
    }

    private static String entry(Function f) {
        return "            \"%s\", %s".formatted(f.name(), Choice.of(f.symbols(), symbol -> '"' + symbol + '"'));
    }

    private static String lacks(Function f) {
        return "lacks" + Character.toUpperCase(f.name().charAt(0)) + f.name().substring(1);
    }

    private String method(Function f) {
        String call = "%s.%s(%s)".formatted(f.hasSix() ? "six" : "symbols", f.name(), f.argumentList());
        StringBuilder body = new StringBuilder();
        if (f.isVoid()) {
            body.append("        %s;\n".formatted(call));
        } else if (f.failure() == Failure.NEVER) {
            body.append("        return %s;\n".formatted(call));
        } else {
            if (f.hasInstead()) {
                body.append("        if (%s) {\n%s        }\n"
                        .formatted(
                                lacks(f),
                                f.insteadStatements(arguments -> result(
                                        f,
                                        "old.%s(%s)"
                                                .formatted(f.instead().function(), String.join(", ", arguments))))));
            }
            body.append("""
                            try {
                                return %s;
                            } catch (%s e) {
                                return %s;
                            }
                    """.formatted(
                    f.hasSystemCallInstead()
                            ? """
                                %s
                                                ? %s
                                                : %s""".formatted(lacks(f), systemCall(f), result(f, call))
                            : result(f, call),
                    // If libc lacks the function, the call normally throws UnsatisfiedLinkError. If the symbol of the
                    // function differs from the name of the Java method, the call throws AbstractMethodError: jnr-ffi
                    // implements a method with the wrong name.
                    f.hasOtherSymbols() || f.hasSystemCallInstead()
                            ? "UnsatisfiedLinkError | AbstractMethodError"
                            : "UnsatisfiedLinkError",
                    f.missing()));
        }
        return """

                    @Override
                    public %s %s(%s) {
                %s    }
                """.formatted(f.result(), f.name(), f.parameterList(), body);
    }

    /** Returns the Java expression for the system call that is made if libc lacks {@code f}. */
    private String systemCall(Function f) {
        String arguments = Stream.concat(f.systemCallInstead(abi).stream(), Stream.generate(() -> "0"))
                .limit(1 + ARGUMENTS)
                .collect(Collectors.joining(", "));
        return "%sResult.negate(kernel.syscall6(%s))"
                .formatted(f.symbolResult().equals("int") ? "(int) " : "", arguments);
    }

    private static String result(Function f, String call) {
        return switch (f.failure()) {
            case ERRNO -> "Result.negate(" + call + ")";
            case NUMBER -> "-" + call;
            case NULL -> "Result.ofPointer(" + call + ")";
            case BOTH -> "Result.withErrno(" + call + ")";
            case LIMIT -> "Result.ofLimit(" + call + ")";
            case NEVER -> call;
        };
    }
}
