/* kqueue and kevent: queues, changes and waiting.  What a registration watches is the filters' business. */
#include "kqueue.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>

/*
 * The set is an epoll descriptor of the queue's own, of which the caller's descriptors are duplicates: so poll sees a
 * kqueue as it should, and a wait never meets a number that was closed and given away meanwhile.
 */
struct queue {
    int set;
    int references; /* descriptors, and threads in kevent */
    int open;       /* descriptors */
    int gone;       /* eventfd that wakes the waiters when the last descriptor is closed, or -1 */
    struct knote *notes;
};

/* The process's kqueue descriptors. */
struct handle {
    struct handle *next;
    int fd;
    struct queue *queue;
};

static pthread_mutex_t lock = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
static struct handle *handles;

void standin_kqueue_unlock(void) {
    pthread_mutex_unlock(&lock); /* which refuses if another thread has it */
}

static struct handle **handle_of(int fd) {
    struct handle **at = &handles;
    while (*at != NULL && (*at)->fd != fd) at = &(*at)->next;
    return at;
}

/* ---- registrations ---- */

static void enable(struct queue *queue, struct knote *note, bool enabled) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = note};
    if (note->enabled == enabled) return;
    LINUX(epoll_ctl, queue->set, enabled ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, note->source, &event);
    note->enabled = enabled;
}

static struct knote **note_of(struct queue *queue, uintptr_t ident, const struct filter *filter) {
    struct knote **at = &queue->notes;
    while (*at != NULL && ((*at)->ident != ident || (*at)->filter != filter)) at = &(*at)->next;
    return at;
}

static void release(struct knote *note) {
    if (note->filter->detach != NULL) note->filter->detach(note);
    if (note->source >= 0) LINUX(close, note->source);
    if (note->watch >= 0) LINUX(close, note->watch);
    if (note->latch >= 0) LINUX(close, note->latch);
    free(note);
}

static void drop(struct queue *queue, struct knote **at) {
    struct knote *note = *at;
    enable(queue, note, false);
    *at = note->next;
    release(note);
}

/* ---- descriptors ---- */

static void unreference(struct queue *queue) {
    if (--queue->references > 0) return;
    while (queue->notes != NULL) drop(queue, &queue->notes);
    if (queue->gone >= 0) LINUX(close, queue->gone);
    if (queue->set >= 0) LINUX(close, queue->set);
    free(queue);
}

static void forget_handle(struct handle **at) {
    struct handle *handle = *at;
    struct queue *queue = handle->queue;
    *at = handle->next;
    free(handle);
    if (--queue->open == 0 && queue->references > 1) { /* somebody waits: wake them all, for good */
        struct epoll_event event = {.events = EPOLLIN};
        queue->gone = (int) LINUX(eventfd2, 1, EFD_CLOEXEC);
        LINUX(epoll_ctl, queue->set, EPOLL_CTL_ADD, queue->gone, &event);
    }
    unreference(queue);
}

/* 0, or Darwin's error number. */
static int refer(int fd, struct queue *queue) {
    struct handle *handle = malloc(sizeof *handle);
    if (handle == NULL) return D_ENOMEM;
    struct handle **stale = handle_of(fd);
    if (*stale != NULL) forget_handle(stale); /* closed behind our back */
    *handle = (struct handle) {handles, fd, queue};
    handles = handle;
    queue->open++;
    queue->references++;
    return 0;
}

void standin_kqueue_forget(int fd) {
    pthread_mutex_lock(&lock);
    for (struct handle *handle = handles; handle != NULL; handle = handle->next) {
        struct knote **at = &handle->queue->notes;
        while (*at != NULL) {
            if ((*at)->filter->on_descriptor && (*at)->ident == (uintptr_t) fd) drop(handle->queue, at);
            else at = &(*at)->next;
        }
    }
    struct handle **at = handle_of(fd);
    if (*at != NULL) forget_handle(at);
    pthread_mutex_unlock(&lock);
}

void standin_kqueue_twin(int fd, int twin) {
    pthread_mutex_lock(&lock);
    struct handle **at = handle_of(fd);
    if (*at != NULL) refer(twin, (*at)->queue);
    pthread_mutex_unlock(&lock);
}

/* Queues close on fork. They are forgotten, not freed: the child has no more to do than to become a program, or to end. */
pid_t standin_kqueue_fork(pid_t (*host_fork)(void)) {
    pthread_mutex_lock(&lock);
    pid_t pid = host_fork();
    if (pid == 0) {
        for (struct handle *handle = handles; handle != NULL; handle = handle->next) LINUX(close, handle->fd);
        handles = NULL;
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return pid;
}

DARWIN(int, kqueue, void) {
    struct queue *queue = malloc(sizeof *queue);
    if (queue == NULL) return standin_fail(D_ENOMEM);
    *queue = (struct queue) {.set = (int) LINUX(epoll_create1, EPOLL_CLOEXEC), .gone = -1, .references = 1};
    int fd = queue->set < 0 ? -1 : (int) LINUX(fcntl, queue->set, F_DUPFD, 0);
    int error = fd < 0 ? standin_errno(__func__, errno) : 0;
    pthread_mutex_lock(&lock);
    if (error == 0) error = refer(fd, queue);
    unreference(queue);
    pthread_mutex_unlock(&lock);
    if (error == 0) return fd;
    if (fd >= 0) LINUX(close, fd);
    return standin_fail(error);
}

/* ---- changes ---- */

static int add(struct queue *queue, const struct filter *filter, const struct darwin_kevent *change) {
    struct knote *note = calloc(1, sizeof *note);
    if (note == NULL) return D_ENOMEM;
    *note = (struct knote) {
        .filter = filter, .ident = change->ident,
        .udata = change->udata, .fflags = change->fflags, .data = change->data,
        .flags = (change->flags & (D_EV_ADD | D_EV_CLEAR | D_EV_ONESHOT | D_EV_DISPATCH)) | filter->always,
        .source = -1, .watch = -1, .latch = -1,
    };
    int error = filter->attach(note);
    if (error != 0) {
        release(note);
        return error;
    }
    note->next = queue->notes;
    queue->notes = note;
    enable(queue, note, !(change->flags & D_EV_DISABLE));
    return 0;
}

/* A filter number in range: Darwin's own business, or one it numbers and does not support. */
static int unsupported(int16_t number) {
    switch (number) {
        case D_EVFILT_FS:
        case D_EVFILT_MACHPORT:
        case D_EVFILT_VM:
            standin_die("kevent", "filter %d has no Linux meaning", number);
        default: return D_ENOTSUP;
    }
}

/* One change; 0 or Darwin's error number. */
static int apply(struct queue *queue, const struct darwin_kevent *change) {
    static const int known = D_EV_ADD | D_EV_DELETE | D_EV_ENABLE | D_EV_DISABLE | D_EV_ONESHOT | D_EV_CLEAR
            | D_EV_DISPATCH | D_EV_RECEIPT | D_EV_SYSFLAGS; /* the last are the kernel's own, ignored on the way in */
    if (change->flags & ~known) standin_die("kevent", "flag 0x%x has no Linux meaning", change->flags & ~known);
    if (change->filter >= 0 || change->filter < -D_EVFILT_SYSCOUNT) return D_EINVAL;
    const struct filter *filter = standin_filter(change->filter);
    if (filter == NULL) return unsupported(change->filter);

    struct knote **at = note_of(queue, change->ident, filter), *note = *at;
    if (note == NULL) {
        bool adds = change->flags & D_EV_ADD && !(change->flags & D_EV_DELETE);
        return adds ? add(queue, filter, change) : D_ENOENT;
    }
    if (change->flags & D_EV_DELETE) {
        drop(queue, at);
        return 0;
    }
    /* EV_CLEAR, EV_ONESHOT and EV_DISPATCH stay as they were when it was added.  A change that fails changes nothing. */
    int error = filter->change(note, change);
    if (error != 0) return error;
    note->udata = change->udata;
    if (change->flags & D_EV_DISABLE) enable(queue, note, false);
    else if (change->flags & D_EV_ENABLE) enable(queue, note, true);
    return 0;
}

/* ---- events ---- */

/* Stores what is active now, at most count events; returns how many. */
static int collect(struct queue *queue, struct darwin_kevent *list, int count) {
    enum { MOST = 256 };
    struct epoll_event ready[MOST];
    for (struct knote *note = queue->notes; note != NULL; note = note->next)
        if (note->filter->look != NULL && note->enabled) note->filter->look(note);
    long found = LINUX(epoll_pwait, queue->set, ready, count < MOST ? count : MOST, 0, NULL, 0);
    int stored = 0;
    for (long i = 0; i < found; i++) {
        struct knote *note = ready[i].data.ptr;
        struct darwin_kevent event = {
            .ident = note->ident, .filter = note->filter->number, .flags = note->flags, .udata = note->udata,
        };
        if (!note->filter->tell(note, &event)) continue;
        if (event.flags & D_EV_ONESHOT) drop(queue, note_of(queue, note->ident, note->filter));
        else if (event.flags & D_EV_DISPATCH) enable(queue, note, false);
        list[stored++] = event;
    }
    return stored;
}

static const int64_t NANOS = 1000000000;

static int64_t now(void) {
    struct timespec time;
    LINUX(clock_gettime, CLOCK_MONOTONIC, &time);
    return time.tv_sec * NANOS + time.tv_nsec;
}

/* Waits, unlocked, for anything in the set: positive when there is, 0 when the time is up, or minus Darwin's error. */
static int wait_for(struct queue *queue, int64_t deadline) {
    struct pollfd set = {.fd = queue->set, .events = POLLIN};
    int64_t left = deadline - now();
    if (left <= 0) return 0;
    struct timespec timeout = {left / NANOS, left % NANOS};
    pthread_mutex_unlock(&lock);
    int ready = (int) LINUX(ppoll, &set, 1, deadline == INT64_MAX ? NULL : &timeout, NULL, 0);
    int error = errno;
    pthread_mutex_lock(&lock);
    return ready < 0 ? -standin_errno("kevent", error) : ready;
}

static int changed_and_waited(struct queue *queue, const struct darwin_kevent *changes, int nchanges,
        struct darwin_kevent *events, int nevents, int64_t deadline) {
    int reports = 0;
    for (int i = 0; i < nchanges; i++) {
        struct darwin_kevent change = changes[i]; /* the lists may be one */
        int error = apply(queue, &change);
        if (error == 0 && !(change.flags & D_EV_RECEIPT)) continue;
        if (reports < nevents) {
            change.flags |= D_EV_ERROR;
            change.data = error;
            events[reports++] = change;
        } else if (error != 0) {
            return standin_fail(error); /* no room to report it: the rest is dropped */
        }
    }
    if (reports > 0 || nevents <= 0) return reports;
    for (int waited = 1;; waited = wait_for(queue, deadline)) {
        if (queue->open == 0) return standin_fail(D_EBADF); /* closed while we waited */
        int stored = collect(queue, events, nevents);
        if (stored > 0 || waited == 0) return stored;
        if (waited < 0) return standin_fail(-waited); /* EINTR, and not by a signal that is an event as well */
    }
}

DARWIN(int, kevent, int kq, const struct darwin_kevent *changelist, int nchanges, struct darwin_kevent *eventlist,
        int nevents, const struct darwin_timespec *timeout) {
    int64_t deadline = INT64_MAX;
    if (timeout != NULL) {
        if (timeout->tv_sec < 0 || timeout->tv_sec > INT32_MAX) return standin_fail(D_EINVAL); /* before 10.15: 100000000 */
        if (timeout->tv_nsec < 0 || timeout->tv_nsec >= NANOS) return standin_fail(D_EINVAL);
        deadline = now() + timeout->tv_sec * NANOS + timeout->tv_nsec;
    }
    if ((changelist == NULL && nchanges > 0) || (eventlist == NULL && nevents > 0)) return standin_fail(D_EFAULT);

    pthread_mutex_lock(&lock);
    struct handle *handle = *handle_of(kq);
    int result;
    if (handle == NULL) {
        result = standin_fail(D_EBADF);
    } else {
        struct queue *queue = handle->queue;
        queue->references++;
        result = changed_and_waited(queue, changelist, nchanges, eventlist, nevents, deadline);
        int error = errno;
        unreference(queue);
        errno = error;
    }
    pthread_mutex_unlock(&lock);
    return result;
}
