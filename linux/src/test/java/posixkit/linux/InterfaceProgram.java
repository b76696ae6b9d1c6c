package posixkit.linux;

import static posixkit.constants.If.IFF_UP;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.SOCK_DGRAM;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.net.Interfaces;
import posixkit.net.SockAddr;
import posixkit.onlinux.OnLinuxInterfaces;
import posixkit.testing.Programs;

/** Run in a network namespace of its own, where an interface {@code here} may be changed. Says how {@code ip} shows it then. */
final class InterfaceProgram {
    private static final Posix POSIX = Posix.get();
    private static final Interfaces INTERFACES = POSIX.interfaces();
    private static final OnLinuxInterfaces EXTRAS = POSIX.onLinux().interfaces();

    private InterfaceProgram() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(answer(line.split(" ")));
        }
    }

    private static String answer(String[] words) throws IOException {
        try (Fd fd = Fd.own(POSIX.sockets().socket(AF_INET, SOCK_DGRAM, 0))) {
            change(fd.num(), words);
            return Programs.output("ip", "-o", "addr", "show", "dev", words[1]).replace('\n', '|')
                    + Programs.output("ip", "-o", "link", "show", "dev", words[1])
                            .replace('\n', '|');
        } catch (ErrnoException e) {
            return Errno.name(e.errno());
        }
    }

    private static SockAddr.Inet4 address(String text) {
        String[] parts = text.split("\\.");
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return new SockAddr.Inet4(bytes, 0);
    }

    private static void change(int fd, String[] words) throws IOException {
        String name = words[1];
        switch (words[0]) {
            case "up" -> INTERFACES.setIfFlags(fd, name, INTERFACES.ifFlags(fd, name) | IFF_UP);
            case "mtu" -> INTERFACES.setIfMtu(fd, name, Integer.parseInt(words[2]));
            case "addr" -> INTERFACES.setIfAddr(fd, name, address(words[2]));
            case "netmask" -> INTERFACES.setIfNetmask(fd, name, address(words[2]));
            case "txqlen" -> EXTRAS.setIfTxqlen(fd, name, Integer.parseInt(words[2]));
            case "hwaddr" -> {
                SockAddr.Raw now = EXTRAS.ifHwaddr(fd, name);
                byte[] bytes = now.bytes();
                bytes[5] = (byte) Integer.parseInt(words[2], 16);
                EXTRAS.setIfHwaddr(fd, name, new SockAddr.Raw(now.family(), bytes));
            }
            case "name" -> {
                EXTRAS.setIfName(fd, words[2], name);
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
    }
}
