package posixkit.onlinux;

/**
 * The credentials of a process, {@code struct ucred}.
 *
 * @param pid the process, by its number in this process's pid namespace; 0 if it is not visible there
 * @param uid the effective user, unsigned
 * @param gid the effective group, unsigned
 */
public record Ucred(int pid, int uid, int gid) {
    @Override
    public String toString() {
        return "Ucred[pid=" + pid + ", uid=" + Integer.toUnsignedString(uid) + ", gid=" + Integer.toUnsignedString(gid)
                + "]";
    }
}
