package posixkit.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.system.Environment;

/**
 * The main class of a {@link ChildJvm} that changes its environment variables and its locale. Each line is a call and its
 * arguments, as {@link ProcessShell#line} encodes them; the answer is what the call returned, or the name of the errno.
 */
public final class EnvironmentShell {
    private static final Environment ENVIRONMENT = Posix.get().environment();

    private EnvironmentShell() {}

    public static void main(String[] args) throws Exception {
        System.getenv();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = Arrays.stream(line.split(" ", -1))
                    .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                    .toArray(String[]::new);
            try {
                out.println(answer(words));
            } catch (ErrnoException e) {
                out.println(Errno.name(e.errno()));
            }
        }
    }

    private static String answer(String[] a) throws IOException, InterruptedException {
        switch (a[0]) {
            case "getenv" -> {
                return ENVIRONMENT.getenv(a[1]);
            }
            case "setenv" -> {
                ENVIRONMENT.setenv(a[1], a[2], a[3].equals("true"));
                return "ok";
            }
            case "setenvBytes" -> {
                ENVIRONMENT.setenv(a[1], Names.of(HexFormat.of().parseHex(a[2])), true);
                return "ok";
            }
            case "unsetenv" -> {
                ENVIRONMENT.unsetenv(a[1]);
                return "ok";
            }
            case "environ" -> {
                return ENVIRONMENT.environ().stream()
                        .filter(variable -> variable.startsWith(a[1]))
                        .map(Names::printable)
                        .collect(Collectors.joining(" "));
            }
            case "jdk" -> {
                return System.getenv(a[1]);
            }
            case "spawn" -> {
                return spawned(a[1], Path.of(a[2]));
            }
            case "builder" -> {
                return Programs.output("sh", "-c", "printf %s \"${" + a[1] + "-unset}\"");
            }
            case "builderOfACopy" -> {
                ProcessBuilder builder = new ProcessBuilder("sh", "-c", "printf %s \"${" + a[1] + "-unset}\"");
                builder.environment().put("PK_OTHER", "other");
                Process process = builder.start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                process.waitFor();
                return said;
            }
            case "setlocale" -> {
                return ENVIRONMENT.setlocale(Integer.parseInt(a[1]), a[2].equals("null") ? null : a[2]);
            }
            case "nlLanginfo" -> {
                return ENVIRONMENT.nlLanginfo(Integer.parseInt(a[1]));
            }
            default -> throw new IllegalArgumentException(a[0]);
        }
    }

    /** The bytes of the variable in a child that posixkit starts, in hexadecimal. */
    private static String spawned(String name, Path into) throws IOException {
        int pid = Posix.get()
                .processes()
                .spawn(Spawn.of("/bin/sh", "-c", "printf %s \"${" + name + "-unset}\" > \"$0\"", into.toString()));
        Posix.get().processes().wait4(pid, new WaitStatus(), 0, null);
        return HexFormat.of().formatHex(Files.readAllBytes(into));
    }
}
