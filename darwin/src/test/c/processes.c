/* Processes: who, waiting, signalling, what they used, becoming another, the background, ending. */
#include "standin.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>

DARWIN(pid_t, getpid, void) { return (pid_t) LINUX(getpid); }
DARWIN(pid_t, getppid, void) { return (pid_t) LINUX(getppid); }

DARWIN(int, kill, pid_t pid, int sig) {
    int host = standin_signal(__func__, sig);
    return host < 0 ? standin_fail(D_EINVAL) : (int) ANSWER(kill, pid, host);
}

DARWIN(pid_t, wait4, pid_t pid, int *status, int options, struct darwin_rusage *usage) {
    static const int known = D_WNOHANG | D_WUNTRACED | D_WCONTINUED;
    int host_status;
    struct rusage host_usage;
    if (options & ~known) standin_die(__func__, "option 0x%x has no Linux meaning", (unsigned) (options & ~known));
    if (pid == INT_MIN) return standin_fail(D_EINVAL);
    int host_options = (options & D_WNOHANG ? WNOHANG : 0) | (options & D_WUNTRACED ? WUNTRACED : 0)
            | (options & D_WCONTINUED ? WCONTINUED : 0);
    pid_t child = (pid_t) ANSWER(wait4, pid, &host_status, host_options, &host_usage);
    if (child <= 0) return child; /* nothing has changed: what the caller passed stays as it was */
    if (status != NULL) *status = standin_wait_status(__func__, host_status);
    if (usage != NULL) standin_rusage(&host_usage, usage);
    return child;
}

DARWIN(int, getrusage, int who, struct darwin_rusage *usage) {
    struct rusage host;
    if (who != D_RUSAGE_SELF && who != D_RUSAGE_CHILDREN) return standin_fail(D_EINVAL);
    if (usage == NULL) return standin_fail(D_EFAULT);
    if (ANSWER(getrusage, who == D_RUSAGE_SELF ? RUSAGE_SELF : RUSAGE_CHILDREN, &host) != 0) return -1;
    standin_rusage(&host, usage);
    return 0;
}

DARWIN(int, execve, const char *path, char *const argv[], char *const envp[]) {
    if (path == NULL || argv == NULL) return standin_fail(D_EFAULT);
    if (!standin_path_fits(path)) return -1;
    return (int) ANSWER(execve, path, argv, envp);
}

/* By libc: it has handlers to run. */
DARWIN(void, exit, int status) {
    void (*host)(int) = (void (*)(int)) standin_libc("exit");
    host(status);
}

DARWIN(pid_t, fork, void) {
    return (pid_t) standin_result(__func__, standin_kqueue_fork((pid_t (*)(void)) standin_libc("fork")));
}

DARWIN(int, raise, int signal) {
    int host = standin_signal(__func__, signal);
    if (host < 0) return standin_fail(D_EINVAL);
    return (int) ANSWER(tgkill, LINUX(getpid), LINUX(gettid), host);
}

DARWIN(uint64_t, times, struct darwin_tms *times) {
    struct tms host;
    long ticks = LINUX(times, &host);
    *times = (struct darwin_tms) {
        (uint64_t) host.tms_utime, (uint64_t) host.tms_stime, (uint64_t) host.tms_cutime, (uint64_t) host.tms_cstime};
    return (uint64_t) ticks;
}

#ifdef STANDIN_X86_64
#define DAEMON "daemon$1050"
#else
#define DAEMON "daemon"
#endif

DARWIN_AS(int, daemon, DAEMON, int nochdir, int noclose) {
    pid_t pid = darwin_fork();
    if (pid == -1) return -1;
    if (pid != 0) LINUX(exit_group, 0);
    LINUX(setsid);
    if (!nochdir) LINUX(chdir, "/");
    if (!noclose) {
        int null = (int) LINUX(openat, AT_FDCWD, "/dev/null", O_RDWR);
        for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) LINUX(dup3, null, fd, 0);
        LINUX(close, null);
    }
    return 0;
}

extern char **environ;

DARWIN(char ***, _NSGetEnviron, void) {
    return &environ;
}
