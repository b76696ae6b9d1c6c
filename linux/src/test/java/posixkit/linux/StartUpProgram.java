package posixkit.linux;

import posixkit.Posix;

/** Makes one call, for {@link StartUpTest}. */
final class StartUpProgram {
    private StartUpProgram() {}

    public static void main(String[] args) {
        Posix posix = Posix.get();
        System.out.println(posix.files().statOrErrno("/", posix.files().newStat()));
    }
}
