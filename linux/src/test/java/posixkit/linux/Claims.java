package posixkit.linux;

import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.net.Message;
import posixkit.onlinux.Ucred;

/** The main class of a child JVM that gives up its privileges and then asks for what takes some. A line, an answer. */
final class Claims {
    private static final Posix POSIX = Posix.get();
    private static final int NO_USERS = 100_000;

    private Claims() {}

    /** Returns the user and the group that a process becomes: its own, because the kernel counts what all processes of a user do. */
    static int user(int pid) {
        return NO_USERS + pid;
    }

    public static void main(String... args) throws IOException {
        int[] pair = POSIX.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        int udp = POSIX.sockets().socket(AF_INET, SOCK_DGRAM, 0);
        // Loads the classes now: another user cannot open the jars.
        answer(pair[0], udp, "claim 1 0 0".split(" "));
        answer(pair[0], udp, "device no-such".split(" "));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            System.out.println(answer(pair[0], udp, words));
        }
    }

    private static String answer(int socket, int udp, String[] words) {
        try {
            switch (words[0]) {
                case "drop" -> {
                    POSIX.ids().setgroups();
                    int user = user(POSIX.processes().getpid());
                    POSIX.ids().setgid(user);
                    POSIX.ids().setuid(user);
                }
                case "claim" -> {
                    Ucred claimed = new Ucred(number(words[1]), number(words[2]), number(words[3]));
                    Message message = Message.of(ByteBuffer.allocate(1))
                            .controls(POSIX.onLinux().sockets().newCredentials(claimed));
                    POSIX.sockets().sendmsg(socket, message, 0);
                }
                case "device" -> POSIX.onLinux().sockets().bindToDevice(udp, words[1]);
                case "flood" -> {
                    return flood(socket, number(words[1]));
                }
                default -> throw new IllegalArgumentException(words[0]);
            }
            return "ok";
        } catch (ErrnoException e) {
            return Errno.name(e.errno());
        }
    }

    /** Sends descriptors that nobody takes until that fails; how often it went well, and why it failed. */
    private static String flood(int socket, int count) {
        int[] fds = new int[count];
        Arrays.fill(fds, socket);
        int sent = 0;
        long result = 1;
        while (result > 0) {
            Message message = Message.of(ByteBuffer.allocate(1)).fds(fds);
            result = POSIX.sockets().sendmsgOrErrno(socket, message, MSG_DONTWAIT);
            sent += (int) Math.max(result, 0);
        }
        return sent + " " + Errno.name((int) -result);
    }

    private static int number(String text) {
        return Integer.parseUnsignedInt(text);
    }
}
