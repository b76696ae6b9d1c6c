package posixkit.onlinux;

import java.util.List;

/**
 * Holds the general registers of a traced thread, the tracee ({@code struct user_regs_struct}). Methods such as {@link #pc} read
 * and change a register by its purpose. These methods work in the same way on every type of processor. {@link #get} and
 * {@link #set} use the names that the processor of this machine gives to the registers. {@link Ptrace#newRegs} creates the
 * object, {@link Ptrace#getRegs} fills it, and {@link Ptrace#setRegs} writes it to the tracee.
 *
 * <p>Two objects are equal if they belong to the same processor type and all registers are equal. The object is not thread-safe.
 */
public interface Regs {
    /** Returns the program counter: the address of the next instruction. */
    long pc();

    /** Sets the program counter, and returns this object. */
    Regs pc(long value);

    /** Returns the stack pointer. */
    long sp();

    /** Sets the stack pointer, and returns this object. */
    Regs sp(long value);

    /** Returns the number of the system call at which the thread is stopped. */
    long syscallNumber();

    /**
     * Replaces the number of the system call that the thread is about to enter, and returns this object. If the new number is
     * −1, the thread skips the call.
     *
     * @throws UnsupportedOperationException on aarch64. There, the kernel takes the number from another register set,
     *     {@code NT_ARM_SYSTEM_CALL}. This object does not hold that register set
     */
    Regs syscallNumber(long value);

    /**
     * Returns the argument at {@code index}, 0 to 5, of the system call at which the thread is stopped. On aarch64, one register
     * holds first the argument at index 0 and later the result of the system call. So this argument is lost when the call ends.
     *
     * @throws IndexOutOfBoundsException if {@code index} is not 0 to 5
     */
    long argument(int index);

    /**
     * Sets the argument at {@code index}, 0 to 5, of the system call that the thread is about to enter, and returns this object.
     *
     * @throws IndexOutOfBoundsException if {@code index} is not 0 to 5
     */
    Regs argument(int index, long value);

    /** Returns the result of the system call that has just ended: a value, or −errno if the call failed. */
    long result();

    /** Sets the result of the system call that has just ended, and returns this object. */
    Regs result(long value);

    /**
     * Returns the names of all registers in the order of the native structure: {@code r15} … {@code gs} on x86-64, {@code x0} …
     * {@code pstate} on aarch64.
     */
    List<String> names();

    /**
     * Returns the value of the register {@code name}.
     *
     * @throws IllegalArgumentException if this processor has no such register
     */
    long get(String name);

    /**
     * Sets the register {@code name} to {@code value}, and returns this object.
     *
     * @throws IllegalArgumentException if this processor has no such register
     */
    Regs set(String name, long value);

    /** Returns a copy. Later changes to this object do not change the copy. */
    Regs copy();
}
