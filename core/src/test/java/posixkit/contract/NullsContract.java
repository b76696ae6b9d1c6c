package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Posix;
import posixkit.testing.Descriptors;
import posixkit.testing.RoleCalls;
import posixkit.testing.RoleCalls.RoleCall;

/** Every method of every role refuses a null argument by the argument's name, unless its comment says that null means something. */
@ExtendWith(Descriptors.class)
public abstract class NullsContract {
    /** What may be null, as METHOD.PARAMETER; the comments say what null means. */
    private static final Set<String> OPTIONAL = Set.of(
            "accept.peer",
            "accept4.peer",
            "connectx.src",
            "recvfrom.sender",
            "recvmmsg.timeout",
            "sendto.to",
            "select.read",
            "select.write",
            "select.except",
            "pselect.read",
            "pselect.write",
            "pselect.except",
            "pthreadSigmask.set",
            "pthreadSigmask.oldSet",
            "wait4.status",
            "wait4.usage",
            "execve.envp",
            "setlocale.locale",
            "prlimit.newLimit",
            "prlimit.oldLimit",
            "kevent.changes",
            "kevent.into",
            "mount.source",
            "openpty.settings",
            "openpty.size",
            "mount.fstype",
            "mount.data",
            "adjtime.delta",
            "adjtime.oldDelta");

    protected abstract Posix posix();

    @Test
    void nullIsRefusedByTheNameOfTheArgument() throws Exception {
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        try (RoleCalls calls = new RoleCalls(posix())) {
            for (RoleCall call : calls.all()) {
                for (int i = 0; i < call.method().getParameterCount(); i++) {
                    if (call.method().getParameterTypes()[i].isPrimitive() || isOptional(call, i)) {
                        continue;
                    }
                    refused++;
                    String outcome = outcome(calls, call, i);
                    if (!outcome.equals("refused")) {
                        wrong.add(call + ", " + call.method().getParameters()[i].getName() + ": " + outcome);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(refused > 200, refused + " arguments tried");
    }

    private static String outcome(RoleCalls calls, RoleCall call, int index) {
        Object[] arguments = calls.arguments(call.method());
        arguments[index] = null;
        String name = call.method().getParameters()[index].getName();
        try {
            return "accepted, and returned " + call.invoke(arguments);
        } catch (NullPointerException e) {
            return e.getMessage() != null && e.getMessage().equals(name)
                    ? "refused"
                    : "NullPointerException: " + e.getMessage();
        } catch (Throwable e) {
            return e.toString();
        }
    }

    private static boolean isOptional(RoleCall call, int index) {
        String method = call.method().getName().replaceFirst("OrErrno$", "");
        return OPTIONAL.contains(
                method + "." + call.method().getParameters()[index].getName());
    }
}
