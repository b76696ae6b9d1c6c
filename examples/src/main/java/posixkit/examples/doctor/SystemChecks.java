package posixkit.examples.doctor;

import static posixkit.constants.Confstr._CS_PATH;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Langinfo.CODESET;
import static posixkit.constants.LocaleCategory.LC_ALL;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Sysconf._SC_NPROCESSORS_ONLN;
import static posixkit.constants.Sysconf._SC_PAGESIZE;
import static posixkit.constants.Syslog.LOG_PID;
import static posixkit.constants.Syslog.LOG_USER;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import posixkit.Posix;
import posixkit.Target;
import posixkit.system.CFunction;
import posixkit.system.Host;
import posixkit.system.Utsname;

/** Checks the calls about the operating system: its names, numbers, variables and functions. */
final class SystemChecks {
    private final Posix posix;
    private final Host host;

    private SystemChecks(Posix posix) {
        this.posix = posix;
        host = posix.host();
    }

    static void run(Posix posix, Checkup checkup) {
        SystemChecks system = new SystemChecks(posix);
        checkup.check("uname", system::name);
        checkup.check("gethostname", system::hostName);
        checkup.check("sysconf, getpagesize", system::numbers);
        checkup.check("confstr", system::path);
        checkup.check("getloadavg", system::load);
        checkup.check("getentropy", system::entropy);
        checkup.check("strerror", system::errors);
        checkup.check("environ, getenv", system::environment);
        checkup.check("setlocale, nl_langinfo", system::locale);
        checkup.check("openlog, closelog", system::log);
        checkup.check("dlsym", system::function);
        if (Oracle.IS_MAC) {
            checkup.check("sync", system::sync);
        }
    }

    private String name() throws Exception {
        Utsname name = host.uname();
        same("system", name.sysname(), Target.IS_LINUX ? "Linux" : "Darwin");
        Oracle.agrees("release", name.release(), "uname", "-r");
        Oracle.agrees("version", name.version(), "uname", "-v");
        Oracle.agrees("machine", name.machine(), "uname", "-m");
        Oracle.agrees("node", name.nodename(), "uname", "-n");
        return name.sysname() + " " + name.release();
    }

    private String hostName() throws Exception {
        String name = host.gethostname();
        Oracle.agrees("name", name, "uname", "-n");
        String domain = host.getdomainname();
        int number = host.gethostid();
        if (Target.IS_LINUX) {
            Oracle.agrees("number", "%08x".formatted(number), "hostid");
        }
        return domain.isEmpty() || number == 0 ? "no domain or number" : "a domain and a number";
    }

    private String numbers() throws Exception {
        int size = host.getpagesize();
        same("page size", (long) size, host.sysconf(_SC_PAGESIZE).orElseThrow());
        Oracle.agrees("page size", size, "getconf", "PAGESIZE");
        long processors = host.sysconf(_SC_NPROCESSORS_ONLN).orElseThrow();
        within("processors", processors, Runtime.getRuntime().availableProcessors(), 1 << 16);
        long files = posix.processes().getrlimit(RLIMIT_NOFILE).cur();
        within("descriptors", host.getdtablesize(), 1, files < 0 ? Long.MAX_VALUE : files);
        return "pages of " + size + " bytes, " + processors + " processors";
    }

    private String path() throws Exception {
        String path = host.confstr(_CS_PATH);
        Oracle.agrees("path", path, "getconf", "PATH");
        return path;
    }

    private String load() throws Exception {
        double[] load = host.getloadavg();
        same("numbers", load.length, 3);
        double jdk = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        // The kernel computes the numbers anew every few seconds, perhaps between the two calls.
        double later = host.getloadavg()[0];
        long least = Math.round(100 * Math.min(load[0], later));
        within("hundredths", Math.round(100 * jdk), least - 1, Math.round(100 * Math.max(load[0], later)) + 1);
        return Arrays.toString(load);
    }

    private String entropy() throws Exception {
        byte[] first = new byte[32];
        byte[] second = new byte[32];
        host.getentropy(first);
        host.getentropy(second);
        same("the same bytes twice", Arrays.equals(first, second), false);
        return first.length + " bytes";
    }

    private String errors() throws Exception {
        same("ENOENT", host.strerror(ENOENT), "No such file or directory");
        return host.strerror(ENOENT);
    }

    private String environment() throws Exception {
        Map<String, String> jdk = System.getenv();
        for (Map.Entry<String, String> each : jdk.entrySet()) {
            same("variable " + each.getKey(), posix.environment().getenv(each.getKey()), each.getValue());
        }
        // The launcher of the JDK may have added variables after the JDK copied them.
        within("number of variables", posix.environment().environ().size(), jdk.size(), jdk.size() + 10L);
        same("no such variable", posix.environment().getenv("NO_SUCH_VARIABLE_HERE"), null);
        return jdk.size() + " variables";
    }

    private String locale() throws Exception {
        String locale = posix.environment().setlocale(LC_ALL, null);
        String codes = posix.environment().nlLanginfo(CODESET);
        same("locale is known", locale != null && codes != null, true);
        return locale + ", " + codes;
    }

    /** Writes no message, because a message stays in the log. */
    private String log() {
        posix.systemLog().openlog("pk-doctor", LOG_PID, LOG_USER);
        posix.systemLog().closelog();
        return "opened and closed, nothing written";
    }

    private String function() throws Exception {
        CFunction getpid = posix.symbols().function("getpid");
        same("address", getpid.address(), posix.symbols().address(getpid.symbol()));
        long pid = posix.symbols().call(getpid);
        same("pid", pid, ProcessHandle.current().pid());
        return getpid.prototype();
    }

    private String sync() {
        long start = System.nanoTime();
        host.sync();
        return (System.nanoTime() - start) / 1_000_000 + " ms";
    }
}
