package posixkit.unix;

import posixkit.ErrnoException;
import posixkit.constants.Errno;
import posixkit.id.Ids;

/** {@link Ids}. <b>Internal.</b> */
public final class UnixIds implements Ids {
    private final LibC libc;

    public UnixIds(Bindings bindings) {
        libc = bindings.libc();
    }

    @Override
    public int getuid() {
        return libc.getuid();
    }

    @Override
    public int geteuid() {
        return libc.geteuid();
    }

    @Override
    public int getgid() {
        return libc.getgid();
    }

    @Override
    public int getegid() {
        return libc.getegid();
    }

    @Override
    public void setuid(int uid) throws ErrnoException {
        Result.check(libc.setuid(uid), "setuid", "uid", Integer.toUnsignedLong(uid));
    }

    @Override
    public void seteuid(int euid) throws ErrnoException {
        Result.check(libc.seteuid(euid), "seteuid", "uid", Integer.toUnsignedLong(euid));
    }

    @Override
    public void setreuid(int ruid, int euid) throws ErrnoException {
        Result.check(libc.setreuid(ruid, euid), "setreuid");
    }

    @Override
    public void setgid(int gid) throws ErrnoException {
        Result.check(libc.setgid(gid), "setgid", "gid", Integer.toUnsignedLong(gid));
    }

    @Override
    public void setegid(int egid) throws ErrnoException {
        Result.check(libc.setegid(egid), "setegid", "gid", Integer.toUnsignedLong(egid));
    }

    @Override
    public void setregid(int rgid, int egid) throws ErrnoException {
        Result.check(libc.setregid(rgid, egid), "setregid");
    }

    /** Asks how many, then for them; again if there are more by then, because another thread set them. */
    @Override
    public int[] getgroups() throws ErrnoException {
        for (; ; ) {
            int count = Result.check(libc.getgroups(0, 0), "getgroups");
            try (Scratch s = Scratch.open()) {
                long list = s.alloc(count * Integer.BYTES);
                int got = count == 0 ? 0 : Result.negate(libc.getgroups(count, list));
                if (got == -Errno.EINVAL) {
                    continue;
                }
                int[] groups = new int[Result.orThrow(got, "getgroups")];
                for (int i = 0; i < groups.length; i++) {
                    groups[i] = s.s32(list + (long) i * Integer.BYTES);
                }
                return groups;
            }
        }
    }

    @Override
    public void setgroups(int... gids) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long list = s.alloc(Math.multiplyExact(gids.length, Integer.BYTES));
            for (int i = 0; i < gids.length; i++) {
                s.set32(list + (long) i * Integer.BYTES, gids[i]);
            }
            Result.check(libc.setgroups(gids.length, list), "setgroups");
        }
    }

    @Override
    public int getpgrp() {
        return libc.getpgrp();
    }

    @Override
    public int getpgid(int pid) throws ErrnoException {
        return Result.check(libc.getpgid(pid), "getpgid", "pid", pid);
    }

    @Override
    public void setpgid(int pid, int pgid) throws ErrnoException {
        Result.check(libc.setpgid(pid, pgid), "setpgid", "pid", pid);
    }

    @Override
    public int getsid(int pid) throws ErrnoException {
        return Result.check(libc.getsid(pid), "getsid", "pid", pid);
    }

    @Override
    public int setsid() throws ErrnoException {
        return Result.check(libc.setsid(), "setsid");
    }
}
