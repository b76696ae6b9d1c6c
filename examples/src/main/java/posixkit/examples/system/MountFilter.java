package posixkit.examples.system;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.file.Stat;

/** Decides which mounts GNU df shows: each file system once, and none that is made of nothing but answers of the kernel. */
final class MountFilter {
    private static final Set<String> WITHOUT_SIZE = Set.of(
            "autofs",
            "debugfs",
            "devfs",
            "devpts",
            "fuse.portal",
            "fusectl",
            "ignore",
            "kernfs",
            "mqueue",
            "none",
            "proc",
            "rpc_pipefs",
            "subfs",
            "sysfs");

    private final Posix posix;
    private final List<Mount> mounts;
    private final Map<Long, Mount> byDevice = new HashMap<>();
    private final Stat stat;

    MountFilter(Posix posix, List<Mount> mounts) {
        this.posix = posix;
        this.mounts = mounts;
        stat = posix.files().newStat();
        for (Mount each : mounts) {
            if (!WITHOUT_SIZE.contains(each.type()) && posix.files().statOrErrno(each.target(), stat) == 0) {
                byDevice.merge(stat.dev(), each, (seen, other) -> isBetter(other, seen) ? other : seen);
            }
        }
    }

    /** Returns the mounts to show, in the order of mounting. */
    List<Mount> interesting() {
        return mounts.stream().filter(byDevice::containsValue).toList();
    }

    /** Returns true if something else is mounted over the mount, so that its path leads to another file system. */
    boolean isHidden(Mount mount) {
        if (posix.files().statOrErrno(mount.target(), stat) != 0) {
            return false;
        }
        Mount visible = byDevice.get(stat.dev());
        return visible != null && !visible.source().equals(mount.source());
    }

    /** Decides between two mounts of one file system: a device wins, or the shorter path, or the one that hides the other. */
    private static boolean isBetter(Mount mount, Mount seen) {
        boolean isDevice = mount.source().contains("/") && !seen.source().contains("/");
        boolean isNearer = seen.target().length() > mount.target().length()
                && seen.root().length() >= mount.root().length();
        boolean isOver = !seen.source().equals(mount.source()) && seen.target().equals(mount.target());
        return isDevice || isNearer || isOver;
    }

    /** Returns the mount of the file system on the block device {@code file}; null if it is no block device or not mounted. */
    static Mount ofDevice(Posix posix, List<Mount> mounts, String file) throws ErrnoException {
        Stat stat = posix.files().stat(file);
        if (!stat.isBlockDevice()) {
            return null;
        }
        String device = Integer.toUnsignedString(posix.files().major(stat.rdev())) + ":"
                + Integer.toUnsignedString(posix.files().minor(stat.rdev()));
        Mount best = null;
        for (Mount each : mounts) {
            boolean isOn = device.equals(each.device()) || each.source().equals(file);
            if (isOn && (best == null || each.target().length() < best.target().length())) {
                best = each;
            }
        }
        return best;
    }
}
