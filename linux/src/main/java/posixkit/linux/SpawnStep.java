package posixkit.linux;

import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.SpawnFailure.Step;

/**
 * Describes one step of a new child: a system call that the child makes to run its program, for example {@code dup3} or
 * {@code execve}. At most two later steps can use the result of this step, for example a new descriptor. {@code receiver} and
 * {@code secondReceiver} are these two later steps.
 */
final class SpawnStep {
    final Step kind;
    final String call;
    final long number;
    final long[] arguments;

    /**
     * The path in the message about a failure of this step, for example the path of the file to open. Null if the message
     * contains no path. A message without a path can contain a number: {@link #aboutNumber} is the number, and
     * {@link #numberKind} says what the number is, for example "fd".
     */
    String path;

    private String numberKind;
    private long aboutNumber;

    /**
     * The value that {@link SpawnFailure#fileStep} returns if this step fails. The value is a {@code dup2} or {@code open}
     * request from {@link Spawn#fileSteps}, or null.
     */
    Spawn.FileStep fileStep;

    /**
     * A later step whose first argument is the result of this step. Null if there is no such step. If there are two such steps,
     * {@link #secondReceiver} is the second one.
     */
    SpawnStep receiver;

    SpawnStep secondReceiver;

    /** The address at which the child stores the result of this step. 0 if the result goes to {@link #receiver} or nowhere. */
    long storedAt;

    /**
     * The step with which the child continues if this step fails with ENOEXEC. If it is null, ENOEXEC is a failure like any other.
     */
    SpawnStep ifNoProgram;

    /**
     * Says where the child continues if this step fails. The child continues with the step that follows {@code continueBehind}.
     * If {@code continueBehind} is this step itself, the child therefore ignores the failure. If {@code continueBehind} is null,
     * the failure ends the child.
     */
    SpawnStep continueBehind;

    SpawnStep(Step kind, String call, long number, long... arguments) {
        this.kind = kind;
        this.call = call;
        this.number = number;
        this.arguments = arguments;
    }

    SpawnStep about(String itsPath) {
        path = itsPath;
        return this;
    }

    SpawnStep about(String itsKind, long itsNumber) {
        numberKind = itsKind;
        aboutNumber = itsNumber;
        return this;
    }

    SpawnStep in(Spawn.FileStep step) {
        fileStep = step;
        return this;
    }

    /** Lets the child continue with the next step if this step fails. Returns this step. */
    SpawnStep mayFail() {
        continueBehind = this;
        return this;
    }

    void fill(SpawnFailure failure, int errno) {
        failure.set(kind, call, errno).about(path).in(fileStep);
        if (numberKind != null) {
            failure.about(numberKind, aboutNumber);
        }
    }
}
