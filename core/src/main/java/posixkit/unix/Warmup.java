package posixkit.unix;

/**
 * Initializes classes that calls need, while the stack has plenty of free space. <b>Internal.</b> A {@link StackOverflowError} in
 * a static initializer leaves its class unusable for ever. Without this class, this could happen if the first call of a program
 * came when the stack was almost full.
 */
final class Warmup {
    private Warmup() {}

    static void run() {
        HandOff.needed();
        Scratch.open().close();
    }
}
