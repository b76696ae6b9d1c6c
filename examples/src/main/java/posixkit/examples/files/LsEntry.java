package posixkit.examples.files;

import static posixkit.constants.Mode.S_IFBLK;
import static posixkit.constants.Mode.S_IFCHR;
import static posixkit.constants.Mode.S_IFDIR;
import static posixkit.constants.Mode.S_IFLNK;
import static posixkit.constants.Mode.S_IFMT;

import java.util.Comparator;
import posixkit.examples.cli.NameOrder;
import posixkit.file.Stat;

/**
 * A file that {@code pk ls} lists. {@code target} is the target of a symbolic link, and null if it is not needed. {@code mark} is what
 * {@code ls -l} shows behind the permissions.
 */
record LsEntry(
        String name,
        int mode,
        long inode,
        long links,
        int uid,
        int gid,
        long device,
        long size,
        long blocks,
        long seconds,
        long nanos,
        String target,
        char mark) {
    private static final int TYPE_BITS = 12;

    /** The mark of a file that has neither an access control list nor a security context. */
    static final char NO_MARK = ' ';

    static final Comparator<LsEntry> BY_NAME = Comparator.comparing(LsEntry::name, NameOrder.BYTES);
    static final Comparator<LsEntry> BY_SIZE =
            ((Comparator<LsEntry>) (a, b) -> Long.compareUnsigned(b.size, a.size)).thenComparing(BY_NAME);
    static final Comparator<LsEntry> BY_TIME = Comparator.comparingLong(LsEntry::seconds)
            .thenComparingLong(LsEntry::nanos)
            .reversed()
            .thenComparing(BY_NAME);

    /** Returns an entry of which only the name and the type are known. {@code type} is a {@code DT_…} constant. */
    static LsEntry of(String name, int type) {
        return new LsEntry(name, type << TYPE_BITS, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, NO_MARK);
    }

    static LsEntry of(String name, Stat stat, String target, char mark) {
        return new LsEntry(
                name,
                stat.mode(),
                stat.ino(),
                stat.nlink(),
                stat.uid(),
                stat.gid(),
                stat.rdev(),
                stat.size(),
                stat.blocks(),
                stat.mtimeSec(),
                stat.mtimeNsec(),
                target,
                mark);
    }

    boolean isDirectory() {
        return (mode & S_IFMT) == S_IFDIR;
    }

    boolean isSymbolicLink() {
        return (mode & S_IFMT) == S_IFLNK;
    }

    boolean isDevice() {
        return (mode & S_IFMT) == S_IFCHR || (mode & S_IFMT) == S_IFBLK;
    }
}
