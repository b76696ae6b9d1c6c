package posixkit.onlinux;

import java.util.List;

/**
 * The general registers of a traced thread ({@code struct user_regs_struct}): by what they are for, which every processor has,
 * and by the names this one gives them. Made by {@link Ptrace#newRegs}, filled by {@link Ptrace#getRegs}.
 *
 * <p>Not thread-safe.
 */
public interface Regs {
    /** Where it goes on. */
    long pc();

    Regs pc(long value);

    /** Its stack. */
    long sp();

    Regs sp(long value);

    /** The number of the call it is stopped at. */
    long syscallNumber();

    /**
     * Makes it another call, at the stop before; −1 makes it none.
     *
     * @throws UnsupportedOperationException on aarch64, where the number is in a register set of its own
     */
    Regs syscallNumber(long value);

    /** The call's argument, from 0 to 5. On aarch64 the first is gone at the stop after the call: its register has the result. */
    long argument(int index);

    Regs argument(int index, long value);

    /** What the call answered, at the stop after it: a value, or −errno. */
    long result();

    Regs result(long value);

    /** What this processor calls its registers, as they lie in memory: {@code r15} … {@code gs}, or {@code x0} … {@code pstate}. */
    List<String> names();

    /** @throws IllegalArgumentException no register of that name */
    long get(String name);

    /** @throws IllegalArgumentException no register of that name */
    Regs set(String name, long value);

    /** Returns a copy, which later calls on this one do not change. */
    Regs copy();
}
