package posixkit.unix;

import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.constants.Errno;
import posixkit.id.Ids;

/** Implements {@link Ids} for Linux and macOS. <b>Internal.</b> */
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
    public int setuidOrErrno(int uid) {
        return Result.negate(libc.setuid(uid));
    }

    @Override
    public int seteuidOrErrno(int euid) {
        return Result.negate(libc.seteuid(euid));
    }

    @Override
    public int setreuidOrErrno(int ruid, int euid) {
        return Result.negate(libc.setreuid(ruid, euid));
    }

    @Override
    public int setgidOrErrno(int gid) {
        return Result.negate(libc.setgid(gid));
    }

    @Override
    public int setegidOrErrno(int egid) {
        return Result.negate(libc.setegid(egid));
    }

    @Override
    public int setregidOrErrno(int rgid, int egid) {
        return Result.negate(libc.setregid(rgid, egid));
    }

    /**
     * Reads the number of groups and then the list of groups. Starts again if another thread added groups between the two calls.
     */
    @Override
    public int[] getgroups() throws ErrnoException {
        while (true) {
            int count = Outcome.of("getgroups", Result.negate(libc.getgroups(0, 0)));
            try (Scratch s = Scratch.open()) {
                long list = s.alloc(count * Integer.BYTES);
                int filled = count == 0 ? 0 : Result.negate(libc.getgroups(count, list));
                if (filled == -Errno.EINVAL) {
                    continue;
                }
                int[] groups = new int[Outcome.of("getgroups", filled)];
                for (int i = 0; i < groups.length; i++) {
                    groups[i] = s.s32(list + (long) i * Integer.BYTES);
                }
                return groups;
            }
        }
    }

    @Override
    public int setgroupsOrErrno(int... gids) {
        Objects.requireNonNull(gids, "gids");
        try (Scratch s = Scratch.open()) {
            long list = s.alloc(Math.multiplyExact(gids.length, Integer.BYTES));
            for (int i = 0; i < gids.length; i++) {
                s.set32(list + (long) i * Integer.BYTES, gids[i]);
            }
            return Result.negate(libc.setgroups(gids.length, list));
        }
    }

    @Override
    public int getpgrp() {
        return libc.getpgrp();
    }

    @Override
    public int getpgidOrErrno(int pid) {
        return Result.negate(libc.getpgid(pid));
    }

    @Override
    public int setpgidOrErrno(int pid, int pgid) {
        return Result.negate(libc.setpgid(pid, pgid));
    }

    @Override
    public int getsidOrErrno(int pid) {
        return Result.negate(libc.getsid(pid));
    }

    @Override
    public int setsidOrErrno() {
        return Result.negate(libc.setsid());
    }
}
