package posixkit.examples.network;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Sock.SHUT_WR;

import java.nio.ByteBuffer;
import posixkit.ErrnoException;
import posixkit.Posix;

/**
 * One connection of an {@link HttpLoop}. It is in one of three states: it waits for a request, it is <i>busy</i> because the socket
 * has no room for the rest of an answer, or it is <i>ending</i>: the last answer is sent, and the client has not closed yet. An
 * idle connection holds no buffers; all connections of a loop share the loop's.
 */
final class HttpConnection {
    private static final byte[] NOTHING = {};

    /** How much of a file one connection may send before the others have their turn. */
    private static final long TURN = 1 << 20;

    private final Posix posix;
    private final HttpLoop loop;
    private final int fd;

    /** What has arrived of requests that are not answered yet. */
    private byte[] unread = NOTHING;

    /** What the socket did not take of an answer; null if it took all. */
    private ByteBuffer unsent;

    private int file = Reply.NO_FILE;
    private long offset;
    private long end;

    private boolean isLast;
    private boolean isEnding;
    private boolean isClosed;
    private boolean awaitsRoom;
    private long activeAt;

    HttpConnection(Posix posix, HttpLoop loop, int fd) {
        this.posix = posix;
        this.loop = loop;
        this.fd = fd;
        activeAt = loop.now();
    }

    /** Returns when the connection was opened, answered a request or sent something, in the loop's milliseconds. */
    long activeAt() {
        return activeAt;
    }

    /** Returns true if a request has arrived in part, or an answer is not sent yet. */
    boolean isWorking() {
        return isBusy() || unread.length > 0;
    }

    boolean isEnding() {
        return isEnding;
    }

    private boolean isBusy() {
        return unsent != null || file != Reply.NO_FILE;
    }

    /** Goes on after an event: sends the rest of an answer, or reads and answers requests. */
    void ready(boolean writable) throws ErrnoException {
        if (isBusy()) {
            if (writable && flush() && !isLast) {
                answer(loop.input().put(unread).flip());
            }
        } else {
            receive();
        }
        if (!isClosed) {
            settle();
        }
    }

    private void receive() throws ErrnoException {
        ByteBuffer in = loop.input().put(unread);
        int count = posix.io().readOrErrno(fd, in);
        if (count == -EAGAIN || count == -EINTR) {
            return;
        }
        if (count <= 0) {
            close();
        } else if (!isEnding) {
            answer(in.flip());
        }
    }

    /** Answers the requests in {@code in}, one after the other, and keeps what is left for later. */
    private void answer(ByteBuffer in) throws ErrnoException {
        boolean answered;
        do {
            answered = answerUntilBusy(in);
        } while (flush() && answered && !isLast);
        unread = in.hasRemaining() && !isLast ? new byte[in.remaining()] : NOTHING;
        in.get(unread);
    }

    /** Returns false if {@code in} holds no whole request any more. */
    private boolean answerUntilBusy(ByteBuffer in) {
        while (!isBusy() && !isLast) {
            HttpRequest request = null;
            Reply reply;
            try {
                request = HttpRequest.next(in);
                if (request == null) {
                    return false;
                }
                isLast = !request.keepsConnection() || loop.isStopping();
                reply = loop.site().reply(request);
            } catch (BadRequest e) {
                isLast = true;
                reply = Reply.plain(e.status(), "");
            }
            activeAt = loop.now();
            loop.answered(fd, request, reply);
            append(request, reply);
        }
        return true;
    }

    private void append(HttpRequest request, Reply reply) {
        boolean isOld = request != null && request.isOld();
        String connection = isLast ? "Connection: close\r\n" : isOld ? "Connection: keep-alive\r\n" : "";
        append(reply.head(loop.date(), connection));
        if (reply.file() != Reply.NO_FILE) {
            file = reply.file();
            offset = reply.offset();
            end = reply.offset() + reply.length();
        } else if (reply.body() != null && (request == null || !request.isHead())) {
            append(reply.body());
        }
    }

    /** Adds bytes to the loop's output, or to {@link #unsent} if they do not fit. */
    private void append(byte[] bytes) {
        ByteBuffer out = loop.output();
        if (unsent == null && bytes.length <= out.remaining()) {
            out.put(bytes);
            return;
        }
        ByteBuffer earlier = unsent == null ? out.flip() : unsent;
        unsent = ByteBuffer.allocateDirect(earlier.remaining() + bytes.length)
                .put(earlier)
                .put(bytes)
                .flip();
        out.clear();
    }

    /** Sends as much as the socket takes. Returns true if all is sent, and false if the connection is busy or closed. */
    private boolean flush() throws ErrnoException {
        ByteBuffer out = loop.output().flip();
        boolean isSent = unsent == null ? send(out) : send(unsent);
        if (!isSent && !isClosed && unsent == null) {
            unsent = ByteBuffer.allocateDirect(out.remaining()).put(out).flip();
        }
        out.clear();
        if (!isSent) {
            return false;
        }
        unsent = null;
        return file == Reply.NO_FILE || sendFile();
    }

    private boolean send(ByteBuffer bytes) throws ErrnoException {
        int flags = file == Reply.NO_FILE ? 0 : loop.system().more();
        while (bytes.hasRemaining()) {
            if (!hasSent(posix.sockets().sendOrErrno(fd, bytes, flags))) {
                return false;
            }
        }
        return true;
    }

    private boolean sendFile() throws ErrnoException {
        long turn = Math.min(end, offset + TURN);
        while (offset < turn) {
            long count = loop.system().sendfileOrErrno(fd, file, offset, turn - offset);
            if (count == 0) {
                close(); // The file has become shorter, and its length was promised.
                return false;
            }
            if (!hasSent(count)) {
                return false;
            }
            offset += Math.max(0, count);
        }
        if (offset < end) {
            return false;
        }
        closeFile();
        return true;
    }

    /** Counts what a call has sent. Returns false if the socket has no room, or has failed and is closed. */
    private boolean hasSent(long result) throws ErrnoException {
        if (result == -EAGAIN) {
            return false;
        }
        if (result < 0 && result != -EINTR) {
            close();
            return false;
        }
        activeAt = loop.now();
        loop.traffic().sent(Math.max(0, result));
        return true;
    }

    /** Decides what to wait for. */
    private void settle() throws ErrnoException {
        boolean isOver = isLast || loop.isStopping() && !isWorking();
        if (isOver && !isBusy() && !isEnding) {
            // To close with unread input would reset the connection, and the client might lose the answer.
            if (posix.sockets().shutdownOrErrno(fd, SHUT_WR) < 0) {
                close();
                return;
            }
            isEnding = true;
        }
        if (awaitsRoom != isBusy()) {
            awaitsRoom = isBusy();
            loop.system().waitFor(fd, awaitsRoom);
        }
    }

    private void closeFile() {
        if (file != Reply.NO_FILE) {
            // It was open for reading only, so there is nothing that a failure could lose.
            posix.io().closeOrErrno(file);
            file = Reply.NO_FILE;
        }
    }

    void close() throws ErrnoException {
        isClosed = true;
        unsent = null;
        closeFile();
        loop.forget(fd);
    }
}
