package posixkit.terminal;

import java.util.Objects;

/**
 * The settings of a terminal (the native {@code struct termios}): how it treats the characters that arrive and the characters
 * that a program writes. {@link Terminals#newTerminalSettings} creates an empty object. {@link Terminals#tcgetattr} fills it, and
 * {@link Terminals#tcsetattr} makes a terminal use it. The flags and the indexes are constants of
 * {@link posixkit.constants.Termios}. Their values differ between Linux and macOS.
 */
public interface TerminalSettings {
    /** Returns the flags for input, for example {@code ICRNL}: a carriage return becomes a newline. */
    long iflag();

    /** Sets the flags for input. */
    TerminalSettings iflag(long flags);

    /** Returns the flags for output, for example {@code OPOST}: the other flags for output have an effect. */
    long oflag();

    /** Sets the flags for output. */
    TerminalSettings oflag(long flags);

    /** Returns the flags for the line, for example {@code CS8}: a character has 8 bits. */
    long cflag();

    /** Sets the flags for the line. */
    TerminalSettings cflag(long flags);

    /** Returns the other flags, for example {@code ECHO}: the terminal shows what is typed. */
    long lflag();

    /** Sets the other flags. */
    TerminalSettings lflag(long flags);

    /** Returns the special characters, in a new array. The indexes are the constants {@code V…}, for example {@code VINTR}. */
    byte[] cc();

    /**
     * Sets the special characters. If the array is shorter than that of {@link #cc()}, the other characters become 0.
     *
     * @throws IllegalArgumentException if {@code characters} is longer
     */
    TerminalSettings cc(byte[] characters);

    /**
     * Returns one special character as a number from 0 to 255.
     *
     * @param index a constant {@code V…}
     */
    default int cc(int index) {
        byte[] all = cc();
        return Byte.toUnsignedInt(all[Objects.checkIndex(index, all.length)]);
    }

    /**
     * Sets one special character.
     *
     * @param index a constant {@code V…}
     * @param character a number from 0 to 255
     */
    default TerminalSettings cc(int index, int character) {
        byte[] all = cc();
        if (character != (character & 0xFF)) {
            throw new IllegalArgumentException("character: " + character);
        }
        all[Objects.checkIndex(index, all.length)] = (byte) character;
        return cc(all);
    }

    /** Returns a new object with the same settings. */
    TerminalSettings copy();
}
