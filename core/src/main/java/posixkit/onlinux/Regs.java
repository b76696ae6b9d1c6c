package posixkit.onlinux;

import java.util.List;

/**
 * The general registers of a traced thread ({@code struct user_regs_struct}). They can be read and changed by purpose, the same way
 * on each processor, and by the names that this processor gives them. {@link Ptrace#newRegs} makes one, {@link Ptrace#getRegs}
 * fills it, {@link Ptrace#setRegs} writes it back to the tracee.
 *
 * <p>Two are equal if they are of one processor and all registers are equal. Not thread-safe.
 */
public interface Regs {
    /** Returns the program counter: the address of the next instruction. */
    long pc();

    /** Sets the program counter. */
    Regs pc(long value);

    /** Returns the stack pointer. */
    long sp();

    /** Sets the stack pointer. */
    Regs sp(long value);

    /** Returns the number of the system call at which the thread is stopped. */
    long syscallNumber();

    /**
     * Replaces the system call that the thread is about to enter; −1 skips it.
     *
     * @throws UnsupportedOperationException on aarch64, where the number is in another register set
     */
    Regs syscallNumber(long value);

    /**
     * Returns the argument at {@code index}, 0 to 5, of the system call. On aarch64 the result replaces the first argument when the
     * call ends.
     *
     * @throws IndexOutOfBoundsException if {@code index} is not 0 to 5
     */
    long argument(int index);

    /**
     * Sets the argument at {@code index}, 0 to 5, of the system call.
     *
     * @throws IndexOutOfBoundsException if {@code index} is not 0 to 5
     */
    Regs argument(int index, long value);

    /** Returns the result of the system call that has just ended: a value, or −errno. */
    long result();

    /** Sets the result of the system call that has just ended. */
    Regs result(long value);

    /** Returns the names of all registers in the order of the structure: {@code r15} … {@code gs}, or {@code x0} … {@code pstate}. */
    List<String> names();

    /**
     * Returns the register of this name.
     *
     * @throws IllegalArgumentException if there is no such register
     */
    long get(String name);

    /**
     * Sets the register of this name.
     *
     * @throws IllegalArgumentException if there is no such register
     */
    Regs set(String name, long value);

    /** Returns a copy, which later calls on this one do not change. */
    Regs copy();
}
