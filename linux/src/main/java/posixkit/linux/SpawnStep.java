package posixkit.linux;

import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.SpawnFailure.Step;

/** One system call of a child that is about to become a program, and where its result goes. */
final class SpawnStep {
    final Step kind;
    final String call;
    final long number;
    final long[] arguments;

    /** What the call is about, for its failure: a path, or a number and its kind, or neither. */
    String path;

    private String numberKind;
    private long aboutNumber;

    /** The file step that this call belongs to, or null. */
    Spawn.FileStep fileStep;

    /** Up to two later steps whose first argument is this one's result. */
    SpawnStep receiver;

    SpawnStep secondReceiver;

    /** The step behind which the child goes on if this one fails; this step itself if its failure does not matter. */
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

    /** Lets the child go on if this fails. */
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
