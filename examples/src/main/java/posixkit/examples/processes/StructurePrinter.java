package posixkit.examples.processes;

import static posixkit.constants.Mode.S_IFBLK;
import static posixkit.constants.Mode.S_IFCHR;
import static posixkit.constants.Mode.S_IFMT;
import static posixkit.constants.Resource.RLIM_INFINITY;
import static posixkit.constants.Utime.UTIME_NOW;
import static posixkit.constants.Utime.UTIME_OMIT;
import static posixkit.examples.processes.Scalars.hex;
import static posixkit.examples.processes.Scalars.pointer;
import static posixkit.onlinux.constants.LinuxIoctl.FIONBIO;
import static posixkit.onlinux.constants.LinuxIoctl.FIONREAD;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGWINSZ;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import posixkit.Names;
import posixkit.Posix;
import posixkit.process.WaitStatus;

/** Prints the structures to which arguments of system calls point, as strace does. */
final class StructurePrinter {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssZ");
    private static final DateTimeFormatter PRECISE_DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnnZ");
    private static final int MOST_DIRENTS = 1 << 16;
    private static final int KIBIBYTE = 1024;

    private final Posix posix;
    private final Signatures signatures;
    private final ArgumentPrinter arguments;
    private final SocketPrinter sockets;
    private final ThreadPrinter threads;

    StructurePrinter(Posix posix, Signatures signatures, ArgumentPrinter arguments) {
        this.posix = posix;
        this.signatures = signatures;
        this.arguments = arguments;
        sockets = new SocketPrinter(posix, signatures, arguments);
        threads = new ThreadPrinter(signatures, this);
    }

    /** Returns the structure to which an argument points, or the address if it is NULL or nothing is mapped there. */
    String text(String type, TracedCall call, int index) {
        long address = call.argument(index);
        TraceeMemory memory = call.memory();
        if (address == 0 && !type.equals("clone_args")) {
            return "NULL";
        }
        Optional<String> text =
                switch (type) {
                    case "stat_out" ->
                        memory.fill(address, posix.files().newStat()).map(s -> stat(s.mode(), s.size(), s.rdev()));
                    case "statx_out" -> statx(memory, address);
                    case "timespec", "timespec_out" -> timespec(memory, address);
                    case "remaining_out" -> Optional.empty();
                    case "timespecs" -> timespecs(memory, address);
                    case "rlimit", "rlimit_out" -> rlimit(memory, address);
                    case "sigset", "sigset_out" -> memory.words(address, 1).map(words -> Scalars.signals(words[0]));
                    case "sigaction", "sigaction_out" ->
                        memory.words(address, 4).map(this::sigaction);
                    case "fdpair_out" ->
                        memory.exactly(address, 2 * Integer.BYTES)
                                .map(pair -> "[" + arguments.descriptor(call.pid(), pair.getInt()) + ", "
                                        + arguments.descriptor(call.pid(), pair.getInt()) + "]");
                    case "status_out" ->
                        call.result() == 0
                                ? Optional.empty()
                                : ints(memory, address, 1).map(raw -> "[" + status(raw[0]) + "]");
                    case "dirents_out" ->
                        memory.bytes(address, (int) call.result()).map(found -> hex(address) + dirents(found));
                    case "offset" -> memory.words(address, 1).map(words -> "[" + words[0] + "]");
                    case "socklen_out" ->
                        ints(memory, address, 1)
                                .map(length ->
                                        "[" + (length[0] == call.room() ? "" : call.room() + " => ") + length[0] + "]");
                    case "sockaddr" -> sockets.sockaddr(memory, address, call.argument(index + 1));
                    case "sockaddr_out" ->
                        ints(memory, call.argument(index + 1), 1)
                                .flatMap(length -> sockets.sockaddr(memory, address, length[0]));
                    case "value" ->
                        call.argument(index + 1) == Integer.BYTES
                                ? ints(memory, address, 1).map(value -> "[" + value[0] + "]")
                                : Optional.empty();
                    case "value_out" ->
                        ints(memory, call.argument(index + 1), 1)
                                .filter(length -> length[0] == Integer.BYTES)
                                .flatMap(length -> ints(memory, address, 1))
                                .map(value -> "[" + value[0] + "]");
                    case "iovecs" -> sockets.iovecs(memory, address, call.argument(index + 1), Long.MAX_VALUE);
                    case "iovecs_out" -> sockets.iovecs(memory, address, call.argument(index + 1), call.result());
                    case "pollfds" -> sockets.pollfds(call, index);
                    case "epoll_event" -> sockets.epollEvents(memory, address, 1);
                    case "epoll_events_out" ->
                        sockets.epollEvents(memory, address, (int) call.result())
                                .map(events -> "[" + events + "]");
                    case "utsname_out" ->
                        memory.fill(address, posix.host().newUtsname())
                                .map(name -> "{sysname=" + quoted(name.sysname()) + ", nodename="
                                        + quoted(name.nodename()) + ", ...}");
                    case "affinity_out" ->
                        memory.bytes(address, (int) call.result()).map(StructurePrinter::processors);
                    case "flock" ->
                        memory.fill(address, posix.io().newFlock())
                                .map(lock -> "{l_type="
                                        + signatures.set("lock_types").text(lock.type()) + ", l_whence="
                                        + signatures.set("whence").text(lock.whence()) + ", l_start=" + lock.start()
                                        + ", l_len=" + lock.len() + "}");
                    case "ioctl_rest_out" -> ioctl(memory, call.argument(1), address);
                    case "clone_args" -> memory.words(address, 8).map(words -> threads.cloneArgs(words));
                    default -> throw new IllegalArgumentException("no type of arguments: " + type);
                };
        return text.orElse(pointer(address));
    }

    SocketPrinter sockets() {
        return sockets;
    }

    ThreadPrinter threads() {
        return threads;
    }

    static Optional<int[]> ints(TraceeMemory memory, long address, int count) {
        return memory.exactly(address, count * Integer.BYTES).map(bytes -> {
            int[] ints = new int[count];
            bytes.asIntBuffer().get(ints);
            return ints;
        });
    }

    static String quoted(String text) {
        return Scalars.quoted(Names.bytes(text), Integer.MAX_VALUE);
    }

    private String stat(int mode, long size, long device) {
        int type = mode & S_IFMT;
        String what = type == S_IFCHR || type == S_IFBLK
                ? "st_rdev=makedev(" + hex(posix.files().major(device)) + ", "
                        + hex(posix.files().minor(device)) + ")"
                : "st_size=" + size;
        return "{st_mode=" + Scalars.mode(mode) + ", " + what + ", ...}";
    }

    private Optional<String> statx(TraceeMemory memory, long address) {
        return memory.fill(address, posix.onLinux().files().newStatx())
                .map(found -> "{stx_mask=" + signatures.set("statx_mask").text(found.mask() & 0xFFFF_FFFFL)
                        + ", stx_attributes="
                        + signatures.set("statx_attributes").text(found.attributes())
                        + ", stx_mode=" + Scalars.mode(found.mode()) + ", stx_size=" + found.size() + ", ...}");
    }

    private Optional<String> timespec(TraceeMemory memory, long address) {
        return memory.words(address, 2).map(time -> "{tv_sec=" + time[0] + ", tv_nsec=" + time[1] + "}");
    }

    private Optional<String> timespecs(TraceeMemory memory, long address) {
        return memory.words(address, 4)
                .map(times -> "[" + fileTime(times[0], times[1]) + ", " + fileTime(times[2], times[3]) + "]");
    }

    private static String fileTime(long seconds, long nanoseconds) {
        if (nanoseconds == UTIME_NOW) {
            return "UTIME_NOW";
        }
        return nanoseconds == UTIME_OMIT
                ? "UTIME_OMIT"
                : "{tv_sec=" + seconds + ", tv_nsec=" + nanoseconds + "} /* " + date(seconds, nanoseconds) + " */";
    }

    private static String date(long seconds, long nanoseconds) {
        return (nanoseconds == 0 ? DATE : PRECISE_DATE)
                .format(Instant.ofEpochSecond(seconds, nanoseconds).atZone(ZoneId.systemDefault()));
    }

    private Optional<String> ioctl(TraceeMemory memory, long request, long address) {
        if (request == FIONREAD || request == FIONBIO) {
            return ints(memory, address, 1).map(value -> "[" + value[0] + "]");
        }
        return request != TIOCGWINSZ
                ? Optional.empty()
                : memory.fill(address, posix.terminals().newWindowSize())
                        .map(size -> "{ws_row=" + size.row() + ", ws_col=" + size.col() + ", ws_xpixel=" + size.xpixel()
                                + ", ws_ypixel=" + size.ypixel() + "}");
    }

    private Optional<String> rlimit(TraceeMemory memory, long address) {
        return memory.fill(address, posix.processes().newRlimit())
                .map(found -> "{rlim_cur=" + limit(found.cur()) + ", rlim_max=" + limit(found.max()) + "}");
    }

    private static String limit(long value) {
        if (value == RLIM_INFINITY) {
            return "RLIM64_INFINITY";
        }
        return value > KIBIBYTE && value % KIBIBYTE == 0 ? value / KIBIBYTE + "*1024" : Long.toUnsignedString(value);
    }

    /** The structure of the kernel: the handler, the flags, the restorer and the mask. */
    private String sigaction(long... words) {
        String handler = words[0] == 0 ? "SIG_DFL" : words[0] == 1 ? "SIG_IGN" : hex(words[0]);
        String flags = signatures.set("signal_flags").text(words[1]);
        return "{sa_handler=" + handler + ", sa_mask=" + Scalars.signals(words[3]) + ", sa_flags=" + flags
                + (flags.contains("SA_RESTORER") ? ", sa_restorer=" + pointer(words[2]) : "") + "}";
    }

    private static String status(int raw) {
        WaitStatus status = new WaitStatus(raw);
        if (status.exited()) {
            return "{WIFEXITED(s) && WEXITSTATUS(s) == " + status.exitStatus() + "}";
        }
        if (status.signaled()) {
            return "{WIFSIGNALED(s) && WTERMSIG(s) == " + Scalars.signal(status.signal())
                    + (status.coreDump() ? " && WCOREDUMP(s)" : "") + "}";
        }
        return status.stopped()
                ? "{WIFSTOPPED(s) && WSTOPSIG(s) == " + Scalars.signal(status.stopSignal()) + "}"
                : "{WIFCONTINUED(s)}";
    }

    /** Counts the entries. The length of each is behind its inode number and its offset. */
    private static String dirents(byte... found) {
        ByteBuffer entries = ByteBuffer.wrap(found).order(ByteOrder.nativeOrder());
        int count = 0;
        for (int at = 0; at + 2 * Long.BYTES < found.length && count < MOST_DIRENTS; count++) {
            at += entries.getShort(at + 2 * Long.BYTES) & 0xFFFF;
        }
        return " /* " + count + (count == 1 ? " entry */" : " entries */");
    }

    private static String processors(byte... mask) {
        return IntStream.range(0, mask.length * Byte.SIZE)
                .filter(i -> (mask[i / Byte.SIZE] >> i % Byte.SIZE & 1) != 0)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" ", "[", "]"));
    }
}
