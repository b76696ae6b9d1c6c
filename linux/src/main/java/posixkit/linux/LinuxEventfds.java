package posixkit.linux;

import static posixkit.onlinux.constants.LinuxEventfd.EFD_CLOEXEC;

import posixkit.linux.call.LinuxEventCalls;
import posixkit.onlinux.Eventfds;
import posixkit.unix.CloseOnExec;

/** @param closeOnExec {@code EFD_CLOEXEC} if new descriptors are close-on-exec; otherwise 0 */
record LinuxEventfds(LinuxEventCalls calls, int closeOnExec) implements Eventfds {
    LinuxEventfds(LinuxEventCalls calls, CloseOnExec closeOnExec) {
        this(calls, closeOnExec.flag(EFD_CLOEXEC));
    }

    @Override
    public int eventfdOrErrno(int initial, int flags) {
        return calls.eventfd(initial, flags | closeOnExec);
    }
}
