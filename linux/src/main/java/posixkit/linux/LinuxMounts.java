package posixkit.linux;

import static posixkit.onlinux.constants.LinuxMount.FSCONFIG_CMD_CREATE;
import static posixkit.onlinux.constants.LinuxMount.FSCONFIG_CMD_RECONFIGURE;
import static posixkit.onlinux.constants.LinuxMount.FSCONFIG_SET_BINARY;
import static posixkit.onlinux.constants.LinuxMount.FSCONFIG_SET_FD;
import static posixkit.onlinux.constants.LinuxMount.FSCONFIG_SET_FLAG;
import static posixkit.onlinux.constants.LinuxMount.FSCONFIG_SET_PATH;
import static posixkit.onlinux.constants.LinuxMount.FSCONFIG_SET_PATH_EMPTY;
import static posixkit.onlinux.constants.LinuxMount.FSCONFIG_SET_STRING;
import static posixkit.onlinux.constants.LinuxMount.FSMOUNT_CLOEXEC;
import static posixkit.onlinux.constants.LinuxMount.FSOPEN_CLOEXEC;
import static posixkit.onlinux.constants.LinuxMount.FSPICK_CLOEXEC;
import static posixkit.onlinux.constants.LinuxMount.OPEN_TREE_CLOEXEC;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_fsconfig;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_fsmount;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_fsopen;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_fspick;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_mount_setattr;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_move_mount;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_open_tree;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_pivot_root;

import java.util.Objects;
import posixkit.linux.call.KernelCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.linux.layout.MountAttr;
import posixkit.onlinux.Mounts;
import posixkit.unix.CloseOnExec;
import posixkit.unix.Scratch;

/** Makes the system calls by their numbers, because libc has functions for them only since glibc 2.36. */
final class LinuxMounts implements Mounts {
    private final SyscallCalls calls;
    private final KernelCalls longer;
    private final CloseOnExec closeOnExec;

    LinuxMounts(LinuxCalls linux, CloseOnExec closeOnExec) {
        calls = linux.syscall();
        longer = linux.kernel();
        this.closeOnExec = closeOnExec;
    }

    @Override
    public int fsopenOrErrno(String fsname, int flags) {
        try (Scratch s = Scratch.open()) {
            int all = flags | closeOnExec.flag(FSOPEN_CLOEXEC);
            return (int) calls.syscall(SYS_fsopen, s.string("fsname", fsname), all, 0, 0);
        }
    }

    @Override
    public int fspickOrErrno(int dirfd, String path, int flags) {
        try (Scratch s = Scratch.open()) {
            int all = flags | closeOnExec.flag(FSPICK_CLOEXEC);
            return (int) calls.syscall(SYS_fspick, dirfd, s.string("path", path), all, 0);
        }
    }

    private int fsconfig(int fd, int command, long key, long value, int aux) {
        return (int) longer.syscall6(SYS_fsconfig, fd, command, key, value, aux, 0);
    }

    @Override
    public int fsconfigSetFlagOrErrno(int fd, String key) {
        try (Scratch s = Scratch.open()) {
            return fsconfig(fd, FSCONFIG_SET_FLAG, s.string("key", key), 0, 0);
        }
    }

    @Override
    public int fsconfigSetStringOrErrno(int fd, String key, String value) {
        try (Scratch s = Scratch.open()) {
            return fsconfig(fd, FSCONFIG_SET_STRING, s.string("key", key), s.string("value", value), 0);
        }
    }

    @Override
    public int fsconfigSetBinaryOrErrno(int fd, String key, byte[] value) {
        int length = Objects.requireNonNull(value, "value").length;
        try (Scratch s = Scratch.open()) {
            return fsconfig(fd, FSCONFIG_SET_BINARY, s.string("key", key), s.bytes(value, 0, length), length);
        }
    }

    @Override
    public int fsconfigSetPathOrErrno(int fd, String key, int dirfd, String path) {
        try (Scratch s = Scratch.open()) {
            long name = s.string("key", key);
            long value = s.string("path", path);
            return fsconfig(fd, path.isEmpty() ? FSCONFIG_SET_PATH_EMPTY : FSCONFIG_SET_PATH, name, value, dirfd);
        }
    }

    @Override
    public int fsconfigSetFdOrErrno(int fd, String key, int valueFd) {
        try (Scratch s = Scratch.open()) {
            return fsconfig(fd, FSCONFIG_SET_FD, s.string("key", key), 0, valueFd);
        }
    }

    @Override
    public int fsconfigCmdCreateOrErrno(int fd) {
        return fsconfig(fd, FSCONFIG_CMD_CREATE, 0, 0, 0);
    }

    @Override
    public int fsconfigCmdReconfigureOrErrno(int fd) {
        return fsconfig(fd, FSCONFIG_CMD_RECONFIGURE, 0, 0, 0);
    }

    @Override
    public int fsmountOrErrno(int fd, int flags, int attributes) {
        return (int) calls.syscall(SYS_fsmount, fd, flags | closeOnExec.flag(FSMOUNT_CLOEXEC), attributes, 0);
    }

    @Override
    public int openTreeOrErrno(int dirfd, String path, int flags) {
        try (Scratch s = Scratch.open()) {
            int all = flags | closeOnExec.flag(OPEN_TREE_CLOEXEC);
            return (int) calls.syscall(SYS_open_tree, dirfd, s.string("path", path), all, 0);
        }
    }

    @Override
    public int moveMountOrErrno(int fromDirfd, String from, int toDirfd, String to, int flags) {
        try (Scratch s = Scratch.open()) {
            long source = s.string("from", from);
            long place = s.string("to", to);
            return (int) longer.syscall6(SYS_move_mount, fromDirfd, source, toDirfd, place, flags, 0);
        }
    }

    @Override
    public int mountSetattrOrErrno(
            int dirfd, String path, int flags, long set, long clear, long propagation, int usernsFd) {
        try (Scratch s = Scratch.open()) {
            long place = s.string("path", path);
            long attributes = s.alloc(MountAttr.SIZE);
            s.set64(attributes + MountAttr.ATTR_SET, set);
            s.set64(attributes + MountAttr.ATTR_CLR, clear);
            s.set64(attributes + MountAttr.PROPAGATION, propagation);
            s.set64(attributes + MountAttr.USERNS_FD, usernsFd);
            return (int) longer.syscall6(SYS_mount_setattr, dirfd, place, flags, attributes, MountAttr.SIZE, 0);
        }
    }

    @Override
    public int pivotRootOrErrno(String newRoot, String putOld) {
        try (Scratch s = Scratch.open()) {
            long root = s.string("newRoot", newRoot);
            return (int) calls.syscall(SYS_pivot_root, root, s.string("putOld", putOld), 0, 0);
        }
    }
}
