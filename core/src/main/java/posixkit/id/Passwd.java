package posixkit.id;

import java.util.Objects;
import posixkit.Names;

/**
 * One user from the database of users ({@code struct passwd}). The values are a snapshot: later changes of the database do not
 * change this object. The strings are names as {@link posixkit.Names} describes: they keep bytes that are not valid UTF-8.
 *
 * @param name the login name
 * @param password the encrypted password. Most systems have {@code x} or {@code *} here and keep the password elsewhere
 * @param uid the id of the user. Ids are unsigned: use {@link Integer#toUnsignedLong} to compare or print them
 * @param gid the id of the user's primary group. Group ids are unsigned too
 * @param gecos information about the user, usually the full name
 * @param home the home directory
 * @param shell the program that runs after login; an empty string means {@code /bin/sh}
 * @param change on macOS, the time in seconds since 1970 at which the password must be changed, or 0; on Linux always 0
 * @param accessClass on macOS, the access class of the user; on Linux always empty
 * @param expire on macOS, the time in seconds since 1970 at which the account expires, or 0; on Linux always 0
 */
public record Passwd(
        String name,
        String password,
        int uid,
        int gid,
        String gecos,
        String home,
        String shell,
        long change,
        String accessClass,
        long expire) {
    /** Creates a user. No string may be null. */
    public Passwd {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(gecos, "gecos");
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(shell, "shell");
        Objects.requireNonNull(accessClass, "accessClass");
    }

    /**
     * Returns a text with all values except the password. The ids are unsigned numbers. Characters that are not printable are
     * escaped ({@link Names#printable}).
     */
    @Override
    public String toString() {
        return Names.printable("Passwd[name=" + name + ", uid=" + Integer.toUnsignedString(uid) + ", gid="
                + Integer.toUnsignedString(gid) + ", gecos=" + gecos + ", home=" + home + ", shell=" + shell
                + ", change=" + change + ", accessClass=" + accessClass + ", expire=" + expire + "]");
    }
}
