package posixkit.abi;

/** A mistake in a spec or a table. The message starts with its place: {@code linux.spec:12: …}. */
final class AbiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AbiException(String message) {
        super(message);
    }
}
