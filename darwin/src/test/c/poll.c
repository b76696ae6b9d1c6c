/* Waiting for descriptors: poll, and select in its three forms. */
#include "standin.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>

struct darwin_pollfd {
    int fd;
    short events;
    short revents;
};
D_CHECK_pollfd;

#define TO_READ (D_POLLIN | D_POLLRDNORM | D_POLLPRI | D_POLLRDBAND)
#define TO_WRITE (D_POLLOUT | D_POLLWRNORM | D_POLLWRBAND)
#define OF_FILES (D_POLLEXTEND | D_POLLATTRIB | D_POLLNLINK | D_POLLWRITE)

static const struct { short darwin, host; } events[] = {
    {D_POLLIN, POLLIN}, {D_POLLRDNORM, POLLRDNORM}, {D_POLLPRI, POLLPRI}, {D_POLLRDBAND, POLLRDBAND},
    {D_POLLOUT, POLLOUT}, {D_POLLWRBAND, POLLWRBAND},
};
_Static_assert(D_POLLWRNORM == D_POLLOUT, "one bit");

/* XNU's own sum: at least as many as select can have, unless the limit is lower and the caller is not root. */
static bool too_many(unsigned count) {
    struct rlimit limit;
    if (LINUX(prlimit64, 0, RLIMIT_NOFILE, NULL, &limit) != 0) return true;
    return count > D_OPEN_MAX || (count > limit.rlim_cur && (LINUX(geteuid) != 0 || count > D_FD_SETSIZE));
}

/* Who asks for nothing is told nothing, not even of an end: no filter is set then. */
static struct pollfd ask(const struct darwin_pollfd *from) {
    struct pollfd to = {.fd = from->fd};
    if (from->events & OF_FILES) standin_die("poll", "event 0x%x is Darwin's alone", (unsigned) from->events);
    if ((from->events & (TO_READ | TO_WRITE | D_POLLHUP)) == 0) to.fd = -1;
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        if (from->events & events[i].darwin) to.events |= events[i].host;
    if (from->events & (TO_READ | D_POLLHUP)) to.events |= POLLRDHUP;
    return to;
}

/* To Darwin an end is an end, also if it came by an error; it can be read, and no longer written to. */
static short answer(short asked, short host) {
    short out = 0;
    if (host & POLLNVAL) return D_POLLNVAL;
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        if (host & events[i].host) out |= events[i].darwin;
    if (host & (POLLHUP | POLLERR | POLLRDHUP)) out |= D_POLLHUP | (asked & TO_READ);
    if (host & (POLLHUP | POLLERR)) out &= (short) ~TO_WRITE;
    return out & (asked | D_POLLHUP);
}

/*
 * XNU makes a registration of each entry, one for reading and one for writing, and there is one of a kind for a descriptor: the last
 * entry that asks for a kind is the one that hears of it.
 */
static short left_to(const struct darwin_pollfd *fds, unsigned nfds, unsigned entry) {
    static const short kinds[] = {TO_READ | D_POLLHUP, TO_WRITE};
    short left = fds[entry].events;
    for (unsigned i = entry + 1; i < nfds; i++)
        for (int kind = 0; fds[i].fd == fds[entry].fd && kind < 2; kind++)
            if (fds[i].events & kinds[kind]) left &= (short) ~kinds[kind];
    return left;
}

/* No filter takes a directory, or a device that is always ready. */
static bool has_no_filter(int fd) {
    enum { MEMORY = 1 }; /* the major number of /dev/null and the like */
    struct statx st;
    if (LINUX(statx, fd, "", AT_EMPTY_PATH, STATX_TYPE, &st) != 0) return false;
    return S_ISDIR(st.stx_mode) || (S_ISCHR(st.stx_mode) && st.stx_rdev_major == MEMORY);
}

DARWIN(int, poll, struct darwin_pollfd *fds, unsigned nfds, int timeout) {
    unsigned millis = (unsigned) timeout; /* -1 apart; before macOS 10.15, other negative ones were EINVAL */
    struct timespec time = {.tv_sec = millis / 1000, .tv_nsec = millis % 1000 * 1000000L};
    if (too_many(nfds)) return standin_fail(D_EINVAL);
    struct pollfd *host = calloc(nfds + 1, sizeof *host);
    if (host == NULL) return standin_fail(D_EAGAIN);
    unsigned asked = 0; /* those alone go to the host, which has a limit of its own */
    for (unsigned i = 0; i < nfds; i++) {
        struct pollfd one = ask(&fds[i]);
        if (one.fd >= 0) host[asked++] = one;
    }
    int result = (int) ANSWER(ppoll, host, asked, timeout == -1 ? NULL : &time, NULL, 0);
    int told = 0;
    asked = 0;
    for (unsigned i = 0; result >= 0 && i < nfds; i++) {
        if (ask(&fds[i]).fd < 0) {
            fds[i].revents = 0;
            continue;
        }
        short events = host[asked++].revents, left = left_to(fds, nfds, i);
        if (events != 0 && has_no_filter(fds[i].fd)) events = POLLNVAL;
        fds[i].revents = events & POLLNVAL ? D_POLLNVAL : left == 0 ? 0 : answer(left, events);
        told += fds[i].revents != 0;
    }
    free(host);
    return result < 0 ? result : told;
}

/* ---- select ---- */

/* Darwin's set has words of 32 bits, and no byte behind the last is read or written. */
typedef uint32_t word;

static size_t words(int nfds) {
    return ((size_t) nfds + D_NFDBITS - 1) / D_NFDBITS;
}

static unsigned long *copy_of(const word *set, int nfds) {
    size_t bytes = (words(nfds) + 1) / 2 * sizeof(unsigned long);
    unsigned long *copy = calloc(1, bytes + 1);
    if (copy == NULL) standin_die("select", "no memory for a set");
    if (set != NULL) memcpy(copy, set, words(nfds) * sizeof(word));
    return copy;
}

/* Of descriptors beyond its table the kernel writes nothing back: Linux's has the same habit, in larger words. */
static int select_within(const char *call, int nfds, word *sets[3], struct timespec *timeout) {
    unsigned long *copies[3];
    if (nfds < 0) return standin_fail(D_EINVAL);
    for (int i = 0; i < 3; i++) copies[i] = copy_of(sets[i], nfds);
    int result = (int) standin_result(call, LINUX(pselect6, nfds, sets[0] ? copies[0] : NULL,
            sets[1] ? copies[1] : NULL, sets[2] ? copies[2] : NULL, timeout, NULL));
    for (int i = 0; i < 3; i++) {
        if (result >= 0 && sets[i] != NULL) memcpy(sets[i], copies[i], words(nfds) * sizeof(word));
        free(copies[i]);
    }
    return result;
}

/* Before macOS 10.15, no more than 100000000 seconds. */
static bool valid(int64_t seconds, long fraction, long whole) {
    return seconds >= 0 && seconds <= INT32_MAX && fraction >= 0 && fraction < whole;
}

static int select_any(const char *call, int nfds, word *sets[3], const struct darwin_timeval *timeout) {
    struct timespec time;
    if (nfds < 0) return standin_fail(D_EINVAL);
    if (timeout != NULL) {
        if (!valid(timeout->tv_sec, timeout->tv_usec, 1000000)) return standin_fail(D_EINVAL);
        time = (struct timespec) {.tv_sec = timeout->tv_sec, .tv_nsec = timeout->tv_usec * 1000L};
    }
    return select_within(call, nfds, sets, timeout != NULL ? &time : NULL);
}

/* libSystem keeps callers to the size of a plain fd_set, but for those who say they know better. */
static int select_some(const char *call, int nfds, word *sets[3], const struct darwin_timeval *timeout) {
    return nfds > D_FD_SETSIZE ? standin_fail(D_EINVAL) : select_any(call, nfds, sets, timeout);
}

#ifdef STANDIN_X86_64
#define PLAIN_SELECT "select$1050"
void standin_trap_select(void) __asm__("select") __attribute__((visibility("protected")));
void standin_trap_select(void) { standin_die("select", "the one that makes short waits longer; bind another"); }
#else
#define PLAIN_SELECT "select"
#endif

DARWIN_AS(int, select, PLAIN_SELECT, int nfds, word *read, word *write, word *error, struct darwin_timeval *timeout) {
    return select_some(__func__, nfds, (word *[]) {read, write, error}, timeout);
}

DARWIN_AS(int, select_extsn, "select$DARWIN_EXTSN", int nfds, word *read, word *write, word *error,
        struct darwin_timeval *timeout) {
    return select_any(__func__, nfds, (word *[]) {read, write, error}, timeout);
}

DARWIN_AS(int, pselect_extsn, "pselect$DARWIN_EXTSN", int nfds, word *read, word *write, word *error,
        const struct darwin_timespec *timeout, const uint32_t *mask) {
    struct timespec time;
    if (mask != NULL) standin_die("pselect", "a signal mask");
    if (timeout != NULL) {
        if (!valid(timeout->tv_sec, timeout->tv_nsec, 1000000000)) return standin_fail(D_EINVAL);
        time = (struct timespec) {timeout->tv_sec, timeout->tv_nsec};
    }
    return select_within("pselect", nfds, (word *[]) {read, write, error}, timeout != NULL ? &time : NULL);
}
