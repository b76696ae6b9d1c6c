package posixkit.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import posixkit.ffi.Native;
import posixkit.file.Dirents;
import posixkit.linux.layout.Dirent64;
import posixkit.print.Printer;
import posixkit.print.constants.ConstantNames;
import posixkit.unix.NameCodec;

final class LinuxDirents implements Dirents {
    private static final int NONE = -1;

    private final ByteBuffer memory;
    private final long address;
    private int end;
    private int next;
    private int current = NONE;
    private int namlen;

    LinuxDirents(int capacity) {
        memory = ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
        address = Native.address(memory, 0);
    }

    ByteBuffer memory() {
        return memory;
    }

    long address() {
        return address;
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
        int nul = name;
        while (nul < start + length && memory.get(nul) != 0) {
            nul++;
        }
        if (nul == start + length) {
            throw malformed(start, length);
        }
        namlen = nul - name;
        current = start;
        next = start + length;
        return true;
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
        byte[] name = new byte[namlen()];
        memory.get(current + Dirent64.NAME, name);
        return NameCodec.decode(name);
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
