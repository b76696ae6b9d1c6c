package posixkit.onlinux;

/**
 * The credentials of a process ({@code struct ucred}): its pid, user and group.
 *
 * @param pid the process id in the pid namespace of the JVM; 0 if the process has no id in this namespace
 * @param uid the effective user id, an unsigned number
 * @param gid the effective group id, an unsigned number
 */
public record Ucred(int pid, int uid, int gid) {
    @Override
    public String toString() {
        return "Ucred[pid=" + pid + ", uid=" + Integer.toUnsignedString(uid) + ", gid=" + Integer.toUnsignedString(gid)
                + "]";
    }
}
