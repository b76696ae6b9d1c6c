package posixkit.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Target;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;

class NativeTest {
    /** Public for jnr-ffi. */
    public interface Some {
        int present(int value);

        int absent(int value);

        long absentToo(long value);
    }

    /** Public for jnr-ffi. */
    public interface SixLongs {
        long weigh(long a, long b, long c, long d, long e, long f);
    }

    @Test
    @NeedsTool("cc")
    void aMissingSymbolFailsItsOwnCallAndNoOther(@TempDir Path dir) throws Exception {
        Path file = Compiler.library(dir, "some", "int present(int value) { return value + 1; }");
        Some some = Native.library(file.toString()).load(Some.class);
        assertEquals(42, some.present(41));
        assertThrows(UnsatisfiedLinkError.class, () -> some.absent(41));
        assertThrows(UnsatisfiedLinkError.class, () -> some.absentToo(41));
        assertEquals(43, some.present(42));
    }

    /**
     * Why {@link Native#loadSix} exists. Should this test fail one day, jnr-ffi's x86_64 stub has learned to count to six,
     * and six-argument bindings can be like any other.
     */
    @Test
    @NeedsTool("cc")
    void theStubOfJnrFfiStillLosesTheSixthArgument(@TempDir Path dir) throws Exception {
        assumeTrue(Target.HOST_IS_X86_64, "the defect is in the x86_64 stub");
        assumeTrue(!"false".equals(System.getProperty("jnr.ffi.x86asm.enabled")), "the stubs are switched off");
        Path file = Compiler.library(
                dir,
                "six",
                "long weigh(long a, long b, long c, long d, long e, long f) { return a+2*b+3*c+4*d+5*e+6*f; }");
        SixLongs six = Native.library(file.toString()).load(SixLongs.class);
        assertNotEquals(1 + 4 + 9 + 16 + 25 + 36, six.weigh(1, 2, 3, 4, 5, 6));
    }

    @Test
    @NeedsTool("cc")
    void theProcessFindsTheFunctionsOfALibraryThatWasAdded(@TempDir Path dir) throws Exception {
        Native process = Native.process();
        Path file = Compiler.library(dir, "added", "int posixkit_added(void) { return 7; }");
        Native.library(file.toString());
        assertEquals(0, process.symbol("posixkit_added"));
        assertTrue(process.add(file.toString()));
        // A version of jffi may unload libraries of which no object is left.
        Reference<Object> dead = new WeakReference<>(new Object());
        for (int i = 0; i < 100 && dead.get() != null; i++) {
            System.gc();
        }
        Thread.sleep(100);
        assertNotEquals(0, process.symbol("posixkit_added"));
        assertEquals(7, Native.byAddress(process.symbol("posixkit_added"), 0).call(0, new long[6]));
        assertFalse(process.add("libnosuch.so.1"));
    }

    @Test
    void aLibraryThatIsNotThereIsSaidSo() {
        UnsatisfiedLinkError error = assertThrows(UnsatisfiedLinkError.class, () -> Native.library("/no/such.so"));
        assertEquals(true, error.getMessage().contains("/no/such.so"), error.getMessage());
    }

    @Test
    void theAddressOfABufferIsWhereItsBytesAre() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(32).order(ByteOrder.nativeOrder());
        buffer.putLong(8, 0x0123_4567_89AB_CDEFL);
        long base = Native.address(buffer, 0);
        assertEquals(0x0123_4567_89AB_CDEFL, Native.pointerAt(base + 8));
        assertEquals(base + 8, Native.address(buffer, 8));
        assertEquals(base + 8, Native.address(buffer.position(8).slice(), 0));
        assertEquals(base + 32, Native.address(buffer, 32));
    }
}
