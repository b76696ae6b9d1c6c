package posixkit.unix;

import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.EMFILE;
import static posixkit.constants.Errno.ENFILE;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.ERANGE;
import static posixkit.constants.Errno.ESRCH;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.ffi.Native;
import posixkit.id.Accounts;
import posixkit.id.Group;
import posixkit.id.Passwd;
import posixkit.unix.call.AccountCalls;
import posixkit.unix.call.UnixCalls;
import posixkit.unix.layout.Group_t;
import posixkit.unix.layout.Passwd_t;

/**
 * Implements {@link Accounts} for Linux and macOS. <b>Internal.</b> The subclasses implement {@code getpwent}, {@code getgrent}
 * and {@code crypt}, for which the two systems have different functions.
 */
public abstract class UnixAccounts implements Accounts {
    /** The size of the first buffer in bytes: enough for most entries, and not more than a borrowed scratch holds anyway. */
    private static final int FIRST_GUESS = 1024;

    /** The factor by which a buffer grows that was too small. */
    private static final int GROWTH = 4;

    /** The size of the largest buffer in bytes. */
    private static final int MOST = 64 * 1024 * 1024;

    /** The number of groups in the first list of {@link #getgrouplist}. */
    private static final int FEW_GROUPS = 64;

    private final AccountCalls calls;
    private final UnixCalls unix;

    protected UnixAccounts(Bindings bindings) {
        unix = bindings.calls();
        calls = unix.account();
    }

    /** A function such as {@code getpwuid_r}. */
    protected interface Lookup {
        /** Calls the function. Returns 0 or −errno. Stores the address of the entry, or NULL, at {@code result}. */
        int call(long entry, long buffer, long size, long result);
    }

    @Override
    public final Passwd getpwnam(String name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long text = s.string("name", name);
            long found = find(s, Passwd_t.SIZE, (e, b, size, r) -> calls.getpwnam_r(text, e, b, size, r));
            return passwdOrNull(s, ofName("getpwnam", name, found));
        }
    }

    @Override
    public final Passwd getpwuid(int uid) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long found = find(s, Passwd_t.SIZE, (e, b, size, r) -> calls.getpwuid_r(uid, e, b, size, r));
            return passwdOrNull(s, Outcome.of("getpwuid", "uid", Integer.toUnsignedLong(uid), found));
        }
    }

    @Override
    public final Group getgrnam(String name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long text = s.string("name", name);
            long found = find(s, Group_t.SIZE, (e, b, size, r) -> calls.getgrnam_r(text, e, b, size, r));
            return groupOrNull(s, ofName("getgrnam", name, found));
        }
    }

    @Override
    public final Group getgrgid(int gid) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long found = find(s, Group_t.SIZE, (e, b, size, r) -> calls.getgrgid_r(gid, e, b, size, r));
            return groupOrNull(s, Outcome.of("getgrgid", "gid", Integer.toUnsignedLong(gid), found));
        }
    }

    private static long ofName(String call, String name, long found) throws ErrnoException {
        if (Outcome.isErrno(found)) {
            Outcome.ofPath(call, name, (int) found);
        }
        return found;
    }

    /**
     * Calls {@code lookup} with larger and larger buffers, until the entry fits. Returns the address of the entry in the scratch,
     * 0 if there is no entry, or −errno.
     *
     * @param entrySize the size of the structure that {@code lookup} fills
     */
    protected static long find(Scratch s, int entrySize, Lookup lookup) {
        long entry = s.alloc(entrySize);
        long result = s.alloc(Long.BYTES);
        for (int size = FIRST_GUESS; ; size *= GROWTH) {
            long buffer = s.alloc(size);
            int outcome;
            do {
                s.set64(result, 0);
                outcome = lookup.call(entry, buffer, size, result);
            } while (outcome == -EINTR);
            if (outcome != -ERANGE || size == MOST) {
                if (outcome < 0) {
                    return isMissing(-outcome) ? 0 : outcome;
                }
                return s.s64(result) == 0 ? 0 : entry;
            }
        }
    }

    /**
     * Calls {@code function}, which is {@code getpwent} or {@code getgrent}, and copies the entry to the scratch. Returns the
     * address of the copy; 0 if there are no more entries. The strings of the entry stay in the memory of the C library, which
     * the next call of the function overwrites. So one thread at a time may call this method and read the entry.
     *
     * <p>NULL means "no more entries" or "failed". At the end, errno may be left from an earlier call, or from a source that had
     * nothing to say. So errno is set first, and only the errors that POSIX lists for these functions count.
     *
     * @param size the size of the structure
     */
    protected final long next(Scratch s, String call, LongSupplier function, int size) throws ErrnoException {
        long entry;
        do {
            Result.leaveEbadf(unix);
            entry = function.getAsLong();
        } while (entry == -EINTR);
        int errno = (int) -entry;
        if (errno == EIO || errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOSYS) {
            throw new ErrnoException(call, errno);
        }
        return entry == 0 || Outcome.isErrno(entry) ? 0 : s.bytes(Native.buffer(entry, size), 0, size);
    }

    /** Returns true if C libraries use {@code errno} to say that there is no such entry. POSIX lists none of these errors. */
    protected static boolean isMissing(int errno) {
        return errno == ENOENT || errno == ESRCH || errno == EBADF || errno == EPERM;
    }

    /** Returns the user at {@code address} in the scratch, or null if the address is 0. */
    protected final Passwd passwdOrNull(Scratch s, long address) {
        return address == 0 ? null : passwd(s, address);
    }

    /** Returns the user at {@code address} in the scratch. */
    protected Passwd passwd(Scratch s, long address) {
        return new Passwd(
                text(Passwd_t.name(s, address)),
                text(Passwd_t.passwd(s, address)),
                Passwd_t.uid(s, address),
                Passwd_t.gid(s, address),
                text(Passwd_t.gecos(s, address)),
                text(Passwd_t.dir(s, address)),
                text(Passwd_t.shell(s, address)),
                0,
                "",
                0);
    }

    /** Returns the group at {@code address} in the scratch, or null if the address is 0. */
    protected static Group groupOrNull(Scratch s, long address) {
        if (address == 0) {
            return null;
        }
        List<String> members = new ArrayList<>();
        long array = Group_t.mem(s, address);
        for (long at = array; at != 0 && Native.pointerAt(at) != 0; at += Long.BYTES) {
            members.add(text(Native.pointerAt(at)));
        }
        return new Group(
                text(Group_t.name(s, address)), text(Group_t.passwd(s, address)), Group_t.gid(s, address), members);
    }

    /** Returns the C string at {@code address}. Some sources of the databases leave a pointer NULL; it becomes an empty string. */
    protected static String text(long address) {
        return address == 0 ? "" : NameCodec.decode(Native.stringAt(address));
    }

    @Override
    public final void setpwent() {
        calls.setpwent();
    }

    @Override
    public final void endpwent() {
        calls.endpwent();
    }

    @Override
    public final void setgrent() {
        calls.setgrent();
    }

    @Override
    public final void endgrent() {
        calls.endgrent();
    }

    @Override
    public final String getlogin() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            for (int size = FIRST_GUESS; ; size *= GROWTH) {
                long buffer = s.alloc(size);
                int result = calls.getlogin_r(buffer, size);
                if (result != -ERANGE || size == MOST) {
                    Outcome.of("getlogin", result);
                    return s.text(buffer);
                }
            }
        }
    }

    /**
     * Asks for the list with more and more room. On Linux, the function says how many groups there are if the room does not
     * suffice. On macOS, it does not.
     */
    @Override
    public final int[] getgrouplist(String user, int group) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long name = s.string("user", user);
            long count = s.alloc(Integer.BYTES);
            for (int room = FEW_GROUPS; ; room = Math.max(room * GROWTH, s.s32(count))) {
                if (room > MOST / Integer.BYTES) {
                    throw new ErrnoException("getgrouplist", ENOMEM);
                }
                long list = s.alloc(room * Integer.BYTES);
                s.set32(count, room);
                if (calls.getgrouplist(name, group, list, count) >= 0) {
                    int[] groups = new int[s.s32(count)];
                    for (int i = 0; i < groups.length; i++) {
                        groups[i] = s.s32(list + (long) i * Integer.BYTES);
                    }
                    return groups;
                }
            }
        }
    }

    /**
     * Returns the encrypted password at {@code address}, the result of {@code crypt}.
     *
     * @param address the address of a C string, or 0 if the function failed
     * @param errno the errno of the function
     * @throws ErrnoException if the result is NULL or a failure token
     */
    public static String encrypted(long address, int errno) throws ErrnoException {
        String text = text(address);
        // crypt(3): a failure token starts with an asterisk, so that it is not equal to any encrypted password.
        if (text.isEmpty() || text.startsWith("*")) {
            throw new ErrnoException("crypt", errno == 0 ? EINVAL : errno);
        }
        return text;
    }

    /** Overwrites a C string in the scratch with zeros: the memory of a scratch is used again. */
    protected static void wipe(Scratch s, long string) {
        for (long at = string; s.s8(at) != 0; at++) {
            s.set8(at, 0);
        }
    }
}
