package posixkit.unix;

import posixkit.system.Sys;

/** {@link Sys}. <b>Internal.</b> */
public final class UnixSys implements Sys {
    public UnixSys(Bindings bindings) {}
}
