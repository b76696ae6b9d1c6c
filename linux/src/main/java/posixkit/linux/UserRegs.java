package posixkit.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import posixkit.Struct;
import posixkit.Target;
import posixkit.linux.layout.PtraceRegsAarch64;
import posixkit.linux.layout.PtraceRegsX86_64;
import posixkit.onlinux.Regs;
import posixkit.print.Printer;

/**
 * Implements {@link Regs} for ptrace. Holds the registers in the kernel's structure, which consists of 64-bit words, one for each
 * register. A {@link Processor} says at which offset each register is.
 */
final class UserRegs implements Regs {
    private final Processor processor;
    private final Struct struct;
    private final ByteBuffer words;

    private UserRegs(Processor processor, Struct struct) {
        this.processor = processor;
        this.struct = struct;
        words = ByteBuffer.wrap(struct.bytes()).order(ByteOrder.nativeOrder());
    }

    private record Register(String name, int offset) {}

    /**
     * The layout of the kernel's structure on one processor architecture. Every integer in this record is the offset in bytes of
     * a register in the structure.
     *
     * @param number the offset of the register for the number of the system call that the thread is in now
     * @param nextNumber the offset of the register for the number of the system call that the thread makes next
     */
    private record Processor(
            List<Register> registers,
            int pc,
            int sp,
            int number,
            int nextNumber,
            int result,
            List<Integer> arguments) {}

    private static final Processor X86_64 = new Processor(
            List.of(
                    new Register("r15", PtraceRegsX86_64.R15),
                    new Register("r14", PtraceRegsX86_64.R14),
                    new Register("r13", PtraceRegsX86_64.R13),
                    new Register("r12", PtraceRegsX86_64.R12),
                    new Register("rbp", PtraceRegsX86_64.RBP),
                    new Register("rbx", PtraceRegsX86_64.RBX),
                    new Register("r11", PtraceRegsX86_64.R11),
                    new Register("r10", PtraceRegsX86_64.R10),
                    new Register("r9", PtraceRegsX86_64.R9),
                    new Register("r8", PtraceRegsX86_64.R8),
                    new Register("rax", PtraceRegsX86_64.RAX),
                    new Register("rcx", PtraceRegsX86_64.RCX),
                    new Register("rdx", PtraceRegsX86_64.RDX),
                    new Register("rsi", PtraceRegsX86_64.RSI),
                    new Register("rdi", PtraceRegsX86_64.RDI),
                    new Register("orig_rax", PtraceRegsX86_64.ORIG_RAX),
                    new Register("rip", PtraceRegsX86_64.RIP),
                    new Register("cs", PtraceRegsX86_64.CS),
                    new Register("eflags", PtraceRegsX86_64.EFLAGS),
                    new Register("rsp", PtraceRegsX86_64.RSP),
                    new Register("ss", PtraceRegsX86_64.SS),
                    new Register("fs_base", PtraceRegsX86_64.FS_BASE),
                    new Register("gs_base", PtraceRegsX86_64.GS_BASE),
                    new Register("ds", PtraceRegsX86_64.DS),
                    new Register("es", PtraceRegsX86_64.ES),
                    new Register("fs", PtraceRegsX86_64.FS),
                    new Register("gs", PtraceRegsX86_64.GS)),
            PtraceRegsX86_64.RIP,
            PtraceRegsX86_64.RSP,
            PtraceRegsX86_64.ORIG_RAX,
            PtraceRegsX86_64.RAX,
            PtraceRegsX86_64.RAX,
            List.of(
                    PtraceRegsX86_64.RDI,
                    PtraceRegsX86_64.RSI,
                    PtraceRegsX86_64.RDX,
                    PtraceRegsX86_64.R10,
                    PtraceRegsX86_64.R8,
                    PtraceRegsX86_64.R9));

    private static final int X_REGISTERS = 31;

    /** The index of the aarch64 register that holds the number of a system call: 8 means the register x8. */
    private static final int NUMBER = 8;

    static final int ARGUMENTS = 6;

    private static final Processor AARCH64 = new Processor(
            Stream.concat(
                            IntStream.range(0, X_REGISTERS).mapToObj(i -> new Register("x" + i, x(i))),
                            Stream.of(
                                    new Register("sp", PtraceRegsAarch64.SP),
                                    new Register("pc", PtraceRegsAarch64.PC),
                                    new Register("pstate", PtraceRegsAarch64.PSTATE)))
                    .toList(),
            PtraceRegsAarch64.PC,
            PtraceRegsAarch64.SP,
            x(NUMBER),
            x(NUMBER),
            x(0),
            IntStream.range(0, ARGUMENTS).mapToObj(UserRegs::x).toList());

    private static int x(int number) {
        return PtraceRegsAarch64.REGS + number * Long.BYTES;
    }

    static UserRegs ofThisProcessor() {
        return Target.IS_X86_64 ? x86_64() : aarch64();
    }

    static UserRegs x86_64() {
        return new UserRegs(X86_64, new PtraceRegsX86_64());
    }

    static UserRegs aarch64() {
        return new UserRegs(AARCH64, new PtraceRegsAarch64());
    }

    /**
     * Prepares the registers for the system call {@code number}, and returns this object. On x86_64, a separate register
     * ({@code orig_rax}) holds the number of the current system call. This method sets that register to −1. The kernel then
     * believes that the thread is in no system call, so it does not restart an interrupted system call.
     */
    UserRegs calling(long number, long... arguments) {
        set(processor.number, -1);
        set(processor.nextNumber, number);
        for (int i = 0; i < ARGUMENTS; i++) {
            argument(i, i < arguments.length ? arguments[i] : 0);
        }
        return this;
    }

    Struct struct() {
        return struct;
    }

    @Override
    public long pc() {
        return words.getLong(processor.pc);
    }

    @Override
    public Regs pc(long value) {
        return set(processor.pc, value);
    }

    @Override
    public long sp() {
        return words.getLong(processor.sp);
    }

    @Override
    public Regs sp(long value) {
        return set(processor.sp, value);
    }

    @Override
    public long syscallNumber() {
        return words.getLong(processor.number);
    }

    @Override
    public Regs syscallNumber(long value) {
        if (processor.number == processor.nextNumber) {
            throw new UnsupportedOperationException(
                    "on this processor the number is in the register set NT_ARM_SYSTEM_CALL");
        }
        return set(processor.number, value);
    }

    @Override
    public long argument(int index) {
        return words.getLong(offsetOfArgument(index));
    }

    @Override
    public Regs argument(int index, long value) {
        return set(offsetOfArgument(index), value);
    }

    private int offsetOfArgument(int index) {
        if (index < 0 || index >= ARGUMENTS) {
            throw new IndexOutOfBoundsException("index: " + index);
        }
        return processor.arguments.get(index);
    }

    @Override
    public long result() {
        return words.getLong(processor.result);
    }

    @Override
    public Regs result(long value) {
        return set(processor.result, value);
    }

    @Override
    public List<String> names() {
        return processor.registers.stream().map(Register::name).toList();
    }

    @Override
    public long get(String name) {
        return words.getLong(offset(name));
    }

    @Override
    public Regs set(String name, long value) {
        return set(offset(name), value);
    }

    private int offset(String name) {
        Objects.requireNonNull(name, "name");
        for (Register register : processor.registers) {
            if (register.name.equals(name)) {
                return register.offset;
            }
        }
        throw new IllegalArgumentException("name: no register is called \"" + name + '"');
    }

    private Regs set(int offset, long value) {
        words.putLong(offset, value);
        return this;
    }

    @Override
    public Regs copy() {
        return new UserRegs(processor, struct.copy());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserRegs that && struct.equals(that.struct);
    }

    @Override
    public int hashCode() {
        return struct.hashCode();
    }

    @Override
    public String toString() {
        Printer out = new Printer("Regs");
        for (Register register : processor.registers) {
            out.hex(register.name, words.getLong(register.offset));
        }
        return out.toString();
    }
}
