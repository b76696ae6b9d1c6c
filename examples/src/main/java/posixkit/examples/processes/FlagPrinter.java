package posixkit.examples.processes;

import static posixkit.constants.Fcntl.F_DUPFD;
import static posixkit.constants.Fcntl.F_DUPFD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_GETLK;
import static posixkit.constants.Fcntl.F_GETOWN;
import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Fcntl.F_SETLK;
import static posixkit.constants.Fcntl.F_SETLKW;
import static posixkit.constants.Open.O_ACCMODE;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.examples.processes.Scalars.hex;
import static posixkit.onlinux.constants.LinuxAt.AT_STATX_SYNC_TYPE;
import static posixkit.onlinux.constants.LinuxFcntl.F_GETPIPE_SZ;
import static posixkit.onlinux.constants.LinuxFcntl.F_GETSIG;
import static posixkit.onlinux.constants.LinuxFcntl.F_GET_SEALS;
import static posixkit.onlinux.constants.LinuxFutex.FUTEX_CLOCK_REALTIME;
import static posixkit.onlinux.constants.LinuxOpen.O_TMPFILE;

/** Prints arguments that combine flags and values, or whose meaning depends on another argument. */
final class FlagPrinter {
    private final Signatures signatures;
    private final ArgumentPrinter arguments;
    private final StructurePrinter structures;

    FlagPrinter(Signatures signatures, ArgumentPrinter arguments, StructurePrinter structures) {
        this.signatures = signatures;
        this.arguments = arguments;
        this.structures = structures;
    }

    String openFlags(long flags) {
        long mode = flags & O_ACCMODE;
        String access =
                mode == O_RDWR ? "O_RDWR" : mode == O_WRONLY ? "O_WRONLY" : mode == 0 ? "O_RDONLY" : "O_ACCMODE";
        long rest = flags & 0xFFFF_FFFFL & ~O_ACCMODE;
        return rest == 0 ? access : access + "|" + signatures.set("open_status").text(rest);
    }

    static boolean needsMode(long flags) {
        return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
    }

    String statxFlags(long flags) {
        long sync = flags & AT_STATX_SYNC_TYPE;
        long rest = flags & ~(long) AT_STATX_SYNC_TYPE;
        String text = signatures.set("statx_sync").text(sync);
        return rest == 0 ? text : text + "|" + signatures.set("at_flags").text(rest);
    }

    String socketType(long value) {
        long flags = value
                & signatures.set("socket_flags").values().values().stream().reduce(0L, (a, b) -> a | b);
        String type = signatures.set("socket_types").text(value & ~flags);
        return flags == 0 ? type : type + "|" + signatures.set("socket_flags").text(flags);
    }

    /** Returns the name of an option. The argument before it is the level, which decides what options there are. */
    String socketOption(TracedCall call, long value) {
        String level = signatures.set("socket_levels").text((int) call.argument(1));
        ConstantSet options = signatures.set("options_" + level);
        return options == null ? hex(value) : options.text(value);
    }

    String protocol(TracedCall call, long value) {
        int family = (int) call.argument(0);
        return family == AF_INET || family == AF_INET6
                ? signatures.set("ip_protocols").text(value)
                : Integer.toString((int) value);
    }

    String fcntlRest(TracedCall call, long value) {
        int command = (int) call.argument(1);
        if (command == F_GETFD
                || command == F_GETFL
                || command == F_GETOWN
                || command == F_GETSIG
                || command == F_GETPIPE_SZ
                || command == F_GET_SEALS) {
            return null;
        }
        if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) {
            return Long.toString(value);
        }
        if (command == F_SETFD) {
            return signatures.set("fd_flags").text(value);
        }
        if (command == F_SETFL) {
            return openFlags(value);
        }
        return command == F_SETLK || command == F_SETLKW || command == F_GETLK
                ? structures.text("flock", call, 2)
                : hex(value);
    }

    String fcntlResult(TracedCall call) {
        int command = (int) call.argument(1);
        long value = call.result();
        if (command == F_GETFD && value != 0) {
            return hex(value) + " (flags " + signatures.set("fd_flags").text(value) + ")";
        }
        if (command == F_GETFL) {
            return hex(value) + " (flags " + openFlags(value) + ")";
        }
        return command == F_DUPFD || command == F_DUPFD_CLOEXEC
                ? arguments.descriptor(call.pid(), (int) value)
                : Long.toString(value);
    }

    String futexOperation(long value) {
        long command = value & 0xFFFF_FFFFL & ~FUTEX_CLOCK_REALTIME;
        return signatures.set("futex_command").text(command)
                + ((value & FUTEX_CLOCK_REALTIME) == 0 ? "" : "|FUTEX_CLOCK_REALTIME");
    }
}
