package posixkit.examples.processes;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import posixkit.ErrnoException;
import posixkit.examples.cli.AccountNames;
import posixkit.examples.cli.Subcommand;
import posixkit.id.Ids;

@Command(name = "id", description = "Prints the users and groups of this process, as coreutils' id does.")
public final class IdCommand extends Subcommand {
    static final class Only {
        @Option(
                names = {"-u", "--user"},
                description = "only the effective user")
        boolean user;

        @Option(
                names = {"-g", "--group"},
                description = "only the effective group")
        boolean group;

        @Option(
                names = {"-G", "--groups"},
                description = "only the groups, all of them")
        boolean groups;
    }

    @ArgGroup
    private Only only;

    @Option(
            names = {"-n", "--name"},
            description = "with -u, -g or -G: names, not numbers")
    private boolean name;

    @Option(
            names = {"-r", "--real"},
            description = "with -u, -g or -G: the real one, not the effective")
    private boolean real;

    private Ids ids;

    @Override
    protected void run() throws ErrnoException {
        ids = posix().ids();
        if (only == null) {
            if (name || real) {
                throw usage("-n and -r go with one of -u, -g and -G");
            }
            printAll();
        } else if (only.user) {
            int uid = real ? ids.getuid() : ids.geteuid();
            out().println(name ? named(AccountNames.ofUsers(posix().accounts()), "user", uid) : number(uid));
        } else if (only.group) {
            int gid = real ? ids.getgid() : ids.getegid();
            out().println(name ? named(AccountNames.ofGroups(posix().accounts()), "group", gid) : number(gid));
        } else {
            AccountNames names = AccountNames.ofGroups(posix().accounts());
            out().println(groups(ids.getgid(), ids.getegid()).stream()
                    .map(gid -> name ? named(names, "group", gid) : number(gid))
                    .collect(Collectors.joining(" ")));
        }
    }

    private void printAll() throws ErrnoException {
        AccountNames users = AccountNames.ofUsers(posix().accounts());
        AccountNames groups = AccountNames.ofGroups(posix().accounts());
        out().print("uid=" + both(users, ids.getuid()) + " gid=" + both(groups, ids.getgid()));
        if (ids.geteuid() != ids.getuid()) {
            out().print(" euid=" + both(users, ids.geteuid()));
        }
        if (ids.getegid() != ids.getgid()) {
            out().print(" egid=" + both(groups, ids.getegid()));
        }
        out().println(groups(ids.getegid()).stream()
                .map(gid -> both(groups, gid))
                .collect(Collectors.joining(",", " groups=", "")));
    }

    /**
     * Returns the group ids in the array {@code first} and the supplementary group ids of this process, in this order. Each group
     * id appears once.
     */
    private Set<Integer> groups(int... first) throws ErrnoException {
        Set<Integer> gids = new LinkedHashSet<>();
        for (int gid : first) {
            gids.add(gid);
        }
        for (int gid : ids.getgroups()) {
            gids.add(gid);
        }
        return gids;
    }

    private String named(AccountNames names, String kind, int id) {
        return names.of(id).orElseGet(() -> {
            complain("cannot find name for " + kind + " ID " + number(id));
            return number(id);
        });
    }

    private static String both(AccountNames names, int id) {
        return number(id) + names.of(id).map(name -> "(" + name + ")").orElse("");
    }

    private static String number(int id) {
        return Integer.toUnsignedString(id);
    }
}
