/* What kqueue.c (queues, changes, waiting) and the filters share.  Everything here is called with the lock held. */
#ifndef STANDIN_KQUEUE_H
#define STANDIN_KQUEUE_H

#include "standin.h"

#pragma GCC visibility push(hidden)

/*
 * A registration.  Each owns one descriptor, its source, which poll finds readable exactly when the registration may
 * have something to tell: a timerfd, an eventfd, a pidfd, or an epoll set around the watched descriptor.  The sources
 * of a queue's enabled registrations sit in the queue's own epoll set, so the kernel keeps the books: what is active,
 * in which order it became so, and who must wake.
 */
struct knote {
    struct knote *next;
    const struct filter *filter;
    uintptr_t ident;
    uint16_t flags;   /* EV_ADD, EV_CLEAR, EV_ONESHOT, EV_DISPATCH */
    bool enabled;
    uint32_t fflags;  /* as asked for */
    intptr_t data;    /* as asked for */
    void *udata;
    int source;
    int watch;        /* inotify, inside source; or -1 */
    int latch;        /* eventfd, inside source: holds it readable; or -1 */
    uint32_t told;    /* vnode: what has happened and not been cleared */
    uint64_t size;    /* vnode: as last seen */
    uint32_t links;
    bool child;       /* proc: a child of this process */
};

struct filter {
    int16_t number;
    bool on_descriptor;    /* ident is a descriptor, whose close ends the registration */
    uint16_t always;       /* flags it adds by itself */
    int (*attach)(struct knote *note);                          /* 0, or Darwin's error number; makes source */
    int (*change)(struct knote *note, const struct darwin_kevent *to); /* XNU's touch: each change but EV_DELETE */
    void (*look)(struct knote *note);                           /* or NULL: what no source tells, before each wait */
    bool (*tell)(struct knote *note, struct darwin_kevent *out); /* fills fflags, data, flags; false: a false alarm */
    void (*detach)(struct knote *note);                         /* or NULL */
};

/* The filter of a number, or NULL. */
const struct filter *standin_filter(int16_t number);

extern const struct filter standin_vnode_filter, standin_signal_filter;

/* A regular file as EVFILT_READ sees it. */
int standin_file_attach(struct knote *note);
void standin_file_look(struct knote *note);
bool standin_file_tell(struct knote *note, struct darwin_kevent *out);

#pragma GCC visibility pop
#endif
