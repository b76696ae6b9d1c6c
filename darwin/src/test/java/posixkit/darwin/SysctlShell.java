package posixkit.darwin;

import static posixkit.ondarwin.constants.DarwinSysctl.CTL_KERN;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_HOSTNAME;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.ondarwin.Sysctl;
import posixkit.testing.ChildJvm;
import posixkit.testing.Programs;

/** The main class of a {@link ChildJvm} that renames its host. Each line is a way to do it and the new name. */
public final class SysctlShell {
    private SysctlShell() {}

    public static void main(String[] arguments) throws IOException {
        Sysctl sysctl = Posix.get().onDarwin().sysctl();
        try (Scanner in = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (in.hasNext()) {
                try {
                    System.out.println(answer(in, sysctl));
                } catch (ErrnoException e) {
                    System.out.println(Errno.name(e.errno()));
                }
            }
        }
    }

    private static String answer(Scanner in, Sysctl sysctl) throws IOException {
        switch (in.next()) {
            case "byName" -> sysctl.set("kern.hostname", in.next());
            case "byNumbers" ->
                sysctl.sysctl(new int[] {CTL_KERN, KERN_HOSTNAME}, in.next().getBytes(StandardCharsets.UTF_8));
            case "asNobody" -> {
                Posix.get().ids().seteuid(1234);
                try {
                    return answer(in, sysctl);
                } finally {
                    Posix.get().ids().seteuid(0);
                }
            }
            case "uname" -> {
                return Programs.output("uname", "-n");
            }
            default -> throw new IllegalArgumentException("no such command");
        }
        return "ok";
    }
}
