package posixkit.unix;

/**
 * Decides whether a call that would wait lets other virtual threads run first ({@link Thread#yield}) and then tries again.
 * <b>Internal.</b> If the call then succeeds, it needs no epoll or kqueue. If not, the step has cost time. It also costs memory: the
 * JVM saves the stack of a thread that yields, and often keeps that memory when it saves the stack again in the park that follows.
 *
 * <p>So after {@link #ENOUGH} tries in vain, one after another, only one call of {@link #INTERVAL} tries. As soon as one succeeds,
 * all calls try again. Threads count without a lock: a count that is lost does no harm.
 */
final class Yields {
    static final int ENOUGH = 16;
    static final int INTERVAL = 64;

    /** The number of calls since the last that succeeded after a yield. */
    private int calls;

    boolean isWorthwhile() {
        int before = calls;
        calls = before == Integer.MAX_VALUE ? INTERVAL : before + 1;
        return before < ENOUGH || before % INTERVAL == 0;
    }

    void tried(boolean isSuccess) {
        if (isSuccess) {
            calls = 0;
        }
    }
}
