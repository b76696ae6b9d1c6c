package posixkit.abi;

/**
 * Thrown for a mistake in a spec or in a table of facts. The message starts with the place of the mistake, for example
 * {@code linux.spec:12: …}.
 */
final class AbiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AbiException(String message) {
        super(message);
    }
}
