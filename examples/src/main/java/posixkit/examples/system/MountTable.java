package posixkit.examples.system;

import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOWAIT;
import static posixkit.onlinux.constants.LinuxOpen.O_PATH;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Names;
import posixkit.Posix;
import posixkit.Target;
import posixkit.examples.cli.WholeFile;
import posixkit.ondarwin.OnDarwinStatfs;

/** Reads the mounts that this process sees, in the order in which they were mounted. */
final class MountTable {
    private static final String MOUNTS = "/proc/self/mountinfo";
    private static final String SEPARATOR = "-";
    private static final String MOUNT_ID = "mnt_id:";
    private static final int OPTIONAL_FIELDS = 6;
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");
    private static final int OCTAL = 8;

    private MountTable() {}

    static List<Mount> read(Posix posix) throws ErrnoException {
        List<Mount> mounts = new ArrayList<>();
        if (Target.IS_DARWIN) {
            for (OnDarwinStatfs each : posix.onDarwin().files().getfsstat(MNT_NOWAIT)) {
                mounts.add(mount(each));
            }
        } else {
            for (String line : lines(WholeFile.bytes(posix, MOUNTS))) {
                mounts.add(mount(line.split(" ")));
            }
        }
        return mounts;
    }

    /** Returns the mount that the file is in; null if it is not in the table, because it is outside of the root of this process. */
    static Mount of(Posix posix, List<Mount> mounts, String file) throws ErrnoException {
        if (posix.files().statfs(file) instanceof OnDarwinStatfs onDarwin) {
            return mount(onDarwin);
        }
        long id = mountId(posix, file);
        return mounts.stream().filter(each -> each.id() == id).findFirst().orElse(null);
    }

    private static Mount mount(OnDarwinStatfs from) {
        return new Mount(
                0,
                null,
                "/",
                from.mntfromname(),
                from.mntonname(),
                from.fstypename(),
                DarwinMountFlags.text(from.flags()));
    }

    private static long mountId(Posix posix, String file) throws ErrnoException {
        try (Fd opened = Fd.own(posix.io(), posix.files().open(file, O_PATH | O_CLOEXEC))) {
            for (String line : lines(WholeFile.bytes(posix, "/proc/self/fdinfo/" + opened.num()))) {
                if (line.startsWith(MOUNT_ID)) {
                    return Long.parseLong(line.substring(MOUNT_ID.length()).strip());
                }
            }
        }
        throw new UnsupportedOperationException(
                "this kernel does not say which mount a file is in; Linux 3.15 and later do");
    }

    private static String[] lines(byte[] text) {
        return Names.of(text).split("\n");
    }

    private static Mount mount(String... fields) {
        int separator = OPTIONAL_FIELDS;
        while (!fields[separator].equals(SEPARATOR)) {
            separator++;
        }
        return new Mount(
                Long.parseLong(fields[0]),
                fields[2],
                decoded(fields[3]),
                decoded(fields[separator + 2]),
                decoded(fields[4]),
                decoded(fields[separator + 1]),
                Mount.joined(decoded(fields[5]), decoded(fields[separator + 3])));
    }

    /** Replaces the octal escapes that the kernel writes for spaces, tabs, newlines and backslashes. */
    static String decoded(String field) {
        return ESCAPE.matcher(field)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), OCTAL))));
    }
}
