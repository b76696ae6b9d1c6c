package posixkit.linux;

import posixkit.linux.call.XattrCalls;
import posixkit.unix.UnixXattrs;

final class LinuxXattrs extends UnixXattrs {
    private final XattrCalls calls;

    LinuxXattrs(XattrCalls calls) {
        this.calls = calls;
    }

    @Override
    protected long get(long path, boolean isLink, int fd, long name, long value, long size) {
        if (path == 0) {
            return calls.fgetxattr(fd, name, value, size);
        }
        return isLink ? calls.lgetxattr(path, name, value, size) : calls.getxattr(path, name, value, size);
    }

    @Override
    protected int set(long path, boolean isLink, int fd, long name, long value, long size, int flags) {
        if (path == 0) {
            return calls.fsetxattr(fd, name, value, size, flags);
        }
        return isLink
                ? calls.lsetxattr(path, name, value, size, flags)
                : calls.setxattr(path, name, value, size, flags);
    }

    @Override
    protected long list(long path, boolean isLink, int fd, long list, long size) {
        if (path == 0) {
            return calls.flistxattr(fd, list, size);
        }
        return isLink ? calls.llistxattr(path, list, size) : calls.listxattr(path, list, size);
    }

    @Override
    protected int remove(long path, boolean isLink, int fd, long name) {
        if (path == 0) {
            return calls.fremovexattr(fd, name);
        }
        return isLink ? calls.lremovexattr(path, name) : calls.removexattr(path, name);
    }
}
