package posixkit.unix;

/** Sees that the stack is deep enough for what must not fail. <b>Internal.</b> */
public final class StackReserve {
    /** How many frames more the rehearsal has below it than what it stands for. */
    private static final int FRAMES = 64;

    private StackReserve() {}

    /**
     * Runs {@code rehearsal} with less stack than the caller has. Call this before something that cannot be undone, with what is to
     * follow it: if the stack is too short for that, the StackOverflowError is thrown here, where nothing has happened yet.
     */
    public static void rehearse(Runnable rehearsal) {
        rehearse(FRAMES, rehearsal);
    }

    private static void rehearse(int frames, Runnable rehearsal) {
        if (frames == 0) {
            rehearsal.run();
        } else {
            rehearse(frames - 1, rehearsal);
        }
    }
}
