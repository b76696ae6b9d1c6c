package posixkit.ondarwin;

import java.time.Instant;
import java.util.Objects;
import posixkit.print.Printer;

/**
 * Attributes that files of all kinds have. What the file system does not know is 0, "" or the beginning of 1970, and is missing in
 * {@code returned}.
 *
 * @param returned the attributes that the file system knows, constants {@code ATTR_CMN_…} of
 *     {@link posixkit.ondarwin.constants.DarwinAttr}
 * @param name the name of the file in its directory
 * @param devid the device that the file is on
 * @param objtype the kind of the file, a constant of C's {@code enum vtype}: {@code VREG} is 1, {@code VDIR} 2, {@code VLNK} 5
 * @param crtime when the file was created
 * @param modtime when its content changed last
 * @param chgtime when its attributes changed last
 * @param acctime when it was read last
 * @param bkuptime when it was backed up last
 * @param ownerid the id of its user, an unsigned number
 * @param grpid the id of its group, an unsigned number
 * @param accessmask its kind and permissions, as in {@link posixkit.file.Stat#mode}
 * @param flags its flags, as {@link OnDarwinFiles#chflags} sets them
 * @param fileid its number in the file system, an unsigned number
 */
public record CommonAttributes(
        int returned,
        String name,
        int devid,
        int objtype,
        Instant crtime,
        Instant modtime,
        Instant chgtime,
        Instant acctime,
        Instant bkuptime,
        int ownerid,
        int grpid,
        int accessmask,
        int flags,
        long fileid) {
    public CommonAttributes {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(crtime, "crtime");
        Objects.requireNonNull(modtime, "modtime");
        Objects.requireNonNull(chgtime, "chgtime");
        Objects.requireNonNull(acctime, "acctime");
        Objects.requireNonNull(bkuptime, "bkuptime");
    }

    /** Returns the members as text. */
    @Override
    public String toString() {
        return "CommonAttributes[returned=0x" + Integer.toHexString(returned) + ", name=" + Printer.quoted(name)
                + ", devid=" + devid + ", objtype=" + objtype + ", crtime=" + crtime + ", modtime=" + modtime
                + ", chgtime=" + chgtime + ", acctime=" + acctime + ", bkuptime=" + bkuptime
                + ", ownerid=" + Integer.toUnsignedString(ownerid) + ", grpid=" + Integer.toUnsignedString(grpid)
                + ", accessmask=0" + Integer.toOctalString(accessmask) + ", flags=0x" + Integer.toHexString(flags)
                + ", fileid=" + Long.toUnsignedString(fileid) + "]";
    }
}
