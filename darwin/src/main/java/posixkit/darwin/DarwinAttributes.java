package posixkit.darwin;

import static posixkit.constants.Errno.EINTR;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_BIT_MAP_COUNT;
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
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_MAX_BUFFER;
import static posixkit.ondarwin.constants.DarwinAttr.FSOPT_PACK_INVAL_ATTRS;

import java.lang.ref.Reference;
import java.time.Instant;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.darwin.call.AttrlistCalls;
import posixkit.darwin.layout.AttributeSet;
import posixkit.darwin.layout.Attrlist;
import posixkit.darwin.layout.Attrreference;
import posixkit.ondarwin.BulkAttributes;
import posixkit.ondarwin.CommonAttributes;
import posixkit.ondarwin.OnDarwinAttributes;
import posixkit.unix.Scratch;
import posixkit.unix.layout.Timespec;

final class DarwinAttributes implements OnDarwinAttributes {
    private static final int WANTED = ATTR_CMN_RETURNED_ATTRS
            | ATTR_CMN_NAME
            | ATTR_CMN_DEVID
            | ATTR_CMN_OBJTYPE
            | ATTR_CMN_CRTIME
            | ATTR_CMN_MODTIME
            | ATTR_CMN_CHGTIME
            | ATTR_CMN_ACCTIME
            | ATTR_CMN_BKUPTIME
            | ATTR_CMN_OWNERID
            | ATTR_CMN_GRPID
            | ATTR_CMN_ACCESSMASK
            | ATTR_CMN_FLAGS
            | ATTR_CMN_FILEID;

    /** ATTR_CMN_ERROR tells which files could not be read, instead of failing for all. */
    private static final int WANTED_OF_MANY = WANTED | ATTR_CMN_ERROR;

    private static final int TIMES = ATTR_CMN_CRTIME | ATTR_CMN_MODTIME | ATTR_CMN_ACCTIME | ATTR_CMN_BKUPTIME;

    private final AttrlistCalls calls;

    DarwinAttributes(AttrlistCalls calls) {
        this.calls = calls;
    }

    /** A call with a list of attributes at {@code list}, and their values at {@code values}. */
    private interface Lister {
        int list(long list, long values, int options);
    }

    /**
     * Reads the values one after the other. They have the order of their bits, after their length and the list of those that are
     * valid, and no padding between them.
     */
    private static final class Values {
        private final Scratch s;
        private long at;

        Values(Scratch s, long at) {
            this.s = s;
            this.at = at;
        }

        private long skip(int size) {
            long here = at;
            at += size;
            return here;
        }

        int s32() {
            return s.s32(skip(Integer.BYTES));
        }

        long s64() {
            return s.s64(skip(Long.BYTES));
        }

        Instant time() {
            long here = skip(Timespec.SIZE);
            return Instant.ofEpochSecond(Timespec.sec(s, here), Timespec.nsec(s, here));
        }

        int valid() {
            return AttributeSet.commonattr(s, skip(AttributeSet.SIZE));
        }

        /** The reference tells where the text is, counted from the reference. */
        String text() {
            long here = skip(Attrreference.SIZE);
            if (Attrreference.length(s, here) == 0) {
                return "";
            }
            long text = here + Attrreference.dataoffset(s, here);
            return s.text(text);
        }
    }

    private static long list(Scratch s, int attributes) {
        long list = s.allocZeroed(Attrlist.SIZE);
        s.set16(list + Attrlist.BITMAPCOUNT, ATTR_BIT_MAP_COUNT);
        s.set32(list + Attrlist.COMMONATTR, attributes);
        return list;
    }

    /** With FSOPT_PACK_INVAL_ATTRS, also attributes that the file system does not know take their room. */
    private static int read(Scratch s, long values, int options, Lister lister) {
        long list = list(s, WANTED);
        int result;
        do {
            result = lister.list(list, values, options | FSOPT_PACK_INVAL_ATTRS);
        } while (result == -EINTR);
        return result;
    }

    private static CommonAttributes attributes(Scratch s, long at) {
        Values values = new Values(s, at);
        values.skip(Integer.BYTES);
        return new CommonAttributes(
                values.valid(),
                values.text(),
                values.s32(),
                values.s32(),
                values.time(),
                values.time(),
                values.time(),
                values.time(),
                values.time(),
                values.s32(),
                values.s32(),
                values.s32(),
                values.s32(),
                values.s64());
    }

    @Override
    public CommonAttributes getattrlist(String path, int options) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long name = s.string("path", path);
            long values = s.allocZeroed(ATTR_MAX_BUFFER);
            int result = read(s, values, options, (l, v, o) -> calls.getattrlist(name, l, v, ATTR_MAX_BUFFER, o));
            Outcome.ofPath("getattrlist", path, result);
            return attributes(s, values);
        }
    }

    @Override
    public CommonAttributes fgetattrlist(int fd, int options) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long values = s.allocZeroed(ATTR_MAX_BUFFER);
            int result = read(s, values, options, (l, v, o) -> calls.fgetattrlist(fd, l, v, ATTR_MAX_BUFFER, o));
            Outcome.ofFd("fgetattrlist", fd, result);
            return attributes(s, values);
        }
    }

    @Override
    public int getattrlistbulkOrErrno(int fd, BulkAttributes into, long options) {
        Objects.requireNonNull(into, "into");
        if (!(into instanceof DarwinBulkAttributes entries)) {
            throw new IllegalArgumentException("into: " + into.getClass().getName() + " is not from newBulkAttributes");
        }
        if ((options & FSOPT_PACK_INVAL_ATTRS) != 0) {
            throw new IllegalArgumentException("options: FSOPT_PACK_INVAL_ATTRS");
        }
        try (Scratch s = Scratch.open()) {
            long list = list(s, WANTED_OF_MANY);
            return entries.filled(calls.getattrlistbulk(fd, list, entries.address(), entries.capacity(), options));
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public BulkAttributes newBulkAttributes(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes: " + bytes);
        }
        return new DarwinBulkAttributes(bytes);
    }

    private static long time(Scratch s, int attribute, Instant time) {
        if (Integer.bitCount(attribute) != 1 || (attribute & TIMES) == 0) {
            throw new IllegalArgumentException("attribute: not a time: 0x" + Integer.toHexString(attribute));
        }
        long at = s.alloc(Timespec.SIZE);
        Timespec.sec(s, at, time.getEpochSecond());
        Timespec.nsec(s, at, time.getNano());
        return at;
    }

    @Override
    public int setattrlistTimeOrErrno(String path, int attribute, Instant time, int options) {
        Objects.requireNonNull(time, "time");
        try (Scratch s = Scratch.open()) {
            long name = s.string("path", path);
            long value = time(s, attribute, time);
            return calls.setattrlist(name, list(s, attribute), value, Timespec.SIZE, options);
        }
    }

    @Override
    public int fsetattrlistTimeOrErrno(int fd, int attribute, Instant time, int options) {
        Objects.requireNonNull(time, "time");
        try (Scratch s = Scratch.open()) {
            long value = time(s, attribute, time);
            return calls.fsetattrlist(fd, list(s, attribute), value, Timespec.SIZE, options);
        }
    }
}
