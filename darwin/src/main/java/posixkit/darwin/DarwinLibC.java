package posixkit.darwin;

/** The functions of libSystem that Linux's libc lacks. <b>Internal</b>; see {@link posixkit.unix.LibC} for the rules. */
public interface DarwinLibC {
    int issetugid();

    int setlogin(long name);

    int kqueue();

    int posix_spawn_file_actions_addinherit_np(long actions, int fd);

    /** Returns the address of {@code environ}. Libraries may not use the variable itself. */
    long _NSGetEnviron();
}
