package posixkit.interop;

import static posixkit.constants.Errno.ENOSYS;

import java.util.Arrays;
import jnr.posix.Group;
import jnr.posix.JavaLibCHelper;
import jnr.posix.POSIXHandler;
import jnr.posix.Passwd;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.id.Accounts;

/** The calls about the databases of users and groups, and about passwords. */
abstract class AccountCalls extends SocketCalls {
    private final Accounts accounts;

    AccountCalls(Posix posix, OwnLibC libc, POSIXHandler handler) {
        super(posix, libc, handler);
        accounts = posix.accounts();
    }

    @Override
    public final Passwd getpwnam(String which) {
        try {
            return user(accounts.getpwnam(which));
        } catch (ErrnoException e) {
            return nothing(e);
        }
    }

    @Override
    public final Passwd getpwuid(int which) {
        try {
            return user(accounts.getpwuid(which));
        } catch (ErrnoException e) {
            return nothing(e);
        }
    }

    @Override
    public final Passwd getpwent() {
        try {
            return user(accounts.getpwent());
        } catch (ErrnoException e) {
            return nothing(e);
        }
    }

    @Override
    public final int setpwent() {
        accounts.setpwent();
        return 0;
    }

    @Override
    public final int endpwent() {
        accounts.endpwent();
        return 0;
    }

    @Override
    public final Group getgrnam(String which) {
        try {
            return group(accounts.getgrnam(which));
        } catch (ErrnoException e) {
            return nothing(e);
        }
    }

    @Override
    public final Group getgrgid(int which) {
        try {
            return group(accounts.getgrgid(which));
        } catch (ErrnoException e) {
            return nothing(e);
        }
    }

    @Override
    public final Group getgrent() {
        try {
            return group(accounts.getgrent());
        } catch (ErrnoException e) {
            return nothing(e);
        }
    }

    @Override
    public final int setgrent() {
        accounts.setgrent();
        return 0;
    }

    @Override
    public final int endgrent() {
        accounts.endgrent();
        return 0;
    }

    @Override
    public final String getlogin() {
        try {
            return accounts.getlogin();
        } catch (ErrnoException e) {
            return nothing(e);
        }
    }

    /** Encrypts a password. If there is no library for it, jnr-posix's own Java code does it. */
    @Override
    public final CharSequence crypt(CharSequence key, CharSequence salt) {
        try {
            return accounts.crypt(key.toString(), salt.toString());
        } catch (ErrnoException e) {
            return e.errno() == ENOSYS ? JavaLibCHelper.crypt(key, salt) : nothing(e);
        }
    }

    /** Same as {@link #crypt(CharSequence, CharSequence)}, for bytes. The result ends with a NUL byte. */
    @Override
    public final byte[] crypt(byte[] key, byte[] salt) {
        CharSequence encrypted = crypt(Names.of(upToNul(key)), Names.of(upToNul(salt)));
        if (encrypted == null) {
            return null;
        }
        byte[] bytes = Names.bytes(encrypted.toString());
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    private static byte[] upToNul(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static Passwd user(posixkit.id.Passwd user) {
        return user == null ? null : AccountEntries.toJnr(user);
    }

    private static Group group(posixkit.id.Group group) {
        return group == null ? null : AccountEntries.toJnr(group);
    }
}
