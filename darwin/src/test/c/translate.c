/* Numbers that have a name on both systems, and what to do with those that do not. */
#include "standin.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* What is used untranslated because both systems agree. */
_Static_assert(D_S_IFMT == S_IFMT && D_S_IFDIR == S_IFDIR && D_S_IFREG == S_IFREG && D_S_IFLNK == S_IFLNK
        && D_S_IFIFO == S_IFIFO && D_S_IFSOCK == S_IFSOCK && D_S_IFCHR == S_IFCHR && D_S_IFBLK == S_IFBLK,
        "file types");
_Static_assert(D_S_ISUID == S_ISUID && D_S_ISGID == S_ISGID && D_S_ISVTX == S_ISVTX && D_S_IRWXU == S_IRWXU
        && D_S_IRWXG == S_IRWXG && D_S_IRWXO == S_IRWXO, "permissions");
_Static_assert(D_O_RDONLY == O_RDONLY && D_O_WRONLY == O_WRONLY && D_O_RDWR == O_RDWR, "access modes");

int standin_dirfd(int fd) {
    return fd == D_AT_FDCWD ? AT_FDCWD : fd < 0 ? -1 : fd;
}

/*
 * Darwin's mode_t has 16 bits and its callees trust the caller to have cleared the rest.  A caller that did not works
 * here by luck and on a Mac by none.
 */
unsigned standin_mode(const char *call, unsigned mode, unsigned allowed) {
    if (mode > UINT16_MAX) standin_die(call, "mode 0x%x is wider than Darwin's 16-bit mode_t", mode);
    return mode & allowed;
}

static const struct { int darwin, host; } open_flags[] = {
    {D_O_NONBLOCK, O_NONBLOCK}, {D_O_APPEND, O_APPEND}, {D_O_ASYNC, O_ASYNC}, {D_O_SYNC, O_SYNC}, {D_O_DSYNC, O_DSYNC},
    {D_O_NOFOLLOW, O_NOFOLLOW}, {D_O_CREAT, O_CREAT}, {D_O_TRUNC, O_TRUNC}, {D_O_EXCL, O_EXCL}, {D_O_NOCTTY, O_NOCTTY},
    {D_O_DIRECTORY, O_DIRECTORY}, {D_O_CLOEXEC, O_CLOEXEC},
    {D_O_EVTONLY, O_PATH}, {D_O_SYMLINK, O_PATH | O_NOFOLLOW},
};

/* O_SHLOCK, O_EXLOCK and O_NOFOLLOW_ANY are no flags of Linux's open: standin_open does what they mean. */
static const int flags_done_apart = D_O_SHLOCK | D_O_EXLOCK | D_O_NOFOLLOW_ANY;

int standin_open_flags(const char *call, int flags) {
    int out = flags & D_O_ACCMODE;
    int rest = flags & ~(D_O_ACCMODE | flags_done_apart);
    for (size_t i = 0; i < sizeof open_flags / sizeof *open_flags; i++) {
        if ((rest & open_flags[i].darwin) == 0) continue;
        out |= open_flags[i].host;
        rest &= ~open_flags[i].darwin;
    }
    if (rest != 0) standin_die(call, "flag 0x%x has no Linux meaning", (unsigned) rest);
    return out;
}

int standin_status_flags(const char *call, int flags) {
    return standin_open_flags(call, flags) & (O_NONBLOCK | O_APPEND | O_ASYNC | O_SYNC);
}

/* Darwin's F_GETFL tells the access mode, these and O_EVTONLY.  Linux tells more, O_LARGEFILE for one: dropped. */
int standin_darwin_flags(int linux_flags) {
    int out = linux_flags & (O_RDONLY | O_WRONLY | O_RDWR);
    if (linux_flags & O_NONBLOCK) out |= D_O_NONBLOCK;
    if (linux_flags & O_APPEND) out |= D_O_APPEND;
    if (linux_flags & O_ASYNC) out |= D_O_ASYNC;
    if ((linux_flags & O_SYNC) == O_SYNC) out |= D_O_SYNC; /* Linux's O_SYNC contains its O_DSYNC */
    else if (linux_flags & O_DSYNC) out |= D_O_DSYNC;
    if (linux_flags & O_PATH) out |= linux_flags & O_NOFOLLOW ? D_O_SYMLINK : D_O_EVTONLY;
    return out;
}

static const struct { int darwin, host; } signals[] = {
#define ONE(name) {D_##name, name},
    ONE(SIGHUP) ONE(SIGINT) ONE(SIGQUIT) ONE(SIGILL) ONE(SIGTRAP) ONE(SIGABRT) ONE(SIGFPE) ONE(SIGKILL) ONE(SIGBUS)
    ONE(SIGSEGV) ONE(SIGSYS) ONE(SIGPIPE) ONE(SIGALRM) ONE(SIGTERM) ONE(SIGURG) ONE(SIGSTOP) ONE(SIGTSTP) ONE(SIGCONT)
    ONE(SIGCHLD) ONE(SIGTTIN) ONE(SIGTTOU) ONE(SIGIO) ONE(SIGXCPU) ONE(SIGXFSZ) ONE(SIGVTALRM) ONE(SIGPROF)
    ONE(SIGWINCH) ONE(SIGUSR1) ONE(SIGUSR2)
#undef ONE
};
#define SIGNAL_COUNT (sizeof signals / sizeof *signals)

int standin_signal(const char *call, int signal) {
    if (signal == 0) return 0;
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        if (signals[i].darwin == signal) return signals[i].host;
    if (signal < 0 || signal >= D_NSIG) return -1;
    standin_die(call, "signal %d is Darwin's alone", signal); /* SIGEMT, SIGINFO */
}

int standin_darwin_signal(const char *call, int linux_signal) {
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        if (signals[i].host == linux_signal) return signals[i].darwin;
    standin_die(call, "Linux signal %d has no Darwin number", linux_signal);
}

/* A full set also names signals Linux lacks, which then can neither be blocked nor arrive: dropped. */
void standin_sigset(darwin_sigset set, sigset_t *out) {
    sigemptyset(out);
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        if (set >> (signals[i].darwin - 1) & 1) sigaddset(out, signals[i].host);
}

/*
 * The word wait4 fills: the code or the stopping signal << 8, and in the low byte the killing signal with the core flag
 * above it, or all bits below that flag for "stopped".  Linux's word differs in the signals, and in "continued", which
 * on Darwin is a stop by SIGCONT.
 */
static int stopped(int darwin_signal) {
    return darwin_signal << 8 | (D_WCOREFLAG - 1);
}

int standin_exited_status(int code) {
    return code << 8;
}

int standin_killed_status(const char *call, int linux_signal, bool dumped_core) {
    return standin_darwin_signal(call, linux_signal) | (dumped_core ? D_WCOREFLAG : 0);
}

int standin_wait_status(const char *call, int status) {
    if (WIFEXITED(status)) return standin_exited_status(WEXITSTATUS(status));
    if (WIFCONTINUED(status)) return stopped(D_SIGCONT);
    if (WIFSTOPPED(status)) return stopped(standin_darwin_signal(call, WSTOPSIG(status)));
    return standin_killed_status(call, WTERMSIG(status), WCOREDUMP(status));
}

static struct darwin_timeval timeval(struct timeval from) {
    return (struct darwin_timeval) {.tv_sec = from.tv_sec, .tv_usec = (int32_t) from.tv_usec};
}

void standin_rusage(const void *linux_rusage, struct darwin_rusage *out) {
    const struct rusage *in = linux_rusage;
    *out = (struct darwin_rusage) {
        .ru_utime = timeval(in->ru_utime), .ru_stime = timeval(in->ru_stime),
        .ru_maxrss = in->ru_maxrss * 1024, /* bytes; Linux counts kibibytes */
        .ru_ixrss = in->ru_ixrss, .ru_idrss = in->ru_idrss, .ru_isrss = in->ru_isrss,
        .ru_minflt = in->ru_minflt, .ru_majflt = in->ru_majflt, .ru_nswap = in->ru_nswap,
        .ru_inblock = in->ru_inblock, .ru_oublock = in->ru_oublock,
        .ru_msgsnd = in->ru_msgsnd, .ru_msgrcv = in->ru_msgrcv, .ru_nsignals = in->ru_nsignals,
        .ru_nvcsw = in->ru_nvcsw, .ru_nivcsw = in->ru_nivcsw,
    };
}
