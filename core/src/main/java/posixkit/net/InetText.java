package posixkit.net;

/**
 * Converts internet addresses to the same text as the C function {@code inet_ntop}. The JDK also converts IPv6 addresses to text,
 * but does not shorten zeros to {@code ::}.
 */
final class InetText {
    private static final int GROUPS = 8;

    private InetText() {}

    static String four(byte[] bytes, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            text.append(i == 0 ? "" : ".").append(bytes[from + i] & 0xFF);
        }
        return text.toString();
    }

    /**
     * Returns an IPv6 address as text. The text shows the address as eight groups of 16 bits in hexadecimal. {@code ::} replaces
     * the longest run of two or more groups that are zero. If several runs have this length, {@code ::} replaces only the first
     * of these runs. The text of an IPv4-mapped address ends with an IPv4 address, for example {@code ::ffff:127.0.0.1}.
     */
    static String six(byte[] bytes) {
        int start = GROUPS;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zeros(bytes, i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        if (start == 0 && length == 5 && group(bytes, 5) == 0xFFFF) {
            return "::ffff:" + four(bytes, 12);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(group(bytes, i)));
            }
        }
        return text.toString();
    }

    private static int zeros(byte[] bytes, int from) {
        int end = from;
        while (end < GROUPS && group(bytes, end) == 0) {
            end++;
        }
        return end - from;
    }

    private static int group(byte[] bytes, int index) {
        return (bytes[2 * index] & 0xFF) << Byte.SIZE | bytes[2 * index + 1] & 0xFF;
    }
}
