package posixkit.abi;

/**
 * Thrown if a tool of this package fails, for example because of a mistake in a spec. If the mistake is on a line of a spec, the
 * message starts with the file and the line, for example {@code linux.spec:12: …}.
 */
final class AbiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AbiException(String message) {
        super(message);
    }
}
