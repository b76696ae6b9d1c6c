package posixkit.examples.network;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Converts the dates of HTTP: the one form that is written, and the two old ones that are still read (RFC 9110, 5.6.7). */
final class HttpDates {
    private static final DateTimeFormatter USUAL = pattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
    private static final List<DateTimeFormatter> READ =
            List.of(USUAL, pattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'"), pattern("EEE MMM ppd HH:mm:ss uuuu"));

    private long second = Long.MIN_VALUE;
    private String now;

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /** Returns the current date. Formats it once a second. Not thread-safe. */
    String now() {
        long current = System.currentTimeMillis() / 1000;
        if (current != second) {
            second = current;
            now = text(current);
        }
        return now;
    }

    static String text(long seconds) {
        return USUAL.format(Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC));
    }

    /** Returns the seconds since 1970, or nothing if {@code date} is no date. Such a field must be ignored. */
    static OptionalLong seconds(String date) {
        for (DateTimeFormatter form : READ) {
            try {
                return OptionalLong.of(LocalDateTime.parse(date, form).toEpochSecond(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                // Then it has one of the other forms, or none.
                continue;
            }
        }
        return OptionalLong.empty();
    }
}
