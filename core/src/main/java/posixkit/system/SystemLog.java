package posixkit.system;

import posixkit.Call;

/**
 * Sends messages to the log of the system.
 *
 * <p>The settings belong to the whole process: libraries in C that log use them too.
 */
public interface SystemLog {
    /**
     * Sets what every later message begins with, and options.
     *
     * <p>{@code void openlog(const char *ident, int option, int facility)} {@index openlog}
     *
     * @param ident usually the name of the program
     * @param option for example {@code LOG_PID}: with the process id; {@code LOG_PERROR}: also to the standard error; {@code
     *     LOG_CONS}: to the console, if nothing accepts the message; or 0
     * @param facility the kind of program if a message does not say it, for example {@code LOG_USER} or {@code LOG_LOCAL3}
     */
    @Call("openlog(3)")
    void openlog(String ident, int option, int facility);

    /**
     * Sends a message to the log. Returns nothing and never fails: if nothing accepts the message, it is lost.
     *
     * <p>{@code void syslog(int priority, const char *format, ...)} {@index syslog}
     *
     * <p>In C, {@code %} in the format has a meaning. This method sends the text as it is.
     *
     * @param priority for example {@code LOG_WARNING}, or with a facility {@code LOG_LOCAL3 | LOG_ERR}
     * @param message one line without a line feed
     */
    @Call(value = "syslog(3)", waits = true)
    void syslog(int priority, String message);

    /**
     * Closes the descriptor that libc uses for the log. A later message opens one again.
     *
     * <p>{@code void closelog(void)} {@index closelog}
     *
     * <p>On Linux, {@code ident} of {@link #openlog} is forgotten.
     */
    @Call("closelog(3)")
    void closelog();
}
