package posixkit.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads an ELF object file of assembled code: the machine code, its labels, and the numbers that the source defines with
 * {@code .equ}.
 */
final class ObjectFile {
    // All constants below are offsets, sizes and values of the ELF format, which the manual page elf(5) describes.
    private static final int SECTIONS_AT = 40;
    private static final int SECTION_SIZE = 64;
    private static final int SECTION_COUNT = 60;
    private static final int SECTION_NAMES = 62;
    private static final int TYPE = 4;
    private static final int OFFSET = 24;
    private static final int LENGTH = 32;
    private static final int LINK = 40;
    private static final int SYMBOLS = 2;
    private static final int RELOCATIONS = 4;
    private static final int SYMBOL_SIZE = 24;
    private static final int SYMBOL_INFO = 4;
    private static final int SYMBOL_SECTION = 6;
    private static final int SYMBOL_VALUE = 8;
    private static final int IS_FILE = 4;
    private static final int GLOBAL = 1;
    private static final int NUMBER = 0xFFF1;

    private final ByteBuffer file;
    private byte[] code = new byte[0];
    private int codeSection;

    /** The global labels of the code, with their offsets from the start of the code in bytes. */
    final Map<String, Integer> labels = new TreeMap<>();

    /** The numbers that {@code .equ} defines in the source, by name. */
    final Map<String, Integer> numbers = new TreeMap<>();

    ObjectFile(byte[] bytes) {
        file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int symbols = -1;
        int names = section(file.getShort(SECTION_NAMES));
        for (int i = 0; i < file.getShort(SECTION_COUNT); i++) {
            int section = section(i);
            int type = file.getInt(section + TYPE);
            if (string(names, file.getInt(section)).equals(".text")) {
                codeSection = i;
                code = new byte[at(section + LENGTH)];
                file.get(at(section + OFFSET), code);
            } else if (type == SYMBOLS) {
                symbols = section;
            } else if (type == RELOCATIONS) {
                throw new AbiException("code that has to be linked: " + string(names, file.getInt(section)));
            }
        }
        if (symbols < 0) {
            throw new AbiException("an object file without symbols");
        }
        read(symbols);
    }

    byte[] code() {
        return code.clone();
    }

    private void read(int symbols) {
        int names = section(file.getInt(symbols + LINK));
        int start = at(symbols + OFFSET);
        for (int at = start; at < start + at(symbols + LENGTH); at += SYMBOL_SIZE) {
            String name = string(names, file.getInt(at));
            int info = file.get(at + SYMBOL_INFO);
            int section = Short.toUnsignedInt(file.getShort(at + SYMBOL_SECTION));
            if (section == NUMBER && (info & 0xF) != IS_FILE) {
                numbers.put(name, at(at + SYMBOL_VALUE));
            } else if (section == codeSection && info >> 4 == GLOBAL) {
                labels.put(name, at(at + SYMBOL_VALUE));
            }
        }
    }

    private int section(int index) {
        return at(SECTIONS_AT) + index * SECTION_SIZE;
    }

    private int at(int place) {
        return Math.toIntExact(file.getLong(place));
    }

    private String string(int section, int index) {
        int start = at(section + OFFSET) + index;
        int end = start;
        while (file.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - start];
        file.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
