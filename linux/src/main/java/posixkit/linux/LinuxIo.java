package posixkit.linux;

import static posixkit.constants.Fcntl.F_GETLEASE;
import static posixkit.constants.Fcntl.F_SETLEASE;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.onlinux.constants.Fcntl.F_ADD_SEALS;
import static posixkit.onlinux.constants.Fcntl.F_GETPIPE_SZ;
import static posixkit.onlinux.constants.Fcntl.F_GETSIG;
import static posixkit.onlinux.constants.Fcntl.F_GET_SEALS;
import static posixkit.onlinux.constants.Fcntl.F_NOTIFY;
import static posixkit.onlinux.constants.Fcntl.F_SETPIPE_SZ;
import static posixkit.onlinux.constants.Fcntl.F_SETSIG;
import static posixkit.onlinux.constants.Pathconf._PC_SOCK_MAXBUF;

import posixkit.unix.Bindings;
import posixkit.unix.UnixIo;

final class LinuxIo extends UnixIo {
    private final LinuxLibC linux;

    LinuxIo(Bindings bindings, LinuxLibC linux) {
        super(bindings);
        this.linux = linux;
    }

    @Override
    protected int pipe(long fds) {
        return linux.pipe2(fds, O_CLOEXEC);
    }

    /** From birth. */
    @Override
    protected void closeOnExec(String call, int... fds) {}

    @Override
    protected boolean takesNumber(int command) {
        return super.takesNumber(command)
                || command == F_SETSIG
                || command == F_GETSIG
                || command == F_SETLEASE
                || command == F_GETLEASE
                || command == F_NOTIFY
                || command == F_SETPIPE_SZ
                || command == F_GETPIPE_SZ
                || command == F_ADD_SEALS
                || command == F_GET_SEALS;
    }

    @Override
    protected boolean isLimit(int name) {
        return super.isLimit(name) || name == _PC_SOCK_MAXBUF;
    }
}
