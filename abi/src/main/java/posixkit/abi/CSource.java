package posixkit.abi;

import java.util.StringJoiner;
import posixkit.abi.Spec.Call;
import posixkit.abi.Spec.Field;
import posixkit.abi.Spec.Header;
import posixkit.abi.Spec.Shape;
import posixkit.abi.Spec.Struct;
import posixkit.abi.Spec.Where;

/**
 * Builds the C code that {@link ProbeWriter} and {@link AssertWriter} share. {@link ProbeWriter} writes C sources that ask the
 * compiler for facts, and {@link AssertWriter} writes assertions about facts. The shared code contains the includes of one
 * translation unit, expressions for the members of structures, types of parameters, and declarations of functions.
 */
final class CSource {
    private CSource() {}

    /**
     * The C macro {@code SHAPE(x)} returns a number that describes the C type of the expression {@code x}. The three constants
     * here are the bits of this number. {@code SCALAR}: the type is an integer type. {@code SIGNED}: the integer type is signed.
     * {@code CHAR}: the type is {@code char}. If the type is not an integer type, for example a pointer, a structure or a
     * {@code double}, the number is 0.
     */
    static final int SCALAR = 1;

    static final int SIGNED = 2;
    static final int CHAR = 4;

    private static final String PRELUDE = """
            #define _GNU_SOURCE
            #define __APPLE_USE_RFC_3542
            #include <stddef.h>
            %s
            #define SHAPE(x) _Generic((x), char: (char)-1 < 0 ? 7 : 5, \\
                _Bool: 1, unsigned char: 1, unsigned short: 1, unsigned: 1, unsigned long: 1, unsigned long long: 1, \\
                signed char: 3, short: 3, int: 3, long: 3, long long: 3, default: 0)
            """;

    static String prelude(Spec spec, String unit) {
        StringJoiner includes = new StringJoiner("\n");
        spec.headers.stream()
                .filter(h -> h.unit().equals(unit))
                .map(Header::name)
                .forEach(h -> includes.add("#include <" + h + ">"));
        return prelude(includes.toString());
    }

    static String prelude(String includes) {
        return PRELUDE.formatted(includes);
    }

    /**
     * Returns a {@code #line} directive for a line of the spec. Because of the directive, the messages of the compiler show the
     * file and the line of the spec, not of the generated C source.
     */
    static String line(Where where) {
        return "#line " + where.line() + " \"abi/spec/" + where.file() + "\"\n";
    }

    /**
     * Returns the C source of a second declaration of a function. The compiler reports an error if this declaration differs from
     * the prototype in the header.
     */
    static String redeclare(Call call) {
        String name = call.name();
        return line(call.where()) + "typedef __typeof__(" + name + ") posixkit_" + name + "; extern " + call.prototype()
                + ";\n";
    }

    static String member(Struct struct, Field field) {
        return "((" + struct.type() + " *)0)->" + field.path();
    }

    static String offset(Struct struct, Field field) {
        return "__builtin_offsetof(" + struct.type() + ", " + field.path() + ")";
    }

    /** Returns a C expression that has the type of the member, or the type of its elements if the member is an array. */
    static String scalar(Struct struct, Field field) {
        return member(struct, field) + (field.shape() == Shape.ARRAY ? "[0]" : "");
    }

    /**
     * Returns the C type of a parameter or a result. {@code param} is the declaration of the parameter, for example
     * {@code int fd}, or the type of the result. The returned type does not contain the name of the parameter: for
     * {@code int fd}, it is {@code int}. Returns null if the type is a pointer or an array.
     */
    static String scalarType(String param) {
        if (param.contains("*") || param.contains("[")) {
            return null;
        }
        String words = param.replace("const ", "");
        boolean named = words.contains(" ") && !words.matches("(unsigned |signed )?(char|short|int|long|long long)");
        return named && !words.matches("(enum|struct|union) \\w+") ? words.substring(0, words.lastIndexOf(' ')) : words;
    }
}
