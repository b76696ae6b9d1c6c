package posixkit.unix;

/**
 * Initializes classes that posixkit needs for system calls, while the stack has plenty of free space. <b>Internal.</b> Without
 * this class, the first system call of a program would initialize these classes, perhaps when the stack is almost full. A static
 * initializer could then throw {@link StackOverflowError}, and its class would stay unusable for ever.
 */
final class Warmup {
    private Warmup() {}

    static void run() {
        HandOff.needed();
        Scratch.open().close();
    }
}
