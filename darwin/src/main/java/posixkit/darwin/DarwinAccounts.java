package posixkit.darwin;

import posixkit.ErrnoException;
import posixkit.darwin.call.DarwinAccountCalls;
import posixkit.darwin.call.DarwinCalls;
import posixkit.darwin.layout.Passwd_t;
import posixkit.id.Group;
import posixkit.id.Passwd;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;
import posixkit.unix.UnixAccounts;
import posixkit.unix.layout.Group_t;

final class DarwinAccounts extends UnixAccounts {
    private final Object lock = new Object();
    private final DarwinAccountCalls calls;

    DarwinAccounts(Bindings bindings, DarwinCalls darwin) {
        super(bindings);
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
