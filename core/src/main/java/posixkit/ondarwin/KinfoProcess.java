package posixkit.ondarwin;

import java.util.Objects;
import posixkit.print.Printer;

/**
 * What the kernel says of a process ({@code struct kinfo_proc}): the members that programs read.
 *
 * @param pid the id of the process
 * @param ppid the id of its parent
 * @param pgid the id of its process group
 * @param uid the effective user id, an unsigned number
 * @param stat the state, a constant {@code SIDL}, {@code SRUN}, {@code SSLEEP}, {@code SSTOP} or {@code SZOMB} of C: 1 to 5
 * @param flag the flags of the process, constants {@code P_…} of C
 * @param nice the niceness
 * @param tdev the device of the controlling terminal; −1 if there is none
 * @param tpgid the process group in the foreground of the terminal
 * @param comm the beginning of the name of the program, at most 16 bytes
 */
public record KinfoProcess(
        int pid, int ppid, int pgid, int uid, int stat, int flag, int nice, int tdev, int tpgid, String comm) {
    public KinfoProcess {
        Objects.requireNonNull(comm, "comm");
    }

    /** Returns the members as text. */
    @Override
    public String toString() {
        return "KinfoProcess[pid=" + pid + ", ppid=" + ppid + ", pgid=" + pgid + ", uid="
                + Integer.toUnsignedString(uid) + ", stat=" + stat + ", flag=0x" + Integer.toHexString(flag)
                + ", nice=" + nice + ", tdev=" + tdev + ", tpgid=" + tpgid + ", comm=" + Printer.quoted(comm) + "]";
    }
}
