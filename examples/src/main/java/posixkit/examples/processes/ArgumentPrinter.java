package posixkit.examples.processes;

import static posixkit.examples.processes.Scalars.hex;
import static posixkit.examples.processes.Scalars.octal;
import static posixkit.examples.processes.Scalars.pointer;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_NAME;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_PDEATHSIG;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.constants.At;
import posixkit.constants.Errno;
import posixkit.examples.processes.Signatures.Signature;

/** Prints the arguments and the result of a system call, as strace does. */
final class ArgumentPrinter {
    private static final String OUT = "_out";
    private static final int PATH_MAX = 4096;
    private static final int MOST_STRINGS = 32;

    private final Posix posix;
    private final Signatures signatures;
    private final StructurePrinter structures;
    private final FlagPrinter flags;
    private final int limit;
    private final boolean showsPaths;

    /**
     * @param limit how many bytes of a buffer are printed
     * @param showsPaths true to print the paths of descriptors
     */
    ArgumentPrinter(Posix posix, Signatures signatures, int limit, boolean showsPaths) {
        this.posix = posix;
        this.signatures = signatures;
        this.limit = limit;
        this.showsPaths = showsPaths;
        structures = new StructurePrinter(posix, signatures, this);
        flags = new FlagPrinter(signatures, this, structures);
    }

    /** Returns the arguments that are known before the call: those in front of the first one that the call fills. */
    String before(Signature signature, TracedCall call) {
        int end = firstOut(signature);
        String text = text(signature, call, 0, end);
        return end == signature.types().size() || text.isEmpty() ? text : text + ", ";
    }

    /** Returns the arguments that {@link #before} left out. */
    String after(Signature signature, TracedCall call) {
        return text(signature, call, firstOut(signature), signature.types().size());
    }

    /** True if {@link #before} returned all arguments. */
    static boolean isComplete(Signature signature) {
        return firstOut(signature) == signature.types().size();
    }

    private static int firstOut(Signature signature) {
        List<String> types = signature.types();
        return IntStream.range(0, types.size())
                .filter(i -> types.get(i).endsWith(OUT))
                .findFirst()
                .orElse(types.size());
    }

    private String text(Signature signature, TracedCall call, int from, int end) {
        return IntStream.range(from, end)
                .mapToObj(i -> text(signature.types().get(i), call, i))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    /** Returns the result of a call as strace prints it, with the name and the text of an error. */
    String result(Signature signature, TracedCall call) {
        if (call.isError()) {
            return error((int) -call.result());
        }
        long value = call.result();
        return switch (signature.result()) {
            case "ptr" -> hex(value);
            case "fd" -> descriptor(call.pid(), (int) value);
            case "mode" -> octal(value);
            case "fcntl_result" -> flags.fcntlResult(call);
            case "poll_result" -> structures.sockets().pollResult(call);
            default -> Long.toString(value);
        };
    }

    /**
     * Returns the name and the text of an error. The first four are errors that only a tracer sees: the kernel then repeats the call,
     * or the program sees EINTR.
     */
    private String error(int errno) {
        return switch (errno) {
            case 512 -> "? ERESTARTSYS (To be restarted if SA_RESTART is set)";
            case 513 -> "? ERESTARTNOINTR (To be restarted)";
            case 514 -> "? ERESTARTNOHAND (To be restarted if no handler)";
            case 516 -> "? ERESTART_RESTARTBLOCK (Interrupted by signal)";
            default -> "-1 " + Errno.name(errno) + " (" + posix.host().strerror(errno) + ")";
        };
    }

    /** Returns an argument; null if the call does not use it. */
    private String text(String type, TracedCall call, int index) {
        long value = call.argument(index);
        ConstantSet set = signatures.set(type);
        if (set != null) {
            return set.text(set.isBits() ? value & 0xFFFF_FFFFL : signed(set, value));
        }
        return switch (type) {
            case "int" -> Integer.toString((int) value);
            case "uint" -> Integer.toUnsignedString((int) value);
            case "uid" -> (int) value == -1 ? "-1" : Integer.toUnsignedString((int) value);
            case "long" -> Long.toString(value);
            case "ulong" -> Long.toUnsignedString(value);
            case "hex" -> hex(value);
            case "offset_hex" -> hex(value);
            case "ptr" -> pointer(value);
            case "mode" -> octal(value & 0xFFFF);
            case "signal" -> Scalars.signal((int) value);
            case "fd" -> descriptor(call.pid(), (int) value);
            case "dirfd" -> directory(call.pid(), (int) value);
            case "path" -> path(call, value);
            case "string" -> string(call.memory(), value);
            case "strings" -> strings(call.memory(), value);
            case "environment" -> environment(call.memory(), value);
            case "bytes" -> bytes(call.memory(), value, call.argument(index + 1));
            case "bytes_out", "link_out" -> out(call, index, bytes(call.memory(), value, call.result()));
            case "random_out" ->
                out(
                        call,
                        index,
                        call.memory()
                                .bytes(value, (int) call.result())
                                .map(found -> Scalars.quotedHex(found, limit))
                                .orElse(pointer(value)));
            case "string_out" -> out(call, index, path(call, value));
            case "open_flags" -> flags.openFlags(value);
            case "create_mode" -> FlagPrinter.needsMode(call.argument(index - 1)) ? octal(value & 0xFFFF) : null;
            case "statx_flags" -> flags.statxFlags(value);
            case "socket_type" -> flags.socketType(value);
            case "socket_option" -> flags.socketOption(call, value);
            case "protocol" -> flags.protocol(call, value);
            case "fcntl_rest" -> flags.fcntlRest(call, value);
            case "futex_operation" -> flags.futexOperation(value);
            case "futex_rest" -> structures.threads().futexRest(call);
            case "prctl_rest" -> prctlRest(call, value);
            case "socklen_out" ->
                call.isError() && value != 0 ? "[" + call.room() + "]" : structures.text(type, call, index);
            case "clone_rest" -> structures.threads().cloneArguments(call);
            default ->
                type.endsWith(OUT)
                        ? out(call, index, structures.text(type, call, index))
                        : structures.text(type, call, index);
        };
    }

    private static long signed(ConstantSet set, long value) {
        return set.values().containsValue(value & 0xFFFF_FFFFL) ? value & 0xFFFF_FFFFL : (int) value;
    }

    /** Returns {@code text}, or the address if the call failed: then the call has filled nothing. */
    private static String out(TracedCall call, int index, String text) {
        return call.isError() ? pointer(call.argument(index)) : text;
    }

    String descriptor(int pid, int fd) {
        if (!showsPaths || fd < 0) {
            return Integer.toString(fd);
        }
        return fd + linked(pid, "fd/" + fd);
    }

    private String directory(int pid, int fd) {
        if (fd != At.AT_FDCWD) {
            return descriptor(pid, fd);
        }
        return "AT_FDCWD" + (showsPaths ? linked(pid, "cwd") : "");
    }

    private String linked(int pid, String name) {
        try {
            byte[] path = Names.bytes(posix.files().readlink("/proc/" + pid + "/" + name));
            String quoted = Scalars.quoted(path, PATH_MAX);
            return "<"
                    + quoted.substring(1, quoted.length() - 1)
                            .replace("<", "\\74")
                            .replace(">", "\\76") + ">";
        } catch (ErrnoException e) {
            return ""; // The descriptor is not open, as strace prints it.
        }
    }

    private static String path(TracedCall call, long address) {
        return call.memory()
                .untilNul(address, PATH_MAX)
                .map(found -> Scalars.quoted(found, PATH_MAX))
                .orElse(pointer(address));
    }

    private String string(TraceeMemory memory, long address) {
        return memory.untilNul(address, limit + 1)
                .map(found -> Scalars.quoted(found, limit))
                .orElse(pointer(address));
    }

    String bytes(TraceeMemory memory, long address, long count) {
        if (count == 0 && address != 0) {
            return "\"\"";
        }
        return memory.bytes(address, (int) Math.min(Math.max(count, 0), limit + 1L))
                .map(found -> Scalars.quoted(found, limit))
                .orElse(pointer(address));
    }

    private String strings(TraceeMemory memory, long address) {
        List<String> found = new ArrayList<>();
        for (long next = address; ; next += Long.BYTES) {
            long[] string = memory.words(next, 1).orElse(null);
            if (string == null) {
                return found.isEmpty() ? pointer(address) : "[" + String.join(", ", found) + ", ???]";
            }
            if (string[0] == 0) {
                return "[" + String.join(", ", found) + "]";
            }
            if (found.size() == MOST_STRINGS) {
                return "[" + String.join(", ", found) + ", ...]";
            }
            found.add(string(memory, string[0]));
        }
    }

    /** Returns the arguments of the execve that started {@code program}, as far as {@code call} has them. */
    String started(List<String> program, TracedCall call) {
        String strings = program.stream()
                .limit(MOST_STRINGS)
                .map(each -> Scalars.quoted(Names.bytes(each), limit))
                .collect(Collectors.joining(", ", "[", program.size() > MOST_STRINGS ? ", ...]" : "]"));
        return path(call, call.argument(0)) + ", " + strings + ", " + environment(call.memory(), call.argument(2));
    }

    private static String environment(TraceeMemory memory, long address) {
        int count = 0;
        long[] variable = memory.words(address, 1).orElse(null);
        while (variable != null && variable[0] != 0) {
            count++;
            variable = memory.words(address + (long) count * Long.BYTES, 1).orElse(null);
        }
        return address == 0 ? "NULL" : hex(address) + " /* " + count + (count == 1 ? " var */" : " vars */");
    }

    private String prctlRest(TracedCall call, long value) {
        int option = (int) call.argument(0);
        if (option == PR_SET_NAME) {
            return string(call.memory(), value);
        }
        return option == PR_SET_PDEATHSIG ? Scalars.signal((int) value) : hex(value);
    }
}
