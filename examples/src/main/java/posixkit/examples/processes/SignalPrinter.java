package posixkit.examples.processes;

import static posixkit.constants.SigCode.CLD_EXITED;
import static posixkit.constants.SigCode.SI_QUEUE;
import static posixkit.constants.SigCode.SI_USER;
import static posixkit.constants.Signal.SIGBUS;
import static posixkit.constants.Signal.SIGCHLD;
import static posixkit.constants.Signal.SIGFPE;
import static posixkit.constants.Signal.SIGILL;
import static posixkit.constants.Signal.SIGSEGV;
import static posixkit.onlinux.constants.LinuxSigCode.SI_TKILL;

import posixkit.onlinux.OnLinuxSiginfo;
import posixkit.process.WaitStatus;

/** Prints signals and the ends of processes, as strace does. */
final class SignalPrinter {
    private final Signatures signatures;

    SignalPrinter(Signatures signatures) {
        this.signatures = signatures;
    }

    String text(OnLinuxSiginfo siginfo) {
        String name = Scalars.signal(siginfo.signo());
        StringBuilder text = new StringBuilder("--- ")
                .append(name)
                .append(" {si_signo=")
                .append(name)
                .append(", si_code=")
                .append(code(name, siginfo.code()));
        int code = siginfo.code();
        int signal = siginfo.signo();
        boolean isSent = code == SI_USER || code == SI_TKILL || code == SI_QUEUE;
        if (isSent || signal == SIGCHLD) {
            text.append(", si_pid=")
                    .append(siginfo.pid())
                    .append(", si_uid=")
                    .append(Integer.toUnsignedString(siginfo.uid()));
        } else if (signal == SIGSEGV || signal == SIGBUS || signal == SIGILL || signal == SIGFPE) {
            text.append(", si_addr=").append(Scalars.pointer(siginfo.addr()));
        }
        if (code == SI_QUEUE) {
            text.append(", si_int=").append(siginfo.intValue());
        }
        if (signal == SIGCHLD && !isSent) {
            text.append(", si_status=")
                    .append(code == CLD_EXITED ? Integer.toString(siginfo.status()) : Scalars.signal(siginfo.status()));
            text.append(", si_utime=")
                    .append(siginfo.utime())
                    .append(", si_stime=")
                    .append(siginfo.stime());
        }
        return text.append("} ---").toString();
    }

    private String code(String signal, int code) {
        ConstantSet own = signatures.set("codes_" + signal);
        return own != null && own.values().containsValue((long) code)
                ? own.text(code)
                : signatures.set("codes").text(code);
    }

    static String stopped(int signal) {
        return "--- stopped by " + Scalars.signal(signal) + " ---";
    }

    static String end(WaitStatus status) {
        return status.exited()
                ? "+++ exited with " + status.exitStatus() + " +++"
                : "+++ killed by " + Scalars.signal(status.signal()) + (status.coreDump() ? " (core dumped)" : "")
                        + " +++";
    }
}
