package posixkit.examples.doctor;

import java.io.PrintWriter;
import java.util.Objects;

/** Runs checks one after the other and prints one line for each check. If a check fails, the following checks still run. */
final class Checkup {
    private static final int WIDTH = 24;

    private final PrintWriter out;
    private int passed;
    private int failed;

    Checkup(PrintWriter out) {
        this.out = out;
    }

    /**
     * A check. If the check passes, {@code run} returns the text to print. If the check fails, {@code run} throws an exception.
     */
    interface Check {
        String run() throws Exception;
    }

    /**
     * Thrown if a value from posixkit differs from the value of another source, for example the JDK, or is outside an expected
     * range.
     */
    private static final class Disagreement extends Exception {
        private static final long serialVersionUID = 1;

        Disagreement(String message) {
            super(message);
        }
    }

    void check(String what, Check check) {
        try {
            line("ok", what, check.run());
            passed++;
        } catch (Exception | LinkageError e) {
            String message = e instanceof Disagreement ? e.getMessage() : e.toString();
            line("FAILED", what, message.replaceAll("\\s+", " "));
            failed++;
        }
    }

    void heading(String heading) {
        out.println();
        out.println(heading);
    }

    void fact(String what, String value) {
        out.printf("%-10s %s%n", what, value);
    }

    /** Prints a line for information. It counts neither as a passed check nor as a failed check. */
    void note(String what, String value) {
        line("note", what, value);
    }

    /** Prints how many of a number of things were reached. */
    void count(int reached, int all, String what) {
        out.println("  " + reached + " of " + all + " " + what);
    }

    void remark(String text) {
        out.println("  " + text);
    }

    /** Prints and counts a line that another checkup printed, for example in a child process. */
    void adopt(String line) {
        out.println(line);
        if (line.startsWith("  ok ")) {
            passed++;
        } else if (line.startsWith("  FAILED ")) {
            failed++;
        }
    }

    private void line(String verdict, String what, String said) {
        out.println(("  %-7s %-" + WIDTH + "s %s").formatted(verdict, what, said));
    }

    boolean isWell() {
        return failed == 0;
    }

    String summary() {
        return passed + " ok, " + failed + " FAILED";
    }

    /**
     * Throws an exception unless {@code call} equals {@code other}. {@code call} is a value from posixkit. {@code other} is the
     * value from another source, for example the JDK. {@code what} names the value in the message of the exception.
     */
    static void same(String what, Object call, Object other) throws Disagreement {
        if (!Objects.equals(call, other)) {
            throw new Disagreement(what + ": the call says " + call + ", others say " + other);
        }
    }

    /** Throws an exception unless {@code number} is between {@code least} and {@code most}, both included. */
    static void within(String what, long number, long least, long most) throws Disagreement {
        if (number < least || number > most) {
            throw new Disagreement(what + ": " + number + " is not between " + least + " and " + most);
        }
    }
}
