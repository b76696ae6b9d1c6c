package posixkit.testing;

import posixkit.Posix;

/** Says which modules posixkit runs from, and makes a call. Run by {@link posixkit.contract.ModulesContract}. */
public final class ModulePathProgram {
    private ModulePathProgram() {}

    public static void main(String[] arguments) throws Exception {
        Posix posix = Posix.get();
        System.out.println(Posix.class.getModule().getName()
                + " " + posix.getClass().getModule().getName()
                + " " + posix.files().stat("/").isDirectory()
                + " " + posix.io().pipe().length);
    }
}
