package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/** posix_spawnp, in an interface of its own because of its sixth argument: see {@link posixkit.ffi.Native#loadSix}. <b>Internal.</b> */
public interface SpawnCall {
    int posix_spawnp(long pid, long file, long actions, long attributes, long argv, long envp);

    /** The same by the route that passes the sixth argument correctly on x86_64. */
    @NoX86
    interface WithoutStub extends SpawnCall {}
}
