package posixkit.examples.processes;

import static posixkit.constants.Mode.S_IFMT;
import static posixkit.constants.Mode.S_ISGID;
import static posixkit.constants.Mode.S_ISUID;
import static posixkit.constants.Mode.S_ISVTX;

import java.util.Map;
import java.util.TreeMap;
import posixkit.constants.Mode;
import posixkit.constants.Signal;
import posixkit.onlinux.constants.LinuxSignal;

/** Prints numbers and strings as strace does. */
final class Scalars {
    private static final String ESCAPED = "\t\n\u000B\f\r\"\\";
    private static final String LETTERS = "tnvfr\"\\";
    private static final int SIGNALS = 64;
    private static final int MODE_BITS = 0777;
    private static final Map<Integer, String> FILE_TYPES = new TreeMap<>(Map.of(
            Mode.S_IFREG, "S_IFREG",
            Mode.S_IFDIR, "S_IFDIR",
            Mode.S_IFLNK, "S_IFLNK",
            Mode.S_IFIFO, "S_IFIFO",
            Mode.S_IFSOCK, "S_IFSOCK",
            Mode.S_IFCHR, "S_IFCHR",
            Mode.S_IFBLK, "S_IFBLK"));

    private Scalars() {}

    static String hex(long value) {
        return value == 0 ? "0" : "0x" + Long.toHexString(value);
    }

    static String pointer(long value) {
        return value == 0 ? "NULL" : hex(value);
    }

    static String octal(long value) {
        return String.format("0%02o", value);
    }

    /** Returns the type, the special bits and the permissions of a file. */
    static String mode(int mode) {
        String type = FILE_TYPES.getOrDefault(mode & S_IFMT, octal(mode & S_IFMT));
        return type
                + ((mode & S_ISUID) == 0 ? "" : "|S_ISUID")
                + ((mode & S_ISGID) == 0 ? "" : "|S_ISGID")
                + ((mode & S_ISVTX) == 0 ? "" : "|S_ISVTX")
                + String.format("|0%03o", mode & MODE_BITS);
    }

    static String signal(int number) {
        if (number == 0) {
            return "0";
        }
        if (number >= LinuxSignal.SIGRTMIN_KERNEL && number <= SIGNALS) {
            int real = number - LinuxSignal.SIGRTMIN_KERNEL;
            return real == 0 ? "SIGRTMIN" : "SIGRT_" + real;
        }
        String name = Signal.name(number);
        return name == null ? Integer.toString(number) : name;
    }

    /**
     * Returns the signals of a mask, in which bit {@code n − 1} stands for signal {@code n}. If the mask has most signals, the text
     * lists the missing ones, with ~ in front.
     */
    static String signals(long mask) {
        boolean isInverted = Long.bitCount(mask) >= SIGNALS * 2 / 3;
        long shown = isInverted ? ~mask : mask;
        StringBuilder text = new StringBuilder(isInverted ? "~[" : "[");
        String separator = "";
        for (int number = 1; number <= SIGNALS; number++) {
            if ((shown >>> (number - 1) & 1) != 0) {
                text.append(separator).append(signal(number).replaceFirst("^SIG", ""));
                separator = " ";
            }
        }
        return text.append(']').toString();
    }

    /** Returns at most {@code most} bytes in quotes, and dots if there are more. */
    static String quoted(byte[] bytes, int most) {
        int end = Math.min(bytes.length, most);
        StringBuilder text = new StringBuilder(end + 2).append('"');
        for (int i = 0; i < end; i++) {
            int symbol = bytes[i] & 0xFF;
            int letter = ESCAPED.indexOf(symbol);
            if (letter >= 0) {
                text.append('\\').append(LETTERS.charAt(letter));
            } else if (symbol >= ' ' && symbol <= '~') {
                text.append((char) symbol);
            } else {
                boolean isDigitNext = i + 1 < end && bytes[i + 1] >= '0' && bytes[i + 1] <= '9';
                text.append(isDigitNext ? String.format("\\%03o", symbol) : "\\" + Integer.toOctalString(symbol));
            }
        }
        return text.append(bytes.length > most ? "\"..." : "\"").toString();
    }

    /** Returns at most {@code most} bytes in hexadecimal and in quotes. */
    static String quotedHex(byte[] bytes, int most) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < Math.min(bytes.length, most); i++) {
            text.append(String.format("\\x%02x", bytes[i]));
        }
        return text.append(bytes.length > most ? "\"..." : "\"").toString();
    }
}
