package posixkit.linux;

import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpid;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.memory.Mapping;
import posixkit.onlinux.Tracer;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/** Makes calls of every kind, and prints what each has done; at last, the libraries of this process whose names contain jffi. */
public final class FfmProgram {
    private FfmProgram() {}

    public static void main(String[] args) throws Exception {
        Posix posix = Posix.get();
        System.out.println("stat " + posix.files().stat("/dev/null").isCharacterDevice());
        try {
            posix.files().stat("/no/such");
        } catch (ErrnoException e) {
            System.out.println("errno " + e.name());
        }
        int fd = posix.files().open("/proc/self/comm", O_RDONLY);
        ByteBuffer buffer = ByteBuffer.allocateDirect(16);
        System.out.println("read " + (posix.io().read(fd, buffer) > 0));
        posix.io().close(fd);
        System.out.println("directory "
                + posix.files().getcwd().equals(Path.of("").toRealPath().toString()));
        System.out.println("limit " + posix.host().sysconf(30).isPresent());
        WaitStatus status = new WaitStatus();
        int pid = posix.processes().spawn(Spawn.of("/bin/sh", "-c", "exit 3"));
        posix.processes().wait4(pid, status, 0, null);
        System.out.println("spawn " + status.exitStatus());
        try (Mapping mapping = posix.memory().mmap(-1, 0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON)) {
            mapping.putLong(8184, 42);
            System.out.println("mapping " + mapping.getLong(8184));
        }
        long everywhere = posix.onLinux().syscalls().allThreadsSyscall(SYS_getpid, 0, 0, 0);
        System.out.println("threads " + (everywhere == posix.processes().getpid()));
        try (Tracer tracer = Tracer.start(posix, Spawn.of("/bin/true"), 0)) {
            tracer.kill();
            System.out.println("trace " + tracer.await().kind());
        }
        System.out.println("address " + posix.symbols().call(posix.symbols().function("getdtablesize")));
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.UTF_8)) {
            System.out.println(
                    "jffi " + maps.filter(line -> line.contains("jffi")).count());
        }
    }
}
