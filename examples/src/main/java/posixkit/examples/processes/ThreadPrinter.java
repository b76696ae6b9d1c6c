package posixkit.examples.processes;

import static posixkit.examples.processes.Scalars.hex;
import static posixkit.examples.processes.Scalars.pointer;
import static posixkit.onlinux.constants.LinuxClone.CLONE_CHILD_CLEARTID;
import static posixkit.onlinux.constants.LinuxClone.CLONE_CHILD_SETTID;
import static posixkit.onlinux.constants.LinuxClone.CLONE_PARENT_SETTID;
import static posixkit.onlinux.constants.LinuxClone.CLONE_SETTLS;
import static posixkit.onlinux.constants.LinuxFutex.FUTEX_BITSET_MATCH_ANY;
import static posixkit.onlinux.constants.LinuxFutex.FUTEX_CLOCK_REALTIME;
import static posixkit.onlinux.constants.LinuxFutex.FUTEX_CMD_MASK;
import static posixkit.onlinux.constants.LinuxFutex.FUTEX_WAIT;
import static posixkit.onlinux.constants.LinuxFutex.FUTEX_WAIT_BITSET;
import static posixkit.onlinux.constants.LinuxFutex.FUTEX_WAKE;

import posixkit.Target;

/** Prints the arguments of calls that create threads and processes, or wait for other threads. */
final class ThreadPrinter {
    private static final long EXIT_SIGNAL = 0xFF;

    private final Signatures signatures;
    private final StructurePrinter structures;

    ThreadPrinter(Signatures signatures, StructurePrinter structures) {
        this.signatures = signatures;
        this.structures = structures;
    }

    /** Returns the arguments of futex behind the operation, which says how many there are. */
    String futexRest(TracedCall call) {
        int command = (int) call.argument(1) & FUTEX_CMD_MASK & ~FUTEX_CLOCK_REALTIME;
        String value = Integer.toUnsignedString((int) call.argument(2));
        if (command == FUTEX_WAKE) {
            return value;
        }
        if (command == FUTEX_WAIT) {
            return value + ", " + structures.text("timespec", call, 3);
        }
        if (command == FUTEX_WAIT_BITSET) {
            long bits = call.argument(5) & 0xFFFF_FFFFL;
            return value + ", " + structures.text("timespec", call, 3)
                    + (bits == (FUTEX_BITSET_MATCH_ANY & 0xFFFF_FFFFL) ? ", FUTEX_BITSET_MATCH_ANY" : ", " + hex(bits));
        }
        return value + ", " + hex(call.argument(3)) + ", " + pointer(call.argument(4)) + ", " + hex(call.argument(5));
    }

    /** Returns the arguments of clone, whose order depends on the processor. */
    String cloneArguments(TracedCall call) {
        long flags = call.argument(0);
        long tls = call.argument(Target.IS_X86_64 ? 4 : 3);
        long child = call.argument(Target.IS_X86_64 ? 3 : 4);
        String signal = Scalars.signal((int) (flags & EXIT_SIGNAL));
        return "child_stack=" + pointer(call.argument(1)) + ", flags="
                + ((flags & ~EXIT_SIGNAL) == 0
                        ? ""
                        : signatures.set("clone_flags").text(flags & ~EXIT_SIGNAL) + (signal.equals("0") ? "" : "|"))
                + (signal.equals("0") ? "" : signal)
                + ((flags & CLONE_PARENT_SETTID) == 0 ? "" : ", parent_tid=" + pointer(call.argument(2)))
                + ((flags & CLONE_SETTLS) == 0 ? "" : ", tls=" + pointer(tls))
                + ((flags & (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID)) == 0
                        ? ""
                        : ", child_tidptr=" + pointer(child));
    }

    /** The structure clone_args: flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size and tls. */
    String cloneArgs(long... words) {
        long flags = words[0];
        return "{flags=" + signatures.set("clone_flags").text(flags)
                + ((flags & (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID)) == 0 ? "" : ", child_tid=" + pointer(words[2]))
                + ((flags & CLONE_PARENT_SETTID) == 0 ? "" : ", parent_tid=" + pointer(words[3]))
                + ", exit_signal=" + Scalars.signal((int) words[4]) + ", stack=" + pointer(words[5]) + ", stack_size="
                + hex(words[6])
                + ((flags & CLONE_SETTLS) == 0 ? "" : ", tls=" + pointer(words[7])) + "}";
    }
}
