package posixkit.darwin;

/** The functions of libSystem that Linux's libc has not. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface DarwinLibC {
    int issetugid();

    int setlogin(long name);

    int kqueue();

    int posix_spawn_file_actions_addinherit_np(long actions, int fd);

    /** The address of {@code environ}: libraries may not name the variable itself. */
    long _NSGetEnviron();
}
