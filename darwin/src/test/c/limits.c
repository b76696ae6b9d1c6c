/* What a process may use, and how nice it is. */
#include "standin.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

/* ---- limits ---- */

static int host_resource(int resource) {
    static const struct { int darwin, host; } resources[] = {
        {D_RLIMIT_CPU, RLIMIT_CPU}, {D_RLIMIT_FSIZE, RLIMIT_FSIZE}, {D_RLIMIT_DATA, RLIMIT_DATA},
        {D_RLIMIT_STACK, RLIMIT_STACK}, {D_RLIMIT_CORE, RLIMIT_CORE}, {D_RLIMIT_AS, RLIMIT_AS},
        {D_RLIMIT_MEMLOCK, RLIMIT_MEMLOCK}, {D_RLIMIT_NPROC, RLIMIT_NPROC}, {D_RLIMIT_NOFILE, RLIMIT_NOFILE},
    };
    for (size_t i = 0; i < sizeof resources / sizeof *resources; i++)
        if (resources[i].darwin == resource) return resources[i].host;
    return -1;
}

/* Linux's limits go on beyond what Darwin calls none. */
static uint64_t to_darwin(rlim_t limit) {
    return limit > D_RLIM_INFINITY ? (uint64_t) D_RLIM_INFINITY : limit;
}

static rlim_t to_host(uint64_t limit) {
    return limit >= D_RLIM_INFINITY ? RLIM_INFINITY : limit;
}

/*
 * No number of descriptors is too many for a limit, but no process has more of them than kern.maxfilesperproc.  Linux takes
 * no larger limit, nor a larger one than before from a root without CAP_SYS_RESOURCE, so what was said is remembered.
 */
static struct {
    struct darwin_rlimit said;
    struct rlimit host;
} files = {.host = {1, 0}}; /* which no limit is */

int standin_most_files(void) {
    char text[32];
    return standin_read_file(STANDIN_PROC "/sys/fs/nr_open", text, sizeof text) == 0 ? D_OPEN_MAX : atoi(text);
}

DARWIN(int, getrlimit, int resource, struct darwin_rlimit *limit) {
    struct rlimit host;
    int host_number = host_resource(resource);
    if (host_number < 0) return standin_fail(D_EINVAL);
    if (limit == NULL) return standin_fail(D_EFAULT);
    if (ANSWER(prlimit64, 0, host_number, NULL, &host) != 0) return -1;
    if (resource == D_RLIMIT_NOFILE && memcmp(&host, &files.host, sizeof host) == 0) {
        *limit = files.said;
        return 0;
    }
    *limit = (struct darwin_rlimit) {to_darwin(host.rlim_cur), to_darwin(host.rlim_max)};
    return 0;
}

DARWIN(int, setrlimit, int resource, const struct darwin_rlimit *limit) {
    struct darwin_rlimit now, wanted;
    int host_number = host_resource(resource);
    if (limit == NULL) return standin_fail(D_EFAULT);
    if (host_number < 0) return standin_fail(D_EINVAL);
    if (darwin_getrlimit(resource, &now) != 0) return -1;
    wanted = *limit;
    if (wanted.rlim_cur > wanted.rlim_max) return standin_fail(D_EINVAL);
    if (wanted.rlim_max > now.rlim_max && LINUX(geteuid) != 0) return standin_fail(D_EPERM);
    struct darwin_rlimit said = wanted;
    if (resource == D_RLIMIT_NOFILE) { /* before macOS 11, a larger soft limit was EINVAL, and a larger hard one this */
        struct rlimit most;
        LINUX(prlimit64, 0, RLIMIT_NOFILE, NULL, &most);
        if (wanted.rlim_max > most.rlim_max) wanted.rlim_max = most.rlim_max;
        if (wanted.rlim_cur > wanted.rlim_max) wanted.rlim_cur = wanted.rlim_max;
    }
    /* The stack that shrinks is the main thread's, and who is not on it may not cut it off. */
    bool shrinks = resource == D_RLIMIT_STACK && wanted.rlim_cur < now.rlim_cur;
    if (shrinks && LINUX(gettid) != LINUX(getpid)) return standin_fail(D_EINVAL);
    struct rlimit host = {to_host(wanted.rlim_cur), to_host(wanted.rlim_max)};
    if (ANSWER(prlimit64, 0, host_number, &host, NULL) != 0) return -1;
    if (resource == D_RLIMIT_NOFILE) {
        files.said = said;
        files.host = host;
    }
    return 0;
}

DARWIN(int, getdtablesize, void) {
    struct rlimit host;
    LINUX(prlimit64, 0, RLIMIT_NOFILE, NULL, &host);
    rlim_t most = (rlim_t) standin_most_files();
    return (int) (host.rlim_cur < most ? host.rlim_cur : most);
}

/* ---- priorities ---- */

static bool known_kind(const char *call, int which, unsigned who) {
    if (which == D_PRIO_DARWIN_THREAD || which == D_PRIO_DARWIN_PROCESS)
        standin_die(call, "which %d has no Linux meaning", which);
    bool known = which == D_PRIO_PROCESS || which == D_PRIO_PGRP || which == D_PRIO_USER;
    if (known && who <= INT_MAX) return true;
    standin_fail(D_EINVAL);
    return false;
}

static int host_kind(int which) {
    return which == D_PRIO_PROCESS ? PRIO_PROCESS : which == D_PRIO_PGRP ? PRIO_PGRP : PRIO_USER;
}

/* 0 is the thread that asks on Linux, and its process on Darwin. */
static int host_who(int which, unsigned who) {
    return which == D_PRIO_PROCESS && who == 0 ? (int) LINUX(getpid) : (int) who;
}

DARWIN(int, getpriority, int which, unsigned who) {
    if (!known_kind(__func__, which, who)) return -1;
    long turned_round = ANSWER(getpriority, host_kind(which), host_who(which, who)); /* from 40 down to 1 */
    return turned_round < 0 ? -1 : 20 - (int) turned_round;
}

struct change { int niceness, error; };

static void set_thread(int thread, void *context) {
    struct change *change = context;
    if (LINUX(setpriority, PRIO_PROCESS, thread, change->niceness) != 0 && errno != ESRCH)
        change->error = standin_errno("setpriority", errno);
}

/* A process's niceness is each thread's on Linux.  Its highest is 19, and Darwin's 20 becomes that. */
DARWIN(int, setpriority, int which, unsigned who, int prio) {
    if (!known_kind(__func__, which, who)) return -1;
    if (which != D_PRIO_PROCESS) return (int) ANSWER(setpriority, host_kind(which), host_who(which, who), prio);
    if (ANSWER(getpriority, PRIO_PROCESS, host_who(which, who)) < 0) return -1;
    char tasks[64];
    snprintf(tasks, sizeof tasks, STANDIN_PROC "/%d/task", host_who(which, who));
    struct change change = {.niceness = prio};
    standin_each_number(tasks, set_thread, &change);
    return change.error == 0 ? 0 : standin_fail(change.error);
}
