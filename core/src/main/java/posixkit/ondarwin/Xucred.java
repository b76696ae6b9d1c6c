package posixkit.ondarwin;

import java.util.List;

/**
 * Who is at the other end ({@code struct xucred}).
 *
 * @param uid its effective user, unsigned
 * @param groups its groups, unsigned: the effective one first, and no more than 16, however many it is in
 */
public record Xucred(int uid, List<Integer> groups) {
    public Xucred {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("everybody is in a group");
        }
    }

    /** Its effective group, unsigned. */
    public int gid() {
        return groups.get(0);
    }

    @Override
    public String toString() {
        return "Xucred[uid=" + Integer.toUnsignedString(uid) + ", groups="
                + groups.stream().map(Integer::toUnsignedString).toList() + "]";
    }
}
