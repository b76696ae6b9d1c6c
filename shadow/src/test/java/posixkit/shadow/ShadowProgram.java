package posixkit.shadow;

import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** Uses jnr-posix as programs do. Prints the class it got. */
final class ShadowProgram {
    private ShadowProgram() {}

    public static void main(String[] arguments) {
        POSIX posix = POSIXFactory.getPOSIX();
        System.out.println(posix.getClass().getName() + " "
                + (posix.isNative() && posix.getpid() == ProcessHandle.current().pid()) + " "
                + posix.stat("/").isDirectory());
    }
}
