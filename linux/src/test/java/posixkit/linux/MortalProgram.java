package posixkit.linux;

import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_ioprio_set;

import java.io.IOException;
import posixkit.Posix;
import posixkit.onlinux.Syscalls;
import posixkit.onlinux.Tracer;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/** The main class of a JVM that repeats one action until the test kills it. */
public final class MortalProgram {
    private static final Posix POSIX = Posix.get();
    private static final Processes PROCESSES = POSIX.processes();

    private MortalProgram() {}

    public static void main(String[] args) throws IOException {
        String action = new String(System.in.readNBytes(1));
        once(action);
        System.out.println("begun");
        while (true) {
            once(action);
        }
    }

    private static void once(String action) throws IOException {
        switch (action) {
            case "s" -> {
                int pid = PROCESSES.spawn(Spawn.of("/bin/true").directory("/"));
                PROCESSES.wait4(pid, new WaitStatus(), 0, null);
            }
            case "t" -> {
                try (Tracer tracer = Tracer.start(POSIX, Spawn.of("/bin/sleep", "1000"), 0)) {
                    for (int i = 0; i < 20; i++) {
                        tracer.resumeToCall();
                        tracer.await();
                    }
                    tracer.kill();
                    tracer.await();
                }
            }
            case "a" -> {
                Syscalls syscalls = POSIX.onLinux().syscalls();
                syscalls.allThreadsSyscall(SYS_ioprio_set, 1, 0, 2 << 13 | 4);
            }
            default -> throw new IllegalArgumentException(action);
        }
    }
}
