package posixkit.darwin;

/**
 * Binds the functions of libSystem that Linux's libc lacks. <b>Internal.</b> Methods have the names of their C functions, and
 * pointers are {@code long}; {@link posixkit.unix.LibC} explains all rules.
 */
public interface DarwinLibC {
    int issetugid();

    int setlogin(long name);

    int kqueue();

    int posix_spawn_file_actions_addinherit_np(long actions, int fd);

    /** Returns the address of the variable {@code environ}. On macOS, libraries must not use the variable itself. */
    long _NSGetEnviron();
}
