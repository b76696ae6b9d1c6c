package posixkit.examples.processes;

import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_TRUNC;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Priority.PRIO_PROCESS;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWCGROUP;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWIPC;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWNET;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWNS;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWPID;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWUSER;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWUTS;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Signal;
import posixkit.examples.cli.ResourceLimit;
import posixkit.id.Group;
import posixkit.id.Passwd;
import posixkit.process.Spawn;

/** The options that describe a program to start. */
final class SpawnOptions {
    private static final int NEW_FILE = 0666;
    private static final int OCTAL = 8;
    private static final Map<String, Integer> NAMESPACES = new TreeMap<>(Map.of(
            "cgroup", CLONE_NEWCGROUP,
            "ipc", CLONE_NEWIPC,
            "mnt", CLONE_NEWNS,
            "net", CLONE_NEWNET,
            "pid", CLONE_NEWPID,
            "user", CLONE_NEWUSER,
            "uts", CLONE_NEWUTS));

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private Posix posix;

    @Option(names = "--cwd", paramLabel = "DIR", description = "its working directory")
    private String directory;

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "set a variable of its environment")
    private List<String> variables = List.of();

    @Option(names = "--unset", paramLabel = "NAME", description = "remove a variable from its environment")
    private List<String> unset = List.of();

    @Option(names = "--clear-env", description = "start with no variables but those of --env")
    private boolean clear;

    @Option(
            names = "--limit",
            paramLabel = "NAME=SOFT[:HARD]",
            description = "a resource limit, for example nofile=64 or core=unlimited")
    private List<String> limits = List.of();

    @Option(
            names = "--user",
            paramLabel = "NAME[:GROUP]",
            description = "its user, by name or number, with the user's groups; or with this group only")
    private String user;

    @Option(names = "--session", description = "in a session of its own, without a terminal")
    private boolean session;

    @Option(
            names = "--umask",
            paramLabel = "MODE",
            description = "the permissions that its new files do not get, octal")
    private String umask;

    @Option(names = "--nice", paramLabel = "N", description = "add N to its niceness")
    private Integer nice;

    @Option(
            names = "--stdin",
            paramLabel = "FILE",
            description = "its standard input; it is opened in --cwd as --user, like the next two")
    private String stdin;

    @Option(names = "--stdout", paramLabel = "FILE", description = "its standard output, which is emptied first")
    private String stdout;

    @Option(names = "--stderr", paramLabel = "FILE", description = "its standard error, which is emptied first")
    private String stderr;

    @Option(
            names = "--namespace",
            split = ",",
            paramLabel = "NAME",
            description = "in new namespaces: cgroup, ipc, mnt, net, pid, user, uts")
    private List<String> namespaces = List.of();

    @Option(names = "--death-signal", paramLabel = "NAME", description = "the signal that it receives if pk ends first")
    private String deathSignal;

    /** Returns what to start, with all that the options say. */
    Spawn spawn(Posix posix, List<String> program) throws ErrnoException {
        this.posix = posix;
        Spawn what = Spawn.of(program.toArray(String[]::new)).shellForScripts();
        try {
            describe(what);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
        return what;
    }

    private void describe(Spawn what) throws ErrnoException {
        if (clear || !variables.isEmpty() || !unset.isEmpty()) {
            what.environment(environment());
        }
        if (directory != null) {
            what.directory(directory);
        }
        for (String limit : limits) {
            Spawn.Limit parsed = ResourceLimit.parse(limit);
            what.limit(parsed.resource(), parsed.soft(), parsed.hard());
        }
        if (user != null) {
            setUser(what);
        }
        if (session) {
            what.session();
        }
        if (umask != null) {
            if (!umask.matches("[0-7]{1,4}")) {
                throw usage("--umask: not an octal number: " + umask);
            }
            what.umask(Integer.parseInt(umask, OCTAL));
        }
        if (nice != null) {
            what.niceness(posix.processes().getpriority(PRIO_PROCESS, 0) + nice);
        }
        if (deathSignal != null) {
            what.deathSignal(signal(deathSignal));
        }
        openFiles(what);
        long flags = 0;
        for (String namespace : namespaces) {
            if (!NAMESPACES.containsKey(namespace)) {
                throw usage("not a namespace: " + namespace);
            }
            flags |= NAMESPACES.get(namespace);
        }
        if (flags != 0) {
            what.cloneFlags(flags);
        }
    }

    private void openFiles(Spawn what) {
        if (stdin != null) {
            what.open(0, stdin, O_RDONLY, 0);
        }
        if (stdout != null) {
            what.open(1, stdout, O_WRONLY | O_CREAT | O_TRUNC, NEW_FILE);
        }
        if (stderr != null) {
            what.open(2, stderr, O_WRONLY | O_CREAT | O_TRUNC, NEW_FILE);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>();
        if (!clear) {
            posix.environment().environ().forEach(entry -> put(all, entry));
        }
        unset.forEach(all::remove);
        for (String variable : variables) {
            if (variable.indexOf('=') <= 0) {
                throw usage("not NAME=VALUE: " + variable);
            }
            put(all, variable);
        }
        return all;
    }

    private static void put(Map<String, String> all, String entry) {
        int equals = entry.indexOf('=');
        if (equals > 0) {
            all.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
    }

    private void setUser(Spawn what) throws ErrnoException {
        String[] words = user.split(":", 2);
        Passwd passwd = posix.accounts().getpwnam(words[0]);
        if (passwd == null && (!isNumber(words[0]) || words.length == 1)) {
            throw usage("no such user, or no group for it: " + user);
        }
        int uid = passwd == null ? Integer.parseUnsignedInt(words[0]) : passwd.uid();
        if (words.length == 1) {
            what.credentials(uid, passwd.gid(), posix.accounts().getgrouplist(passwd.name(), passwd.gid()));
        } else {
            int gid = group(words[1]);
            what.credentials(uid, gid, gid);
        }
    }

    private int group(String name) throws ErrnoException {
        Group group = posix.accounts().getgrnam(name);
        if (group == null && !isNumber(name)) {
            throw usage("no such group: " + name);
        }
        return group == null ? Integer.parseUnsignedInt(name) : group.gid();
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,9}");
    }

    /** Returns the number of a signal that is given by its name, with or without SIG, or by its number. */
    int signal(String name) {
        int number =
                isNumber(name) ? Integer.parseInt(name) : Signal.number(name.startsWith("SIG") ? name : "SIG" + name);
        if (number <= 0) {
            throw usage("no such signal: " + name);
        }
        return number;
    }

    private ParameterException usage(String what) {
        return new ParameterException(command.commandLine(), what);
    }
}
