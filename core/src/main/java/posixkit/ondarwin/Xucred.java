package posixkit.ondarwin;

import java.util.List;

/**
 * The user and the groups of a process ({@code struct xucred}).
 *
 * @param uid the effective user id, an unsigned number
 * @param groups the group ids, unsigned numbers. The first is the effective group id, the others are supplementary groups. There
 *     are at most 16 ids
 */
public record Xucred(int uid, List<Integer> groups) {
    public Xucred {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("groups: empty, though the first is the effective group");
        }
    }

    /** Returns the effective group id, an unsigned number. */
    public int gid() {
        return groups.get(0);
    }

    @Override
    public String toString() {
        return "Xucred[uid=" + Integer.toUnsignedString(uid) + ", groups="
                + groups.stream().map(Integer::toUnsignedString).toList() + "]";
    }
}
