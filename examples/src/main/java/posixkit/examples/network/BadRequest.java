package posixkit.examples.network;

/** A request that the server refuses. The answer has the status {@link #status}, and the connection ends after it. */
final class BadRequest extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    BadRequest(int status) {
        super(Integer.toString(status), null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
