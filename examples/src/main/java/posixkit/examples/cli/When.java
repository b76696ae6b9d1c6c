package posixkit.examples.cli;

/** When a subcommand does something that is meant for people, such as colours: always, never, or on a terminal. */
public enum When {
    ALWAYS,
    AUTO,
    NEVER;

    public boolean holds(boolean onTerminal) {
        return this == ALWAYS || this == AUTO && onTerminal;
    }
}
