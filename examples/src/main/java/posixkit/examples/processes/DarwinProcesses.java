package posixkit.examples.processes;

import static posixkit.ondarwin.constants.DarwinProc.PROC_ALL_PIDS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.ondarwin.MachTimebase;
import posixkit.ondarwin.OnDarwinProcesses;
import posixkit.ondarwin.ProcBsdinfo;
import posixkit.ondarwin.ProcTaskinfo;

/** Reads the processes with {@code proc_pidinfo}. The kernel of macOS describes processes of other users only to root. */
final class DarwinProcesses implements ProcessSource {
    /** The letters of the states SIDL, SRUN, SSLEEP, SSTOP and SZOMB, which count from 1. */
    private static final String STATES = "?IRSTZ";

    private final Posix posix;
    private final OnDarwinProcesses processes;
    private final MachTimebase timebase;

    DarwinProcesses(Posix posix) {
        this.posix = posix;
        processes = posix.onDarwin().processes();
        timebase = posix.onDarwin().clocks().machTimebaseInfo();
    }

    @Override
    public long memory() throws ErrnoException {
        return posix.onDarwin().sysctl().number("hw.memsize");
    }

    @Override
    public List<ProcessSample> processes() throws ErrnoException {
        Instant now = posix.clocks().gettimeofday().toInstant();
        List<ProcessSample> found = new ArrayList<>();
        for (int pid : processes.procListpids(PROC_ALL_PIDS, 0)) {
            try {
                found.add(sample(processes.procBsdinfo(pid, false), processes.procTaskinfo(pid), now));
            } catch (ErrnoException e) {
                // The process has ended meanwhile, or it belongs to another user.
                continue;
            }
        }
        return found;
    }

    private ProcessSample sample(ProcBsdinfo process, ProcTaskinfo task, Instant now) {
        boolean isKnown = process.status() > 0 && process.status() < STATES.length();
        return new ProcessSample(
                process.pid(),
                process.ppid(),
                process.uid(),
                STATES.charAt(isKnown ? process.status() : 0),
                task.residentSize(),
                task.virtualSize(),
                Duration.ofNanos((task.totalUser() + task.totalSystem()) / timebase.denom() * timebase.numer()),
                Duration.between(process.start(), now),
                process.name().isEmpty() ? process.comm() : process.name());
    }
}
