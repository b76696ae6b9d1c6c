package posixkit.abi;

/** A mistake in a spec or a table, told so that its author can find it: {@code linux.spec:12: …}. */
final class AbiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AbiException(String message) {
        super(message);
    }
}
