package posixkit.darwin;

/** The functions of libSystem that Linux's libc has not. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface DarwinLibC {
    int issetugid();

    int setlogin(long name);

    int kqueue();

    /** The address of {@code environ}: libraries may not name the variable itself. */
    long _NSGetEnviron();
}
