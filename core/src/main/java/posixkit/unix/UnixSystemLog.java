package posixkit.unix;

import java.nio.ByteBuffer;
import java.util.Objects;
import posixkit.ffi.Native;
import posixkit.system.SystemLog;
import posixkit.unix.call.LogCalls;

/** Implements {@link SystemLog} for Linux and macOS. <b>Internal.</b> */
public final class UnixSystemLog implements SystemLog {
    private static final int MOST_BYTES_OF_A_CHAR = 3;

    private final LogCalls calls;

    /** What messages begin with. libc keeps the address, so the memory must stay. */
    private ByteBuffer ident;

    public UnixSystemLog(LogCalls calls) {
        this.calls = calls;
    }

    /** libc does not use the earlier memory any more when its function has returned. */
    @Override
    public synchronized void openlog(String ident, int option, int facility) {
        Objects.requireNonNull(ident, "ident");
        ByteBuffer memory = ByteBuffer.allocateDirect(Math.multiplyExact(ident.length(), MOST_BYTES_OF_A_CHAR) + 1);
        memory.put(NameCodec.encode("ident", ident, false, memory, 0), (byte) 0);
        calls.openlog(Native.address(memory, 0), option, facility);
        this.ident = memory;
    }

    /** Without arguments for a format, so that no variadic argument has to be passed. */
    @Override
    public void syslog(int priority, String message) {
        try (Scratch s = Scratch.open()) {
            calls.syslog(
                    priority,
                    s.string(
                            "message",
                            Objects.requireNonNull(message, "message").replace("%", "%%")));
        }
    }

    @Override
    public void closelog() {
        calls.closelog();
    }
}
