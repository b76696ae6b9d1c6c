package posixkit.examples.processes;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Names for the values of an argument: flags that may be combined, or values of which there is one. */
record ConstantSet(boolean isBits, Map<String, Long> values) {
    private static final long UNSIGNED = 0xFFFF_FFFFL;
    private static final String COMMON = "posixkit.constants.";
    private static final String LINUX = "posixkit.onlinux.constants.";

    /**
     * Looks up the constants {@code names} in the class {@code owner}. A name may also be of the form {@code NAME=NUMBER}, or of
     * the form {@code NAME=CONSTANT} or {@code NAME=CLASS.CONSTANT} if core has it under another name or in another class.
     */
    static ConstantSet of(boolean isBits, String owner, Iterable<String> names) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (String name : names) {
            String[] words = name.split("=", 2);
            String constant = words[words.length - 1];
            int dot = constant.indexOf('.');
            long value = Character.isDigit(constant.charAt(0))
                    ? Long.decode(constant)
                    : value(dot < 0 ? owner : constant.substring(0, dot), constant.substring(dot + 1));
            values.put(words[0], isBits ? value & UNSIGNED : value);
        }
        return new ConstantSet(isBits, Collections.unmodifiableMap(values));
    }

    private static long value(String owner, String name) {
        for (String place : new String[] {LINUX, COMMON}) {
            try {
                return ((Number) Class.forName(place + owner).getField(name).get(null)).longValue();
            } catch (ClassNotFoundException | NoSuchFieldException e) {
                // The next place may have it.
            } catch (IllegalAccessException e) {
                throw new AssertionError(name + " is public", e);
            }
        }
        throw new IllegalArgumentException("no constant " + name + " in " + owner);
    }

    /** Returns the name of {@code value}, or the flags that it consists of. What has no name is printed in hexadecimal. */
    String text(long value) {
        return isBits && value != 0 ? bits(value) : one(value);
    }

    private String one(long value) {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue() == value)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> Scalars.hex(value));
    }

    private String bits(long value) {
        long rest = value;
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Long> entry : values.entrySet()) {
            long bits = entry.getValue();
            if (bits != 0 && (rest & bits) == bits) {
                rest &= ~bits;
                text.append(text.isEmpty() ? "" : "|").append(entry.getKey());
            }
        }
        if (text.isEmpty()) {
            return Scalars.hex(value);
        }
        return rest == 0 ? text.toString() : text + "|" + Scalars.hex(rest);
    }

    @Override
    public String toString() {
        return values.keySet().stream().collect(Collectors.joining(" "));
    }
}
