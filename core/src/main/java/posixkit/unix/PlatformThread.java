package posixkit.unix;

/** Refuses virtual threads where a call concerns one platform thread. <b>Internal.</b> */
public final class PlatformThread {
    private PlatformThread() {}

    /**
     * Throws IllegalStateException if the calling thread is virtual. A call that changes or reads a setting of one thread would
     * use the carrier thread, which may be another one at the next call.
     *
     * @param call the name of the C function, for the message of the exception
     */
    public static void require(String call) {
        if (Scratch.onVirtualThread()) {
            throw new IllegalStateException(
                    call + " concerns one platform thread, and the calling thread is a virtual thread");
        }
    }
}
