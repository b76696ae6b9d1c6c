package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/** {@code posix_spawnp}, alone because of its sixth argument: see {@link posixkit.ffi.Native#loadSix}. <b>Internal.</b> */
public interface SpawnCall {
    int posix_spawnp(long pid, long file, long actions, long attributes, long argv, long envp);

    /** The route that passes the sixth argument correctly on x86_64. */
    @NoX86
    interface WithoutStub extends SpawnCall {}
}
