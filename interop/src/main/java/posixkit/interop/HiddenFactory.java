package posixkit.interop;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Loads a class that another class of the same name hides, from the place on the class path where it is. The loaded class and its
 * nested classes get other names. They are in the same package and from the same class loader, so they use the program's other
 * classes, also those that only the package can see.
 */
final class HiddenFactory {
    private static final String PREFIX = "Hidden";
    private static final int MAGIC_AND_VERSION = 8;

    private HiddenFactory() {}

    /** Loads and returns the hidden class. */
    static Class<?> reveal(MethodHandles.Lookup shadow) throws IOException, IllegalAccessException {
        String name = shadow.lookupClass().getName().replace('.', '/');
        List<URL> places =
                Collections.list(shadow.lookupClass().getClassLoader().getResources(name + ".class"));
        if (places.size() < 2) {
            throw new IOException("only one class " + name + " is on the class path: " + places);
        }
        // The first is the one that hides the others.
        String place = places.get(1).toString();
        String folder = place.substring(0, place.length() - (name + ".class").length());
        Class<?> revealed = null;
        Deque<String> wanted = new ArrayDeque<>(List.of(name));
        Set<String> seen = new HashSet<>(wanted);
        while (!wanted.isEmpty()) {
            byte[] bytes;
            try (InputStream in = new URL(folder + wanted.remove() + ".class").openStream()) {
                bytes = in.readAllBytes();
            }
            Set<String> nested = new HashSet<>();
            Class<?> type = shadow.defineClass(renamed(bytes, name, nested));
            revealed = revealed == null ? type : revealed;
            nested.removeIf(each -> !seen.add(each));
            wanted.addAll(nested);
        }
        return revealed;
    }

    /** Copies a class file. Puts the prefix before the simple name wherever its constants contain {@code name}. */
    private static byte[] renamed(byte[] bytes, String name, Set<String> nested) throws IOException {
        int simple = name.lastIndexOf('/') + 1;
        String other = name.substring(0, simple) + PREFIX + name.substring(simple);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        ByteArrayOutputStream copy = new ByteArrayOutputStream(bytes.length + 256);
        DataOutputStream out = new DataOutputStream(copy);
        out.write(in.readNBytes(MAGIC_AND_VERSION));
        int count = in.readUnsignedShort();
        out.writeShort(count);
        for (int index = 1; index < count; index++) {
            int tag = in.readUnsignedByte();
            out.writeByte(tag);
            switch (tag) {
                case Tag.UTF8 -> {
                    String text = in.readUTF();
                    if (text.startsWith(name + "$")) {
                        nested.add(text);
                    }
                    out.writeUTF(text.replace(name, other));
                }
                case Tag.LONG, Tag.DOUBLE -> {
                    out.write(in.readNBytes(Long.BYTES));
                    index++; // takes two places
                }
                case Tag.CLASS, Tag.STRING, Tag.METHOD_TYPE, Tag.MODULE, Tag.PACKAGE ->
                    out.write(in.readNBytes(Short.BYTES));
                case Tag.METHOD_HANDLE -> out.write(in.readNBytes(1 + Short.BYTES));
                default -> out.write(in.readNBytes(2 * Short.BYTES));
            }
        }
        out.write(in.readAllBytes());
        return copy.toByteArray();
    }

    /** Kinds of constants in a class file (The Java Virtual Machine Specification, 4.4). All others have four bytes. */
    private static final class Tag {
        static final int UTF8 = 1;
        static final int LONG = 5;
        static final int DOUBLE = 6;
        static final int CLASS = 7;
        static final int STRING = 8;
        static final int METHOD_HANDLE = 15;
        static final int METHOD_TYPE = 16;
        static final int MODULE = 19;
        static final int PACKAGE = 20;

        private Tag() {}
    }
}
