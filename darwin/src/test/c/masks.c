/* Masks of threads, what waits behind them, texts of signals, the alarm and the timers. */
#include "standin.h"

#include <stdio.h>
#include <sys/time.h>

static darwin_sigset darwin_set(const char *call, const sigset_t *set) {
    darwin_sigset out = 0;
    for (int i = 1; i < NSIG; i++)
        if (i <= SIGSYS && i != SIGSTKFLT && i != SIGPWR && sigismember(set, i))
            out |= 1u << (standin_darwin_signal(call, i) - 1);
    return out;
}

typedef int mask_call(int, const sigset_t *, sigset_t *);

/* Returns its error. */
DARWIN(int, pthread_sigmask, int how, const darwin_sigset *set, darwin_sigset *old) {
    sigset_t in, out;
    int host = how == D_SIG_BLOCK ? SIG_BLOCK : how == D_SIG_UNBLOCK ? SIG_UNBLOCK : how == D_SIG_SETMASK ? SIG_SETMASK : -1;
    if (set != NULL && host < 0) return D_EINVAL;
    if (set != NULL) standin_sigset(*set, &in);
    int error = ((mask_call *) standin_libc("pthread_sigmask"))(host, set == NULL ? NULL : &in, &out);
    if (error == 0 && old != NULL) *old = darwin_set(__func__, &out);
    return error == 0 ? 0 : standin_errno(__func__, error);
}

DARWIN(int, sigpending, darwin_sigset *set) {
    sigset_t out;
    if (((int (*)(sigset_t *)) standin_libc("sigpending"))(&out) != 0) return standin_fail(standin_errno(__func__, errno));
    *set = darwin_set(__func__, &out);
    return 0;
}

DARWIN(char *, strsignal, int signal) {
    static char text[100];
    const char *about = signal == D_SIGEMT ? "EMT trap"
        : signal == D_SIGINFO              ? "Information request"
        : signal <= 0 || signal >= D_NSIG  ? "Unknown signal"
                                           : ((char *(*)(int)) standin_libc("strsignal"))(standin_signal(__func__, signal));
    snprintf(text, sizeof text, "%s: %d", about, signal);
    return text;
}

DARWIN(unsigned, alarm, unsigned seconds) {
    return ((unsigned (*)(unsigned)) standin_libc("alarm"))(seconds);
}

struct darwin_itimerval {
    struct darwin_timeval it_interval, it_value;
};
D_CHECK_itimerval;

static int host_timer(int which) {
    switch (which) {
        case D_ITIMER_REAL: return ITIMER_REAL;
        case D_ITIMER_VIRTUAL: return ITIMER_VIRTUAL;
        case D_ITIMER_PROF: return ITIMER_PROF;
        default: return standin_fail(D_EINVAL);
    }
}

/* Before macOS 10.15, no more than 100000000 seconds. */
static bool to_host(const struct darwin_timeval *from, struct timeval *to) {
    *to = (struct timeval) {from->tv_sec, from->tv_usec};
    return from->tv_sec >= 0 && from->tv_sec <= INT32_MAX && from->tv_usec >= 0 && from->tv_usec < 1000000;
}

DARWIN(int, getitimer, int which, struct darwin_itimerval *value) {
    struct itimerval host;
    int kind = host_timer(which);
    if (kind < 0 || ANSWER(getitimer, kind, &host) != 0) return -1;
    *value = (struct darwin_itimerval) {
        .it_interval = {host.it_interval.tv_sec, (int32_t) host.it_interval.tv_usec},
        .it_value = {host.it_value.tv_sec, (int32_t) host.it_value.tv_usec},
    };
    return 0;
}

DARWIN(int, setitimer, int which, const struct darwin_itimerval *value, struct darwin_itimerval *old) {
    struct itimerval host;
    int kind = host_timer(which);
    if (old != NULL) standin_die(__func__, "a timer before");
    if (kind < 0) return -1;
    if (!to_host(&value->it_interval, &host.it_interval) || !to_host(&value->it_value, &host.it_value))
        return standin_fail(D_EINVAL);
    return (int) ANSWER(setitimer, kind, &host, NULL);
}
