package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import posixkit.onlinux.Regs;

/** The registers of both processors, whichever runs the test: eight bytes each, in the order of the kernel's structure. */
class UserRegsTest {
    private static final String X86_64 =
            "r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp ss "
                    + "fs_base gs_base ds es fs gs";

    private static UserRegs counted(UserRegs regs) {
        ByteBuffer words = ByteBuffer.wrap(regs.struct().bytes()).order(ByteOrder.nativeOrder());
        for (int i = 0; words.hasRemaining(); i++) {
            words.putLong(i);
        }
        return regs;
    }

    @Test
    void registersOfX86LieAsTheKernelHasThem() {
        UserRegs regs = counted(UserRegs.x86_64());
        List<String> names = List.of(X86_64.split(" "));
        assertEquals(names, regs.names());
        for (String name : names) {
            assertEquals(names.indexOf(name), regs.get(name), name);
        }
        assertEquals(regs.get("rip"), regs.pc());
        assertEquals(regs.get("rsp"), regs.sp());
        assertEquals(regs.get("orig_rax"), regs.syscallNumber());
        assertEquals(regs.get("rax"), regs.result());
        String[] arguments = {"rdi", "rsi", "rdx", "r10", "r8", "r9"};
        for (int i = 0; i < arguments.length; i++) {
            assertEquals(regs.get(arguments[i]), regs.argument(i));
        }
        assertEquals(-1, regs.syscallNumber(-1).get("orig_rax"));
    }

    @Test
    void registersOfArmLieAsTheKernelHasThem() {
        UserRegs regs = counted(UserRegs.aarch64());
        List<String> names = Stream.concat(
                        IntStream.range(0, 31).mapToObj(i -> "x" + i), Stream.of("sp", "pc", "pstate"))
                .toList();
        assertEquals(names, regs.names());
        for (String name : names) {
            assertEquals(names.indexOf(name), regs.get(name), name);
        }
        assertEquals(regs.get("pc"), regs.pc());
        assertEquals(regs.get("sp"), regs.sp());
        assertEquals(regs.get("x8"), regs.syscallNumber());
        assertEquals(regs.get("x0"), regs.result());
        for (int i = 0; i < 6; i++) {
            assertEquals(regs.get("x" + i), regs.argument(i));
        }
        assertThrows(UnsupportedOperationException.class, () -> regs.syscallNumber(-1));
    }

    @Test
    void whatIsWrittenIsThatRegister() {
        for (UserRegs regs : List.of(UserRegs.x86_64(), UserRegs.aarch64())) {
            long value = 1L << 40;
            regs.pc(++value);
            assertEquals(value, regs.pc());
            regs.sp(++value);
            assertEquals(value, regs.sp());
            regs.result(++value);
            assertEquals(value, regs.result());
            for (int i = 1; i < 6; i++) {
                assertEquals(++value, regs.argument(i, value).argument(i));
            }
            for (String name : regs.names()) {
                assertEquals(++value, regs.set(name, value).get(name));
            }
        }
    }

    @Test
    void whatIsNoRegisterIsRefused() {
        Regs regs = UserRegs.ofThisProcessor();
        assertThrows(IllegalArgumentException.class, () -> regs.get("ax"));
        assertThrows(IllegalArgumentException.class, () -> regs.set("", 0));
        assertEquals(
                "name",
                assertThrows(NullPointerException.class, () -> regs.get(null)).getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> regs.argument(6));
        assertThrows(IndexOutOfBoundsException.class, () -> regs.argument(-1));
    }

    @Test
    void anArgumentThatIsNoneIsRefusedByItsName() {
        for (UserRegs regs : List.of(UserRegs.x86_64(), UserRegs.aarch64())) {
            for (int index : new int[] {6, -1, Integer.MIN_VALUE}) {
                for (Executable call : List.<Executable>of(() -> regs.argument(index), () -> regs.argument(index, 1))) {
                    assertEquals(
                            "index: " + index,
                            assertThrows(IndexOutOfBoundsException.class, call).getMessage());
                }
            }
        }
    }

    @Test
    void theyCompareByContent() {
        for (Supplier<UserRegs> processor : List.<Supplier<UserRegs>>of(UserRegs::x86_64, UserRegs::aarch64)) {
            Regs regs = counted(processor.get());
            assertEquals(counted(processor.get()), regs);
            assertEquals(counted(processor.get()).hashCode(), regs.hashCode());
            assertNotEquals(processor.get(), regs);
            assertNotEquals(counted(processor.get()).sp(-5), regs);
        }
        assertNotEquals(UserRegs.x86_64(), UserRegs.aarch64());
    }

    @Test
    void theyPrintInHexadecimal() {
        String text = counted(UserRegs.x86_64()).toString();
        assertEquals("Regs{r15=0x0, r14=0x1,", text.substring(0, 22));
        assertEquals("gs=0x1a}", text.substring(text.lastIndexOf(' ') + 1));
    }
}
