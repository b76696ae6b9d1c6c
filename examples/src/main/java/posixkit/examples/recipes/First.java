package posixkit.examples.recipes;

// snippet: first
import posixkit.Posix;
import posixkit.file.Stat;

public class First {
    public static void main(String[] arguments) throws Exception {
        Posix posix = Posix.get();
        Stat hosts = posix.files().stat("/etc/hosts");
        System.out.printf("user %d, %d bytes, mode %o%n", posix.ids().getuid(), hosts.size(), hosts.permissions());
    }
}
// end
