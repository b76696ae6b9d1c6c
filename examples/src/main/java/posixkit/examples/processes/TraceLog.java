package posixkit.examples.processes;

import java.io.PrintWriter;

/**
 * Prints the lines of a trace, as strace does. The line of a system call has two halves, one for the start and one for the end of
 * the call. If another process or thread prints in between, the first half ends with {@code <unfinished ...>}, and the second
 * half is a line of its own. Thread-safe.
 */
final class TraceLog {
    private static final int COLUMN = 40;

    private final PrintWriter to;
    private final boolean isFile;
    private final boolean follows;
    private int tracees;
    private int open;
    private int column;

    /**
     * @param isFile true if the trace goes to a file, where each line begins with a pid if {@code follows} is true
     * @param follows true if more than one process or thread may be traced. On a terminal, lines have a pid while there is more
     *     than one
     */
    TraceLog(PrintWriter to, boolean isFile, boolean follows) {
        this.to = to;
        this.isFile = isFile;
        this.follows = follows;
    }

    synchronized void begins() {
        tracees++;
    }

    synchronized void ends() {
        tracees--;
    }

    /** Prints the first half of a line. */
    synchronized void start(int pid, String text) {
        interruptOpenLine();
        print(prefix(pid) + text);
        open = pid;
        to.flush();
    }

    /** Prints the second half of a line: {@code rest} completes the arguments. */
    synchronized void finish(int pid, String call, String rest, String result) {
        if (open != pid) {
            interruptOpenLine();
            print(prefix(pid) + "<... " + call + " resumed>");
        }
        print(rest + ") ");
        print(" ".repeat(Math.max(0, COLUMN - column)) + "= " + result);
        newLine();
    }

    /** Prints a whole line. */
    synchronized void line(int pid, String text) {
        interruptOpenLine();
        print(prefix(pid) + text);
        newLine();
    }

    /** Ends the open line of a process that is traced no longer. */
    synchronized void detached(int pid) {
        if (open == pid) {
            print(" <detached ...>");
            newLine();
        }
    }

    private void interruptOpenLine() {
        if (open != 0) {
            print(" <unfinished ...>");
            newLine();
        }
    }

    private String prefix(int pid) {
        if (isFile) {
            return follows ? String.format("%-5d ", pid) : "";
        }
        return tracees > 1 ? String.format("[pid %5d] ", pid) : "";
    }

    private void print(String text) {
        to.print(text);
        column += text.length();
    }

    private void newLine() {
        to.println();
        to.flush();
        column = 0;
        open = 0;
    }
}
