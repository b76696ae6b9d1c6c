package posixkit.unix;

import posixkit.event.Poll;

/** {@link Poll}. <b>Internal.</b> */
public final class UnixPoll implements Poll {
    public UnixPoll(Bindings bindings) {}
}
