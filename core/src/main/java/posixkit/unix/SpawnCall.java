package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/** posix_spawnp, apart because of its sixth argument: see {@link posixkit.ffi.Native#loadSix}. <b>Internal.</b> */
public interface SpawnCall {
    int posix_spawnp(long pid, long file, long actions, long attributes, long argv, long envp);

    /** By the route that gets the sixth one right on x86_64. */
    @NoX86
    interface WithoutStub extends SpawnCall {}
}
