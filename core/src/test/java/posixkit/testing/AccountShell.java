package posixkit.testing;

import static posixkit.constants.Resource.RLIMIT_NOFILE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.id.Accounts;
import posixkit.id.Group;
import posixkit.id.Passwd;

/**
 * The main class of a {@link ChildJvm} with databases of users and groups of its own. Each line is a call and its argument; the
 * answer is in the format of {@code /etc/passwd} and {@code /etc/group}, with bytes that are no text as {@code \x} and digits.
 */
public final class AccountShell {
    private static final Accounts ACCOUNTS = Posix.get().accounts();

    private AccountShell() {}

    public static void main(String[] args) throws IOException {
        try {
            Posix.get().files().stat("/no/such");
        } catch (ErrnoException e) {
            // Loads the classes now: noMoreFiles keeps the JVM from opening jars.
            Errno.name(e.errno());
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            try {
                out.println(answer(words[0], words.length > 1 ? words[1] : null));
            } catch (ErrnoException e) {
                out.println(e.call() + " " + Errno.name(e.errno()));
            }
        }
    }

    private static String answer(String call, String argument) throws IOException {
        return switch (call) {
            case "getpwnam" -> text(ACCOUNTS.getpwnam(argument));
            case "getpwnamBytes" ->
                text(ACCOUNTS.getpwnam(Names.of(java.util.HexFormat.of().parseHex(argument))));
            case "getpwuid" -> text(ACCOUNTS.getpwuid(Integer.parseUnsignedInt(argument)));
            case "getgrnam" -> text(ACCOUNTS.getgrnam(argument));
            case "getgrgid" -> text(ACCOUNTS.getgrgid(Integer.parseUnsignedInt(argument)));
            case "getgrouplist" ->
                IntStream.of(ACCOUNTS.getgrouplist(argument, 7))
                        .mapToObj(Integer::toUnsignedString)
                        .collect(Collectors.joining(" "));
            case "users" -> users();
            case "groups" -> groups();
            case "noMoreFiles" -> {
                Posix.get()
                        .processes()
                        .setrlimit(
                                RLIMIT_NOFILE,
                                Posix.get().processes().getrlimit(RLIMIT_NOFILE).cur(3));
                yield "ok";
            }
            default -> throw new IllegalArgumentException(call);
        };
    }

    private static String users() throws IOException {
        List<String> names = new ArrayList<>();
        ACCOUNTS.setpwent();
        for (Passwd user = ACCOUNTS.getpwent(); user != null; user = ACCOUNTS.getpwent()) {
            names.add(Names.printable(user.name()));
        }
        ACCOUNTS.endpwent();
        return String.join(" ", names);
    }

    private static String groups() throws IOException {
        List<String> names = new ArrayList<>();
        ACCOUNTS.setgrent();
        for (Group group = ACCOUNTS.getgrent(); group != null; group = ACCOUNTS.getgrent()) {
            names.add(Names.printable(group.name()) + "/" + group.members().size());
        }
        ACCOUNTS.endgrent();
        return String.join(" ", names);
    }

    /** A line of {@code /etc/passwd}. */
    public static String text(Passwd user) {
        return user == null
                ? "null"
                : Names.printable(String.join(
                        ":",
                        user.name(),
                        user.password(),
                        Integer.toUnsignedString(user.uid()),
                        Integer.toUnsignedString(user.gid()),
                        user.gecos(),
                        user.home(),
                        user.shell()));
    }

    /** A line of {@code /etc/group}. */
    public static String text(Group group) {
        return group == null
                ? "null"
                : Names.printable(String.join(
                        ":",
                        group.name(),
                        group.password(),
                        Integer.toUnsignedString(group.gid()),
                        String.join(",", group.members())));
    }
}
