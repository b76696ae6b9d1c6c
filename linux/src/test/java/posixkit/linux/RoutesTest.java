package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_REMOVEDIR;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.FlockOperation.LOCK_EX;
import static posixkit.constants.FlockOperation.LOCK_NB;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_TYPE;
import static posixkit.constants.Wait.WNOHANG;
import static posixkit.onlinux.constants.LinuxAt.AT_EMPTY_PATH;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posixkit.ffi.Native;
import posixkit.ffi.RegisteredCode;
import posixkit.ffi.Route;
import posixkit.linux.call.JnrLinuxCalls;
import posixkit.linux.call.LinkedLinuxCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.RegisteredLinuxCalls;
import posixkit.onlinux.constants.LinuxSyscallNumber;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.testing.SpecMarks;
import posixkit.unix.Parking;
import posixkit.unix.Scratch;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.LinkedUnixCalls;
import posixkit.unix.call.RegisteredUnixCalls;
import posixkit.unix.call.UnixCalls;

/**
 * Makes the same list of calls by every route and by a C program, which is made of the same list. All of them must have the same
 * results, in success and in failure.
 */
@NeedsTool("cc")
class RoutesTest {
    private static final int ROOM = 4096;
    private static final int BAD = -1;

    private final SpecMarks marks = new SpecMarks("linux");
    private final List<Step> steps = new ArrayList<>();

    /** A path below the directory of the route. */
    private record Name(String name) {}

    /** A text that is no path. */
    private record Text(String text) {}

    /** The address of a byte of the buffer. */
    private record At(int offset) {}

    /** The result of an earlier step. */
    private record Var(String name) {}

    /**
     * One call.
     *
     * @param as the name of the result, which may differ between routes; null if the result must be the same
     * @param shown how many bytes of the buffer must be the same after the call
     */
    private record Step(String function, List<Object> arguments, String as, int shown) {}

    private void call(String function, Object... arguments) {
        steps.add(new Step(function, Arrays.asList(arguments), null, 0));
    }

    private void show(int bytes, String function, Object... arguments) {
        steps.add(new Step(function, Arrays.asList(arguments), null, bytes));
    }

    private Var make(String as, String function, Object... arguments) {
        steps.add(new Step(function, Arrays.asList(arguments), as, 0));
        return new Var(as);
    }

    private static Name name(String name) {
        return new Name(name);
    }

    private static At at(int offset) {
        return new At(offset);
    }

    private void files() {
        Var fd = make("fd", "open", name("file"), O_RDWR | O_CREAT, 0640);
        call("open", name("file"), O_RDWR | O_CREAT | O_EXCL, 0600);
        call("open", name("none"), O_RDONLY, 0);
        Var dir = make("dir", "open", name("."), O_RDONLY, 0);
        Var again = make("again", "openat", dir, name("file"), O_RDONLY, 0);
        call("openat", dir, name("no/such"), O_RDONLY, 0);
        call("write", fd, name("text"), 4L);
        call("write", BAD, name("text"), 4L);
        call("write", fd, 8L, 4L);
        call("pwrite", fd, name("text"), 4L, 2L);
        call("pwrite", fd, name("text"), 4L, -1L);
        show(4, "pread", fd, at(0), 3L, 1L);
        call("pread", BAD, at(0), 3L, 1L);
        show(8, "read", again, at(0), 6L);
        call("read", again, at(0), 6L);
        call("read", BAD, at(0), 6L);
        call("readv", again, at(0), 0);
        call("readv", BAD, at(0), 1);
        call("writev", fd, at(0), -1);
        call("writev", BAD, at(0), 1);
        call("preadv", again, at(0), 0, 1L);
        call("preadv", again, at(0), 1, 1L);
        call("preadv", BAD, at(0), 1, 0L);
        call("pwritev", fd, at(0), 0, 0L);
        call("pwritev", fd, at(0), -1, 0L);
        call("pwritev", BAD, at(0), 1, 0L);
        call("lseek", fd, 3L, 0);
        call("lseek", fd, -3L, 0);
        call("fsync", fd);
        call("fsync", BAD);
        call("fdatasync", fd);
        call("fdatasync", BAD);
        call("ftruncate", fd, 2L);
        call("ftruncate", again, 2L);
        call("truncate", name("file"), 5L);
        call("truncate", name("none"), 5L);
        call("flock", fd, LOCK_EX);
        call("flock", again, LOCK_EX | LOCK_NB);
        call("fcntl", fd, F_GETFD, 0L);
        call("fcntl", again, F_GETFL, 0L);
        call("fcntl", BAD, F_GETFL, 0L);
        call("ioctl", fd, 0x5401L, at(0));
        call("ioctl", BAD, 0x5401L, at(0));
        call("fstat", fd, at(0));
        call("fstat", BAD, at(0));
        call("stat", name("file"), at(0));
        call("stat", name("none"), at(0));
        call("stat", name("file"), 8L);
        call("lstat", name("file"), at(0));
        call("lstat", name("none"), at(0));
        call("fstatat", dir, name("file"), at(0), AT_SYMLINK_NOFOLLOW);
        call("fstatat", fd, name(""), at(0), AT_EMPTY_PATH);
        call("fstatat", dir, name("file"), at(0), 1 << 30);
        call("statfs", name("file"), at(0));
        call("statfs", name("none"), at(0));
        call("fstatfs", fd, at(0));
        call("fstatfs", BAD, at(0));
        call("statvfs", name("file"), at(0));
        call("statvfs", name("none"), at(0));
        call("fstatvfs", fd, at(0));
        call("fstatvfs", BAD, at(0));
        call("access", name("file"), 4);
        call("access", name("none"), 0);
        call("access", name("file"), 64);
        call("chmod", name("file"), 0600);
        call("chmod", name("none"), 0600);
        call("fchmod", fd, 0604);
        call("fchmod", BAD, 0604);
        call("fchmodat", AT_FDCWD, name("file"), 0600, 0);
        call("chown", name("file"), -1, -1);
        call("chown", name("none"), -1, -1);
        call("lchown", name("file"), -1, -1);
        call("lchown", name("none"), -1, -1);
        call("fchown", fd, -1, -1);
        call("fchown", BAD, -1, -1);
        call("fchownat", dir, name("file"), -1, -1, 0);
        call("fchownat", dir, name("file"), -1, -1, 1 << 30);
        call("utimensat", dir, name("file"), 0L, 0);
        call("utimensat", dir, name("none"), 0L, 0);
        call("futimens", fd, 0L);
        call("futimens", BAD, 0L);
        make("same", "dup2", fd, fd);
        call("dup2", BAD, 5);
        call("dup3", fd, fd, 0);
        call("close", again);
        call("close", BAD);
        call("pathconf", name("file"), 3);
        call("fpathconf", fd, 3);
        attributes(fd);
        names(dir);
        call("close", fd);
        call("close", dir);
    }

    private void attributes(Var fd) {
        Text attribute = new Text("user.a");
        Text absent = new Text("user.b");
        Text value = new Text("value");
        call("setxattr", name("file"), attribute, value, 5L, 1);
        call("setxattr", name("file"), attribute, value, 5L, 1);
        call("lsetxattr", name("file"), attribute, value, 4L, 2);
        call("lsetxattr", name("none"), attribute, value, 4L, 2);
        call("fsetxattr", fd, attribute, value, 3L, 0);
        call("fsetxattr", BAD, attribute, value, 3L, 0);
        for (String call : List.of("getxattr", "lgetxattr")) {
            show(4, call, name("file"), attribute, at(0), 10L);
            call(call, name("file"), attribute, at(0), 2L);
            call(call, name("file"), absent, at(0), 10L);
        }
        show(4, "fgetxattr", fd, attribute, at(0), 10L);
        call("fgetxattr", BAD, attribute, at(0), 10L);
        for (String call : List.of("listxattr", "llistxattr")) {
            show(8, call, name("file"), at(0), 10L);
            call(call, name("none"), at(0), 10L);
        }
        show(8, "flistxattr", fd, at(0), 10L);
        call("flistxattr", BAD, at(0), 10L);
        call("removexattr", name("file"), attribute);
        call("removexattr", name("file"), attribute);
        call("lremovexattr", name("file"), attribute);
        call("fremovexattr", fd, attribute);
        call("fsetxattr", fd, attribute, value, 3L, 0);
        call("fremovexattr", fd, attribute);
        call("lsetxattr", name("file"), attribute, value, 1L, 0);
        call("lremovexattr", name("file"), attribute);
    }

    private void names(Var dir) {
        call("mkdir", name("sub"), 0700);
        call("mkdir", name("sub"), 0700);
        call("mkdirat", dir, name("other"), 0700);
        call("mkdirat", dir, name("none/x"), 0700);
        call("symlink", name("file"), name("link"));
        call("symlink", name("file"), name("link"));
        call("symlinkat", name("file"), dir, name("link2"));
        call("symlinkat", name("file"), dir, name("link2"));
        call("readlink", name("link"), at(0), 0L);
        call("readlink", name("file"), at(0), 100L);
        call("readlinkat", dir, name("none"), at(0), 100L);
        call("link", name("file"), name("hard"));
        call("link", name("file"), name("hard"));
        call("linkat", dir, name("file"), dir, name("hard2"), 0);
        call("linkat", dir, name("file"), dir, name("hard3"), 1 << 30);
        call("rename", name("hard"), name("moved"));
        call("rename", name("none"), name("moved"));
        call("renameat", dir, name("hard2"), dir, name("moved2"));
        call("renameat", dir, name("none"), dir, name("moved2"));
        call("renameat2", dir, name("moved"), dir, name("moved2"), 1);
        call("renameat2", dir, name("moved"), dir, name("moved3"), 1 << 20);
        call("unlink", name("moved"));
        call("unlink", name("none"));
        call("unlink", name("sub"));
        call("unlinkat", dir, name("moved2"), 0);
        call("unlinkat", dir, name("other"), AT_REMOVEDIR);
        call("unlinkat", dir, name("sub"), 0);
        call("mkfifo", name("sub/fifo"), 0600);
        call("mkfifoat", dir, name("sub/fifo"), 0600);
        call("rmdir", name("sub"));
        call("unlink", name("sub/fifo"));
        call("rmdir", name("sub"));
        call("rmdir", name("none"));
        call("chdir", name("none"));
        call("chdir", name("file"));
        call("fchdir", BAD);
        call("chroot", name("none"));
        call("umask", 022);
        call("umask", 022);
    }

    private void sockets() {
        call("socketpair", AF_UNIX, SOCK_DGRAM, 0, at(0));
        call("socketpair", AF_UNIX, 77, 0, at(0));
        call("socket", 9999, SOCK_STREAM, 0);
        Var socket = make("socket", "socket", AF_UNIX, SOCK_STREAM, 0);
        call("bind", socket, at(0), 1);
        call("bind", BAD, at(0), 2);
        call("listen", socket, 1);
        call("listen", BAD, 1);
        call("accept", socket, 0L, 0L);
        call("accept", BAD, 0L, 0L);
        call("accept4", socket, 0L, 0L, 0);
        call("accept4", socket, 0L, 0L, 1);
        call("connect", socket, at(0), 1);
        call("connect", BAD, at(0), 2);
        call("getsockname", BAD, at(0), at(200));
        call("getpeername", socket, at(0), at(200));
        call("getsockopt", socket, SOL_SOCKET, 9999, at(0), at(200));
        call("getsockopt", BAD, SOL_SOCKET, SO_TYPE, at(0), at(200));
        call("setsockopt", socket, SOL_SOCKET, 9999, at(0), 4);
        call("setsockopt", socket, SOL_SOCKET, SO_TYPE, at(0), 4);
        call("send", socket, at(0), 1L, 0x4000);
        call("send", BAD, at(0), 1L, 0);
        call("recv", socket, at(0), 1L, 0x40);
        call("recv", BAD, at(0), 1L, 0);
        call("sendto", socket, at(0), 1L, 0x4000, at(0), 2);
        call("sendto", BAD, at(0), 1L, 0, 0L, 0);
        call("recvfrom", socket, at(0), 1L, 0x40, 0L, 0L);
        call("recvfrom", BAD, at(0), 1L, 0, 0L, 0L);
        call("sendmsg", BAD, at(0), 0);
        call("sendmsg", socket, 8L, 0);
        call("sendmmsg", BAD, at(0), 1, 0);
        call("sendmmsg", socket, 8L, 1, 0);
        call("sendmmsg", socket, at(0), 0, 0);
        call("recvmmsg", BAD, at(0), 1, 0, 0L);
        call("recvmmsg", socket, 8L, 1, 0, 0L);
        call("recvmmsg", socket, at(0), 1, 0, 8L);
        call("recvmsg", BAD, at(0), 0);
        call("recvmsg", socket, 8L, 0);
        call("shutdown", socket, 2);
        call("shutdown", socket, 77);
        call("close", socket);
    }

    private void others() {
        call("getuid");
        call("geteuid");
        call("getgid");
        call("getegid");
        call("getgroups", 0, 0L);
        call("getgroups", -1, 0L);
        call("getpgid", -5);
        call("setpgid", -5, 0);
        call("getsid", -5);
        make("group", "getpgid", 0);
        make("leader", "getpgrp");
        make("session", "getsid", 0);
        Var pid = make("pid", "getpid");
        make("parent", "getppid");
        call("kill", pid, 0);
        call("kill", pid, 999);
        call("wait4", pid, 0L, WNOHANG, 0L);
        call("wait4", pid, 0L, 1 << 20, 0L);
        call("getrusage", 0, at(0));
        call("getrusage", 99, at(0));
        call("getrlimit", 7, at(0));
        call("getrlimit", 99, at(0));
        call("setrlimit", 99, at(0));
        call("setpriority", 99, 0, 0);
        Var page = make("page", "mmap", 0L, 8192L, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0L);
        call("mmap", 0L, 0L, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0L);
        call("mmap", 0L, 8192L, PROT_READ, MAP_PRIVATE, BAD, 0L);
        call("mmap", 0L, 8192L, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 5L);
        call("mprotect", page, 4096L, PROT_READ);
        call("mprotect", 1L, 4096L, PROT_READ);
        call("madvise", page, 4096L, 4);
        call("madvise", page, 4096L, 999);
        call("msync", page, 4096L, 4);
        call("msync", page, 4096L, 999);
        call("mlock", page, 4096L);
        call("munlock", page, 4096L);
        call("mlock", 4096L, 4096L);
        call("munlock", 4096L, 4096L);
        call("mlockall", 0);
        call("munmap", page, 8192L);
        call("munmap", 1L, 8192L);
        call("uname", at(0));
        call("uname", 8L);
        call("getpagesize");
        call("pipe", at(0));
        call("pipe", 8L);
        call("pipe2", at(0), 0);
        call("pipe2", at(0), 77);
        Var epoll = make("epoll", "epoll_create1", 0);
        call("epoll_create1", 77);
        call("epoll_ctl", epoll, 1, BAD, at(0));
        call("epoll_ctl", epoll, 77, epoll, at(0));
        call("epoll_wait", epoll, at(0), 1, 0);
        call("epoll_wait", epoll, at(0), 0, 0);
        call("epoll_wait", BAD, at(0), 1, 0);
        Var zero = make("zero", "open", new Text("/dev/zero"), O_RDONLY, 0);
        call("read", zero, at(64), 16L);
        call("close", zero);
        call("epoll_pwait2", epoll, at(0), 1, at(64), 0L);
        call("epoll_pwait2", epoll, at(0), 0, at(64), 0L);
        call("epoll_pwait2", BAD, at(0), 1, at(64), 0L);
        call("close", epoll);
        call("prlimit", 0, 7, 0L, at(0));
        call("prlimit", 0, 99, 0L, at(0));
        call("umount2", name("none"), 0);
        call("mount", name("none"), name("none"), name("none"), 0L, 0L);
        call("getresuid", at(0), at(8), at(16));
        call("getresuid", 8L, at(8), at(16));
        call("setresuid", -1, -1, -1);
        call("sigaction", 999, 0L, 0L);
        call("syscall", (long) LinuxSyscallNumber.SYS_close, -1L, 0L, 0L, 0L);
        call("syscall", 9999L, 0L, 0L, 0L, 0L);
        call("gettimeofday", at(0), 0L);
        call("clock_gettime", 1, at(0));
        call("clock_gettime", 99, at(0));
        call("execve", name("none"), at(0), at(0));
        call("poll", at(0), 0L, 0);
        call("poll", 8L, 1L, 0);
        call("select", 0, 0L, 0L, 0L, at(512));
        call("select", -1, 0L, 0L, 0L, at(512));
        call("faccessat", AT_FDCWD, name("file"), 4, 0);
        call("faccessat", AT_FDCWD, name("none"), 4, 0);
    }

    /** Returns the methods that return the objects of the topics. */
    private static List<Method> accessors(Class<?> calls) {
        return Arrays.stream(calls.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void eachTopicIsDescribed(Route route) {
        Map<String, String> described = new HashMap<>();
        UnixCalls.over(Native.process(), route, Parking.NONE).describe(described);
        LinuxCalls.over(Native.process(), route, Parking.NONE).describe(described);
        Set<String> topics = Stream.of(UnixCalls.class, LinuxCalls.class)
                .flatMap(calls -> accessors(calls).stream())
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertEquals(topics, described.keySet());
        String text = described.get("io");
        switch (route) {
            case FFM -> assertTrue(text.matches("foreign-function API, \\d+ of \\d+ functions are system calls"), text);
            case REGISTERED ->
                assertTrue(text.matches("\\d+ of \\d+ functions by machine code, the others by jnr-ffi"), text);
            case JNR -> assertEquals(Set.of("jnr-ffi"), Set.copyOf(described.values()));
        }
    }

    /** Returns the results of all steps, one line for each. */
    private String byJava(UnixCalls unix, LinuxCalls linux, Path dir) throws ReflectiveOperationException, IOException {
        Files.createDirectories(dir);
        Map<String, Object> topics = new HashMap<>();
        Map<String, Method> methods = new HashMap<>();
        for (Object all : List.of(unix, linux)) {
            Class<?> type = all.getClass().getInterfaces()[0];
            for (Method accessor : accessors(type)) {
                for (Method method : accessor.getReturnType().getMethods()) {
                    if (!method.isDefault()) {
                        methods.put(method.getName(), method);
                        topics.put(method.getName(), accessor.invoke(all));
                    }
                }
            }
        }
        StringBuilder results = new StringBuilder();
        Map<String, Long> vars = new HashMap<>();
        try (Scratch s = Scratch.open()) {
            long buffer = s.allocZeroed(ROOM);
            for (Step step : steps) {
                Method method = methods.get(step.function);
                Object[] arguments = new Object[step.arguments.size()];
                for (int i = 0; i < arguments.length; i++) {
                    long value = value(step.arguments.get(i), s, dir, buffer, vars);
                    arguments[i] = method.getParameterTypes()[i] == int.class ? (Object) (int) value : (Object) value;
                }
                long result = ((Number) method.invoke(topics.get(step.function), arguments)).longValue();
                if (step.as != null) {
                    vars.put(step.as, result);
                }
                String bytes = IntStream.range(0, step.shown)
                        .mapToObj(i -> String.format("%02x", s.s32(buffer + i) & 0xFF))
                        .collect(Collectors.joining());
                results.append(line(step, step.as == null ? result : Math.min(result, 0), bytes));
            }
        }
        return results.toString();
    }

    private static long value(Object argument, Scratch s, Path dir, long buffer, Map<String, Long> vars) {
        if (argument instanceof Name name) {
            return s.string("name", name.name.isEmpty() ? "" : dir + "/" + name.name);
        }
        if (argument instanceof Text text) {
            return s.string("text", text.text);
        }
        if (argument instanceof At at) {
            return buffer + at.offset;
        }
        return argument instanceof Var var ? vars.get(var.name) : ((Number) argument).longValue();
    }

    private static String line(Step step, long result, String bytes) {
        return step.function + " " + result + (bytes.isEmpty() ? "" : " " + bytes) + "\n";
    }

    /** The same in C, by the libc of {@code compiler}. */
    private String byC(String compiler, Path dir) throws IOException {
        Files.createDirectories(dir);
        StringBuilder source = new StringBuilder("""
                #define _GNU_SOURCE
                #include <errno.h>
                #include <fcntl.h>
                #include <stdio.h>
                #include <sys/epoll.h>
                #include <sys/file.h>
                #include <sys/ioctl.h>
                #include <sys/mman.h>
                #include <sys/mount.h>
                #include <poll.h>
                #include <signal.h>
                #include <sys/resource.h>
                #include <sys/socket.h>
                #include <sys/stat.h>
                #include <sys/time.h>
                #include <sys/utsname.h>
                #include <sys/vfs.h>
                #include <sys/wait.h>
                #include <sys/xattr.h>
                #include <time.h>
                #include <unistd.h>
                #ifndef __GLIBC__
                #include <sys/syscall.h>
                #define renameat2(...) syscall(SYS_renameat2, __VA_ARGS__)
                #define epoll_pwait2(...) syscall(SYS_epoll_pwait2, __VA_ARGS__, 8)
                #endif
                static char buffer[4096];
                static void show(int n) { for (int i = 0; i < n; i++) printf("%02x", buffer[i] & 0xFF); }
                int main(void) { long r;
                """);
        for (Step step : steps) {
            String arguments = step.arguments.stream().map(a -> inC(a, dir)).collect(Collectors.joining(", "));
            String type = marks.has(step.function, "never") ? "(int) " : "(long) ";
            source.append("errno = 0; r = %s%s(%s);\n".formatted(type, step.function, arguments));
            if (step.as != null) {
                source.append("long %s = r; if (r > 0) r = 0;\n".formatted("v_" + step.as));
            }
            if (!marks.has(step.function, "never")) {
                source.append("if (r == -1) r = -errno;\n");
            }
            source.append("printf(\"%s %%ld\", r);\n".formatted(step.function));
            if (step.shown > 0) {
                source.append("putchar(' '); show(%d);\n".formatted(step.shown));
            }
            source.append("putchar(10);\n");
        }
        Path file = Files.writeString(dir.resolveSibling("calls.c"), source + "return 0; }\n");
        Path program = dir.resolveSibling("calls");
        Programs.output(compiler, "-w", "-O0", "-o", program.toString(), file.toString());
        return Programs.output(program.toString()) + "\n";
    }

    private static String inC(Object argument, Path dir) {
        if (argument instanceof Name name) {
            return '"' + (name.name.isEmpty() ? "" : dir + "/" + name.name) + '"';
        }
        if (argument instanceof Text text) {
            return '"' + text.text + '"';
        }
        if (argument instanceof At at) {
            return "(void *) (buffer + " + at.offset + ")";
        }
        if (argument instanceof Var var) {
            return "v_" + var.name;
        }
        return argument instanceof Long ? argument + "L" : argument.toString();
    }

    @Test
    void everyRouteDoesWhatACProgramDoes(@TempDir Path dir) throws Exception {
        assumeTrue(RegisteredCode.obstacle() == null, RegisteredCode::obstacle);
        files();
        sockets();
        others();
        Native libc = Native.process();
        Map<String, String> results = new LinkedHashMap<>();
        results.put("C", byC("cc", dir.resolve("c")));
        results.put("jnr", byJava(new JnrUnixCalls(libc), new JnrLinuxCalls(libc), dir.resolve("jnr")));
        results.put(
                "registered",
                byJava(new RegisteredUnixCalls(libc), new RegisteredLinuxCalls(libc), dir.resolve("registered")));
        if (Route.chosen() == Route.FFM) {
            results.put("ffm", byJava(new LinkedUnixCalls(libc), new LinkedLinuxCalls(libc), dir.resolve("ffm")));
        }
        results.forEach((route, lines) -> assertEquals(results.get("C"), lines, route));
        long functions = steps.stream().map(Step::function).distinct().count();
        assertTrue(functions >= 100, functions + " functions");
    }

    /**
     * The library's numbers and structures are those of glibc's headers. musl's functions understand them and have the same results,
     * but for a few that machine code never calls.
     */
    @Test
    @NeedsTool("musl-gcc")
    void muslDoesTheSame(@TempDir Path dir) throws IOException {
        files();
        sockets();
        others();
        String[] all = byC("cc", dir.resolve("glibc")).split("\n");
        // musl reads and writes some structures itself, so a wrong address ends the program.
        int[] kept = IntStream.range(0, all.length)
                .filter(i -> !all[i].endsWith(" " + -EFAULT))
                .toArray();
        assertTrue(kept.length > all.length * 9 / 10, kept.length + " of " + all.length);
        steps.retainAll(Arrays.stream(kept).mapToObj(steps::get).toList());
        String[] glibc = Arrays.stream(kept).mapToObj(i -> all[i]).toArray(String[]::new);
        String[] musl = byC("musl-gcc", dir.resolve("musl")).split("\n");
        assertEquals(glibc.length, musl.length);
        List<String> different = IntStream.range(0, glibc.length)
                .filter(i -> !glibc[i].equals(musl[i]))
                .mapToObj(i -> glibc[i] + ", " + musl[i])
                .toList();
        assertEquals(
                List.of(
                        // A length of 0 is valid.
                        "readlink " + -EINVAL + ", readlink 0",
                        // The address is wrong, and more than 1,024 bytes of control data are too many.
                        "sendmsg " + -EBADF + ", sendmsg " + -ENOMEM,
                        "sendmmsg " + -EBADF + ", sendmmsg " + -ENOMEM,
                        // The address is rounded to a page.
                        "mprotect " + -EINVAL + ", mprotect " + -ENOMEM),
                different);
        different.forEach(line -> assertTrue(marks.has(line.substring(0, line.indexOf(' ')), "direct"), line));
    }

    /** Every call that machine code makes on Linux is in the list, once with success and once with a failure, if it can fail. */
    @Test
    void theListHasEveryDirectCall() {
        files();
        sockets();
        others();
        List<String> listed = steps.stream().map(Step::function).toList();
        List<String> missing = marks.with("direct").stream()
                .filter(name -> !listed.contains(name))
                .sorted()
                .toList();
        assertEquals(
                List.of("munlockall", "setsid", "syscall6"),
                missing,
                "these change the process, or are tested elsewhere");
    }
}
