package posixkit.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import posixkit.abi.Binding.Failure;
import posixkit.abi.Binding.Instead;
import posixkit.abi.Facts.FuncFact;
import posixkit.abi.Spec.Call;

/**
 * A C function for which {@link CallWriter} generates a Java method. The C function has the same number of parameters on every
 * target for which the method is generated. A parameter of the method is an {@code int} if the parameter of the C function has at
 * most 32 bits on all these targets, and otherwise a {@code long}. For a variadic function, the method also has the variadic
 * parameters that the spec states.
 *
 * @param call the function as the spec states it. The comment of the method shows the prototype from the spec
 * @param facts the prototypes of the C function, by target. If the spec states a symbol, the prototype has this symbol
 * @param parameters the parameters of the Java method
 */
record Function(Call call, Map<String, FuncFact> facts, List<Parameter> parameters) {
    record Parameter(String type, String name) {
        @Override
        public String toString() {
            return type + " " + name;
        }
    }

    /**
     * {@link JnrWriter} declares functions with at least this number of parameters in a separate interface. Reason: on x86_64,
     * the stub of jnr-ffi (machine code that calls C functions) passes a wrong sixth argument. So on x86_64, jnr-ffi must
     * implement the separate interface without this stub.
     */
    private static final int SIX = 6;

    private static final Pattern NAME = Pattern.compile(".*?(\\w+)(?:\\[\\d*])*");

    /** Returns the function {@code name} as the specs of {@code systems} state it. */
    static Function of(Abi abi, List<String> systems, String name) {
        Call call = null;
        Map<String, FuncFact> facts = new LinkedHashMap<>();
        for (String target : Abi.TARGETS) {
            if (systems.contains(Abi.system(target))) {
                Spec spec = abi.spec(target);
                call = spec.exports.getOrDefault(name, spec.calls.get(name));
                FuncFact fact = spec.exports.containsKey(name)
                        ? declared(call)
                        : abi.facts(target).functions.get(name);
                String stated = call.binding().symbol(target);
                facts.put(target, stated == null ? fact : fact.as(stated));
            }
        }
        Function function = new Function(
                call, facts, parameters(call, facts.values().stream().toList()));
        function.check();
        return function;
    }

    /** Returns the prototype that the spec itself states, for a function that no header declares. */
    private static FuncFact declared(Call call) {
        List<Kind> kinds = call.params().stream()
                .map(parameter -> Kind.parse(parameter.substring(0, parameter.indexOf(' '))))
                .toList();
        return new FuncFact(call.name(), Kind.parse(call.result()), kinds, false, call.name(), "");
    }

    private static List<Parameter> parameters(Call call, List<FuncFact> facts) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < call.params().size(); i++) {
            Matcher m = NAME.matcher(call.params().get(i));
            if (!m.matches()) {
                throw call.where().error("no name: " + call.params().get(i));
            }
            int index = i;
            boolean wide =
                    facts.stream().anyMatch(fact -> fact.params().get(index).width() > Integer.BYTES);
            parameters.add(new Parameter(wide ? "long" : "int", m.group(1)));
        }
        call.binding().with().forEach(extra -> parameters.add(new Parameter(extra.type(), extra.name())));
        return parameters;
    }

    private void check() {
        if (results().distinct().count() != 1) {
            throw call.where().error(name() + " returns an int on one target and a long on another");
        }
        if (facts.values().stream()
                .anyMatch(fact -> fact.params().size() != call.params().size())) {
            throw call.where().error(name() + " does not have the same number of parameters on all targets");
        }
        if (call.variadic() == call.binding().with().isEmpty()) {
            throw call.where().error(name() + " must have the mark \"with\" if, and only if, it is variadic");
        }
    }

    private Stream<Boolean> results() {
        return facts.values().stream().map(fact -> fact.result().width() > Integer.BYTES);
    }

    String name() {
        return call.name();
    }

    Failure failure() {
        return call.binding().failure();
    }

    /** Returns the Java expression for the failure ENOSYS, as the Java method of this function returns it. */
    String missing() {
        return failure() == Failure.BOTH ? "Result.both(-1, ENOSYS)" : "-ENOSYS";
    }

    /** Returns true if the spec names another C function to call if libc lacks this function. */
    boolean hasInstead() {
        return !call.binding().instead().isEmpty() && instead().systemCall() == null;
    }

    /** Returns true if the spec names a system call to make if libc lacks this function. */
    boolean hasSystemCallInstead() {
        return !call.binding().instead().isEmpty() && instead().systemCall() != null;
    }

    /**
     * Returns the number and the arguments of the system call {@link #instead}, as Java expressions that choose by the target on
     * which the program runs.
     */
    List<String> systemCallInstead(Abi abi) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        facts.keySet()
                .forEach(target -> numbers.put(
                        target, abi.systemCall(call.where(), target, instead().systemCall())));
        List<String> numberAndArguments = new ArrayList<>();
        numberAndArguments.add(Choice.of(numbers, String::valueOf));
        numberAndArguments.addAll(
                instead().arguments() != null
                        ? instead().arguments()
                        : parameters.stream().map(Parameter::name).toList());
        return numberAndArguments;
    }

    /** Returns the call to make if libc lacks this function. */
    Instead instead() {
        return call.binding().instead().values().iterator().next();
    }

    /** Returns the operating system whose libc may lack this function, in capital letters. */
    String insteadSystem() {
        return call.binding().instead().keySet().iterator().next().toUpperCase(Locale.ROOT);
    }

    /**
     * Returns Java statements that make the call {@link #instead}. An argument {@code &dev} in the spec is the address of a copy
     * of the argument {@code dev}; the statements make this copy.
     *
     * @param caller returns the Java expression of the call, from the Java expressions of the arguments
     */
    String insteadStatements(java.util.function.Function<List<String>, String> caller) {
        String address = instead().arguments().stream()
                .filter(argument -> argument.startsWith("&"))
                .findFirst()
                .orElse(null);
        String made = caller.apply(instead().arguments().stream()
                .map(argument -> argument.equals(address) ? "copy" : argument)
                .toList());
        return address == null ? "            return %s;\n".formatted(made) : """
                            try (Scratch s = Scratch.open()) {
                                long copy = s.alloc(Long.BYTES);
                                s.set64(copy, %s);
                                return %s;
                            }
                """.formatted(address.substring(1), made);
    }

    /**
     * Returns the system call that machine code makes on {@code target} in place of this function, or null if there is none. Its
     * arguments are null if they are those of this function.
     */
    Instead direct(String target) {
        if (!Abi.isLinux(target)) {
            return null;
        }
        Instead direct = call.binding().direct().get(Abi.processor(target));
        return direct == null || direct.function() != null ? direct : new Instead(name(), direct.arguments());
    }

    boolean isVoid() {
        return facts.values().stream().allMatch(fact -> fact.result().equals(Kind.VOID));
    }

    boolean hasSix() {
        return parameters.size() >= SIX;
    }

    /** Returns the result type of the method for this function, in the interface that jnr-ffi implements. */
    String symbolResult() {
        return results().anyMatch(wide -> wide) ? "long" : "int";
    }

    /** Returns the result type of the method for this function, in the interface that posixkit calls. */
    String result() {
        return isVoid() ? "void" : failure() == Failure.BOTH ? "long" : symbolResult();
    }

    /** Returns the symbol of this function on each target. */
    Map<String, String> symbols() {
        Map<String, String> symbols = new LinkedHashMap<>();
        facts.forEach((target, fact) -> symbols.put(target, fact.symbol()));
        return symbols;
    }

    boolean hasOtherSymbols() {
        return symbols().values().stream().anyMatch(symbol -> !symbol.equals(name()));
    }

    String parameterList() {
        return parameters.stream().map(Parameter::toString).collect(Collectors.joining(", "));
    }

    String argumentList() {
        return parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
    }

    /**
     * Returns the Java type of the parameter {@code name}. Throws {@link AbiException} if the function has no parameter of this
     * name. {@code mark} is the mark that mentions the parameter in the spec, for example {@code waits}. The message of the
     * exception shows the mark.
     */
    String type(String name, String mark) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> call.where().error("no parameter " + name + ": " + mark))
                .type();
    }

    /**
     * Returns a variant of the Java method. Instead of an address, the variant has a direct buffer and an index as parameters.
     */
    Buffered buffered() {
        String buffer = call.binding().buffer();
        type(buffer, "buffer");
        List<Parameter> form = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(buffer)) {
                form.add(new Parameter("ByteBuffer", buffer));
                form.add(new Parameter("int", "index"));
            } else {
                form.add(parameter);
            }
        }
        String address = argumentList().replaceFirst("\\b" + buffer + "\\b", "Native.address(" + buffer + ", index)");
        return new Buffered(form, address);
    }

    /**
     * A variant of a generated Java method. Instead of an address, the variant has a direct buffer and an index as parameters.
     *
     * @param withAddress the arguments with which the variant calls the original method. One argument is the address of a
     *     byte of the buffer. The parameter {@code index} says which byte
     */
    record Buffered(List<Parameter> parameters, String withAddress) {
        String parameterList() {
            return parameters.stream().map(Parameter::toString).collect(Collectors.joining(", "));
        }

        List<String> arguments() {
            return parameters.stream().map(Parameter::name).toList();
        }
    }
}
