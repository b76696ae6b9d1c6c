package posixkit.examples.doctor;

import static posixkit.examples.doctor.Checkup.same;

import com.sun.security.auth.module.UnixSystem;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.Target;
import posixkit.id.Accounts;
import posixkit.id.Group;
import posixkit.id.Passwd;

/** Checks the calls that look up users and groups. The report contains neither names nor passwords, because users publish it. */
final class AccountChecks {
    private final Posix posix;
    private final Accounts accounts;

    private AccountChecks(Posix posix) {
        this.posix = posix;
        accounts = posix.accounts();
    }

    static void run(Posix posix, Checkup checkup) {
        AccountChecks checks = new AccountChecks(posix);
        checkup.check("getpwuid, getpwnam", checks::user);
        checkup.check("getgrgid, getgrnam", checks::group);
        checkup.check("getgrouplist", checks::groups);
        checkup.check("getpwent, getgrent", checks::all);
        checkup.check("getlogin", checks::login);
        checkup.check("crypt", checks::crypt);
        if (Target.IS_DARWIN) {
            checkup.check("issetugid", checks::setUserId);
        }
    }

    private String user() throws Exception {
        Passwd user = accounts.getpwuid(posix.ids().getuid());
        if (user == null) {
            return "this user has no account";
        }
        same("name, by the JDK", user.name(), new UnixSystem().getUsername());
        Oracle.agrees("name", user.name(), "id", "-un");
        same("account by name", accounts.getpwnam(user.name()), user);
        same("no such user", accounts.getpwnam("no-such-user-here"), null);
        return "found by number and by name";
    }

    private String group() throws Exception {
        Group group = accounts.getgrgid(posix.ids().getegid());
        if (group == null) {
            return "this group has no name";
        }
        Oracle.agrees("name", group.name(), "id", "-gn");
        same("group by name", accounts.getgrnam(group.name()).gid(), group.gid());
        same("no such group", accounts.getgrnam("no-such-group-here"), null);
        return "found by number and by name";
    }

    private String groups() throws Exception {
        Passwd user = accounts.getpwuid(posix.ids().getuid());
        if (user == null) {
            return "this user has no account";
        }
        Set<String> ours = Arrays.stream(accounts.getgrouplist(user.name(), user.gid()))
                .mapToObj(Integer::toUnsignedString)
                .collect(Collectors.toCollection(TreeSet::new));
        Optional<String> id = Oracle.ask("id", "-G", user.name());
        if (id.isPresent()) {
            same("groups", ours, new TreeSet<>(Arrays.asList(id.get().split(" "))));
        }
        return ours.size() + " groups";
    }

    private String all() throws Exception {
        int own = posix.ids().getuid();
        boolean isListed = accounts.getpwuid(own) == null;
        int users = 0;
        accounts.setpwent();
        try {
            for (Passwd each = accounts.getpwent(); each != null; each = accounts.getpwent()) {
                users++;
                isListed |= each.uid() == own;
            }
        } finally {
            accounts.endpwent();
        }
        int groups = 0;
        accounts.setgrent();
        try {
            while (accounts.getgrent() != null) {
                groups++;
            }
        } finally {
            accounts.endgrent();
        }
        // A directory service may know users that it does not list.
        String self = isListed ? "" : ", without this user";
        same("at least one of each", users > 0 && groups > 0, true);
        return users + " users" + self + " and " + groups + " groups";
    }

    private String login() throws Exception {
        try {
            same("user is known", accounts.getpwnam(accounts.getlogin()) != null, true);
            return "a user of this machine";
        } catch (ErrnoException e) {
            return "fails with " + e.errno() + ": nobody is logged in at this terminal";
        }
    }

    private String crypt() throws Exception {
        try {
            same("hash", accounts.crypt("rasmuslerdorf", "rl"), "rl.3StKT.4T8M");
            return "a hash of the old kind";
        } catch (UnsupportedOperationException e) {
            return "this machine has no libcrypt";
        }
    }

    private String setUserId() throws Exception {
        same("changed its user", posix.onDarwin().ids().issetugid(), false);
        return "this process did not change its user";
    }
}
