package posixkit.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of {@code strace -f -o}, each of which begins with the number of a process or thread. */
public final class TraceLines {
    private static final String CUT = " <unfinished ...>";
    private static final String REST = "<... ";

    private TraceLines() {}

    /** Joins the two lines of each call that strace has cut, because another thread was traced meanwhile. */
    public static List<String> whole(List<String> lines) {
        List<String> whole = new ArrayList<>();
        Map<String, String> cut = new HashMap<>();
        for (String line : lines) {
            String pid = line.substring(0, line.indexOf(' '));
            String text = line.substring(pid.length()).strip();
            if (text.endsWith(CUT)) {
                cut.put(pid, text.replace(CUT, ""));
            } else if (text.startsWith(REST)) {
                whole.add(pid + " " + cut.remove(pid) + text.substring(text.indexOf('>') + 1));
            } else {
                whole.add(line);
            }
        }
        return whole;
    }
}
