package posixkit.unix;

import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.constants.Errno;
import posixkit.id.Ids;
import posixkit.unix.call.UnixCalls;

/** Implements {@link Ids} for Linux and macOS. <b>Internal.</b> */
public final class UnixIds implements Ids {
    private final UnixCalls calls;

    public UnixIds(Bindings bindings) {
        calls = bindings.calls();
    }

    @Override
    public int getuid() {
        return calls.id().getuid();
    }

    @Override
    public int geteuid() {
        return calls.id().geteuid();
    }

    @Override
    public int getgid() {
        return calls.id().getgid();
    }

    @Override
    public int getegid() {
        return calls.id().getegid();
    }

    @Override
    public int setuidOrErrno(int uid) {
        return calls.id().setuid(uid);
    }

    @Override
    public int seteuidOrErrno(int euid) {
        return calls.id().seteuid(euid);
    }

    @Override
    public int setreuidOrErrno(int ruid, int euid) {
        return calls.id().setreuid(ruid, euid);
    }

    @Override
    public int setgidOrErrno(int gid) {
        return calls.id().setgid(gid);
    }

    @Override
    public int setegidOrErrno(int egid) {
        return calls.id().setegid(egid);
    }

    @Override
    public int setregidOrErrno(int rgid, int egid) {
        return calls.id().setregid(rgid, egid);
    }

    /**
     * Reads the number of groups and then the list of groups. Starts again if another thread added groups between the two calls.
     */
    @Override
    public int[] getgroups() throws ErrnoException {
        while (true) {
            int count = Outcome.of("getgroups", calls.id().getgroups(0, 0));
            try (Scratch s = Scratch.open()) {
                long list = s.alloc(count * Integer.BYTES);
                int filled = count == 0 ? 0 : calls.id().getgroups(count, list);
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
            return calls.id().setgroups(gids.length, list);
        }
    }

    @Override
    public int getpgrp() {
        return calls.id().getpgrp();
    }

    @Override
    public int getpgidOrErrno(int pid) {
        return calls.id().getpgid(pid);
    }

    @Override
    public int setpgidOrErrno(int pid, int pgid) {
        return calls.id().setpgid(pid, pgid);
    }

    @Override
    public int getsidOrErrno(int pid) {
        return calls.id().getsid(pid);
    }

    @Override
    public int setsidOrErrno() {
        return calls.id().setsid();
    }
}
