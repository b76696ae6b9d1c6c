package posixkit.terminal;

/**
 * The size of the window of a terminal (the native {@code struct winsize}). {@link Terminals#newWindowSize} creates an empty
 * object.
 */
public interface WindowSize {
    /** Returns the number of lines. It is 0 if nobody has set the size. */
    int row();

    /** Sets the number of lines. */
    WindowSize row(int rows);

    /** Returns the number of characters in a line. It is 0 if nobody has set the size. */
    int col();

    /** Sets the number of characters in a line. */
    WindowSize col(int columns);

    /** Returns the width in pixels. Most terminals leave it 0. */
    int xpixel();

    /** Sets the width in pixels. */
    WindowSize xpixel(int pixels);

    /** Returns the height in pixels. Most terminals leave it 0. */
    int ypixel();

    /** Sets the height in pixels. */
    WindowSize ypixel(int pixels);
}
