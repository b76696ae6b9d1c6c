package posixkit.examples.doctor;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ENOTSUP;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.LocaleCategory.LC_ALL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.examples.doctor.Checkup.same;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.Target;
import posixkit.id.Ids;

/**
 * The program of a child process of {@code pk doctor}. It calls what changes the calling process, for example its directory and its
 * session. Then it replaces itself by a second program with {@code execve}, and that one ends with {@code exit}.
 */
final class Successor {
    /** The exit status if all calls work. */
    static final int STATUS = 3;

    /** The beginning of a line with a called method, and of a line of the report. */
    static final String CALLED = "called ";

    static final String LINE = "line ";

    private static final String VARIABLE = "POSIXKIT_DOCTOR";

    private final Posix posix;
    private final Path directory;

    private Successor(Posix posix, Path directory) {
        this.posix = posix;
        this.directory = directory;
    }

    /** Arguments: a directory; then the command to execute, or nothing in the second program. */
    public static void main(String... arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Coverage coverage = new Coverage();
        Posix posix = Posix.get().watchedBy(coverage);
        if (arguments.length == 1) {
            if ("set".equals(System.getenv(VARIABLE))) {
                out.println(CALLED + "execve/3");
                out.println(CALLED + "exit/1");
            }
            posix.processes().exit(STATUS);
        }
        StringWriter report = new StringWriter();
        new Successor(posix, Path.of(arguments[0])).run(new Checkup(new PrintWriter(report, true)));
        report.toString().lines().forEach(line -> out.println(LINE + line));
        coverage.names().forEach(name -> out.println(CALLED + name));
        String[] command = Arrays.copyOfRange(arguments, 1, arguments.length);
        posix.processes().execve(command[0], command, new String[] {VARIABLE + "=set"});
    }

    private void run(Checkup checkup) {
        checkup.check("chdir, fchdir, getcwd", this::directories);
        checkup.check("umask", this::mask);
        checkup.check("setpgid, setsid", this::session);
        checkup.check("setuid and the like", this::ids);
        checkup.check("mlockall", this::lock);
        checkup.check("setenv, setlocale", this::environment);
        if (Target.IS_DARWIN) {
            checkup.check("setlogin", this::login);
        }
    }

    private String directories() throws Exception {
        try (Fd earlier = posix.io().own(posix.files().open(".", O_RDONLY))) {
            posix.files().chdir(directory.toString());
            same("directory", posix.files().getcwd(), directory.toString());
            posix.files().fchdir(earlier.num());
            same("directory", posix.files().getcwd(), Path.of("").toRealPath().toString());
        }
        return directory + " and back";
    }

    private String mask() throws Exception {
        int earlier = posix.files().umask(0027);
        Path file = directory.resolve("masked");
        posix.io().close(posix.files().creat(file.toString(), 0666));
        same("permissions", Files.getPosixFilePermissions(file).size(), 3);
        same("mask", posix.files().umask(earlier), 0027);
        return "from 0%o to 027 and back".formatted(earlier);
    }

    private String session() throws Exception {
        Ids ids = posix.ids();
        ids.setpgid(0, ids.getpgrp());
        int self = posix.processes().getpid();
        same("session", ids.setsid(), self);
        same("session", ids.getsid(0), self);
        same("process group", ids.getpgrp(), self);
        Oracle.agrees("process group", self, "ps", "-o", "pgid=", "-p", Integer.toString(self));
        same("again", ids.setsidOrErrno(), -EPERM);
        return "session " + self;
    }

    /** Sets all ids to what they are. */
    private String ids() throws Exception {
        Ids ids = posix.ids();
        int user = ids.getuid();
        int group = ids.getgid();
        int[] groups = ids.getgroups();
        int result = ids.setgroupsOrErrno(groups);
        same("setgroups", result == 0 || ids.geteuid() != 0 && result == -EPERM, true);
        ids.setregid(group, group);
        ids.setegid(group);
        ids.setgid(group);
        ids.setreuid(user, user);
        ids.seteuid(user);
        ids.setuid(user);
        same("user", ids.geteuid(), user);
        same("group", ids.getegid(), group);
        return "to the same values" + (result == 0 ? "" : ", setgroups fails with EPERM");
    }

    /** No flags are wrong flags, so no memory is locked. macOS does not have this call at all. */
    private String lock() throws Exception {
        int result = posix.memory().mlockallOrErrno(0);
        same("mlockall", result == -EINVAL || result == -ENOSYS || result == -ENOTSUP, true);
        int unlocked = posix.memory().munlockallOrErrno();
        same("munlockall", unlocked == 0 || unlocked == -ENOSYS || unlocked == -ENOTSUP, true);
        return "without flags: fails with " + -result;
    }

    private String environment() throws Exception {
        posix.environment().setenv(VARIABLE, "value", true);
        same("value", posix.environment().getenv(VARIABLE), "value");
        same("is listed", posix.environment().environ().contains(VARIABLE + "=value"), true);
        posix.environment().unsetenv(VARIABLE);
        same("value", posix.environment().getenv(VARIABLE), null);
        same("locale", posix.environment().setlocale(LC_ALL, "C"), "C");
        return Map.of(VARIABLE, "value").toString();
    }

    /** Only root may set a login name, and it stays the same. */
    private String login() throws Exception {
        if (posix.ids().geteuid() == 0) {
            String name;
            try {
                name = posix.accounts().getlogin();
            } catch (ErrnoException e) {
                return "nobody logged in here";
            }
            posix.onDarwin().ids().setlogin(name);
            same("name", posix.accounts().getlogin(), name);
            return "the same name again";
        }
        same("setlogin", posix.onDarwin().ids().setloginOrErrno("root"), -EPERM);
        return "fails with EPERM";
    }
}
