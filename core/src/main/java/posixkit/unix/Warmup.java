package posixkit.unix;

/**
 * Initializes classes that calls need, while the stack has plenty of free space. <b>Internal.</b> A {@link StackOverflowError} in
 * a static initializer leaves its class unusable for ever. Without this class, a program could cause one if its first call came
 * when the stack was almost full.
 */
final class Warmup {
    private Warmup() {}

    static void run() {
        HandOff.needed();
        Scratch.open().close();
    }
}
