package posixkit.id;

import java.util.List;
import java.util.Objects;
import posixkit.Names;

/**
 * One group from the database of groups ({@code struct group}). The values are a snapshot: later changes of the database do not
 * change this object. The strings are names as {@link posixkit.Names} describes: they keep bytes that are not valid UTF-8.
 *
 * @param name the name of the group
 * @param password the encrypted password of the group. Most systems have {@code x} or {@code *} here
 * @param gid the id of the group. Ids are unsigned: use {@link Integer#toUnsignedLong} to compare or print them
 * @param members the names of the users that the database lists as members. The list cannot be changed. A user whose primary
 *     group this is ({@link Passwd#gid}) is usually not in the list
 */
public record Group(String name, String password, int gid, List<String> members) {
    /** Creates a group with a copy of the list {@code members}. No string may be null. */
    public Group {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(password, "password");
        members = List.copyOf(Objects.requireNonNull(members, "members"));
    }

    /**
     * Returns a text with all values except the password. The id is an unsigned number. Characters that are not printable are
     * escaped ({@link Names#printable}).
     */
    @Override
    public String toString() {
        return Names.printable(
                "Group[name=" + name + ", gid=" + Integer.toUnsignedString(gid) + ", members=" + members + "]");
    }
}
