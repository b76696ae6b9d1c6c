package posixkit.darwin;

import java.nio.ByteBuffer;
import java.util.List;
import posixkit.ErrnoException;
import posixkit.darwin.call.XattrCalls;
import posixkit.ondarwin.OnDarwinXattrs;

final class DarwinOnlyXattrs implements OnDarwinXattrs {
    private final XattrCalls calls;

    DarwinOnlyXattrs(XattrCalls calls) {
        this.calls = calls;
    }

    private DarwinXattrs with(int position, int options) {
        return new DarwinXattrs(calls, position, options);
    }

    @Override
    public int getxattrOrErrno(String path, String name, ByteBuffer into, int position, int options) {
        return with(position, options).getxattrOrErrno(path, name, into);
    }

    @Override
    public int setxattrOrErrno(String path, String name, ByteBuffer from, int position, int options) {
        return with(position, options).setxattrOrErrno(path, name, from, 0);
    }

    @Override
    public List<String> listxattr(String path, int options) throws ErrnoException {
        return with(0, options).listxattr(path);
    }

    @Override
    public int removexattrOrErrno(String path, String name, int options) {
        return with(0, options).removexattrOrErrno(path, name);
    }

    @Override
    public int fgetxattrOrErrno(int fd, String name, ByteBuffer into, int position, int options) {
        return with(position, options).fgetxattrOrErrno(fd, name, into);
    }

    @Override
    public int fsetxattrOrErrno(int fd, String name, ByteBuffer from, int position, int options) {
        return with(position, options).fsetxattrOrErrno(fd, name, from, 0);
    }

    @Override
    public List<String> flistxattr(int fd, int options) throws ErrnoException {
        return with(0, options).flistxattr(fd);
    }

    @Override
    public int fremovexattrOrErrno(int fd, String name, int options) {
        return with(0, options).fremovexattrOrErrno(fd, name);
    }
}
