package posixkit.onlinux;

import java.util.StringJoiner;
import posixkit.print.Printer;
import posixkit.print.constants.ConstantNames;

/**
 * The capabilities of a thread: the parts into which Linux divides the rights of root. Each set is a number, in which bit n stands
 * for the capability with the number n, for example {@code CAP_KILL}.
 *
 * <p>Not thread-safe.
 */
public final class CapabilitySets {
    private long effective;
    private long permitted;
    private long inheritable;

    /** Creates an object without capabilities. */
    public CapabilitySets() {}

    /** Returns the set that {@code caps} make. */
    public static long of(int... caps) {
        long set = 0;
        for (int cap : caps) {
            set |= bit(cap);
        }
        return set;
    }

    private static long bit(int cap) {
        if (cap < 0 || cap >= Long.SIZE) {
            throw new IllegalArgumentException("cap: " + cap);
        }
        return 1L << cap;
    }

    /** Returns the capabilities that the kernel checks. */
    public long effective() {
        return effective;
    }

    /** Sets the capabilities that the kernel checks. Returns this object. */
    public CapabilitySets effective(long set) {
        effective = set;
        return this;
    }

    /** Returns the capabilities that the thread may make effective or inheritable. */
    public long permitted() {
        return permitted;
    }

    /** Sets the capabilities that the thread may make effective or inheritable. Returns this object. */
    public CapabilitySets permitted(long set) {
        permitted = set;
        return this;
    }

    /** Returns the capabilities that a program may get that the thread executes. */
    public long inheritable() {
        return inheritable;
    }

    /** Sets the capabilities that a program may get that the thread executes. Returns this object. */
    public CapabilitySets inheritable(long set) {
        inheritable = set;
        return this;
    }

    /** Returns true if the capability is in the effective set. */
    public boolean isEffective(int cap) {
        return (effective & bit(cap)) != 0;
    }

    /** Returns true if the capability is in the permitted set. */
    public boolean isPermitted(int cap) {
        return (permitted & bit(cap)) != 0;
    }

    /** Returns a copy. Later changes of this object do not change the copy. */
    public CapabilitySets copy() {
        return new CapabilitySets().effective(effective).permitted(permitted).inheritable(inheritable);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CapabilitySets that
                && effective == that.effective
                && permitted == that.permitted
                && inheritable == that.inheritable;
    }

    @Override
    public int hashCode() {
        return Long.hashCode((effective * 31 + permitted) * 31 + inheritable);
    }

    /** Returns the names, for example {@code CapabilitySets[effective=CAP_KILL, permitted=CAP_KILL|CAP_CHOWN, inheritable=]}. */
    @Override
    public String toString() {
        return "CapabilitySets[effective=" + text(effective) + ", permitted=" + text(permitted) + ", inheritable="
                + text(inheritable) + "]";
    }

    private static String text(long set) {
        StringJoiner names = new StringJoiner("|");
        for (long left = set; left != 0; left &= left - 1) {
            names.add(Printer.name(Long.numberOfTrailingZeros(left), ConstantNames.CAP));
        }
        return names.toString();
    }
}
