package posixkit.onlinux;

/**
 * Who is at the other end ({@code struct ucred}).
 *
 * @param pid the process, as this process's pid namespace numbers it; 0 if it is not to be seen from here
 * @param uid its effective user, unsigned
 * @param gid its effective group, unsigned
 */
public record Ucred(int pid, int uid, int gid) {
    @Override
    public String toString() {
        return "Ucred[pid=" + pid + ", uid=" + Integer.toUnsignedString(uid) + ", gid=" + Integer.toUnsignedString(gid)
                + "]";
    }
}
