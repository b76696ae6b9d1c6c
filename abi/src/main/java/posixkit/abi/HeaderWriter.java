package posixkit.abi;

import java.util.StringJoiner;
import posixkit.abi.Facts.ConstFact;
import posixkit.abi.Facts.StructFact;

/**
 * Writes the facts of a target as a C header. With the header, C code can use the ABI of the target on another system. For
 * example, C code that is compiled for Linux can use the ABI of macOS. The header defines a macro for each constant. For example,
 * in the header of a macOS target, {@code D_O_CREAT} has the value of {@code O_CREAT} on macOS. For each structure, the header
 * also defines a macro with static assertions. For example, {@code D_CHECK_stat} asserts that the hand-written
 * {@code struct darwin_stat} has the layout of {@code struct stat} on macOS.
 */
final class HeaderWriter {
    private final Facts facts;
    private final String system;

    private HeaderWriter(Facts facts) {
        this.facts = facts;
        system = Abi.system(facts.target);
    }

    static String write(Facts facts) {
        return new HeaderWriter(facts).header();
    }

    private String header() {
        StringBuilder c = new StringBuilder("/* Generated from abi/facts/" + facts.target
                + ".abi; do not edit. */\n#pragma once\n#include <stddef.h>\n\n");
        facts.constants.values().forEach(f -> c.append("#define D_%s %s\n".formatted(f.name(), literal(f))));
        facts.structs.values().forEach(s -> c.append(checks(s)));
        return c.toString();
    }

    private String checks(StructFact struct) {
        String type = "struct " + system + "_" + struct.name();
        StringJoiner asserts = new StringJoiner("; \\\n", "\n#define D_CHECK_" + struct.name() + " \\\n", "\n");
        asserts.add(check("sizeof(" + type + ") == " + struct.size(), struct.name() + " size"));
        asserts.add(check("_Alignof(" + type + ") == " + struct.align(), struct.name() + " alignment"));
        facts.fields.getOrDefault(struct.name(), java.util.Map.of()).values().forEach(f -> {
            asserts.add(check("offsetof(" + type + ", " + f.path() + ") == " + f.offset(), f.name() + " offset"));
            asserts.add(check(
                    "sizeof(((" + type + " *)0)->" + f.path() + ") == "
                            + f.kind().size(),
                    f.name() + " width"));
        });
        return asserts.toString();
    }

    private static String check(String condition, String what) {
        return "  _Static_assert(" + condition + ", \"" + what + "\")";
    }

    /**
     * Returns a C literal with the width and sign of the constant. C has no literal for the smallest number of a signed type, so
     * that number is written as an expression.
     */
    static String literal(ConstFact fact) {
        Kind kind = fact.kind();
        String suffix = kind.width() == 8 ? kind.isSigned() ? "LL" : "ULL" : kind.isSigned() ? "" : "U";
        long least = kind.width() == 8 ? Long.MIN_VALUE : Integer.MIN_VALUE;
        if (kind.isSigned() && fact.value() == least) {
            return "(-%d%s - 1)".formatted(-(least + 1), suffix);
        }
        String number = fact.number() + suffix;
        return number.startsWith("-") ? "(" + number + ")" : number;
    }
}
