package posixkit.darwin;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.EMFILE;
import static posixkit.constants.Errno.ENFILE;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.Errno.ENOSYS;

import java.util.function.LongSupplier;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.darwin.call.DarwinAccountCalls;
import posixkit.darwin.call.DarwinCalls;
import posixkit.darwin.layout.Passwd_t;
import posixkit.ffi.Native;
import posixkit.id.Group;
import posixkit.id.Passwd;
import posixkit.unix.Bindings;
import posixkit.unix.Result;
import posixkit.unix.Scratch;
import posixkit.unix.UnixAccounts;
import posixkit.unix.call.UnixCalls;
import posixkit.unix.layout.Group_t;

final class DarwinAccounts extends UnixAccounts {
    private final Object lock = new Object();
    private final UnixCalls unix;
    private final DarwinAccountCalls calls;

    DarwinAccounts(Bindings bindings, DarwinCalls darwin) {
        super(bindings);
        unix = bindings.calls();
        calls = darwin.darwinAccount();
    }

    @Override
    protected Passwd passwd(Scratch s, long address) {
        Passwd shared = super.passwd(s, address);
        return new Passwd(
                shared.name(),
                shared.password(),
                shared.uid(),
                shared.gid(),
                shared.gecos(),
                shared.home(),
                shared.shell(),
                Passwd_t.change(s, address),
                text(Passwd_t.accessClass(s, address)),
                Passwd_t.expire(s, address));
    }

    @Override
    public Passwd getpwent() throws ErrnoException {
        synchronized (lock) {
            try (Scratch s = Scratch.open()) {
                return passwdOrNull(s, next(s, "getpwent", calls::getpwent, Passwd_t.SIZE));
            }
        }
    }

    @Override
    public Group getgrent() throws ErrnoException {
        synchronized (lock) {
            try (Scratch s = Scratch.open()) {
                return groupOrNull(s, next(s, "getgrent", calls::getgrent, Group_t.SIZE));
            }
        }
    }

    /**
     * Copies the next entry to the scratch, and returns its address; 0 if there is none. The strings of the entry stay in the
     * memory of the C library.
     *
     * <p>NULL means "no more entries" or "failed". At the end, errno may be left from an earlier call, or from a source that had
     * nothing to say. So errno is set first, and only the errors that POSIX lists for these functions count.
     */
    private long next(Scratch s, String call, LongSupplier function, int size) throws ErrnoException {
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

    @Override
    public String crypt(String key, String salt) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long password = s.string("key", key);
            long setting = s.string("salt", salt);
            try {
                synchronized (lock) {
                    long result = calls.crypt(password, setting);
                    return result > 0 ? encrypted(result, 0) : encrypted(0, (int) -result);
                }
            } finally {
                wipe(s, password);
            }
        }
    }
}
