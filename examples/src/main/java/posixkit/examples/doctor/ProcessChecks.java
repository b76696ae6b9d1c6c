package posixkit.examples.doctor;

import static posixkit.constants.Priority.PRIO_PROCESS;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Resource.RUSAGE_SELF;
import static posixkit.constants.Signal.SIGURG;
import static posixkit.constants.Signal.SIG_BLOCK;
import static posixkit.constants.Signal.SIG_SETMASK;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.security.auth.module.UnixSystem;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import posixkit.Posix;
import posixkit.Target;
import posixkit.id.Ids;
import posixkit.process.Rlimit;
import posixkit.process.Rusage;
import posixkit.process.SignalSet;

/**
 * Checks the calls for the ids, limits, priority and signal mask of this process. Compares the results with results of the JDK
 * and of programs.
 */
final class ProcessChecks {
    private static final long LARGEST = Long.MAX_VALUE;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Posix posix;

    private ProcessChecks(Posix posix) {
        this.posix = posix;
    }

    static void run(Posix posix, Checkup checkup) {
        ProcessChecks process = new ProcessChecks(posix);
        checkup.check("getpid, getppid", process::pids);
        checkup.check("getuid, getgroups", process::ids);
        checkup.check("getrlimit", process::limits);
        checkup.check("getrusage", process::usage);
        checkup.check("getpriority", process::priority);
        checkup.check("getpgrp, getsid", process::groups);
        checkup.check("pthread_sigmask", process::mask);
    }

    private String pids() throws Exception {
        ProcessHandle self = ProcessHandle.current();
        same("pid", (long) posix.processes().getpid(), self.pid());
        long parent = self.parent().map(ProcessHandle::pid).orElse(0L);
        same("parent", (long) posix.processes().getppid(), parent);
        return self.pid() + " of " + parent;
    }

    private String ids() throws Exception {
        UnixSystem jdk = new UnixSystem();
        same("uid", Integer.toUnsignedLong(posix.ids().getuid()), jdk.getUid());
        same("gid", Integer.toUnsignedLong(posix.ids().getgid()), jdk.getGid());
        Oracle.agrees("effective user", Integer.toUnsignedString(posix.ids().geteuid()), "id", "-u");
        Oracle.agrees("effective group", Integer.toUnsignedString(posix.ids().getegid()), "id", "-g");
        Set<Long> ours = Arrays.stream(posix.ids().getgroups())
                .mapToObj(Integer::toUnsignedLong)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Long> theirs = Arrays.stream(jdk.getGroups()).boxed().collect(Collectors.toCollection(TreeSet::new));
        // Some operating systems and tools list the effective group among the supplementary groups, and others do
        // not. So the effective group is added to the groups from posixkit and to the groups from the JDK, before
        // they are compared.
        long effective = Integer.toUnsignedLong(posix.ids().getegid());
        ours.add(effective);
        theirs.add(effective);
        same("groups", ours, theirs);
        return "of a user in " + ours.size() + " groups";
    }

    private String limits() throws Exception {
        Rlimit files = posix.processes().getrlimit(RLIMIT_NOFILE);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean jdk) {
            same("open files", files.cur(), jdk.getMaxFileDescriptorCount());
        }
        posix.processes().setrlimit(RLIMIT_NOFILE, files);
        same("limit afterwards", posix.processes().getrlimit(RLIMIT_NOFILE), files);
        within("hard limit, against the soft one", Rlimit.compare(files.max(), files.cur()), 0, 1);
        return Rlimit.text(files.cur()) + " open files, at most " + Rlimit.text(files.max());
    }

    private String usage() throws Exception {
        Rusage usage = posix.processes().getrusage(RUSAGE_SELF);
        Duration ours = usage.userTime().plus(usage.systemTime());
        Duration jdk = ProcessHandle.current().info().totalCpuDuration().orElse(ours);
        within("milliseconds between two clocks", ours.minus(jdk).toMillis(), -SOON.toMillis(), SOON.toMillis());
        long unit = Target.IS_LINUX ? 1024 : 1;
        within("memory", usage.maxrss() * unit, 1 << 20, LARGEST);
        return ours.toMillis() + " ms, " + usage.maxrss() * unit + " bytes at most";
    }

    private String priority() throws Exception {
        int priority = posix.processes().getpriority(PRIO_PROCESS, 0);
        String pid = Integer.toString(posix.processes().getpid());
        Oracle.agrees("niceness", priority, "ps", "-o", "nice=", "-p", pid);
        posix.processes().setpriority(PRIO_PROCESS, 0, priority);
        same("niceness", posix.processes().getpriority(PRIO_PROCESS, 0), priority);
        return "niceness " + priority;
    }

    private String groups() throws Exception {
        Ids ids = posix.ids();
        String pid = Integer.toString(posix.processes().getpid());
        Oracle.agrees("process group", ids.getpgrp(), "ps", "-o", "pgid=", "-p", pid);
        same("process group", ids.getpgid(0), ids.getpgrp());
        int session = ids.getsid(0);
        same("session", ids.getsid(posix.processes().getpid()), session);
        return "group " + ids.getpgrp() + " in session " + session;
    }

    private String mask() throws Exception {
        SignalSet earlier = new SignalSet();
        posix.signals().pthreadSigmask(SIG_BLOCK, SignalSet.of(SIGURG), earlier);
        try {
            SignalSet now = new SignalSet();
            posix.signals().pthreadSigmask(SIG_BLOCK, null, now);
            same("is blocked", now.contains(SIGURG), true);
            // The default action of SIGURG is to do nothing. The C library of macOS may send it to another thread.
            posix.processes().raise(SIGURG);
            boolean isPending = posix.signals().sigpending().contains(SIGURG);
            same("is pending", isPending || Target.IS_DARWIN, true);
        } finally {
            posix.signals().pthreadSigmask(SIG_SETMASK, earlier, null);
        }
        same("text", posix.signals().strsignal(SIGURG).toLowerCase(Locale.ROOT).contains("urgent"), true);
        return posix.signals().strsignal(SIGURG);
    }
}
