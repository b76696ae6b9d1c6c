package posixkit.linux;

import static posixkit.constants.Errno.ENOSYS;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.id.Group;
import posixkit.id.Passwd;
import posixkit.linux.call.LinuxAccountCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.unix.Bindings;
import posixkit.unix.Lazy;
import posixkit.unix.Scratch;
import posixkit.unix.UnixAccounts;
import posixkit.unix.layout.Group_t;
import posixkit.unix.layout.Passwd_t;

final class LinuxAccounts extends UnixAccounts {
    /** Held while an entry is read that the C library keeps in memory of its own. */
    private final Object lock = new Object();

    private final LinuxAccountCalls calls;

    /** The library for passwords. It is looked for at the first use, because most programs never use it. */
    private final Lazy<LinuxCrypt> crypt;

    LinuxAccounts(Bindings bindings, LinuxCalls linux) {
        super(bindings);
        calls = linux.linuxAccount();
        crypt = new Lazy<>() {
            @Override
            protected LinuxCrypt make() {
                return LinuxCrypt.find(bindings.library());
            }
        };
    }

    /**
     * If the buffer is too small, getpwent_r does not move to the next user, so the repetition gets the same user. musl has only
     * getpwent.
     */
    @Override
    public Passwd getpwent() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long found = find(s, Passwd_t.SIZE, calls::getpwent_r);
            if (found != -ENOSYS) {
                return passwdOrNull(s, Outcome.of("getpwent", found));
            }
            synchronized (lock) {
                return passwdOrNull(s, next(s, "getpwent", calls::getpwent, Passwd_t.SIZE));
            }
        }
    }

    @Override
    public Group getgrent() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long found = find(s, Group_t.SIZE, calls::getgrent_r);
            if (found != -ENOSYS) {
                return groupOrNull(s, Outcome.of("getgrent", found));
            }
            synchronized (lock) {
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
                return crypt.get().crypt(password, setting);
            } finally {
                wipe(s, password);
            }
        }
    }
}
