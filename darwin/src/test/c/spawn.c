/*
 * posix_spawn.  glibc's cannot be dressed up as Darwin's: it has neither POSIX_SPAWN_CLOEXEC_DEFAULT nor
 * POSIX_SPAWN_START_SUSPENDED, and follows other rules for a descriptor duplicated onto itself.  So the child is made
 * here, the way glibc makes it: it borrows the caller's memory until exec, runs on a stack of its own with all signals
 * blocked, and tells of a failure through that memory.
 *
 * Every function of the family returns the error number and leaves errno alone.
 */
#include "standin.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

/* ---- attributes: an opaque pointer to this ---- */

struct attributes {
    short flags;
    pid_t group;
    darwin_sigset mask;
    darwin_sigset defaults;
};

DARWIN(int, posix_spawnattr_init, struct attributes **attr) {
    if (attr == NULL) return D_EINVAL;
    *attr = calloc(1, sizeof **attr);
    return *attr == NULL ? D_ENOMEM : 0;
}

DARWIN(int, posix_spawnattr_destroy, struct attributes **attr) {
    if (attr == NULL || *attr == NULL) return D_EINVAL;
    free(*attr);
    *attr = NULL;
    return 0;
}

#define ATTRIBUTE_SETTER(name, type, field) \
    DARWIN(int, name, struct attributes **attr, type value) { \
        if (attr == NULL || *attr == NULL) return D_EINVAL; \
        (*attr)->field = value; \
        return 0; \
    }

#define ATTRIBUTE_SET_SETTER(name, field) \
    DARWIN(int, name, struct attributes **attr, const darwin_sigset *set) { \
        if (attr == NULL || *attr == NULL || set == NULL) return D_EINVAL; \
        (*attr)->field = *set; \
        return 0; \
    }

ATTRIBUTE_SETTER(posix_spawnattr_setflags, short, flags)
ATTRIBUTE_SETTER(posix_spawnattr_setpgroup, pid_t, group)
ATTRIBUTE_SET_SETTER(posix_spawnattr_setsigmask, mask)
ATTRIBUTE_SET_SETTER(posix_spawnattr_setsigdefault, defaults)

DARWIN(int, posix_spawnattr_getflags, struct attributes *const *attr, short *flags) {
    if (attr == NULL || *attr == NULL || flags == NULL) return D_EINVAL;
    *flags = (*attr)->flags;
    return 0;
}

/* ---- file actions: an opaque pointer to a list ---- */

struct action {
    enum { OPEN, CLOSE, DUP2, INHERIT, CHDIR, FCHDIR } kind;
    int fd;       /* what to open as, close, inherit; the target of dup2 */
    int from;     /* dup2 */
    int flags;    /* open */
    unsigned mode;
    char path[D_PATH_MAX];
};

struct actions {
    int count;
    struct action *list;
};

DARWIN(int, posix_spawn_file_actions_init, struct actions **actions) {
    if (actions == NULL) return D_EINVAL;
    *actions = calloc(1, sizeof **actions);
    return *actions == NULL ? D_ENOMEM : 0;
}

DARWIN(int, posix_spawn_file_actions_destroy, struct actions **actions) {
    if (actions == NULL || *actions == NULL) return D_EINVAL;
    free((*actions)->list);
    free(*actions);
    *actions = NULL;
    return 0;
}

static bool good(int fd) {
    return fd >= 0 && fd < D_OPEN_MAX;
}

static int add(struct actions **actions, const char *path, struct action action) {
    if (actions == NULL || *actions == NULL) return D_EINVAL;
    if (path != NULL) {
        if (strnlen(path, D_PATH_MAX) == D_PATH_MAX) return D_ENAMETOOLONG;
        strcpy(action.path, path);
    }
    struct actions *all = *actions;
    struct action *list = realloc(all->list, (size_t) (all->count + 1) * sizeof *list);
    if (list == NULL) return D_ENOMEM;
    all->list = list;
    list[all->count++] = action;
    return 0;
}

DARWIN(int, posix_spawn_file_actions_addopen, struct actions **actions, int fd, const char *path, int oflag,
        unsigned mode) {
    if (!good(fd)) return D_EBADF;
    if (path == NULL) return D_EINVAL;
    return add(actions, path, (struct action) {.kind = OPEN, .fd = fd, .flags = oflag, .mode = mode});
}

DARWIN(int, posix_spawn_file_actions_addclose, struct actions **actions, int fd) {
    return good(fd) ? add(actions, NULL, (struct action) {.kind = CLOSE, .fd = fd}) : D_EBADF;
}

DARWIN(int, posix_spawn_file_actions_adddup2, struct actions **actions, int fd, int newfd) {
    if (!good(fd) || !good(newfd)) return D_EBADF;
    return add(actions, NULL, (struct action) {.kind = DUP2, .from = fd, .fd = newfd});
}

DARWIN(int, posix_spawn_file_actions_addinherit_np, struct actions **actions, int fd) {
    return good(fd) ? add(actions, NULL, (struct action) {.kind = INHERIT, .fd = fd}) : D_EBADF;
}

DARWIN(int, posix_spawn_file_actions_addchdir_np, struct actions **actions, const char *path) {
    return path == NULL ? D_EINVAL : add(actions, path, (struct action) {.kind = CHDIR});
}

DARWIN(int, posix_spawn_file_actions_addfchdir_np, struct actions **actions, int fd) {
    return good(fd) ? add(actions, NULL, (struct action) {.kind = FCHDIR, .fd = fd}) : D_EBADF;
}

/* ---- the child ---- */

struct spawn {
    const char *path;
    char *const *argv, *const *envp;
    struct attributes attributes;
    struct actions actions;
    sigset_t mask;     /* at exec */
    sigset_t defaults; /* signals to reset */
    int (*sigaction)(int, const struct sigaction *, struct sigaction *);
    int (*sigprocmask)(int, const sigset_t *, sigset_t *);
    int error;         /* Darwin's, 0 once exec has begun */
};

static const char CALL[] = "posix_spawn";

static bool act(const struct action *action) {
    switch (action->kind) {
        case OPEN: {
            int fd = standin_open(CALL, D_AT_FDCWD, action->path, action->flags, action->mode);
            if (fd < 0 || fd == action->fd) return fd >= 0;
            bool cloexec = action->flags & D_O_CLOEXEC;
            bool moved = standin_result(CALL, LINUX(dup3, fd, action->fd, cloexec ? O_CLOEXEC : 0)) >= 0;
            LINUX(close, fd);
            return moved;
        }
        case CLOSE: return standin_result(CALL, LINUX(close, action->fd)) == 0;
        case DUP2: /* onto itself it does nothing, on Darwin: a close-on-exec descriptor stays one */
            if (action->from == action->fd) return standin_result(CALL, LINUX(fcntl, action->fd, F_GETFD)) >= 0;
            return standin_result(CALL, LINUX(dup3, action->from, action->fd, 0)) >= 0;
        case INHERIT: return standin_result(CALL, LINUX(fcntl, action->fd, F_SETFD, 0)) == 0;
        case CHDIR: return standin_result(CALL, LINUX(chdir, action->path)) == 0;
        case FCHDIR: return standin_result(CALL, LINUX(fchdir, action->fd)) == 0;
    }
    return false;
}

/* Closes the descriptors from first to last; in the child only, so closing now or at exec is all the same. */
static void close_between(unsigned first, unsigned last) {
    if (first > last || LINUX(close_range, first, last, 0) == 0) return;
    for (unsigned fd = first; fd <= last && fd < D_OPEN_MAX; fd++) LINUX(close, fd);
}

/* POSIX_SPAWN_CLOEXEC_DEFAULT: only what the actions opened, duplicated or inherited reaches the program. */
static void keep_only_mentioned(const struct actions *actions) {
    for (unsigned from = 0;;) {
        unsigned kept = UINT32_MAX;
        for (int i = 0; i < actions->count; i++) {
            const struct action *action = &actions->list[i];
            bool mentions = action->kind == OPEN || action->kind == DUP2 || action->kind == INHERIT;
            if (mentions && (unsigned) action->fd >= from && (unsigned) action->fd < kept) kept = (unsigned) action->fd;
        }
        if (kept == UINT32_MAX) {
            close_between(from, UINT32_MAX);
            return;
        }
        if (kept > from) close_between(from, kept - 1);
        from = kept + 1;
    }
}

/* Handlers of the caller must not run here, and ignored signals stay ignored unless named. */
static void reset_signals(const struct spawn *spawn) {
    for (int signal = 1; signal < NSIG; signal++) {
        struct sigaction now, reset = {.sa_handler = SIG_DFL};
        if (spawn->sigaction(signal, NULL, &now) != 0) continue;
        bool named = sigismember(&spawn->defaults, signal) == 1;
        if (named || (now.sa_handler != SIG_DFL && now.sa_handler != SIG_IGN)) spawn->sigaction(signal, &reset, NULL);
    }
}

static bool prepare(struct spawn *spawn) {
    int flags = spawn->attributes.flags;
    reset_signals(spawn);
    if (flags & D_POSIX_SPAWN_SETSID && standin_result(CALL, LINUX(setsid)) < 0) return false;
    if (flags & D_POSIX_SPAWN_SETPGROUP && standin_result(CALL, LINUX(setpgid, 0, spawn->attributes.group)) != 0)
        return false;
    if (flags & D_POSIX_SPAWN_RESETIDS) {
        long group = LINUX(getgid), user = LINUX(getuid);
        if (standin_result(CALL, LINUX(setresgid, -1, group, -1)) != 0) return false;
        if (standin_result(CALL, LINUX(setresuid, -1, user, -1)) != 0) return false;
    }
    for (int i = 0; i < spawn->actions.count; i++)
        if (!act(&spawn->actions.list[i])) return false;
    if (flags & D_POSIX_SPAWN_CLOEXEC_DEFAULT) keep_only_mentioned(&spawn->actions);
    /* Under ptrace an exec that succeeds stops before the first instruction of the program. */
    if (flags & D_POSIX_SPAWN_START_SUSPENDED && standin_result(CALL, LINUX(ptrace, PTRACE_TRACEME, 0, 0, 0)) != 0)
        return false;
    return true;
}

static int child(void *argument) {
    struct spawn *spawn = argument;
    if (prepare(spawn)) {
        sigset_t mask = spawn->mask;
        if (spawn->attributes.flags & D_POSIX_SPAWN_START_SUSPENDED) sigdelset(&mask, SIGTRAP); /* the stop at exec */
        spawn->sigprocmask(SIG_SETMASK, &mask, NULL);
        spawn->error = 0;
        standin_result(CALL, LINUX(execve, spawn->path, spawn->argv, spawn->envp));
    }
    spawn->error = errno;
    LINUX(exit_group, 127);
    return 127;
}

/* ---- the parent ---- */

/* The child stands at its exec, traced: let go of it, stopped, as on Darwin until somebody sends SIGCONT. */
static void leave_suspended(pid_t pid, const sigset_t *mask) {
    int status;
    while (LINUX(wait4, pid, &status, __WALL, NULL) == -1 && errno == EINTR) {}
    if (!WIFSTOPPED(status)) return;
    LINUX(ptrace, PTRACE_SETSIGMASK, pid, (_NSIG - 1) / 8, mask);
    LINUX(ptrace, PTRACE_DETACH, pid, 0, SIGSTOP);
    siginfo_t info; /* it still has to get as far as its stop, of which others are told as well */
    while (LINUX(waitid, P_PID, pid, &info, WSTOPPED | WEXITED | WNOWAIT, NULL) == -1 && errno == EINTR) {}
}

static int start(struct spawn *spawn, pid_t *pid) {
    static const size_t stack_size = 64 * 1024;
    long mapped = LINUX(mmap, NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (mapped == -1) return D_ENOMEM;
    char *stack = (char *) mapped;

    sigset_t all, before;
    sigfillset(&all);
    spawn->sigprocmask(SIG_BLOCK, &all, &before);
    if (!(spawn->attributes.flags & D_POSIX_SPAWN_SETSIGMASK)) spawn->mask = before;
    spawn->error = D_EIO; /* what a child that dies before its exec leaves behind */
    /* CLONE_VFORK: returns when the child has left this memory, by exec or by exit. */
    pid_t made = clone(child, stack + stack_size, CLONE_VM | CLONE_VFORK | SIGCHLD, spawn);
    int error = made < 0 ? standin_errno(CALL, errno) : spawn->error;
    if (made > 0 && error != 0) LINUX(wait4, made, NULL, 0, NULL);
    bool suspended = spawn->attributes.flags & D_POSIX_SPAWN_START_SUSPENDED;
    if (made > 0 && error == 0 && suspended) leave_suspended(made, &spawn->mask);
    spawn->sigprocmask(SIG_SETMASK, &before, NULL);

    LINUX(munmap, stack, stack_size);
    if (error == 0 && pid != NULL) *pid = made;
    return error;
}

static int spawn(const char *path, pid_t *pid, struct actions *const *actions, struct attributes *const *attr,
        char *const argv[], char *const envp[]) {
    static const int known = D_POSIX_SPAWN_RESETIDS | D_POSIX_SPAWN_SETPGROUP | D_POSIX_SPAWN_SETSIGDEF
            | D_POSIX_SPAWN_SETSIGMASK | D_POSIX_SPAWN_START_SUSPENDED | D_POSIX_SPAWN_CLOEXEC_DEFAULT
            | D_POSIX_SPAWN_SETSID;
    struct spawn spawn = {
        .path = path, .argv = argv, .envp = envp,
        .sigaction = (int (*)(int, const struct sigaction *, struct sigaction *)) standin_libc("sigaction"),
        .sigprocmask = (int (*)(int, const sigset_t *, sigset_t *)) standin_libc("pthread_sigmask"),
    };
    if (argv == NULL) return D_EINVAL;
    if (path == NULL) return D_EFAULT;
    if (strnlen(path, D_PATH_MAX) == D_PATH_MAX) return D_ENAMETOOLONG;
    if (actions != NULL && *actions != NULL) spawn.actions = **actions;
    if (attr != NULL && *attr != NULL) spawn.attributes = **attr;
    int flags = spawn.attributes.flags;
    if (flags & ~known) standin_die(CALL, "flag 0x%x has no Linux meaning", (unsigned) (flags & ~known));
    standin_sigset(flags & D_POSIX_SPAWN_SETSIGDEF ? spawn.attributes.defaults : 0, &spawn.defaults);
    standin_sigset(spawn.attributes.mask, &spawn.mask);

    int saved = errno, error = start(&spawn, pid);
    errno = saved;
    return error;
}

DARWIN(int, posix_spawn, pid_t *pid, const char *path, struct actions *const *actions, struct attributes *const *attr,
        char *const argv[], char *const envp[]) {
    return spawn(path, pid, actions, attr, argv, envp);
}

/* A script without #! goes to the shell, as in Darwin's libc. */
static int spawn_or_script(const char *path, pid_t *pid, struct actions *const *actions, struct attributes *const *attr,
        char *const argv[], char *const envp[]) {
    int error = spawn(path, pid, actions, attr, argv, envp);
    if (error != D_ENOEXEC) return error;
    int count = 0;
    while (argv[count] != NULL) count++;
    char *shell[count + 3];
    shell[0] = (char *) "sh";
    shell[1] = (char *) path;
    shell[2] = NULL;
    for (int i = 1; i <= count; i++) shell[i + 1] = argv[i];
    return spawn("/bin/sh", pid, actions, attr, shell, envp);
}

DARWIN(int, posix_spawnp, pid_t *pid, const char *file, struct actions *const *actions, struct attributes *const *attr,
        char *const argv[], char *const envp[]) {
    if (file == NULL) return D_EFAULT;
    if (strchr(file, '/') != NULL) return spawn_or_script(file, pid, actions, attr, argv, envp);
    if (*file == '\0') return D_ENOENT;
    const char *search = getenv("PATH");
    if (search == NULL) search = "/usr/bin:/bin";
    bool denied = false;
    for (const char *end; ; search = end + 1) {
        char path[D_PATH_MAX];
        end = strchrnul(search, ':');
        int length = (int) (end - search);
        const char *directory = length == 0 ? "." : search;
        if (length == 0) length = 1;
        if ((size_t) length + 1 + strlen(file) < sizeof path) {
            memcpy(path, directory, (size_t) length);
            path[length] = '/';
            strcpy(path + length + 1, file);
            int error = spawn_or_script(path, pid, actions, attr, argv, envp);
            bool absent = error == D_ENOENT || error == D_ENOTDIR || error == D_ELOOP || error == D_ENAMETOOLONG;
            if (error == D_EACCES) denied = true;
            else if (!absent) return error;
        }
        if (*end == '\0') return denied ? D_EACCES : D_ENOENT;
    }
}
