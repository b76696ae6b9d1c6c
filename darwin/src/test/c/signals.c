/*
 * EVFILT_SIGNAL: counts a signal's arrivals and leaves what it does alone.  A signalfd would see only signals every
 * thread blocks, and take them away; so a handler stands in front of the process's own, counts, and passes the signal
 * on.  A handler installed later than the registration replaces it, and the counting ends.
 */
#include "kqueue.h"

#include <stdatomic.h>
#include <sys/eventfd.h>

enum { MOST = 16 };

static struct watched {
    struct sigaction before;    /* what the process does with it */
    int count;
    atomic_int sources[MOST];   /* eventfds of the registrations, plus one; 0 is free */
} watched[NSIG];

typedef int sigaction_call(int, const struct sigaction *, struct sigaction *);
static sigaction_call *set_action;

/* The default action, as on Darwin: a SIGIO is discarded there, while Linux ends the process. */
static void default_action(int signal) {
    static const struct sigaction by_default = {.sa_handler = SIG_DFL};
    if (signal == SIGCHLD || signal == SIGURG || signal == SIGWINCH || signal == SIGCONT || signal == SIGIO) return;
    set_action(signal, &by_default, NULL);
    long process = LINUX(getpid), thread = LINUX(gettid);
    LINUX(tgkill, process, thread, signal); /* blocked here, delivered on return */
}

static void arrived(int signal, siginfo_t *info, void *context) {
    int saved = errno;
    uint64_t one = 1;
    struct watched *entry = &watched[signal];
    for (int i = 0; i < MOST; i++) {
        int source = atomic_load(&entry->sources[i]) - 1;
        if (source >= 0) LINUX(write, source, &one, sizeof one);
    }
    if (entry->before.sa_flags & SA_SIGINFO) entry->before.sa_sigaction(signal, info, context);
    else if (entry->before.sa_handler == SIG_DFL) default_action(signal);
    else if (entry->before.sa_handler != SIG_IGN) entry->before.sa_handler(signal);
    errno = saved;
}

static int put_in_front(int signal, struct watched *entry) {
    set_action = (sigaction_call *) standin_libc("sigaction");
    if (set_action(signal, NULL, &entry->before) != 0) return standin_errno("kevent", errno);
    bool handled = entry->before.sa_flags & SA_SIGINFO
            || (entry->before.sa_handler != SIG_DFL && entry->before.sa_handler != SIG_IGN);
    struct sigaction front = entry->before;
    front.sa_sigaction = arrived;
    front.sa_flags |= SA_SIGINFO | SA_ONSTACK | (handled ? 0 : SA_RESTART); /* what was ignored interrupted nothing */
    return set_action(signal, &front, NULL) == 0 ? 0 : standin_errno("kevent", errno);
}

/* The host's number, or 0 when nothing of that number can ever be caught: such a registration waits for ever. */
static int catchable(const struct knote *note) {
    int signal = note->ident < D_NSIG ? standin_signal("kevent", (int) note->ident) : 0;
    return signal == SIGKILL || signal == SIGSTOP ? 0 : signal;
}

static int signal_attach(struct knote *note) {
    note->source = (int) LINUX(eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (note->source < 0) return standin_errno("kevent", errno);
    int signal = catchable(note);
    if (signal == 0) return 0;
    if (signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL || signal == SIGTRAP)
        standin_die("kevent", "signal %d is the JVM's own, nothing may stand in front of it", (int) note->ident);
    struct watched *entry = &watched[signal];
    if (entry->count == MOST) return D_ENOMEM;
    int error = entry->count == 0 ? put_in_front(signal, entry) : 0;
    if (error != 0) return error;
    entry->count++;
    for (int i = 0; i < MOST; i++) {
        if (atomic_load(&entry->sources[i]) != 0) continue;
        atomic_store(&entry->sources[i], note->source + 1);
        break;
    }
    return 0;
}

static void signal_detach(struct knote *note) {
    int signal = note->source < 0 ? 0 : catchable(note);
    struct watched *entry = &watched[signal];
    for (int i = 0; signal != 0 && i < MOST; i++) {
        if (atomic_load(&entry->sources[i]) != note->source + 1) continue;
        atomic_store(&entry->sources[i], 0);
        struct sigaction now;
        if (--entry->count == 0 && set_action(signal, NULL, &now) == 0 && now.sa_sigaction == arrived)
            set_action(signal, &entry->before, NULL);
    }
}

static int signal_change(struct knote *note, const struct darwin_kevent *to) {
    (void) note, (void) to;
    return 0;
}

static bool signal_tell(struct knote *note, struct darwin_kevent *out) {
    uint64_t count = 0;
    LINUX(read, note->source, &count, sizeof count);
    out->data = (intptr_t) count;
    return count > 0;
}

const struct filter standin_signal_filter = {
    .number = D_EVFILT_SIGNAL, .always = D_EV_CLEAR, .attach = signal_attach, .change = signal_change,
    .tell = signal_tell, .detach = signal_detach,
};
