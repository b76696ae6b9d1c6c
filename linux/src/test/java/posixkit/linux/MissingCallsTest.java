package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_NO_NEW_PRIVS;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_SECCOMP;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_prctl;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import posixkit.Call;
import posixkit.Posix;
import posixkit.onlinux.Syscalls;
import posixkit.onlinux.constants.LinuxSyscallNumber;
import posixkit.system.CArena;
import posixkit.testing.RoleCalls;
import posixkit.testing.RoleCalls.RoleCall;
import posixkit.testing.Roles;

/**
 * On an older kernel, a call that it lacks fails with ENOSYS, and no other call does. A filter of the kernel's own, for one thread,
 * plays the older kernel.
 */
class MissingCallsTest {
    /** What these calls do instead, as their comments say: epoll_wait, and what glibc makes of the others. */
    private static final Map<String, Integer> FALLBACKS = Map.of(
            "epollPwait2",
            -EBADF,
            "statx",
            -EINVAL,
            "mlock2",
            -EINVAL,
            "preadv2",
            -EOPNOTSUPP,
            "pwritev2",
            -EOPNOTSUPP);

    /** On the route jnr, glibc makes this one of it, too. */
    private static final String BY_GLIBC_OR_NOT = "renameat2";

    private static final int SECCOMP_MODE_FILTER = 2;
    private static final int ALLOW = 0x7fff0000;
    private static final int FAIL_WITH = 0x00050000;

    private final Posix posix = Posix.get();

    @Test
    void aCallThatTheKernelLacksFailsAlone() throws Exception {
        Map<String, String> wrong = new TreeMap<>();
        List<String> tried = new ArrayList<>();
        try (RoleCalls calls = new RoleCalls(posix)) {
            for (RoleCall call : calls.all()) {
                Call mark = call.method().getAnnotation(Call.class);
                Integer number = mark == null || mark.since().isEmpty() ? null : number(mark.value());
                if (number == null) {
                    continue;
                }
                Method twin = Roles.otherFace(call.method()).orElse(null);
                if (twin == null) {
                    continue;
                }
                // Descriptors that are not open, and lengths of 0: nothing is refused before the call, and nothing is
                // done by it.
                Object[] arguments = Arrays.stream(calls.arguments(twin))
                        .map(argument -> argument instanceof Long ? Long.valueOf(0) : argument)
                        .toArray();
                if (twin.getName().equals("closeRangeOnExecOrErrno")) {
                    Arrays.fill(arguments, Integer.MAX_VALUE);
                }
                RoleCall made = new RoleCall(call.role(), twin);
                long with = onThread(() -> outcome(made, arguments));
                long without = onThread(() -> {
                    refuse(number);
                    assertNotEquals(-ENOSYS, posix.io().closeOrErrno(-1));
                    return outcome(made, arguments);
                });
                tried.add(call.method().getName());
                long expected = FALLBACKS.getOrDefault(call.method().getName(), -ENOSYS);
                boolean isByGlibc = call.method().getName().equals(BY_GLIBC_OR_NOT) && without == -EINVAL;
                if (without != expected && !isByGlibc || with == -ENOSYS) {
                    wrong.put(call.toString(), with + " with the call, " + without + " without");
                }
            }
        }
        assertEquals(Map.of(), wrong);
        assertTrue(tried.containsAll(FALLBACKS.keySet()), tried::toString);
        assertTrue(tried.size() >= 12, tried::toString);
    }

    private static long outcome(RoleCall call, Object[] arguments) throws Exception {
        try {
            return ((Number) call.invoke(arguments)).longValue();
        } catch (Exception | Error e) {
            throw new IllegalStateException(call + " never reached the kernel", e);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private interface Task {
        long run() throws Exception;
    }

    /** A filter stays with its thread for life, so each has a thread of its own. */
    private static long onThread(Task task) throws Exception {
        CompletableFuture<Long> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(task.run());
            } catch (Exception | Error e) {
                result.completeExceptionally(e);
            }
        });
        thread.start();
        thread.join();
        return result.get();
    }

    /** The number of the system call of this name, or null if it is none, or this processor has no such call. */
    private static Integer number(String call) throws IllegalAccessException {
        try {
            return (int) LinuxSyscallNumber.class
                    .getField("SYS_" + call.replaceFirst("\\(.*", ""))
                    .get(null);
        } catch (NoSuchFieldException e) {
            return null;
        }
    }

    /** Lets a system call fail with ENOSYS on this thread from now on. */
    private void refuse(int number) throws IOException {
        byte[] program = ByteBuffer.allocate(4 * 8)
                .order(ByteOrder.nativeOrder())
                .put(instruction(0x20, 0, 0)) // load the number
                .put(instruction(0x15, 1, number)) // if it is not that one, skip one
                .put(instruction(0x06, 0, FAIL_WITH | ENOSYS))
                .put(instruction(0x06, 0, ALLOW))
                .array();
        Syscalls syscalls = posix.onLinux().unguardedSyscalls();
        try (CArena arena = posix.symbols().newArena()) {
            long header = arena.alloc(16);
            arena.putInt(header, program.length / 8);
            arena.putLong(header + 8, arena.bytes(program));
            syscalls.syscall6(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0);
            syscalls.syscall6(SYS_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0, 0);
        }
    }

    private static byte[] instruction(int code, int skipIfNot, int operand) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putShort((short) code)
                .put((byte) 0)
                .put((byte) skipIfNot)
                .putInt(operand)
                .array();
    }
}
