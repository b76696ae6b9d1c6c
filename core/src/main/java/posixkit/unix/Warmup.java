package posixkit.unix;

/**
 * Initializes classes that calls need, while there is plenty of stack. <b>Internal.</b> A {@link StackOverflowError} in a static initializer
 * leaves the class unusable for ever, and a program may make its first call where its stack is almost full.
 */
final class Warmup {
    private Warmup() {}

    static void run() {
        HandOff.needed();
        Scratch.open().close();
    }
}
