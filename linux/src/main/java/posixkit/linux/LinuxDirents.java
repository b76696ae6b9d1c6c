package posixkit.linux;

import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getdents64;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import posixkit.ffi.Native;
import posixkit.file.Dirents;
import posixkit.linux.call.SyscallCalls;
import posixkit.linux.layout.Dirent64;
import posixkit.print.Printer;
import posixkit.print.constants.ConstantNames;
import posixkit.unix.NameCodec;

final class LinuxDirents implements Dirents {
    private static final int NONE = -1;

    /** Eight bytes that are 1 each. */
    private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;

    /** The highest bit of each of eight bytes. */
    private static final long HIGHEST_BITS = LOWEST_BITS << Byte.SIZE - 1;

    private final ByteBuffer memory;
    private final long address;
    private int end;
    private int next;
    private int current = NONE;
    private int namlen;

    /** A copy of the records, for {@link #name}; null until the first call. To copy all at once takes less time than name by name. */
    private byte[] copy;

    private boolean isCopied;

    LinuxDirents(int capacity) {
        this(ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder()));
    }

    private LinuxDirents(ByteBuffer memory) {
        this(memory, Native.address(memory, 0));
    }

    /**
     * @param memory the memory for the records, in the byte order of the processor
     * @param address the address of {@code memory}
     */
    LinuxDirents(ByteBuffer memory, long address) {
        this.memory = memory;
        this.address = address;
    }

    ByteBuffer memory() {
        return memory;
    }

    long address() {
        return address;
    }

    /**
     * Reads the next records of the directory {@code fd}, and makes {@link #next} start at the first of them. Returns the number
     * of bytes of all records, or −errno. After −errno, there are no records.
     */
    int fill(SyscallCalls kernel, int fd) {
        try {
            int bytes = (int) kernel.syscall(SYS_getdents64, fd, address, memory.capacity(), 0);
            filled(bytes);
            return bytes;
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    /**
     * Called after getdents64 has written records to the memory of this object. Makes {@link #next} start at the first record.
     *
     * @param bytes the result of getdents64: the number of bytes of all records, or −errno. After −errno, there are no records.
     */
    void filled(int bytes) {
        end = Math.max(bytes, 0);
        next = 0;
        current = NONE;
        isCopied = false;
    }

    /** Returns the address of the name of the current record. A NUL follows the name. */
    long nameAddress() {
        return address + current() + Dirent64.NAME;
    }

    @Override
    public boolean next() {
        current = NONE;
        if (next == end) {
            return false;
        }
        int start = next;
        int length = end - start > Dirent64.NAME ? Short.toUnsignedInt(memory.getShort(start + Dirent64.RECLEN)) : 0;
        if (length <= Dirent64.NAME || length % Long.BYTES != 0 || length > end - start) {
            throw malformed(start, length);
        }
        int name = start + Dirent64.NAME;
        int nul = nul(name, start + length);
        if (nul == start + length) {
            throw malformed(start, length);
        }
        namlen = nul - name;
        current = start;
        next = start + length;
        return true;
    }

    /** Returns the index of the first NUL from {@code from} on, or {@code to} if there is none before {@code to}. */
    private int nul(int from, int to) {
        int index = from;
        // Looks at eight bytes at a time. The lowest byte that is 0 becomes the lowest byte with its highest bit set.
        for (; index <= to - Long.BYTES; index += Long.BYTES) {
            long bytes = memory.getLong(index);
            long zeros = bytes - LOWEST_BITS & ~bytes & HIGHEST_BITS;
            if (zeros != 0) {
                return index + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        while (index < to && memory.get(index) != 0) {
            index++;
        }
        return index;
    }

    /**
     * Returns the exception for a malformed record. Also skips all remaining records: the length of a malformed record is not
     * reliable, so the start of the next record is unknown.
     */
    private IllegalStateException malformed(int start, int length) {
        next = end;
        return new IllegalStateException("not a directory entry: " + length + " bytes at " + start + " of " + end);
    }

    @Override
    public long ino() {
        return memory.getLong(current() + Dirent64.INO);
    }

    @Override
    public long off() {
        return memory.getLong(current() + Dirent64.OFF);
    }

    @Override
    public int reclen() {
        return next - current();
    }

    @Override
    public int namlen() {
        current();
        return namlen;
    }

    @Override
    public int type() {
        return Byte.toUnsignedInt(memory.get(current() + Dirent64.TYPE));
    }

    @Override
    public String name() {
        int name = current() + Dirent64.NAME;
        if (!isCopied) {
            copy = copy == null || copy.length < end ? new byte[end] : copy;
            memory.get(0, copy, 0, end);
            isCopied = true;
        }
        return NameCodec.decode(copy, name, namlen);
    }

    @Override
    public boolean isDots() {
        int name = current() + Dirent64.NAME;
        return memory.get(name) == '.' && (namlen == 1 || namlen == 2 && memory.get(name + 1) == '.');
    }

    @Override
    public int capacity() {
        return memory.capacity();
    }

    @Override
    public String toString() {
        String text = "Dirents[capacity=" + capacity();
        return current == NONE
                ? text + "]"
                : text + ", ino=" + Long.toUnsignedString(ino()) + ", off=" + off() + ", type="
                        + Printer.name(type(), ConstantNames.DT) + ", name=" + Printer.quoted(name()) + "]";
    }

    private int current() {
        if (current == NONE) {
            throw new IllegalStateException("no entry: call next() first");
        }
        return current;
    }
}
