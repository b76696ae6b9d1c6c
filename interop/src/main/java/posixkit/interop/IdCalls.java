package posixkit.interop;

import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EINVAL;

import jnr.posix.POSIXHandler;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.id.Ids;

/** The calls about users, groups, sessions and process groups of this process. */
abstract class IdCalls extends DescriptorCalls {
    final Ids ids;

    IdCalls(Posix posix, OwnLibC libc, POSIXHandler handler) {
        super(posix, libc, handler);
        ids = posix.ids();
    }

    @Override
    public final int getuid() {
        return ids.getuid();
    }

    @Override
    public final int geteuid() {
        return ids.geteuid();
    }

    @Override
    public final int getgid() {
        return ids.getgid();
    }

    @Override
    public final int getegid() {
        return ids.getegid();
    }

    @Override
    public final int setuid(int uid) {
        return result(ids.setuidOrErrno(uid));
    }

    @Override
    public final int seteuid(int euid) {
        return result(ids.seteuidOrErrno(euid));
    }

    @Override
    public final int setgid(int gid) {
        return result(ids.setgidOrErrno(gid));
    }

    @Override
    public final int setegid(int egid) {
        return result(ids.setegidOrErrno(egid));
    }

    @Override
    public final long[] getgroups() {
        try {
            int[] groups = ids.getgroups();
            long[] unsigned = new long[groups.length];
            for (int i = 0; i < groups.length; i++) {
                unsigned[i] = Integer.toUnsignedLong(groups[i]);
            }
            return unsigned;
        } catch (ErrnoException e) {
            return nothing(e);
        }
    }

    @Override
    public final int getgroups(int size, int[] groups) {
        int[] all;
        try {
            all = ids.getgroups();
        } catch (ErrnoException e) {
            return failed(e);
        }
        if (size == 0) {
            return all.length;
        }
        if (size < all.length) {
            return failed(EINVAL);
        }
        if (groups == null) {
            return all.length == 0 ? 0 : failed(EFAULT);
        }
        checkRoom("groups", groups, groups.length, all.length);
        System.arraycopy(all, 0, groups, 0, all.length);
        return all.length;
    }

    @Override
    public final int getpgrp() {
        return ids.getpgrp();
    }

    @Override
    public final int getpgid() {
        return getpgid(0);
    }

    @Override
    public final int getpgid(int pid) {
        return result(ids.getpgidOrErrno(pid));
    }

    @Override
    public final int setpgid(int pid, int pgid) {
        return result(ids.setpgidOrErrno(pid, pgid));
    }

    @Override
    public final int setpgrp(int pid, int pgrp) {
        return setpgid(pid, pgrp);
    }

    @Override
    public final int setsid() {
        return result(ids.setsidOrErrno());
    }
}
