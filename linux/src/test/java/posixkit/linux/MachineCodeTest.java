package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_close_range;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpid;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.linux.layout.SpawnCode;
import posixkit.process.Spawn;
import posixkit.testing.Children;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.testing.Proc;

/** Where routines of ours lie, and what there is where they may not, or where the kernel lacks what they would call. */
@ExtendWith(Descriptors.class)
class MachineCodeTest {
    @TempDir
    private Path dir;

    @Test
    void codeIsNeverBothWritableAndExecutable() throws IOException {
        MachineCode code =
                new MachineCode(new LinuxMemory(LinuxBodies.over(Native.process()), null), SpawnCode.bytes());
        assertEquals("r-xp", Proc.protectionAt(code.address()));
    }

    /** What posix_spawn can do still works, and each call tries anew. */
    @Test
    @NeedsTool("cc")
    void whereCodeIsForbiddenItIsSaid() throws IOException {
        Posix hardened = over("""
                int mprotect(void *address, size_t length, int protection) {
                    int (*next)(void *, size_t, int) = dlsym(RTLD_NEXT, "mprotect");
                    if (protection & 4) { errno = EACCES; return -1; }
                    return next(address, length, protection);
                }
                """);
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    "mprotect",
                    assertErrno(EACCES, () -> hardened.processes()
                                    .spawn(Spawn.of("/bin/true").umask(0)))
                            .call());
            assertErrno(EACCES, () -> hardened.onLinux().syscalls().allThreadsSyscall(SYS_getpid, 0, 0, 0));
        }
        Spawn plain = Spawn.of("/bin/sh", "-c", "exit 4").dup2(2, 5);
        assertEquals(4, Children.statusOf(hardened.processes(), plain).exitStatus());
        assertErrno(
                EBADF, () -> hardened.processes().spawn(Spawn.of("/bin/true").dup2(1_000_000, 5)));
    }

    @Test
    @NeedsTool("cc")
    void whereRangesCannotBeClosedDescriptorsAre() throws IOException {
        Posix old = over("""
                long syscall(long number, long a, long b, long c, long d, long e, long f) {
                    long (*next)(long, long, long, long, long, long, long) = dlsym(RTLD_NEXT, "syscall");
                    if (number == %d) { errno = ENOSYS; return -1; }
                    return next(number, a, b, c, d, e, f);
                }
                """.formatted(SYS_close_range));
        String list = "n=0; while [ $n -lt 600 ]; do [ -e /proc/$$/fd/$n ] && echo $n; n=$((n + 1)); done; true";
        Path out = Files.createFile(dir.resolve("out"));
        int[] pipe = Posix.get().io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1]);
                Fd written = Fd.own(Posix.get().files().open(out.toString(), O_WRONLY))) {
            Spawn spawn = Children.shell(list)
                    .umask(0)
                    .dup2(read.num(), 500)
                    .dup2(write.num(), 501)
                    .dup2(written.num(), 1);
            int pid = old.processes().spawn(spawn);
            assertEquals("exited 0", Children.await(pid).toString());
        }
        assertEquals("0\n1\n2\n500\n501\n", Files.readString(out));
    }

    /** The system, with one function of libc replaced. */
    private Posix over(String function) throws IOException {
        String head = "#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <errno.h>\n#include <stddef.h>\n";
        Path source = Files.writeString(dir.resolve("instead.c"), head + function);
        Path library = Compiler.library(dir.resolve("libinstead.so"), List.of(source.toString(), "-lc"));
        return LinuxPosix.bind(Native.library(library.toString()));
    }
}
