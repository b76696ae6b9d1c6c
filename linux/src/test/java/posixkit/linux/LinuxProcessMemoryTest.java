package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Posix;
import posixkit.onlinux.ProcessMemory;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;

/** Tests {@link ProcessMemory} on a child JVM, which tells where some bytes are and what they are now. */
@ExtendWith(Descriptors.class)
class LinuxProcessMemoryTest {
    private static final int NOBODY = 1 << 22;

    private final ProcessMemory memory = Posix.get().onLinux().processMemory();

    /** The main class of a JVM with a block of memory: it prints the address, and the text there when it is asked. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            ByteBuffer block = ByteBuffer.allocateDirect(64);
            block.put("0123456789".getBytes(StandardCharsets.US_ASCII));
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                byte[] text = new byte[10];
                block.get(0, text);
                System.out.println(
                        line.equals("where")
                                ? "" + posixkit.ffi.Native.address(block, 0)
                                : new String(text, StandardCharsets.US_ASCII));
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void bytesAreCopiedBothWays() throws IOException {
        try (ChildJvm jvm = ChildJvm.start(Holder.class)) {
            long address = Long.parseLong(jvm.ask("where"));
            ByteBuffer[] into = {
                ByteBuffer.allocate(3), ByteBuffer.allocateDirect(8).position(1)
            };
            long[] addresses = {address + 5, address};
            assertEquals(7, memory.processVmReadv(jvm.pid(), into, addresses, new long[] {5, 2}));
            assertArrayEquals(bytes("567"), into[0].array());
            assertEquals(5, into[1].position());
            byte[] rest = new byte[4];
            into[1].get(1, rest);
            assertArrayEquals(bytes("8901"), rest);
            ByteBuffer all = ByteBuffer.allocate(10);
            assertEquals(10, memory.processVmReadv(jvm.pid(), all, address));
            assertArrayEquals(bytes("0123456789"), all.array());

            ByteBuffer[] from = {
                ByteBuffer.wrap(bytes("ab")), ByteBuffer.wrap(bytes("xcd")).position(1)
            };
            assertEquals(
                    4,
                    memory.processVmWritev(jvm.pid(), from, new long[] {address + 1, address + 8}, new long[] {3, 1}));
            assertEquals("0abc4567d9", jvm.ask("what"));
            assertEquals(3, from[1].position());
            assertEquals(
                    2,
                    memory.processVmWritev(
                            jvm.pid(), ByteBuffer.wrap(bytes("ZY")).asReadOnlyBuffer(), address));
            assertEquals("ZYbc4567d9", jvm.ask("what"));
            assertEquals(0, memory.processVmReadv(jvm.pid(), new ByteBuffer[0], new long[0], new long[0]));
        }
    }

    @Test
    void failuresHaveTheirErrno() throws IOException {
        int pid = Posix.get().processes().getpid();
        ByteBuffer one = ByteBuffer.allocate(1);
        assertErrno(EFAULT, () -> memory.processVmReadv(pid, one, 8));
        assertErrno(EFAULT, () -> memory.processVmWritev(pid, one, 8));
        assertErrno(ESRCH, () -> memory.processVmReadv(NOBODY, one, 8));
        assertErrno(ESRCH, () -> memory.processVmWritev(NOBODY, one, 8));
        assertEquals(0, one.position());
        ByteBuffer[] buffers = {one};
        assertErrno(EINVAL, () -> memory.processVmReadv(pid, buffers, new long[] {8}, new long[] {-1}));
        assertMinus(EINVAL, memory.processVmReadvOrErrno(pid, buffers, new long[1025], new long[1025]));
        assertRefused("lengths", () -> memory.processVmReadv(pid, buffers, new long[2], new long[1]));
        assertRefused("lengths", () -> memory.processVmWritev(pid, buffers, new long[0], new long[1]));
        assertRefused(
                "into", () -> memory.processVmReadv(pid, ByteBuffer.allocate(1).asReadOnlyBuffer(), 8));
    }
}
