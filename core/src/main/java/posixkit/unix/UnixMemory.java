package posixkit.unix;

import posixkit.memory.Memory;

/** {@link Memory}. <b>Internal.</b> */
public final class UnixMemory implements Memory {
    public UnixMemory(Bindings bindings) {}
}
