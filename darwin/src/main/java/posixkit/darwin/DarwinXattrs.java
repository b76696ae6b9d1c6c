package posixkit.darwin;

import static posixkit.ondarwin.constants.DarwinXattr.XATTR_NOFOLLOW;

import posixkit.darwin.call.XattrCalls;
import posixkit.unix.UnixXattrs;

final class DarwinXattrs extends UnixXattrs {
    private final XattrCalls calls;
    private final int position;
    private final int options;

    /**
     * @param position where a value is read or written: 0, or an offset in a resource fork
     * @param options bits that each call gets
     */
    DarwinXattrs(XattrCalls calls, int position, int options) {
        this.calls = calls;
        this.position = position;
        this.options = options;
    }

    private int options(boolean isLink) {
        return isLink ? options | XATTR_NOFOLLOW : options;
    }

    @Override
    protected long get(long path, boolean isLink, int fd, long name, long value, long size) {
        // On macOS, a null address asks for the length of the value. A size of 0 does not.
        long into = size == 0 ? 0 : value;
        return path == 0
                ? calls.fgetxattr(fd, name, into, size, position, options)
                : calls.getxattr(path, name, into, size, position, options(isLink));
    }

    @Override
    protected int set(long path, boolean isLink, int fd, long name, long value, long size, int flags) {
        return path == 0
                ? calls.fsetxattr(fd, name, value, size, position, options | flags)
                : calls.setxattr(path, name, value, size, position, options(isLink) | flags);
    }

    @Override
    protected long list(long path, boolean isLink, int fd, long list, long size) {
        return path == 0
                ? calls.flistxattr(fd, list, size, options)
                : calls.listxattr(path, list, size, options(isLink));
    }

    @Override
    protected int remove(long path, boolean isLink, int fd, long name) {
        return path == 0 ? calls.fremovexattr(fd, name, options) : calls.removexattr(path, name, options(isLink));
    }
}
