package posixkit.examples.system;

import static posixkit.ondarwin.constants.DarwinMount.MNT_ASYNC;
import static posixkit.ondarwin.constants.DarwinMount.MNT_AUTOMOUNTED;
import static posixkit.ondarwin.constants.DarwinMount.MNT_DONTBROWSE;
import static posixkit.ondarwin.constants.DarwinMount.MNT_JOURNALED;
import static posixkit.ondarwin.constants.DarwinMount.MNT_LOCAL;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOATIME;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NODEV;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOEXEC;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOSUID;
import static posixkit.ondarwin.constants.DarwinMount.MNT_RDONLY;
import static posixkit.ondarwin.constants.DarwinMount.MNT_SYNCHRONOUS;

import java.util.LinkedHashMap;
import java.util.Map;

/** Converts the flags of a mount of macOS to the words that its {@code mount} command prints. */
final class DarwinMountFlags {
    private static final Map<Integer, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put(MNT_ASYNC, "asynchronous");
        WORDS.put(MNT_LOCAL, "local");
        WORDS.put(MNT_NODEV, "nodev");
        WORDS.put(MNT_NOEXEC, "noexec");
        WORDS.put(MNT_NOSUID, "nosuid");
        WORDS.put(MNT_SYNCHRONOUS, "synchronous");
        WORDS.put(MNT_DONTBROWSE, "nobrowse");
        WORDS.put(MNT_AUTOMOUNTED, "automounted");
        WORDS.put(MNT_JOURNALED, "journaled");
        WORDS.put(MNT_NOATIME, "noatime");
    }

    private DarwinMountFlags() {}

    static String text(long flags) {
        StringBuilder words = new StringBuilder((flags & MNT_RDONLY) == 0 ? "rw" : "ro");
        WORDS.forEach((flag, word) -> words.append((flags & flag) == 0 ? "" : "," + word));
        return words.toString();
    }
}
