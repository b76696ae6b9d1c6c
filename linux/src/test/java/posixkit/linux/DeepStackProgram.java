package posixkit.linux;

import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpid;

import java.io.IOException;
import java.util.Scanner;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.memory.Mapping;
import posixkit.onlinux.Epoll;

/**
 * The main class of a {@link posixkit.testing.ChildJvm} that uses a role for the first time where the stack is full. The line names the role. The
 * program recurses until the stack overflows, and then uses the role from every frame on the way back, so that the stack overflows in every
 * place where it can. Afterwards it uses the role once more.
 */
final class DeepStackProgram {
    private static final long STACK = 512 * 1024;

    private static int overflows;

    private DeepStackProgram() {}

    private interface Use {
        boolean works() throws IOException;
    }

    public static void main(String[] arguments) throws Exception {
        try (Scanner in = new Scanner(System.in)) {
            Use use = of(in.next());
            Thread deep = new Thread(null, () -> surface(use), "deep", STACK);
            deep.start();
            deep.join();
            System.out.println((overflows > 100 ? "overflowed, " : "did not overflow, ") + afterwards(use));
        }
    }

    private static void surface(Use use) {
        try {
            dive(use);
        } catch (StackOverflowError e) {
            overflows++;
        }
    }

    private static void dive(Use use) {
        try {
            dive(use);
        } catch (StackOverflowError e) {
            overflows++;
            attempt(use);
            throw e;
        }
    }

    private static void attempt(Use use) {
        try {
            use.works();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String afterwards(Use use) {
        try {
            return use.works() ? "works" : "does not work";
        } catch (IOException | RuntimeException | Error e) {
            return e.toString();
        }
    }

    private static Use of(String role) {
        return switch (role) {
            case "ids" -> () -> Posix.get().ids().getgroups() != null;
            case "files" -> () -> Posix.get().files().stat("/etc").isDirectory();
            case "io" -> DeepStackProgram::io;
            case "processes" ->
                () -> Posix.get().processes().getrlimit(RLIMIT_NOFILE).cur() > 0;
            case "clocks" -> () -> Posix.get().clocks().clockGettime(0).sec() > 0;
            case "sockets" -> DeepStackProgram::sockets;
            case "memory" -> DeepStackProgram::memory;
            case "poll" -> () -> Posix.get().poll().poll(Posix.get().poll().newPollFds(1), 0) == 0;
            case "select" -> () -> Posix.get().poll().select(null, null, null, 0) == 0;
            case "host" -> () -> Posix.get().host().uname().sysname().equals("Linux");
            case "symbols" ->
                () -> Posix.get().symbols().call(Posix.get().symbols().function("getpid")) > 1;
            case "epoll" -> DeepStackProgram::epoll;
            case "onLinux.files" -> () -> Posix.get().onLinux().files().newDirents(4096) != null;
            case "onLinux.sockets" -> () -> Posix.get().onLinux().sockets() != null;
            case "onLinux.ids" -> () -> Posix.get().onLinux().ids().getresuid().length == 3;
            case "kernel" -> () -> Posix.get().onLinux().kernel() != null;
            case "ptrace" -> () -> Posix.get().onLinux().ptrace() != null;
            case "syscalls" -> () -> Posix.get().onLinux().syscalls().syscall(SYS_getpid, 0, 0, 0) > 1;
            case "errors" -> DeepStackProgram::errors;
            default -> throw new IllegalArgumentException("no such role: " + role);
        };
    }

    private static boolean io() throws IOException {
        return Posix.get().io().fcntl(0, F_GETFD, 0) >= 0;
    }

    private static boolean sockets() throws IOException {
        int[] pair = Posix.get().sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        Fd.own(pair[0]).close();
        Fd.own(pair[1]).close();
        return true;
    }

    private static boolean memory() throws IOException {
        try (Mapping map = Posix.get().memory().mmap(-1, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON)) {
            map.putLong(0, 5);
            return map.getLong(0) == 5;
        }
    }

    private static boolean epoll() throws IOException {
        Epoll epoll = Posix.get().onLinux().epoll();
        try (Fd set = Fd.own(epoll.epollCreate1(0))) {
            return epoll.epollWait(set.num(), epoll.newEvents(1), 0) == 0;
        }
    }

    private static boolean errors() throws IOException {
        try {
            Posix.get().files().stat("/no/such");
            return false;
        } catch (ErrnoException e) {
            return e.getMessage().contains("ENOENT");
        }
    }
}
