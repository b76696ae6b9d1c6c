package posixkit.linux;

import static posixkit.constants.Access.R_OK;
import static posixkit.constants.Access.W_OK;
import static posixkit.constants.Access.X_OK;
import static posixkit.constants.At.AT_EACCESS;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Mode.S_IRWXO;
import static posixkit.constants.Mode.S_IXGRP;
import static posixkit.constants.Mode.S_IXOTH;
import static posixkit.constants.Mode.S_IXUSR;

import posixkit.ErrnoException;
import posixkit.id.Ids;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.layout.Stat_t;
import posixkit.onlinux.OnLinuxIds;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;
import posixkit.unix.UnixIds;
import posixkit.unix.call.UnixCalls;

/**
 * Does the work of the system call faccessat2 on kernels that lack it. The older system call faccessat has no parameter for
 * flags. This class computes the answer from the result of stat. So the answer ignores access control lists, security modules,
 * read-only mounts, and immutable files. It also ignores that a running program cannot be written.
 */
final class EmulatedFaccessat {
    /**
     * The number of permission bits of one class of users: 3, for read, write and execute. In a file mode, the lowest 3 bits are
     * for others, the next 3 for the group, and the next 3 for the owner.
     */
    private static final int CLASS = Integer.bitCount(S_IRWXO);

    private final UnixCalls calls;
    private final Ids ids;
    private final OnLinuxIds extras;

    EmulatedFaccessat(UnixCalls calls, Ids ids, OnLinuxIds extras) {
        this.calls = calls;
        this.ids = ids;
        this.extras = extras;
    }

    /** Creates an object. Callers use no constructor, so that the JVM loads this class late: StartUpTest counts the classes. */
    static EmulatedFaccessat over(Bindings bindings, LinuxCalls linux) {
        return new EmulatedFaccessat(bindings.calls(), new UnixIds(bindings), new LinuxIds(linux));
    }

    /**
     * Checks the access rights to a file, as faccessat does. Returns 0 or −errno. {@code path}: the address of the path in native
     * memory.
     */
    int faccessat(int dirfd, long path, int mode, int flags) {
        if ((mode & ~(R_OK | W_OK | X_OK)) != 0) {
            return -EINVAL;
        }
        Stat_t stat = new Stat_t();
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(Stat_t.SIZE);
            int result = calls.file().fstatat(dirfd, path, buffer, flags & ~AT_EACCESS);
            if (result != 0) {
                return result;
            }
            s.copyTo(stat, buffer);
        }
        try {
            boolean effective = (flags & AT_EACCESS) != 0;
            return allows(stat, mode, effective) ? 0 : -EACCES;
        } catch (ErrnoException e) {
            return -e.errno();
        }
    }

    private boolean allows(Stat_t stat, int mode, boolean effective) throws ErrnoException {
        if (isPrivileged(effective)) {
            boolean executable = stat.isDirectory() || (stat.mode() & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0;
            return (mode & X_OK) == 0 || executable;
        }
        int permissions = stat.mode();
        if (stat.uid() == (effective ? ids.geteuid() : ids.getuid())) {
            permissions >>= 2 * CLASS;
        } else if (stat.gid() == (effective ? ids.getegid() : ids.getgid()) || ids.isGroupMember(stat.gid())) {
            permissions >>= CLASS;
        }
        return (permissions & mode) == mode;
    }

    /**
     * Returns true if the user may ignore the permission bits. If {@code effective} is true, checks whether the calling thread
     * has the capability CAP_DAC_OVERRIDE. If {@code effective} is false, checks whether the real user is root. The kernel, too,
     * uses the real user id unless the flag AT_EACCESS is set.
     */
    private boolean isPrivileged(boolean effective) throws ErrnoException {
        return effective ? extras.isCapDacOverrideSet() : ids.getuid() == 0;
    }
}
