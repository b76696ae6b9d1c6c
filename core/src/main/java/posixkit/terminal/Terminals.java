package posixkit.terminal;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Termios.TCSADRAIN;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Calls about terminals and pseudo-terminals. A parameter {@code fd} is the descriptor of a terminal, for example 0 if standard
 * input is a terminal. If it is not a terminal, the errno is ENOTTY.
 *
 * <p>A process of a background job that changes its terminal gets the signal SIGTTOU, which stops it. The methods that change
 * something say so with the word SIGTTOU.
 */
public interface Terminals {
    // Methods that say what a descriptor is

    /**
     * Returns true if {@code fd} is the descriptor of a terminal.
     *
     * <p>{@code int isatty(int fd)} {@index isatty}
     */
    @Call("isatty(3)")
    boolean isatty(int fd);

    /**
     * Returns the path of the terminal {@code fd}, for example {@code /dev/pts/3}.
     *
     * <p>{@code int ttyname_r(int fd, char *buf, size_t size)} {@index ttyname_r}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a terminal; ENODEV: on Linux, the terminal
     *     has no path in this mount namespace
     */
    @Call(value = "ttyname_r(3)", restarts = Call.Restart.ALWAYS)
    String ttyname(int fd) throws ErrnoException;

    // Methods for settings

    /** Creates empty settings, for {@link #tcgetattr(int, TerminalSettings)}. */
    TerminalSettings newTerminalSettings();

    /**
     * Fills {@code into} with the settings of a terminal.
     *
     * <p>{@code int tcgetattr(int fd, struct termios *t)} {@index tcgetattr}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a terminal
     */
    @Call(value = "tcgetattr(3)", restarts = Call.Restart.ALWAYS)
    default void tcgetattr(int fd, TerminalSettings into) throws ErrnoException {
        int result;
        do {
            result = tcgetattrOrErrno(fd, into);
        } while (result == -EINTR);
        Outcome.ofFd("tcgetattr", fd, result);
    }

    /** Same as {@link #tcgetattr(int, TerminalSettings)}, but returns 0 or −errno. */
    int tcgetattrOrErrno(int fd, TerminalSettings into);

    /** Returns the settings of a terminal, in a new object. */
    default TerminalSettings tcgetattr(int fd) throws ErrnoException {
        TerminalSettings settings = newTerminalSettings();
        tcgetattr(fd, settings);
        return settings;
    }

    /**
     * Makes a terminal use {@code settings}.
     *
     * <p>Change settings that {@link #tcgetattr(int)} has returned, and do not start from empty ones. The call succeeds even if
     * the terminal has taken only a part of the settings. To be sure, read the settings again.
     *
     * <p>{@code int tcsetattr(int fd, int actions, const struct termios *t)} {@index tcsetattr}
     *
     * @param actions {@code TCSANOW}: at once; {@code TCSADRAIN}: after all output is shown; {@code TCSAFLUSH}: after all output
     *     is shown, and input that was not read is thrown away
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a terminal; EINVAL: {@code actions} is
     *     wrong; EINTR: a signal arrived while the call waited; EIO: the process belongs to a background job without a parent.
     *     SIGTTOU
     */
    @Call(value = "tcsetattr(3)", waits = true)
    default void tcsetattr(int fd, int actions, TerminalSettings settings) throws ErrnoException {
        Outcome.ofFd("tcsetattr", fd, tcsetattrOrErrno(fd, actions, settings));
    }

    /** Same as {@link #tcsetattr(int, int, TerminalSettings)}, but returns 0 or −errno. */
    int tcsetattrOrErrno(int fd, int actions, TerminalSettings settings);

    /**
     * Changes {@code settings} to raw mode: each character arrives at once and unchanged, is not shown, and sends no signal. This
     * method changes only the object. {@link #rawMode} changes a terminal.
     *
     * <p>{@code void cfmakeraw(struct termios *t)} {@index cfmakeraw}
     */
    @Call("cfmakeraw(3)")
    void cfmakeraw(TerminalSettings settings);

    /**
     * Returns the speed at which the terminal sends. On Linux, it is a constant, for example {@code B9600}. On macOS, it is the
     * number of bits in a second, and so are the constants.
     *
     * <p>{@code speed_t cfgetospeed(const struct termios *t)} {@index cfgetospeed}
     */
    @Call("cfgetospeed(3)")
    long cfgetospeed(TerminalSettings settings);

    /**
     * Returns the speed at which the terminal receives, like {@link #cfgetospeed}.
     *
     * <p>{@code speed_t cfgetispeed(const struct termios *t)} {@index cfgetispeed}
     */
    @Call("cfgetispeed(3)")
    long cfgetispeed(TerminalSettings settings);

    /**
     * Sets the speed at which the terminal sends, in {@code settings}.
     *
     * <p>{@code int cfsetospeed(struct termios *t, speed_t speed)} {@index cfsetospeed}
     *
     * @param speed a constant, for example {@code B9600}. {@code B0} ends the connection
     * @throws ErrnoException EINVAL: {@code speed} is not a speed
     */
    @Call("cfsetospeed(3)")
    default void cfsetospeed(TerminalSettings settings, long speed) throws ErrnoException {
        Outcome.of("cfsetospeed", cfsetospeedOrErrno(settings, speed));
    }

    /** Same as {@link #cfsetospeed}, but returns 0 or −errno. */
    int cfsetospeedOrErrno(TerminalSettings settings, long speed);

    /**
     * Sets the speed at which the terminal receives, in {@code settings}.
     *
     * <p>{@code int cfsetispeed(struct termios *t, speed_t speed)} {@index cfsetispeed}
     *
     * @param speed a constant, for example {@code B9600}. {@code B0} means the speed at which the terminal sends
     * @throws ErrnoException EINVAL: {@code speed} is not a speed
     */
    @Call("cfsetispeed(3)")
    default void cfsetispeed(TerminalSettings settings, long speed) throws ErrnoException {
        Outcome.of("cfsetispeed", cfsetispeedOrErrno(settings, speed));
    }

    /** Same as {@link #cfsetispeed}, but returns 0 or −errno. */
    int cfsetispeedOrErrno(TerminalSettings settings, long speed);

    /**
     * Puts a terminal into raw mode and returns an object that puts the earlier settings back when it is closed. Output that is
     * not yet shown is shown first.
     *
     * @throws ErrnoException with the errnos of {@link #tcsetattr}
     */
    default RawMode rawMode(int fd) throws ErrnoException {
        TerminalSettings earlier = tcgetattr(fd);
        TerminalSettings raw = earlier.copy();
        cfmakeraw(raw);
        tcsetattr(fd, TCSADRAIN, raw);
        return new RawMode(this, fd, earlier);
    }

    // Methods for the size of the window

    /** Creates an empty size, for {@link #tcgetwinsize(int, WindowSize)}. */
    WindowSize newWindowSize();

    /**
     * Fills {@code into} with the size of the window of a terminal. If the size changes, the processes of the foreground job get
     * the signal SIGWINCH.
     *
     * <p>{@code int tcgetwinsize(int fd, struct winsize *size)} {@index tcgetwinsize}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a terminal
     */
    @Call(value = "tcgetwinsize(3)", restarts = Call.Restart.ALWAYS)
    default void tcgetwinsize(int fd, WindowSize into) throws ErrnoException {
        int result;
        do {
            result = tcgetwinsizeOrErrno(fd, into);
        } while (result == -EINTR);
        Outcome.ofFd("tcgetwinsize", fd, result);
    }

    /** Same as {@link #tcgetwinsize(int, WindowSize)}, but returns 0 or −errno. */
    int tcgetwinsizeOrErrno(int fd, WindowSize into);

    /** Returns the size of the window of a terminal, in a new object. */
    default WindowSize tcgetwinsize(int fd) throws ErrnoException {
        WindowSize size = newWindowSize();
        tcgetwinsize(fd, size);
        return size;
    }

    /**
     * Tells a terminal the size of its window. This does not resize the window of a terminal program: the terminal program itself
     * calls this function.
     *
     * <p>{@code int tcsetwinsize(int fd, const struct winsize *size)} {@index tcsetwinsize}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a terminal. SIGTTOU
     */
    @Call(value = "tcsetwinsize(3)", restarts = Call.Restart.ALWAYS)
    default void tcsetwinsize(int fd, WindowSize size) throws ErrnoException {
        int result;
        do {
            result = tcsetwinsizeOrErrno(fd, size);
        } while (result == -EINTR);
        Outcome.ofFd("tcsetwinsize", fd, result);
    }

    /** Same as {@link #tcsetwinsize(int, WindowSize)}, but returns 0 or −errno. */
    int tcsetwinsizeOrErrno(int fd, WindowSize size);

    // Methods for data on the way

    /**
     * Waits until a terminal has sent everything that was written to it.
     *
     * <p>{@code int tcdrain(int fd)} {@index tcdrain}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a terminal; EIO: the process belongs to a
     *     background job without a parent. SIGTTOU
     */
    @Call(value = "tcdrain(3)", waits = true, restarts = Call.Restart.ALWAYS)
    default void tcdrain(int fd) throws ErrnoException {
        int result;
        do {
            result = tcdrainOrErrno(fd);
        } while (result == -EINTR);
        Outcome.ofFd("tcdrain", fd, result);
    }

    /** Same as {@link #tcdrain(int)}, but returns 0 or −errno. */
    int tcdrainOrErrno(int fd);

    /**
     * Throws away data that were not read, or not yet sent.
     *
     * <p>{@code int tcflush(int fd, int queue)} {@index tcflush}
     *
     * @param queue {@code TCIFLUSH}: what arrived and was not read; {@code TCOFLUSH}: what was written and not sent; {@code
     *     TCIOFLUSH}: both
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a terminal; EINVAL: {@code queue} is wrong.
     *     SIGTTOU
     */
    @Call("tcflush(3)")
    default void tcflush(int fd, int queue) throws ErrnoException {
        Outcome.ofFd("tcflush", fd, tcflushOrErrno(fd, queue));
    }

    /** Same as {@link #tcflush(int, int)}, but returns 0 or −errno. */
    int tcflushOrErrno(int fd, int queue);

    /**
     * Stops or continues the output or the input of a terminal.
     *
     * <p>{@code int tcflow(int fd, int action)} {@index tcflow}
     *
     * @param action {@code TCOOFF} stops the output, {@code TCOON} continues it; {@code TCIOFF} sends a character that tells the
     *     other side to stop sending, {@code TCION} one that tells it to continue
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a terminal; EINVAL: {@code action} is
     *     wrong. SIGTTOU
     */
    @Call("tcflow(3)")
    default void tcflow(int fd, int action) throws ErrnoException {
        Outcome.ofFd("tcflow", fd, tcflowOrErrno(fd, action));
    }

    /** Same as {@link #tcflow(int, int)}, but returns 0 or −errno. */
    int tcflowOrErrno(int fd, int action);

    /**
     * Sends a break: zeros for a quarter of a second or longer. On a pseudo-terminal, it does nothing.
     *
     * <p>{@code int tcsendbreak(int fd, int duration)} {@index tcsendbreak}
     *
     * @param duration 0 for a quarter to half a second; the meaning of other values depends on the system
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a terminal. SIGTTOU
     */
    @Call(value = "tcsendbreak(3)", waits = true)
    default void tcsendbreak(int fd, int duration) throws ErrnoException {
        Outcome.ofFd("tcsendbreak", fd, tcsendbreakOrErrno(fd, duration));
    }

    /** Same as {@link #tcsendbreak(int, int)}, but returns 0 or −errno. */
    int tcsendbreakOrErrno(int fd, int duration);

    // Methods about sessions and jobs

    /**
     * Returns the process group of the foreground job of a terminal.
     *
     * <p>{@code pid_t tcgetpgrp(int fd)} {@index tcgetpgrp}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a terminal, or not the controlling terminal
     *     of this process
     */
    @Call(value = "tcgetpgrp(3)", restarts = Call.Restart.ALWAYS)
    default int tcgetpgrp(int fd) throws ErrnoException {
        int result;
        do {
            result = tcgetpgrpOrErrno(fd);
        } while (result == -EINTR);
        return Outcome.ofFd("tcgetpgrp", fd, result);
    }

    /** Same as {@link #tcgetpgrp(int)}, but returns the result or −errno. */
    int tcgetpgrpOrErrno(int fd);

    /**
     * Makes a process group the foreground job of a terminal. The job may then read from the terminal, and gets its signals.
     *
     * <p>{@code int tcsetpgrp(int fd, pid_t pgrp)} {@index tcsetpgrp}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a terminal, or not the controlling terminal
     *     of this process; EPERM: {@code pgrp} is not in this session; EINVAL: {@code pgrp} is not a process group. SIGTTOU
     */
    @Call(value = "tcsetpgrp(3)", restarts = Call.Restart.ALWAYS)
    default void tcsetpgrp(int fd, int pgrp) throws ErrnoException {
        int result;
        do {
            result = tcsetpgrpOrErrno(fd, pgrp);
        } while (result == -EINTR);
        Outcome.ofFd("tcsetpgrp", fd, result);
    }

    /** Same as {@link #tcsetpgrp(int, int)}, but returns 0 or −errno. */
    int tcsetpgrpOrErrno(int fd, int pgrp);

    /**
     * Returns the session of which a terminal is the controlling terminal.
     *
     * <p>{@code pid_t tcgetsid(int fd)} {@index tcgetsid}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a terminal, or not the controlling terminal
     *     of this process
     */
    @Call(value = "tcgetsid(3)", restarts = Call.Restart.ALWAYS)
    default int tcgetsid(int fd) throws ErrnoException {
        int result;
        do {
            result = tcgetsidOrErrno(fd);
        } while (result == -EINTR);
        return Outcome.ofFd("tcgetsid", fd, result);
    }

    /** Same as {@link #tcgetsid(int)}, but returns the result or −errno. */
    int tcgetsidOrErrno(int fd);

    // Methods for pseudo-terminals

    /**
     * Opens the master of a new pseudo-terminal and returns its descriptor. {@link #openpty} does the whole work.
     *
     * <p>{@code int posix_openpt(int flags)} {@index posix_openpt}
     *
     * @param flags {@code O_RDWR}, and {@code O_NOCTTY} so that it does not become the controlling terminal
     * @throws ErrnoException EAGAIN, ENOSPC: there are too many pseudo-terminals; EMFILE, ENFILE: too many files are open
     */
    @Call("posix_openpt(3)")
    default int posixOpenpt(int flags) throws ErrnoException {
        return Outcome.of("posix_openpt", posixOpenptOrErrno(flags));
    }

    /** Same as {@link #posixOpenpt(int)}, but returns the result or −errno. */
    int posixOpenptOrErrno(int flags);

    /**
     * Gives this user the terminal whose master is {@code fd}.
     *
     * <p>{@code int grantpt(int fd)} {@index grantpt}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; EINVAL, ENOTTY: {@code fd} is not a master; EACCES: the terminal
     *     could not be given
     */
    @Call(value = "grantpt(3)", restarts = Call.Restart.ALWAYS)
    default void grantpt(int fd) throws ErrnoException {
        int result;
        do {
            result = grantptOrErrno(fd);
        } while (result == -EINTR);
        Outcome.ofFd("grantpt", fd, result);
    }

    /** Same as {@link #grantpt(int)}, but returns 0 or −errno. */
    int grantptOrErrno(int fd);

    /**
     * Unlocks the terminal whose master is {@code fd}, so that it can be opened.
     *
     * <p>{@code int unlockpt(int fd)} {@index unlockpt}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; EINVAL, ENOTTY: {@code fd} is not a master
     */
    @Call(value = "unlockpt(3)", restarts = Call.Restart.ALWAYS)
    default void unlockpt(int fd) throws ErrnoException {
        int result;
        do {
            result = unlockptOrErrno(fd);
        } while (result == -EINTR);
        Outcome.ofFd("unlockpt", fd, result);
    }

    /** Same as {@link #unlockpt(int)}, but returns 0 or −errno. */
    int unlockptOrErrno(int fd);

    /**
     * Returns the path of the terminal whose master is {@code fd}.
     *
     * <p>{@code int ptsname_r(int fd, char *buf, size_t size)} {@index ptsname_r}
     *
     * @throws ErrnoException EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a master. ENOSYS: macOS before 10.13.4
     */
    @Call(value = "ptsname_r(3)", restarts = Call.Restart.ALWAYS)
    String ptsname(int fd) throws ErrnoException;

    /**
     * Creates a pseudo-terminal. The terminal does not become the controlling terminal of this process.
     *
     * <p>{@code int openpty(int *master, int *terminal, char *name, const struct termios *t, const struct winsize *size)} {@index
     * openpty}
     *
     * <p>On Linux, {@link posixkit.process.Spawn#controllingTerminal} starts a program that uses the terminal, as {@code
     * login_tty} does in C.
     *
     * @param settings null for the settings of the system
     * @param size null for a size of 0
     * @throws ErrnoException with the errnos of {@link #posixOpenpt}, {@link #grantpt} and {@link #tcsetattr}
     */
    @Call("openpty(3)")
    Pty openpty(TerminalSettings settings, WindowSize size) throws ErrnoException;
}
