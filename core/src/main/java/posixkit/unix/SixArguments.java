package posixkit.unix;

/**
 * The shared functions of six arguments, apart from the others because of what {@link posixkit.ffi.Native#loadSix} says.
 * <b>Internal.</b>
 */
public interface SixArguments {
    int posix_spawnp(long pid, long file, long actions, long attributes, long argv, long envp);
}
