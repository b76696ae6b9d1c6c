package posixkit.interop;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import posixkit.Posix;
import posixkit.constants.Open;

/** Asks for a descriptor by each line that it reads. Answers true if it is one, or the refusal. */
final class FdShell {
    private FdShell() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                System.out.println(answer(line));
            } catch (UnsupportedOperationException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static String answer(String line) throws IOException {
        switch (line) {
            case "socket":
                try (SocketChannel channel = SocketChannel.open()) {
                    return Boolean.toString(
                            Posix.get().io().fstat(FdChannels.fd(channel)).isSocket());
                }
            case "stream":
                try (FileInputStream stream = new FileInputStream("/dev/null")) {
                    return Boolean.toString(isNull(FdChannels.fd(stream)));
                }
            case "file":
                try (FileChannel channel = FileChannel.open(Path.of("/dev/null"))) {
                    return Boolean.toString(isNull(FdChannels.fd(channel)));
                }
            case "make":
                int fd = Posix.get().files().open("/dev/null", Open.O_RDONLY);
                try {
                    return Boolean.toString(FdChannels.fd(FdChannels.fileDescriptor(fd)) == fd);
                } finally {
                    Posix.get().io().close(fd);
                }
            case "standard":
                // Closing these would close them for the whole JVM.
                @SuppressWarnings("resource")
                FileOutputStream out = new FileOutputStream(FileDescriptor.out);
                return FdChannels.fd(FdChannels.fileDescriptor(0)) + " " + FdChannels.fd(out) + " "
                        + FdChannels.fd(FileDescriptor.err);
            default:
                throw new IllegalArgumentException(line);
        }
    }

    private static boolean isNull(int fd) throws IOException {
        return Posix.get().io().fstat(fd).isCharacterDevice();
    }
}
