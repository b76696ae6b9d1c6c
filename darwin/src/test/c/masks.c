/* Masks of threads, what waits behind them, texts of signals, the alarm. */
#include "standin.h"

#include <stdio.h>

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
    bool known = signal > 0 && signal < D_NSIG;
    const char *host = known ? ((char *(*)(int)) standin_libc("strsignal"))(standin_signal(__func__, signal)) : NULL;
    snprintf(text, sizeof text, "%s: %d", known ? host : "Unknown signal", signal);
    return text;
}

DARWIN(unsigned, alarm, unsigned seconds) {
    return ((unsigned (*)(unsigned)) standin_libc("alarm"))(seconds);
}
