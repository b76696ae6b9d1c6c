package posixkit.interop;

import java.util.List;
import java.util.Objects;
import posixkit.id.Group;
import posixkit.id.Passwd;

/**
 * Converts users and groups between {@link Passwd} and {@link Group} of posixkit and the interfaces of the same names in jnr-posix.
 * All results are copies: they stay the same when the database of users changes, or when jnr-posix looks up another user.
 */
public final class AccountEntries {
    /** jnr-posix has this time on Linux, where accounts do not expire, and posixkit has 0. */
    private static final int NEVER = Integer.MAX_VALUE;

    private AccountEntries() {}

    /**
     * Returns a copy of {@code user}. Its ids are not negative. If the account does not expire, the time is
     * {@link Integer#MAX_VALUE}, as in jnr-posix on Linux.
     */
    public static jnr.posix.Passwd toJnr(Passwd user) {
        return new User(Objects.requireNonNull(user, "user"));
    }

    /** Returns a copy of {@code group}. Its id is not negative. */
    public static jnr.posix.Group toJnr(Group group) {
        return new Members(Objects.requireNonNull(group, "group"));
    }

    /**
     * Returns a copy of {@code user}. A text that {@code user} does not have is empty in the copy. Take the copy before another
     * call of jnr-posix: its own {@code Passwd} is a view of memory that the next call overwrites.
     */
    public static Passwd fromJnr(jnr.posix.Passwd user) {
        Objects.requireNonNull(user, "user");
        return new Passwd(
                text(user.getLoginName()),
                text(user.getPassword()),
                (int) user.getUID(),
                (int) user.getGID(),
                text(user.getGECOS()),
                text(user.getHome()),
                text(user.getShell()),
                user.getPasswdChangeTime(),
                text(user.getAccessClass()),
                user.getExpire() == NEVER ? 0 : user.getExpire());
    }

    /**
     * Returns a copy of {@code group}. Take the copy before another call of jnr-posix: its own {@code Group} is a view of memory that
     * the next call overwrites.
     */
    public static Group fromJnr(jnr.posix.Group group) {
        Objects.requireNonNull(group, "group");
        String[] members = group.getMembers();
        return new Group(
                text(group.getName()),
                text(group.getPassword()),
                (int) group.getGID(),
                members == null ? List.of() : List.of(members));
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }

    /** The times are numbers of 32 bits in jnr-posix. */
    private static int asInt(long seconds) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(seconds, Integer.MAX_VALUE));
    }

    private record User(Passwd user) implements jnr.posix.Passwd {
        @Override
        public String getLoginName() {
            return user.name();
        }

        @Override
        public String getPassword() {
            return user.password();
        }

        @Override
        public long getUID() {
            return Integer.toUnsignedLong(user.uid());
        }

        @Override
        public long getGID() {
            return Integer.toUnsignedLong(user.gid());
        }

        @Override
        public int getPasswdChangeTime() {
            return asInt(user.change());
        }

        @Override
        public String getAccessClass() {
            return user.accessClass();
        }

        @Override
        public String getGECOS() {
            return user.gecos();
        }

        @Override
        public String getHome() {
            return user.home();
        }

        @Override
        public String getShell() {
            return user.shell();
        }

        @Override
        public int getExpire() {
            return user.expire() == 0 ? NEVER : asInt(user.expire());
        }

        @Override
        public String toString() {
            return user.toString();
        }
    }

    private record Members(Group group) implements jnr.posix.Group {
        @Override
        public String getName() {
            return group.name();
        }

        @Override
        public String getPassword() {
            return group.password();
        }

        @Override
        public long getGID() {
            return Integer.toUnsignedLong(group.gid());
        }

        @Override
        public String[] getMembers() {
            return group.members().toArray(new String[0]);
        }

        @Override
        public String toString() {
            return group.toString();
        }
    }
}
