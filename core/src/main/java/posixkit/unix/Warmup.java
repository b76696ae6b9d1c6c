package posixkit.unix;

/**
 * Initializes classes that calls need, while the stack has plenty of free space. <b>Internal.</b> Otherwise, the first call of a
 * program would initialize these classes, perhaps when the stack is almost full. A {@link StackOverflowError} in a static
 * initializer leaves its class unusable for ever.
 */
final class Warmup {
    private Warmup() {}

    static void run() {
        HandOff.needed();
        Scratch.open().close();
    }
}
