package posixkit.interop;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;

import java.nio.ByteBuffer;
import jnr.ffi.Pointer;
import jnr.posix.FileStat;
import jnr.posix.POSIXHandler;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.file.Stat;

/** The calls that name a file by its path. */
abstract class PathCalls extends ErrnoCalls {
    PathCalls(Posix posix, OwnLibC libc, POSIXHandler handler) {
        super(posix, libc, handler);
    }

    @Override
    public final int open(CharSequence path, int flags, int perm) {
        return path == null ? failed(EFAULT) : result(files.openOrErrno(name("path", path), flags, perm));
    }

    @Override
    public final int access(CharSequence path, int amode) {
        return path == null ? failed(EFAULT) : result(files.accessOrErrno(name("path", path), amode));
    }

    @Override
    public final int chmod(String filename, int mode) {
        return filename == null ? failed(EFAULT) : result(files.chmodOrErrno(filename, mode));
    }

    @Override
    public final int lchmod(String filename, int mode) {
        if (filename == null) {
            return failed(EFAULT);
        }
        int result = files.lchmodOrErrno(filename, mode);
        return result == -ENOSYS ? unimplementedInt() : result(result);
    }

    @Override
    public final int chown(String filename, int user, int group) {
        return filename == null ? failed(EFAULT) : result(files.chownOrErrno(filename, user, group));
    }

    @Override
    public final int lchown(String filename, int user, int group) {
        if (filename == null) {
            return failed(EFAULT);
        }
        int result = files.lchownOrErrno(filename, user, group);
        return result == -ENOSYS ? unimplementedInt() : result(result);
    }

    @Override
    public final int link(String oldpath, String newpath) {
        return oldpath == null || newpath == null ? failed(EFAULT) : result(files.linkOrErrno(oldpath, newpath));
    }

    @Override
    public final int symlink(String oldpath, String newpath) {
        return oldpath == null || newpath == null ? failed(EFAULT) : result(files.symlinkOrErrno(oldpath, newpath));
    }

    @Override
    public final int rename(CharSequence oldName, CharSequence newName) {
        return oldName == null || newName == null
                ? failed(EFAULT)
                : result(files.renameOrErrno(name("oldName", oldName), name("newName", newName)));
    }

    @Override
    public final int unlink(CharSequence path) {
        return path == null ? failed(EFAULT) : result(files.unlinkOrErrno(name("path", path)));
    }

    @Override
    public final int mkdir(String path, int mode) {
        int result = path == null ? failed(EFAULT) : result(files.mkdirOrErrno(path, mode));
        if (result < 0) {
            report("mkdir", path);
        }
        return result;
    }

    @Override
    public final int rmdir(String path) {
        int result = path == null ? failed(EFAULT) : result(files.rmdirOrErrno(path));
        if (result < 0) {
            report("rmdir", path);
        }
        return result;
    }

    @Override
    public final int mkfifo(String filename, int mode) {
        return filename == null ? failed(EFAULT) : result(files.mkfifoOrErrno(filename, mode));
    }

    @Override
    public final int truncate(CharSequence path, long length) {
        return path == null ? failed(EFAULT) : result(files.truncateOrErrno(name("path", path), length));
    }

    @Override
    public final int chdir(String path) {
        return path == null ? failed(EFAULT) : result(files.chdirOrErrno(path));
    }

    @Override
    public final String getcwd() {
        try {
            return files.getcwd();
        } catch (ErrnoException e) {
            return nothing(e);
        }
    }

    @Override
    public final int umask(int mask) {
        return files.umask(mask);
    }

    @Override
    public final int stat(String path, FileStat stat) {
        if (path == null || stat == null) {
            return failed(EFAULT);
        }
        Stat into = structureOf(stat);
        return filled(stat, into, files.statOrErrno(path, into));
    }

    @Override
    public final FileStat stat(String path) {
        FileStat stat = allocateStat();
        if (stat(path, stat) < 0) {
            report("stat", path);
        }
        return stat;
    }

    @Override
    public final int lstat(String path, FileStat stat) {
        if (path == null || stat == null) {
            return failed(EFAULT);
        }
        Stat into = structureOf(stat);
        return filled(stat, into, files.lstatOrErrno(path, into));
    }

    @Override
    public final FileStat lstat(String path) {
        FileStat stat = allocateStat();
        if (lstat(path, stat) < 0) {
            report("lstat", path);
        }
        return stat;
    }

    @Override
    public final String readlink(String oldpath) {
        if (oldpath == null) {
            failed(EFAULT);
            return null;
        }
        try {
            return files.readlink(oldpath);
        } catch (ErrnoException e) {
            return nothing(e);
        }
    }

    @Override
    public final int readlink(CharSequence path, byte[] buf, int bufsize) {
        return (int) readlink(path, buf, (long) bufsize);
    }

    @Override
    public final int readlink(CharSequence path, ByteBuffer buf, int bufsize) {
        return (int) readlink(path, buf, (long) bufsize);
    }

    @Override
    public final int readlink(CharSequence path, Pointer bufPtr, int bufsize) {
        return (int) readlink(path, bufPtr, (long) bufsize);
    }

    /** A method of {@code POSIX} since version 3.2.6. */
    public final long readlink(CharSequence path, byte[] buf, long bufsize) {
        return readlink(path, buf == null ? null : ByteBuffer.wrap(buf), bufsize);
    }

    /** A method of {@code POSIX} since version 3.2.6. */
    public final long readlink(CharSequence path, ByteBuffer buf, long bufsize) {
        ByteBuffer window = buf == null || bufsize <= 0
                ? null
                : windows.writableWindow("buf", buf, Bytes.checkLength("bufsize", buf, bufsize));
        byte[] target = target(path, buf == null, bufsize);
        if (target == null) {
            return -1;
        }
        int length = (int) Math.min(bufsize, target.length);
        window.put(target, 0, length);
        return length;
    }

    /** A method of {@code POSIX} since version 3.2.6. */
    public final long readlink(CharSequence path, Pointer bufPtr, long bufsize) {
        byte[] target = target(path, bufPtr == null, bufsize);
        if (target == null) {
            return -1;
        }
        int length = (int) Math.min(bufsize, target.length);
        bufPtr.put(0, target, 0, length);
        return length;
    }

    /** Returns the bytes of a link's target, or sets the error number and returns null. */
    private byte[] target(CharSequence path, boolean isNull, long bufsize) {
        if (bufsize <= 0 || path == null || isNull) {
            failed(bufsize <= 0 ? EINVAL : EFAULT);
            return null;
        }
        try {
            return Names.bytes(files.readlink(name("path", path)));
        } catch (ErrnoException e) {
            return nothing(e);
        }
    }

    @Override
    public final int utimes(String path, long[] atimeval, long[] mtimeval) {
        if (path == null) {
            return failed(EFAULT);
        }
        if (atimeval == null || mtimeval == null) {
            return result(files.utimesOrErrno(path));
        }
        return result(files.utimesOrErrno(
                path, FileTimes.timeval("atimeval", atimeval), FileTimes.timeval("mtimeval", mtimeval)));
    }

    @Override
    public final int utimes(String path, Pointer times) {
        if (path == null) {
            return failed(EFAULT);
        }
        if (times == null) {
            return result(files.utimesOrErrno(path));
        }
        return result(
                files.utimesOrErrno(path, FileTimes.timeval(posix, times, 0), FileTimes.timeval(posix, times, 1)));
    }

    @Override
    public final int lutimes(String path, long[] atimeval, long[] mtimeval) {
        if (path == null) {
            return failed(EFAULT);
        }
        if (atimeval == null || mtimeval == null) {
            return result(files.utimensatOrErrno(AT_FDCWD, path, FileTimes.NOW, FileTimes.NOW, AT_SYMLINK_NOFOLLOW));
        }
        return result(files.lutimesOrErrno(
                path, FileTimes.timeval("atimeval", atimeval), FileTimes.timeval("mtimeval", mtimeval)));
    }

    @Override
    public final int utimensat(int dirfd, String path, long[] atimespec, long[] mtimespec, int flag) {
        if (path == null) {
            return failed(EINVAL);
        }
        if (atimespec == null || mtimespec == null) {
            return result(files.utimensatOrErrno(dirfd, path, FileTimes.NOW, FileTimes.NOW, flag));
        }
        return result(files.utimensatOrErrno(
                dirfd,
                path,
                FileTimes.timespec("atimespec", atimespec),
                FileTimes.timespec("mtimespec", mtimespec),
                flag));
    }

    @Override
    public final int utimensat(int dirfd, String path, Pointer times, int flag) {
        if (path == null) {
            return failed(EINVAL);
        }
        if (times == null) {
            return result(files.utimensatOrErrno(dirfd, path, FileTimes.NOW, FileTimes.NOW, flag));
        }
        return result(files.utimensatOrErrno(
                dirfd, path, FileTimes.timespec(posix, times, 0), FileTimes.timespec(posix, times, 1), flag));
    }
}
