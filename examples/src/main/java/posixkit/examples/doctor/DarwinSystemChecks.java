package posixkit.examples.doctor;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EPERM;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;
import static posixkit.ondarwin.constants.DarwinProc.PROC_ALL_PIDS;
import static posixkit.ondarwin.constants.DarwinProc.PROC_PIDTBSDINFO;
import static posixkit.ondarwin.constants.DarwinPtrace.PT_ATTACHEXC;
import static posixkit.ondarwin.constants.DarwinSysctl.CTL_KERN;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_PROC;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_PROC_PID;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import posixkit.Posix;
import posixkit.ondarwin.Clockrate;
import posixkit.ondarwin.KinfoProcess;
import posixkit.ondarwin.OnDarwinProcesses;
import posixkit.ondarwin.ProcBsdinfo;
import posixkit.ondarwin.ProcTaskinfo;
import posixkit.ondarwin.Sysctl;

/** Checks the calls that read variables of the kernel of macOS, and what it knows of processes. */
final class DarwinSystemChecks {
    private final Posix posix;
    private final Sysctl sysctl;
    private final OnDarwinProcesses processes;
    private final int self;

    private DarwinSystemChecks(Posix posix) {
        this.posix = posix;
        sysctl = posix.onDarwin().sysctl();
        processes = posix.onDarwin().processes();
        self = posix.processes().getpid();
    }

    static void run(Posix posix, Checkup checkup) {
        DarwinSystemChecks checks = new DarwinSystemChecks(posix);
        checkup.check("sysctlbyname", checks::byName);
        checkup.check("sysctl by numbers", checks::byNumbers);
        checkup.check("kern.boottime", checks::start);
        checkup.check("kern.clockrate", checks::rates);
        if (Oracle.IS_MAC) {
            checkup.check("vm.loadavg, swapusage", checks::structures);
        }
        checkup.check("kern.proc.pid", checks::process);
        checkup.check("proc_listpids, pidpath", checks::pids);
        checkup.check("proc_pidinfo", checks::info);
        checkup.check("ptrace's refusal", checks::trace);
    }

    private String byName() throws Exception {
        for (String name : List.of("kern.ostype", "kern.osrelease", "kern.version", "kern.hostname", "hw.machine")) {
            String value = sysctl.text(name);
            same(name + " is empty", value.isEmpty(), false);
            if (Oracle.IS_MAC) {
                Oracle.agrees(name, value.strip(), "sysctl", "-n", name);
            }
        }
        for (String name : List.of("hw.ncpu", "hw.memsize", "hw.pagesize", "kern.maxfiles", "kern.ngroups")) {
            long value = sysctl.number(name);
            if (Oracle.IS_MAC) {
                Oracle.agrees(name, value, "sysctl", "-n", name);
            }
        }
        OperatingSystemMXBean jdk = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long memory = sysctl.number("hw.memsize");
        // On Linux, with a library that stands in for that of macOS, the JDK may be limited to a part of the memory.
        within("memory", memory, jdk.getTotalMemorySize(), Oracle.IS_MAC ? jdk.getTotalMemorySize() : Long.MAX_VALUE);
        return sysctl.number("hw.ncpu") + " processors, " + memory + " bytes of memory";
    }

    private String byNumbers() throws Exception {
        int[] numbers = sysctl.sysctlnametomib("kern.osrelease");
        same("release", sysctl.text(numbers), sysctl.text("kern.osrelease"));
        byte[] raw = sysctl.sysctl(numbers);
        same("bytes", new String(raw, 0, raw.length - 1, StandardCharsets.US_ASCII), sysctl.text(numbers));
        return "kern.osrelease is " + Arrays.toString(numbers);
    }

    private String start() throws Exception {
        Instant start = sysctl.time("kern.boottime");
        within("days since", Duration.between(start, Instant.now()).toDays(), 0, 10_000);
        return "started at " + start;
    }

    private String rates() throws Exception {
        Clockrate rates = sysctl.clockrate();
        within("ticks in a second", rates.hz(), 1, 1_000_000);
        same("microseconds of a tick", rates.tick(), 1_000_000 / rates.hz());
        return rates.toString();
    }

    private String structures() throws Exception {
        double before = posix.host().getloadavg()[0];
        ByteBuffer load = ByteBuffer.wrap(sysctl.sysctlbyname("vm.loadavg")).order(ByteOrder.nativeOrder());
        double average = load.getInt(0) / (double) load.getLong(2 * Long.BYTES);
        double later = posix.host().getloadavg()[0];
        long least = Math.round(100 * Math.min(before, later));
        within("hundredths", Math.round(100 * average), least - 1, Math.round(100 * Math.max(before, later)) + 1);
        ByteBuffer swap = ByteBuffer.wrap(sysctl.sysctlbyname("vm.swapusage")).order(ByteOrder.nativeOrder());
        same("total", swap.getLong(0), swap.getLong(Long.BYTES) + swap.getLong(2 * Long.BYTES));
        return "load " + average + ", swap " + swap.getLong(0);
    }

    private String process() throws Exception {
        List<KinfoProcess> found = sysctl.processes(CTL_KERN, KERN_PROC, KERN_PROC_PID, self);
        same("processes", found.size(), 1);
        KinfoProcess process = found.get(0);
        same("pid", process.pid(), self);
        same("parent", process.ppid(), posix.processes().getppid());
        same("user", process.uid(), posix.ids().geteuid());
        same("group", process.pgid(), posix.ids().getpgrp());
        return process.comm();
    }

    private String pids() throws Exception {
        int[] all = processes.procListpids(PROC_ALL_PIDS, 0);
        same("this process is listed", Arrays.stream(all).anyMatch(pid -> pid == self), true);
        String path = processes.procPidpath(self);
        String jdk = ProcessHandle.current().info().command().orElse(path);
        same("same program", Files.isSameFile(Path.of(path), Path.of(jdk)), true);
        return all.length + " processes; this is " + path;
    }

    private String info() throws Exception {
        ProcBsdinfo info = processes.procBsdinfo(self, false);
        same("pid", info.pid(), self);
        same("parent", info.ppid(), posix.processes().getppid());
        same("user", info.uid(), posix.ids().geteuid());
        ProcTaskinfo task = processes.procTaskinfo(self);
        within("threads", task.threadnum(), 1, 1 << 16);
        within("memory", task.residentSize(), 1 << 20, Long.MAX_VALUE);
        byte[] raw = new byte[1 << 10];
        int length = processes.procPidinfo(self, PROC_PIDTBSDINFO, 0, raw);
        within("bytes", length, 100, raw.length);
        return task.threadnum() + " threads, " + task.residentSize() + " bytes";
    }

    /** A process cannot trace itself. */
    private String trace() throws Exception {
        int result = posix.onDarwin().ptrace().ptraceOrErrno(PT_ATTACHEXC, self, 0, 0);
        same("is refused", result == -EINVAL || result == -EPERM, true);
        return "fails with " + -result + " for the own process";
    }
}
