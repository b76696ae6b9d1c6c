/* waitid. The host's header has macros for members of siginfo_t, so its structure is read before ours is declared. */
#include "standin.h"

#include <sys/wait.h>

struct change {
    int code, pid, status;
    unsigned uid;
};

static int host_waitid(int type, unsigned id, int options, struct change *change) {
    siginfo_t host = {0};
    int result = (int) standin_result("waitid", LINUX(waitid, type, id, &host, options, NULL));
    *change = (struct change) {host.si_code, host.si_pid, host.si_status, host.si_uid};
    return result;
}

#undef si_pid
#undef si_uid
#undef si_status
#undef si_addr
#undef si_value
#undef si_band

struct darwin_siginfo_t {
    int si_signo, si_errno, si_code;
    pid_t si_pid;
    uid_t si_uid;
    int si_status;
    void *si_addr;
    union sigval si_value;
    long si_band;
    unsigned long pad[7];
};
D_CHECK_siginfo_t;

/* The code of a change has Linux's value. */
DARWIN(int, waitid, unsigned type, unsigned id, struct darwin_siginfo_t *info, int options) {
    static const int known = D_WNOHANG | D_WEXITED | D_WSTOPPED | D_WCONTINUED | D_WNOWAIT;
    if (type != D_P_ALL && type != D_P_PID && type != D_P_PGID) return standin_fail(D_EINVAL);
    if (options & ~known) return standin_fail(D_EINVAL);
    int host_options = (options & D_WNOHANG ? WNOHANG : 0) | (options & D_WEXITED ? WEXITED : 0)
            | (options & D_WSTOPPED ? WSTOPPED : 0) | (options & D_WCONTINUED ? WCONTINUED : 0)
            | (options & D_WNOWAIT ? WNOWAIT : 0);
    struct change change;
    int result = host_waitid(type == D_P_ALL ? P_ALL : type == D_P_PID ? P_PID : P_PGID, id, host_options, &change);
    if (result != 0) return result;
    memset(info, 0, sizeof *info);
    if (change.pid == 0) return 0;
    int status = change.code == CLD_EXITED ? change.status : standin_darwin_signal("waitid", change.status);
    info->si_signo = D_SIGCHLD;
    info->si_code = change.code;
    info->si_pid = change.pid;
    info->si_uid = change.uid;
    info->si_status = status;
    return 0;
}
