package posixkit.process;

import static posixkit.constants.Signal.NSIG;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import posixkit.print.Printer;
import posixkit.print.constants.ConstantNames;

/**
 * A set of signals, like the C type {@code sigset_t}. Methods such as {@link Signals#pthreadSigmask} read and fill sets.
 *
 * <p>Not thread-safe.
 */
public final class SignalSet {
    private long bits;

    /** Creates an empty set. */
    public SignalSet() {}

    /** Returns a new set that contains {@code signals}. */
    public static SignalSet of(int... signals) {
        SignalSet set = new SignalSet();
        for (int signal : signals) {
            set.add(signal);
        }
        return set;
    }

    /** Returns a new set that contains all signals of this operating system. */
    public static SignalSet all() {
        return of(IntStream.range(1, NSIG).toArray());
    }

    /**
     * Adds a signal, as {@code sigaddset} does. Returns this set.
     *
     * @throws IllegalArgumentException if {@code signal} is not between 1 and the highest signal of this operating system
     */
    public SignalSet add(int signal) {
        bits |= bit(signal);
        return this;
    }

    /** Removes a signal, as {@code sigdelset} does. Returns this set. */
    public SignalSet remove(int signal) {
        bits &= ~bit(signal);
        return this;
    }

    /** Removes all signals, as {@code sigemptyset} does. */
    public void clear() {
        bits = 0;
    }

    /** Returns true if the signal is in the set, as {@code sigismember} does. */
    public boolean contains(int signal) {
        return (bits & bit(signal)) != 0;
    }

    /** Returns true if the set contains no signal. */
    public boolean isEmpty() {
        return bits == 0;
    }

    /** Returns the signals of the set in ascending order. */
    public int[] signals() {
        return IntStream.range(1, NSIG).filter(this::contains).toArray();
    }

    /** Returns the set as a number: bit n − 1 is set if signal n is in the set. The kernel represents sets in the same way. */
    public long bits() {
        return bits;
    }

    /**
     * Replaces the content of this set. {@link #bits()} explains the number. Bits that stand for no signal of this operating
     * system are ignored. Returns this set.
     */
    public SignalSet bits(long newBits) {
        bits = newBits & -1L >>> Long.SIZE - (NSIG - 1);
        return this;
    }

    /** Returns a copy. Later changes of this set do not change the copy. */
    public SignalSet copy() {
        return new SignalSet().bits(bits);
    }

    private static long bit(int signal) {
        if (signal < 1 || signal >= NSIG) {
            throw new IllegalArgumentException("signal: " + signal);
        }
        return 1L << signal - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignalSet that && bits == that.bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    /** Returns the names of the signals, for example {@code SignalSet[SIGINT, SIGTERM]}. */
    @Override
    public String toString() {
        return Arrays.stream(signals())
                .mapToObj(signal -> Printer.name(signal, ConstantNames.SIG))
                .collect(Collectors.joining(", ", "SignalSet[", "]"));
    }
}
