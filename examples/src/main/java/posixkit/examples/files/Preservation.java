package posixkit.examples.files;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENODATA;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Mode.S_ISGID;
import static posixkit.constants.Mode.S_ISUID;

import java.nio.ByteBuffer;
import java.util.Set;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Posix;
import posixkit.file.Stat;

/** Gives copies the owners, permissions, times and extended attributes of the originals. */
final class Preservation {
    private static final Set<Integer> REFUSED = Set.of(EPERM, EINVAL, EOPNOTSUPP, EACCES);

    private final Posix posix;
    private final boolean basics;
    private final boolean attributes;

    /** {@code basics} are owners, permissions and times. */
    Preservation(Posix posix, boolean basics, boolean attributes) {
        this.posix = posix;
        this.basics = basics;
        this.attributes = attributes;
    }

    boolean keepsBasics() {
        return basics;
    }

    /**
     * Changes the file {@code to}, which is no link to another file unless the original is. An ordinary user cannot give a file
     * to another user. Then the copy belongs to this user, and loses the bits for set-user-ID and set-group-ID, as with GNU cp. Attributes
     * that the file system or the kernel refuses are left out.
     */
    void apply(String from, Stat original, String to) throws ErrnoException {
        int permissions = original.permissions();
        if (basics) {
            int result = posix.files().lchownOrErrno(to, original.uid(), original.gid());
            if (result == -EPERM) {
                permissions &= ~(S_ISUID | S_ISGID);
            } else {
                Outcome.ofPath("lchown", to, result);
            }
        }
        if (attributes) {
            copyAttributes(from, to);
        }
        if (basics) {
            if (!original.isSymbolicLink()) {
                posix.files().chmod(to, permissions);
            }
            posix.files().utimensat(AT_FDCWD, to, original.atime(), original.mtime(), AT_SYMLINK_NOFOLLOW);
        }
    }

    private void copyAttributes(String from, String to) throws ErrnoException {
        for (String name : names(from)) {
            byte[] value;
            try {
                value = posix.xattrs().lgetxattr(from, name);
            } catch (ErrnoException e) {
                if (e.errno() == ENODATA || REFUSED.contains(e.errno())) {
                    continue; // removed in the meantime, or not for this user to read
                }
                throw e;
            }
            int result = posix.xattrs().lsetxattrOrErrno(to, name, ByteBuffer.wrap(value), 0);
            if (result < 0 && !REFUSED.contains(-result)) {
                throw new ErrnoException("lsetxattr", -result, to);
            }
        }
    }

    private Iterable<String> names(String from) throws ErrnoException {
        try {
            return posix.xattrs().llistxattr(from);
        } catch (ErrnoException e) {
            if (e.errno() == EOPNOTSUPP) {
                return Set.of();
            }
            throw e;
        }
    }
}
