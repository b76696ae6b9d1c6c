/* Processes: who, waiting, signalling, what they used, becoming another, ending. */
#include "standin.h"

#include <sys/resource.h>
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

extern char **environ;

DARWIN(char ***, _NSGetEnviron, void) {
    return &environ;
}
