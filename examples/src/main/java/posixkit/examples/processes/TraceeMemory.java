package posixkit.examples.processes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import posixkit.Posix;
import posixkit.Struct;
import posixkit.onlinux.ProcessMemory;

/** Reads the memory of a traced process. An empty result means that nothing is mapped at an address. */
final class TraceeMemory {
    private static final int PAGE = 4096;
    private static final int MOST = 1 << 16;

    private final ProcessMemory memory;
    private final int pid;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(PAGE);

    TraceeMemory(Posix posix, int pid) {
        memory = posix.onLinux().processMemory();
        this.pid = pid;
    }

    /** Reads {@code count} bytes, or fewer if the memory ends before. */
    Optional<byte[]> bytes(long address, int count) {
        byte[] found = new byte[Math.min(count, MOST)];
        int filled = 0;
        while (filled < found.length) {
            int read = chunk(address + filled, found.length - filled);
            if (read <= 0) {
                return filled == 0 ? Optional.empty() : Optional.of(Arrays.copyOf(found, filled));
            }
            buffer.get(found, filled, read);
            filled += read;
        }
        return Optional.of(found);
    }

    /** Reads until the next NUL, which is left out, but not more than {@code most} bytes. */
    Optional<byte[]> untilNul(long address, int most) {
        byte[] found = new byte[most];
        int filled = 0;
        while (filled < most) {
            int read = chunk(address + filled, most - filled);
            if (read <= 0) {
                return Optional.empty();
            }
            buffer.get(found, filled, read);
            for (int i = filled; i < filled + read; i++) {
                if (found[i] == 0) {
                    return Optional.of(Arrays.copyOf(found, i));
                }
            }
            filled += read;
        }
        return Optional.of(found);
    }

    /** Reads {@code count} words of 8 bytes. */
    Optional<long[]> words(long address, int count) {
        return exactly(address, count * Long.BYTES).map(bytes -> {
            long[] words = new long[count];
            bytes.asLongBuffer().get(words);
            return words;
        });
    }

    /** Reads {@code count} bytes into a new buffer in the byte order of the processor. */
    Optional<ByteBuffer> exactly(long address, int count) {
        return bytes(address, count).filter(bytes -> bytes.length == count).map(bytes -> ByteBuffer.wrap(bytes)
                .order(ByteOrder.nativeOrder()));
    }

    /** Fills the structure {@code into}. */
    <T> Optional<T> fill(long address, T into) {
        byte[] target = ((Struct) into).bytes();
        return exactly(address, target.length).map(found -> {
            found.get(target);
            return into;
        });
    }

    /** Reads at most {@code most} bytes into the buffer, up to the end of the page. The next page may not be mapped. */
    private int chunk(long address, int most) {
        int toPageEnd = PAGE - (int) (address & (PAGE - 1));
        buffer.clear().limit(Math.min(most, toPageEnd));
        int read = (int) memory.processVmReadvOrErrno(
                pid, new ByteBuffer[] {buffer}, new long[] {address}, new long[] {buffer.remaining()});
        buffer.flip();
        return read;
    }
}
