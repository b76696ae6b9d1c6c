package posixkit.examples.files;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import posixkit.ErrnoException;

/** Searches files for the lines that contain one of several patterns, and passes on what is to be printed. */
final class LineSearch {
    /** What to find out about a file. */
    enum Wanted {
        LINES,
        MATCHES,
        COUNT,
        WHETHER;

        /** Returns true if lines are printed, or parts of lines. */
        boolean isPrinted() {
            return this == LINES || this == MATCHES;
        }
    }

    /** What was found: the number of selected lines, and whether the file is binary, so that its lines were not printed. */
    record Result(long count, boolean binary) {}

    private static final int CHUNK = 1 << 17;
    private static final byte NEWLINE = '\n';

    private final BytePattern[] patterns;
    private final int[] next;
    private final int[] nextInLine;
    private final boolean matchesAll;
    private final boolean inverted;
    private final boolean numbered;
    private final boolean asText;
    private final Wanted wanted;
    private final LineOutput output;

    private byte[] buffer = new byte[CHUNK];
    private long count;
    private long lineNumber;
    private int counted;
    private boolean binary;

    /** Creates a search. The texts contain no newlines. An empty text is found in each line. */
    LineSearch(
            List<byte[]> texts,
            boolean ignoresCase,
            boolean inverted,
            boolean numbered,
            boolean asText,
            Wanted wanted,
            Consumer<String> printer) {
        matchesAll = texts.stream().anyMatch(each -> each.length == 0);
        patterns = texts.stream()
                .filter(each -> each.length > 0)
                .map(each -> new BytePattern(each, ignoresCase))
                .toArray(BytePattern[]::new);
        next = new int[patterns.length];
        nextInLine = new int[patterns.length];
        this.inverted = inverted;
        this.numbered = numbered;
        this.asText = asText;
        this.wanted = wanted;
        output = new LineOutput(printer);
    }

    /** Searches a file. {@code name} is printed before each line; it may be empty. */
    Result search(ByteSource source, String name) throws ErrnoException {
        output.begin(name);
        count = 0;
        lineNumber = 1;
        binary = false;
        int filled = 0;
        boolean isFirst = true;
        boolean isDone = false;
        while (!isDone) {
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * filled); // for a line that is longer than all before
            }
            int read = source.read(buffer, filled, buffer.length - filled);
            if (isFirst) {
                binary = !asText && wanted.isPrinted() && BytePattern.count((byte) 0, buffer, 0, read) > 0;
                isFirst = false;
            }
            int end = read == 0 ? filled : lastIndexOf(filled, filled + read) + 1;
            filled += read;
            if (end > 0) {
                isDone = !searchLines(end);
                System.arraycopy(buffer, end, buffer, 0, filled - end);
                filled -= end;
            }
            isDone |= read == 0;
            output.flush();
        }
        return new Result(count, binary && count > 0);
    }

    private int lastIndexOf(int from, int end) {
        for (int i = end - 1; i >= from; i--) {
            if (buffer[i] == NEWLINE) {
                return i;
            }
        }
        return -1;
    }

    private int indexOf(int from, int end) {
        for (int i = from; i < end; i++) {
            if (buffer[i] == NEWLINE) {
                return i;
            }
        }
        return end;
    }

    /** Searches the lines in the first {@code end} bytes. Returns false if nothing more needs to be searched. */
    private boolean searchLines(int end) {
        Arrays.fill(next, -1);
        counted = 0;
        int position = 0;
        while (position < end) {
            int match = find(position, end);
            int start = match < 0
                    ? end
                    : match == position ? position : Math.max(position, lastIndexOf(position, match) + 1);
            if (inverted && start > position && !selectAll(position, start)) {
                return false;
            }
            if (match < 0) {
                break;
            }
            int stop = indexOf(match, end);
            if (!inverted && !select(start, stop)) {
                return false;
            }
            position = stop + 1;
        }
        countLines(end);
        return true;
    }

    /** Returns where the next match begins, from {@code from} on; −1 if there is none. */
    private int find(int from, int end) {
        if (matchesAll) {
            return from;
        }
        int first = -1;
        for (int i = 0; i < patterns.length; i++) {
            if (next[i] < from && next[i] != Integer.MAX_VALUE) {
                int found = patterns[i].find(buffer, from, end);
                next[i] = found < 0 ? Integer.MAX_VALUE : found;
            }
            if (next[i] != Integer.MAX_VALUE && (first < 0 || next[i] < first)) {
                first = next[i];
            }
        }
        return first;
    }

    private boolean selectAll(int from, int end) {
        if (wanted == Wanted.COUNT) {
            count += BytePattern.count(NEWLINE, buffer, from, end) + (buffer[end - 1] == NEWLINE ? 0 : 1);
            return true;
        }
        for (int start = from; start < end; ) {
            int stop = indexOf(start, end);
            if (!select(start, stop)) {
                return false;
            }
            start = stop + 1;
        }
        return true;
    }

    private boolean select(int start, int end) {
        count++;
        switch (wanted) {
            case WHETHER -> {
                return false;
            }
            case LINES -> {
                if (isBinary(start, end)) {
                    return false;
                }
                print(start, end);
            }
            case MATCHES -> {
                if (isBinary(start, end)) {
                    return false;
                }
                printMatches(start, end);
            }
            default -> {}
        }
        return true;
    }

    private boolean isBinary(int start, int end) {
        binary |= !asText && BytePattern.count((byte) 0, buffer, start, end) > 0;
        return binary;
    }

    /** Prints the matches in a line, from left to right, at each place the longest. An inverted search has none. */
    private void printMatches(int start, int end) {
        Arrays.fill(nextInLine, -1);
        int position = start;
        while (!inverted && position < end) {
            int first = end;
            int length = 0;
            for (int i = 0; i < patterns.length; i++) {
                if (nextInLine[i] < position) { // otherwise it is known already
                    int found = patterns[i].find(buffer, position, end);
                    nextInLine[i] = found < 0 ? end : found;
                }
                boolean isLonger = nextInLine[i] == first && patterns[i].length() > length;
                if (nextInLine[i] < end && (nextInLine[i] < first || isLonger)) {
                    first = nextInLine[i];
                    length = patterns[i].length();
                }
            }
            if (length > 0) {
                print(first, first + length);
            }
            position = first + length;
        }
    }

    private void print(int start, int end) {
        if (numbered) {
            countLines(start);
        }
        output.add(numbered ? lineNumber : LineOutput.NO_NUMBER, buffer, start, end);
    }

    /** Counts the lines before {@code end}. */
    private void countLines(int end) {
        if (numbered && end > counted) {
            lineNumber += BytePattern.count(NEWLINE, buffer, counted, end);
            counted = end;
        }
    }
}
