package posixkit.ondarwin;

import java.util.List;

/**
 * The credentials of a process, {@code struct xucred}.
 *
 * @param uid the effective user, unsigned
 * @param groups the groups, unsigned: first the effective group, then the others, up to 16 in all
 */
public record Xucred(int uid, List<Integer> groups) {
    public Xucred {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("groups: empty, though the first is the effective group");
        }
    }

    /** Returns the effective group, unsigned. */
    public int gid() {
        return groups.get(0);
    }

    @Override
    public String toString() {
        return "Xucred[uid=" + Integer.toUnsignedString(uid) + ", groups="
                + groups.stream().map(Integer::toUnsignedString).toList() + "]";
    }
}
