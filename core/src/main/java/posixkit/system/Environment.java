package posixkit.system;

import java.util.List;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and changes the environment variables and the locale of this process in the C library. Names and values are converted
 * without loss ({@link posixkit.Names}).
 *
 * <p><b>In a JVM:</b> the JDK copies the environment at the first call of {@link System#getenv()}. A later change is not visible
 * there. It is visible to {@link #getenv} and to native libraries. Children get different environments:
 *
 * <ul>
 *   <li>A child that {@link posixkit.process.Processes#spawn} starts gets the changed environment, unless
 *       {@link posixkit.process.Spawn} has an environment of its own. The same is true for
 *       {@link posixkit.process.Processes#execve} with {@code envp == null}.
 *   <li>A child of {@link ProcessBuilder} also gets the changed environment. But if the program has called
 *       {@link ProcessBuilder#environment}, the child gets that map, which is made from the copy of the JDK. So the child does not
 *       see the change.
 * </ul>
 *
 * <p><b>Changes are not thread-safe in C.</b> {@link #setenv} and {@link #unsetenv} may move or free the memory of the environment.
 * The methods of this interface use a lock, so they are safe against each other. But native code does not know this lock: if a
 * native library calls {@code getenv} during a change, it may read freed memory, and the process may crash. The JDK itself calls
 * {@code getenv}, for example in native code for networks and desktops, and {@code localtime} reads {@code TZ}. A child that is
 * started during a change may get wrong variables. Change the environment only at the start of the program, before other threads
 * run.
 */
public interface Environment {
    /**
     * Returns the value of the environment variable {@code name}, or null if there is no such variable.
     *
     * <p>{@code char *getenv(const char *name)} {@index getenv}
     */
    @Call("getenv(3)")
    String getenv(String name);

    /**
     * Sets the environment variable {@code name} to {@code value}. If the variable exists and {@code overwrite} is false, changes
     * nothing.
     *
     * <p>{@code int setenv(const char *name, const char *value, int overwrite)} {@index setenv}
     *
     * <p><b>In a JVM:</b> see the description of this interface: {@link System#getenv()} does not change, and native code that
     * calls {@code getenv} at the same time may crash.
     *
     * @throws ErrnoException EINVAL: {@code name} is empty or contains {@code =}; ENOMEM: not enough memory
     */
    @Call("setenv(3)")
    default void setenv(String name, String value, boolean overwrite) throws ErrnoException {
        Outcome.ofPath("setenv", name, setenvOrErrno(name, value, overwrite));
    }

    /** Same as {@link #setenv}, but returns 0 or −errno. */
    int setenvOrErrno(String name, String value, boolean overwrite);

    /**
     * Removes the environment variable {@code name}. If there is no such variable, changes nothing.
     *
     * <p>{@code int unsetenv(const char *name)} {@index unsetenv}
     *
     * @throws ErrnoException EINVAL: {@code name} is empty or contains {@code =}; ENOMEM: not enough memory
     */
    @Call("unsetenv(3)")
    default void unsetenv(String name) throws ErrnoException {
        Outcome.ofPath("unsetenv", name, unsetenvOrErrno(name));
    }

    /** Same as {@link #unsetenv}, but returns 0 or −errno. */
    int unsetenvOrErrno(String name);

    /**
     * Returns all environment variables, in the order of the C library. An element usually has the form {@code NAME=value}, but
     * the parent process may have passed any string. The list is a snapshot that cannot be changed.
     *
     * <p>{@code extern char **environ} {@index environ}
     */
    @Call("environ(7)")
    List<String> environ();

    /**
     * Sets the locale of this process for {@code category}, an {@code LC_…} constant, and returns the name of the new locale.
     * If {@code locale} is null, changes nothing and returns the name of the current locale. If {@code locale} is empty, the
     * environment variables choose the locale. Returns null if the locale is not possible; then nothing changes.
     *
     * <p>{@code char *setlocale(int category, const char *locale)} {@index setlocale}
     *
     * <p><b>In a JVM:</b> do not change the locale. The JVM set it from the environment at its start, and the JDK then chose the
     * encodings of file names and of the console. The JDK does not notice a change: {@link java.util.Locale#getDefault()} stays
     * the same. But the change affects all native code of the process: {@code printf} and {@code strtod} may use a comma instead of
     * a point, messages of {@code strerror} change their language, and character classes change. A change is not thread-safe: a
     * thread that uses the old locale at the same time may read freed memory. The lock of this interface protects only its own
     * methods.
     */
    @Call("setlocale(3)")
    String setlocale(int category, String locale);

    /**
     * Returns a text of the current locale, for example its character encoding or the name of a weekday. {@code item} is a constant
     * of {@link posixkit.constants.Langinfo}, for example {@code CODESET}. Returns an empty string if {@code item} is unknown or
     * the locale does not have this text.
     *
     * <p>{@code char *nl_langinfo(nl_item item)} {@index nl_langinfo}
     *
     * <p>The text is in the encoding of the locale. This method decodes it as UTF-8, without loss.
     */
    @Call("nl_langinfo(3)")
    String nlLanginfo(int item);
}
