package posixkit.darwin;

import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_ACCESSMASK;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_ACCTIME;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_BKUPTIME;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_CHGTIME;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_CRTIME;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_DEVID;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_ERROR;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_FILEID;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_FLAGS;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_GRPID;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_MODTIME;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_NAME;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_OBJTYPE;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_OWNERID;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_RETURNED_ATTRS;

import java.nio.ByteBuffer;
import java.time.Instant;
import posixkit.darwin.layout.AttributeSet;
import posixkit.darwin.layout.Attrreference;
import posixkit.ondarwin.BulkAttributes;
import posixkit.ondarwin.CommonAttributes;
import posixkit.print.Printer;
import posixkit.unix.KernelRecords;
import posixkit.unix.NameCodec;
import posixkit.unix.layout.Timespec;

/**
 * Each entry is its length, the set of attributes that it has, the errno if it has one, and the other attributes in the order of
 * their bits, without padding between them.
 */
final class DarwinBulkAttributes implements BulkAttributes {
    private static final int TIMES =
            ATTR_CMN_CRTIME | ATTR_CMN_MODTIME | ATTR_CMN_CHGTIME | ATTR_CMN_ACCTIME | ATTR_CMN_BKUPTIME;

    private static final int START = Integer.BYTES + AttributeSet.SIZE;
    private static final int NONE = -1;

    private final KernelRecords entries;
    private final ByteBuffer memory;

    DarwinBulkAttributes(int capacity) {
        entries = new KernelRecords(capacity, "an", "entry");
        memory = entries.memory();
    }

    long address() {
        return entries.address();
    }

    int capacity() {
        return memory.capacity();
    }

    /** Notes that the kernel has stored {@code count} entries, or none if it is −errno. Returns {@code count}. */
    int filled(int count) {
        int end = 0;
        for (int i = 0; i < count; i++) {
            end += memory.getInt(end);
        }
        entries.filled(end);
        return count;
    }

    @Override
    public boolean next() {
        return entries.advance(entries.left() == 0 ? 0 : memory.getInt(entries.next()));
    }

    @Override
    public int returned() {
        return memory.getInt(entries.current() + Integer.BYTES + AttributeSet.COMMONATTR);
    }

    private static int size(int attribute) {
        return (attribute & TIMES) != 0
                ? Timespec.SIZE
                : attribute == ATTR_CMN_FILEID
                        ? Long.BYTES
                        : attribute == ATTR_CMN_NAME ? Attrreference.SIZE : Integer.BYTES;
    }

    /** Returns the place of an attribute, or NONE. */
    private int place(int attribute) {
        int returned = returned() & ~ATTR_CMN_RETURNED_ATTRS;
        if ((returned & attribute) == 0) {
            return NONE;
        }
        int at = entries.current() + START;
        if (attribute == ATTR_CMN_ERROR) {
            return at;
        }
        if ((returned & ATTR_CMN_ERROR) != 0) {
            at += Integer.BYTES;
        }
        for (int before = returned & ~ATTR_CMN_ERROR & attribute - 1; before != 0; before &= before - 1) {
            at += size(Integer.lowestOneBit(before));
        }
        return at;
    }

    private int s32(int attribute) {
        int at = place(attribute);
        return at == NONE ? 0 : memory.getInt(at);
    }

    private Instant time(int attribute) {
        int at = place(attribute);
        return at == NONE
                ? Instant.EPOCH
                : Instant.ofEpochSecond(memory.getLong(at + Timespec.SEC), memory.getLong(at + Timespec.NSEC));
    }

    @Override
    public int error() {
        return s32(ATTR_CMN_ERROR);
    }

    /** The reference tells where the text is, counted from the reference, and how long it is with its NUL. */
    @Override
    public String name() {
        int at = place(ATTR_CMN_NAME);
        int length = at == NONE ? 0 : memory.getInt(at + Attrreference.LENGTH);
        if (length == 0) {
            return "";
        }
        byte[] text = new byte[length - 1];
        memory.get(at + memory.getInt(at + Attrreference.DATAOFFSET), text);
        return NameCodec.decode(text);
    }

    @Override
    public int objtype() {
        return s32(ATTR_CMN_OBJTYPE);
    }

    @Override
    public int accessmask() {
        return s32(ATTR_CMN_ACCESSMASK);
    }

    @Override
    public long fileid() {
        int at = place(ATTR_CMN_FILEID);
        return at == NONE ? 0 : memory.getLong(at);
    }

    @Override
    public CommonAttributes attributes() {
        return new CommonAttributes(
                returned(),
                name(),
                s32(ATTR_CMN_DEVID),
                objtype(),
                time(ATTR_CMN_CRTIME),
                time(ATTR_CMN_MODTIME),
                time(ATTR_CMN_CHGTIME),
                time(ATTR_CMN_ACCTIME),
                time(ATTR_CMN_BKUPTIME),
                s32(ATTR_CMN_OWNERID),
                s32(ATTR_CMN_GRPID),
                accessmask(),
                s32(ATTR_CMN_FLAGS),
                fileid());
    }

    @Override
    public String toString() {
        if (!entries.hasCurrent()) {
            return "BulkAttributes[no current entry]";
        }
        return "BulkAttributes[returned=0x" + Integer.toHexString(returned()) + ", error=" + error() + ", name="
                + Printer.quoted(name()) + ", objtype=" + objtype() + ", fileid=" + Long.toUnsignedString(fileid())
                + "]";
    }
}
