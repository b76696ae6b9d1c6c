package posixkit.interop;

/**
 * One thing that a method of {@code POSIX} does.
 *
 * @param method the method and the simple names of its parameters, for example {@code chmod(String,int)}
 * @param kind what the behaviour shows
 * @param place where it can run
 * @param row the row of docs/jnr-posix.md that says how ours differs; null if both do the same
 * @param expected what ours says if there is a row; null if both must say the same
 * @param isOursAlone true if jnr-posix's own cannot be asked: it may destroy memory, or says something else each time
 * @param usesBoth true if it also uses jnr-posix's own implementation
 * @param body does it, and returns what can be seen
 */
record Behaviour(
        String method,
        Kind kind,
        Place place,
        String row,
        String expected,
        boolean isOursAlone,
        boolean usesBoth,
        Body body) {
    enum Kind {
        SUCCESS,
        FAILURE,
        EDGE
    }

    enum Place {
        /** In the JVM of the tests. */
        HERE,
        /** In another JVM, together with others: it changes the process. */
        CHILD,
        /** In a JVM of its own, which may end. What this JVM prints is the result. */
        OWN_CHILD
    }

    /** The code of a behaviour. */
    @FunctionalInterface
    interface Body {
        Object run(World world) throws Exception;
    }

    static Behaviour success(String method, Body body) {
        return new Behaviour(method, Kind.SUCCESS, Place.HERE, null, null, false, false, body);
    }

    static Behaviour failure(String method, Body body) {
        return new Behaviour(method, Kind.FAILURE, Place.HERE, null, null, false, false, body);
    }

    static Behaviour edge(String method, Body body) {
        return new Behaviour(method, Kind.EDGE, Place.HERE, null, null, false, false, body);
    }

    /** Says that ours says {@code expected}, and jnr-posix's own something else, for the reason in {@code row}. */
    Behaviour differs(String row, String expected) {
        return new Behaviour(method, kind, place, row, expected, false, usesBoth, body);
    }

    /** Says that ours says {@code expected}, for the reason in {@code row}. jnr-posix's own is not asked. */
    Behaviour oursAlone(String row, String expected) {
        return new Behaviour(method, kind, place, row, expected, true, usesBoth, body);
    }

    Behaviour inChild() {
        return new Behaviour(method, kind, Place.CHILD, row, expected, isOursAlone, usesBoth, body);
    }

    Behaviour inOwnChild() {
        return new Behaviour(method, kind, Place.OWN_CHILD, row, expected, isOursAlone, usesBoth, body);
    }

    /** Says that jnr-posix's own implementation is used too. */
    Behaviour withBoth() {
        return new Behaviour(method, kind, place, row, expected, isOursAlone, true, body);
    }

    @Override
    public String toString() {
        return method + " " + kind.name().toLowerCase(java.util.Locale.ROOT) + (row == null ? "" : ", " + row);
    }
}
