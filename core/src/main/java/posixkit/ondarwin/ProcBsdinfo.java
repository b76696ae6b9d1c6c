package posixkit.ondarwin;

import java.time.Instant;
import java.util.Objects;
import posixkit.print.Printer;

/**
 * What the BSD half of the kernel knows of a process ({@code struct proc_bsdinfo}).
 *
 * @param flags constants {@code PROC_FLAG_…} of C
 * @param status the state, a constant {@code SIDL}, {@code SRUN}, {@code SSLEEP}, {@code SSTOP} or {@code SZOMB} of C: 1 to 5
 * @param xstatus how the process ended, as {@code wait} tells it
 * @param pid the id of the process
 * @param ppid the id of its parent
 * @param uid the effective user id, an unsigned number
 * @param gid the effective group id, an unsigned number
 * @param ruid the real user id, an unsigned number
 * @param rgid the real group id, an unsigned number
 * @param svuid the saved user id, an unsigned number
 * @param svgid the saved group id, an unsigned number
 * @param comm the beginning of the name of the program, at most 15 bytes
 * @param name the beginning of the name of the process, at most 31 bytes
 * @param nfiles the number of open descriptors
 * @param pgid the id of its process group
 * @param pjobc the number of processes that make its process group one with job control
 * @param tdev the device of the controlling terminal; −1 if there is none
 * @param tpgid the process group in the foreground of the terminal
 * @param nice the niceness
 * @param start when the process started
 */
public record ProcBsdinfo(
        int flags,
        int status,
        int xstatus,
        int pid,
        int ppid,
        int uid,
        int gid,
        int ruid,
        int rgid,
        int svuid,
        int svgid,
        String comm,
        String name,
        int nfiles,
        int pgid,
        int pjobc,
        int tdev,
        int tpgid,
        int nice,
        Instant start) {
    public ProcBsdinfo {
        Objects.requireNonNull(comm, "comm");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(start, "start");
    }

    /** Returns the members as text. */
    @Override
    public String toString() {
        return "ProcBsdinfo[flags=0x" + Integer.toHexString(flags) + ", status=" + status + ", xstatus=0x"
                + Integer.toHexString(xstatus) + ", pid=" + pid + ", ppid=" + ppid
                + ", uid=" + Integer.toUnsignedString(uid) + ", gid=" + Integer.toUnsignedString(gid)
                + ", ruid=" + Integer.toUnsignedString(ruid) + ", rgid=" + Integer.toUnsignedString(rgid)
                + ", svuid=" + Integer.toUnsignedString(svuid) + ", svgid=" + Integer.toUnsignedString(svgid)
                + ", comm=" + Printer.quoted(comm) + ", name=" + Printer.quoted(name) + ", nfiles=" + nfiles + ", pgid="
                + pgid + ", pjobc=" + pjobc + ", tdev=" + tdev + ", tpgid=" + tpgid + ", nice=" + nice + ", start="
                + start + "]";
    }
}
