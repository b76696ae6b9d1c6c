package posixkit.linux;

import static posixkit.constants.Fcntl.F_GETLEASE;
import static posixkit.constants.Fcntl.F_SETLEASE;
import static posixkit.onlinux.constants.LinuxFcntl.F_ADD_SEALS;
import static posixkit.onlinux.constants.LinuxFcntl.F_GETOWN_EX;
import static posixkit.onlinux.constants.LinuxFcntl.F_GETPIPE_SZ;
import static posixkit.onlinux.constants.LinuxFcntl.F_GETSIG;
import static posixkit.onlinux.constants.LinuxFcntl.F_GET_FILE_RW_HINT;
import static posixkit.onlinux.constants.LinuxFcntl.F_GET_RW_HINT;
import static posixkit.onlinux.constants.LinuxFcntl.F_GET_SEALS;
import static posixkit.onlinux.constants.LinuxFcntl.F_NOTIFY;
import static posixkit.onlinux.constants.LinuxFcntl.F_SETOWN_EX;
import static posixkit.onlinux.constants.LinuxFcntl.F_SETPIPE_SZ;
import static posixkit.onlinux.constants.LinuxFcntl.F_SETSIG;
import static posixkit.onlinux.constants.LinuxFcntl.F_SET_FILE_RW_HINT;
import static posixkit.onlinux.constants.LinuxFcntl.F_SET_RW_HINT;
import static posixkit.onlinux.constants.LinuxPathconf._PC_SOCK_MAXBUF;

import posixkit.linux.call.LinuxCalls;
import posixkit.linux.layout.FOwnerEx;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;
import posixkit.unix.UnixIo;

final class LinuxIo extends UnixIo {
    private final LinuxCalls linux;

    LinuxIo(Bindings bindings, LinuxCalls linux) {
        super(bindings);
        this.linux = linux;
    }

    @Override
    protected int pipeOrErrno(Scratch s, long fds, int flags) {
        return linux.linuxFile().pipe2(fds, flags);
    }

    @Override
    protected int dup3At(int from, int to, int flags) {
        return linux.linuxFile().dup3(from, to, flags);
    }

    @Override
    protected boolean commandTakesNumber(int command) {
        return super.commandTakesNumber(command)
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

    @Override
    protected int sizeOfCommand(int command) {
        if (command == F_GETOWN_EX || command == F_SETOWN_EX) {
            return FOwnerEx.SIZE;
        }
        boolean hint = command == F_GET_RW_HINT
                || command == F_SET_RW_HINT
                || command == F_GET_FILE_RW_HINT
                || command == F_SET_FILE_RW_HINT;
        return hint ? Long.BYTES : super.sizeOfCommand(command);
    }

    @Override
    protected boolean requestTakesNumber(long request) {
        return super.requestTakesNumber(request) || LinuxIoctls.takesNumber(request);
    }

    @Override
    protected int sizeOfRequest(long request) {
        int size = LinuxIoctls.isSizeInNumber(request) ? sizeInNumber(request) : LinuxIoctls.size(request);
        return size == LinuxIoctls.UNKNOWN ? super.sizeOfRequest(request) : size;
    }
}
