package posixkit.linux;

import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.SpawnFailure.Step;

/** A system call that the child makes to run a program, and the later steps that receive the result of the call. */
final class SpawnStep {
    final Step kind;
    final String call;
    final long number;
    final long[] arguments;

    /**
     * What the call is about, for failure messages: either this path, or the number {@link #aboutNumber} with its kind
     * {@link #numberKind} (for example "fd"). All are unset if the call is about nothing.
     */
    String path;

    private String numberKind;
    private long aboutNumber;

    /**
     * The {@code dup2}, {@code close} or {@code open} of {@link Spawn} that this system call carries out; null if the
     * system call does something else.
     */
    Spawn.FileStep fileStep;

    /**
     * This field and {@link #secondReceiver} are the later steps that get the result of this step as their first argument; null
     * for none.
     */
    SpawnStep receiver;

    SpawnStep secondReceiver;

    /**
     * If this step fails, the child continues after the step {@code continueBehind}. {@code continueBehind} is this step itself
     * if its failure does not matter. It is null if the failure of this step must end the child.
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
