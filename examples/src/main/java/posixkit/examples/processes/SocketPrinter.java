package posixkit.examples.processes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import posixkit.Posix;
import posixkit.Target;
import posixkit.net.SockAddr;

/** Prints the addresses of sockets, lists of buffers, and the descriptors and events of poll and epoll. */
final class SocketPrinter {
    private static final int MOST_ELEMENTS = 32;
    private static final int SHORTEST_ADDRESS = 2;

    private final Posix posix;
    private final Signatures signatures;
    private final ArgumentPrinter arguments;

    SocketPrinter(Posix posix, Signatures signatures, ArgumentPrinter arguments) {
        this.posix = posix;
        this.signatures = signatures;
        this.arguments = arguments;
    }

    Optional<String> pollfds(TracedCall call, int index) {
        int count = (int) Math.min(call.argument(index + 1), MOST_ELEMENTS);
        return StructurePrinter.ints(call.memory(), call.argument(index), 2 * count)
                .map(words -> IntStream.range(0, count)
                        .mapToObj(i -> "{fd=" + arguments.descriptor(call.pid(), words[2 * i])
                                + (words[2 * i] < 0 ? "}" : ", events=" + events(words[2 * i + 1] & 0xFFFF) + "}"))
                        .collect(Collectors.joining(", ", "[", call.argument(index + 1) > count ? ", ...]" : "]")));
    }

    private String events(int bits) {
        return signatures.set("poll_events").text(bits);
    }

    /** Returns the result of poll, and the descriptors that are ready. */
    String pollResult(TracedCall call) {
        if (call.result() == 0) {
            return "0 (Timeout)";
        }
        int count = (int) Math.min(call.argument(1), MOST_ELEMENTS);
        return call.result()
                + StructurePrinter.ints(call.memory(), call.argument(0), 2 * count)
                        .map(words -> IntStream.range(0, count)
                                .filter(i -> words[2 * i + 1] >>> Short.SIZE != 0)
                                .mapToObj(i -> "{fd=" + arguments.descriptor(call.pid(), words[2 * i]) + ", revents="
                                        + events(words[2 * i + 1] >>> Short.SIZE) + "}")
                                .collect(Collectors.joining(", ", " ([", "])")))
                        .orElse("");
    }

    /** On x86_64, the structure has no padding between its two members. */
    Optional<String> epollEvents(TraceeMemory memory, long address, int count) {
        int padding = Target.IS_X86_64 ? 0 : Integer.BYTES;
        int size = Integer.BYTES + padding + Long.BYTES;
        int shown = Math.min(count, MOST_ELEMENTS);
        return shown == 0
                ? Optional.of("")
                : memory.exactly(address, shown * size).map(bytes -> IntStream.range(0, shown)
                        .mapToObj(i -> "{events="
                                + signatures.set("epoll_events").text(bytes.getInt(i * size) & 0xFFFF_FFFFL)
                                + ", data={u32="
                                + Integer.toUnsignedString(bytes.getInt(i * size + Integer.BYTES + padding))
                                + ", u64=" + Long.toUnsignedString(bytes.getLong(i * size + Integer.BYTES + padding))
                                + "}}")
                        .collect(Collectors.joining(", ")));
    }

    Optional<String> sockaddr(TraceeMemory memory, long address, long length) {
        return memory.bytes(address, (int) length)
                .filter(bytes -> bytes.length >= SHORTEST_ADDRESS)
                .map(bytes -> sockaddr(posix.sockets().decode(bytes, bytes.length)));
    }

    private String sockaddr(SockAddr address) {
        String rest = "";
        if (address instanceof SockAddr.Inet4 four) {
            rest = ", sin_port=htons(" + four.port() + "), sin_addr=inet_addr(\""
                    + four.toInetSocketAddress().getAddress().getHostAddress() + "\")";
        } else if (address instanceof SockAddr.Inet6 six) {
            rest = ", sin6_port=htons(" + six.port() + "), sin6_flowinfo=htonl(" + six.flowInfo()
                    + "), inet_pton(AF_INET6, \"" + text(six) + "\", &sin6_addr), sin6_scope_id=" + six.scopeId();
        } else if (address instanceof SockAddr.Unix unix && unix.kind() != SockAddr.Unix.Kind.UNNAMED) {
            rest = ", sun_path=" + (unix.kind() == SockAddr.Unix.Kind.ABSTRACT ? "@" : "")
                    + StructurePrinter.quoted(unix.name());
        }
        return "{sa_family=" + signatures.set("address_family").text(address.family()) + rest + "}";
    }

    /** Returns an address without its scope and its port. */
    private static String text(SockAddr.Inet6 address) {
        String text = address.toString();
        int end = text.indexOf('%');
        return text.substring(1, end < 0 ? text.indexOf(']') : end);
    }

    /** Returns buffers. Of a call that reads, only the first {@code filled} bytes are printed. */
    Optional<String> iovecs(TraceeMemory memory, long address, long count, long filled) {
        int shown = (int) Math.min(count, MOST_ELEMENTS);
        return memory.words(address, 2 * shown).map(words -> {
            List<String> texts = new ArrayList<>();
            long rest = filled;
            for (int i = 0; i < shown; i++) {
                long length = words[2 * i + 1];
                texts.add("{iov_base=" + arguments.bytes(memory, words[2 * i], Math.min(length, rest)) + ", iov_len="
                        + length + "}");
                rest -= Math.min(length, rest);
            }
            return "[" + String.join(", ", texts) + (shown < count ? ", ...]" : "]");
        });
    }
}
