package posixkit.examples.doctor;

import static posixkit.constants.Errno.ECHILD;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.SigCode.CLD_KILLED;
import static posixkit.constants.Signal.SIGCHLD;
import static posixkit.constants.Signal.SIGCONT;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGSTOP;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.constants.Wait.P_PID;
import static posixkit.constants.Wait.WEXITED;
import static posixkit.constants.Wait.WNOHANG;
import static posixkit.constants.Wait.WNOWAIT;
import static posixkit.constants.Wait.WUNTRACED;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import posixkit.Posix;
import posixkit.Target;
import posixkit.process.Processes;
import posixkit.process.Rusage;
import posixkit.process.Siginfo;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/** Checks the calls that start programs, send signals to them and wait for them. */
final class ChildChecks {
    private static final int STATUS = 3;

    private final Processes processes;
    private final Posix posix;
    private final Workplace workplace;

    private ChildChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        processes = posix.processes();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        ChildChecks children = new ChildChecks(posix, workplace);
        checkup.check("posix_spawn, wait4", children::status);
        checkup.check("posix_spawn's settings", children::settings);
        if (Target.IS_LINUX) {
            checkup.check("a session, signals", children::session);
        } else {
            checkup.check("started suspended", children::suspended);
        }
        checkup.check("kill, waitid", children::killing);
        checkup.check("SIGSTOP, SIGCONT", children::stopping);
    }

    private interface Watcher {
        String watch(int child, WaitStatus status) throws Exception;
    }

    /** Starts a program that sleeps for a minute, and kills it after {@code watcher} returns or throws. */
    private String withSleeper(Watcher watcher) throws Exception {
        int child = processes.spawn(Spawn.of("/bin/sleep", "60"));
        try {
            return watcher.watch(child, new WaitStatus());
        } finally {
            if (processes.killOrErrno(child, SIGKILL) == 0) {
                processes.wait4OrErrno(child, new WaitStatus(), 0, null);
            }
        }
    }

    private String status() throws Exception {
        WaitStatus status = new WaitStatus();
        Rusage usage = processes.newRusage();
        int child = processes.spawn(Spawn.of("/bin/sh", "-c", "exit " + STATUS));
        same("child", processes.wait4(child, status, 0, usage), child);
        same("exited", status.exited(), true);
        same("status", status.exitStatus(), STATUS);
        within("memory of the child", usage.maxrss(), 1, Long.MAX_VALUE);
        same("again", processes.wait4OrErrno(child, status, 0, null), -ECHILD);
        return status.toString();
    }

    private String settings() throws Exception {
        // posix_spawn of macOS cannot change the directory.
        Path directory = Target.IS_LINUX ? workplace.directory() : Path.of("").toRealPath();
        Path output = workplace.path("output");
        Path input = workplace.file("from a file\n");
        Spawn what = Spawn.of("/bin/sh", "-c", "pwd -P; echo \"$GREETING\"; cat; ps -o pgid= -p $$")
                .environment(Map.of("GREETING", "hello", "PATH", "/usr/bin:/bin"))
                .open(0, input.toString(), O_RDONLY, 0)
                .open(1, output.toString(), O_WRONLY | O_CREAT, 0600)
                .dup2(1, 2)
                .processGroup(0);
        if (Target.IS_LINUX) {
            what.directory(directory.toString());
        }
        int child = processes.spawn(what);
        WaitStatus status = new WaitStatus();
        processes.wait4(child, status, 0, null);
        List<String> lines = Files.readAllLines(output);
        same("directory, variable, input", lines.subList(0, 3), List.of(directory.toString(), "hello", "from a file"));
        if (status.exitStatus() == 0) {
            same("process group", lines.get(3).strip(), Integer.toString(child));
        }
        return "directory, environment, files, process group";
    }

    private String session() throws Exception {
        int child = processes.spawn(
                Spawn.of("/bin/sleep", "60").session().defaultSignals(SIGTERM).blockedSignals(SIGTERM));
        try {
            same("session", posix.ids().getsid(child), child);
            same("process group", posix.ids().getpgid(child), child);
            processes.kill(child, SIGTERM);
            same("ended", processes.wait4(child, new WaitStatus(), WNOHANG, null), 0);
            return "session " + child + ", SIGTERM blocked";
        } finally {
            processes.kill(child, SIGKILL);
            processes.wait4(child, new WaitStatus(), 0, null);
        }
    }

    private String suspended() throws Exception {
        int child = processes.spawn(Spawn.of("/bin/sh", "-c", "exit " + STATUS).startSuspended());
        WaitStatus status = new WaitStatus();
        try {
            posix.clocks().nanosleep(50_000_000);
            same("ended", processes.wait4(child, status, WNOHANG, null), 0);
        } finally {
            processes.kill(child, SIGCONT);
            processes.wait4(child, status, 0, null);
        }
        same("status", status.exitStatus(), STATUS);
        return status.toString();
    }

    private String killing() throws Exception {
        return withSleeper((child, status) -> {
            same("alive", ProcessHandle.of(child).isPresent(), true);
            processes.kill(child, SIGTERM);
            Siginfo info = posix.signals().newSiginfo();
            processes.waitid(P_PID, child, info, WEXITED | WNOWAIT);
            same("signal", info.signo(), SIGCHLD);
            same("process", info.pid(), child);
            same("code", info.code(), CLD_KILLED);
            processes.wait4(child, status, 0, null);
            same("signal", status.signal(), SIGTERM);
            same("kill afterwards", processes.killOrErrno(child, 0), -ESRCH);
            return status.toString();
        });
    }

    private String stopping() throws Exception {
        return withSleeper((child, status) -> {
            processes.kill(child, SIGSTOP);
            processes.wait4(child, status, WUNTRACED, null);
            same("stopped", status.stopped(), true);
            same("signal", status.stopSignal(), SIGSTOP);
            processes.kill(child, SIGCONT);
            return status.toString();
        });
    }
}
