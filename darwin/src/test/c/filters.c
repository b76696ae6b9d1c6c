/* The filters of kqueue, but for those on files (vnodes.c) and signals (signals.c). */
#include "kqueue.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>

static int failed(void) {
    return standin_errno("kevent", errno);
}

static const struct timespec no_time;

/* The count in an eventfd or timerfd, which is then 0. */
static uint64_t take(int fd) {
    uint64_t count;
    return LINUX(read, fd, &count, sizeof count) == sizeof count ? count : 0;
}

/* ---- EVFILT_READ, EVFILT_WRITE and EVFILT_EXCEPT: the source is an epoll set of one ---- */

/*
 * EV_CLEAR is epoll's edge trigger.  So is NOTE_LOWAT, lest a few bytes below the mark keep the source readable for
 * ever; tell() arms it again when the mark is reached.
 */
static int arm(struct knote *note, int operation) {
    bool edge = note->flags & D_EV_CLEAR || note->fflags & D_NOTE_LOWAT;
    struct epoll_event event = {.events = edge ? EPOLLET : 0};
    switch (note->filter->number) {
        case D_EVFILT_READ: event.events |= EPOLLIN | EPOLLRDHUP; break;
        case D_EVFILT_WRITE: event.events |= EPOLLOUT; break;
        default: event.events |= EPOLLPRI | EPOLLRDHUP; break;
    }
    long result = LINUX(epoll_ctl, note->source, operation, (int) note->ident, &event);
    if (result != 0 && errno == ENOENT) /* closed behind our back, and the number is another file's now */
        result = LINUX(epoll_ctl, note->source, EPOLL_CTL_ADD, (int) note->ident, &event);
    return result == 0 ? 0 : failed();
}

static mode_t type_of(int fd) {
    struct statx st;
    return LINUX(statx, fd, "", AT_EMPTY_PATH, STATX_TYPE, &st) == 0 ? st.stx_mode & S_IFMT : 0;
}

static int descriptor_attach(struct knote *note) {
    int fd = (int) note->ident;
    if (note->ident > INT_MAX || LINUX(fcntl, fd, F_GETFD) < 0) return D_EBADF;
    mode_t type = type_of(fd);
    if (type == S_IFDIR) return D_EINVAL;
    if (type == S_IFREG) return standin_file_attach(note);
    note->source = (int) LINUX(epoll_create1, EPOLL_CLOEXEC);
    if (note->source < 0) return failed();
    int error = arm(note, EPOLL_CTL_ADD);
    return error == D_EPERM ? D_EINVAL : error; /* a device that cannot be polled */
}

static int descriptor_change(struct knote *note, const struct darwin_kevent *to) {
    note->fflags = to->fflags;
    note->data = to->data;
    return note->latch >= 0 ? 0 : arm(note, EPOLL_CTL_MOD);
}

static intptr_t option(int fd, int level, int name) {
    int value = 0;
    socklen_t size = sizeof value;
    return LINUX(getsockopt, fd, level, name, &value, &size) == 0 ? value : 0;
}

/* Connections waiting on a listening socket.  Linux tells the number for TCP only; elsewhere it is "some". */
static intptr_t backlog(int fd) {
    struct tcp_info info = {0};
    socklen_t size = sizeof info;
    bool tcp = LINUX(getsockopt, fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
    return tcp && info.tcpi_unacked > 0 ? (intptr_t) info.tcpi_unacked : 1;
}

static intptr_t readable(int fd) {
    struct epoll_event events[64];
    int bytes = 0;
    if (option(fd, SOL_SOCKET, SO_ACCEPTCONN)) return backlog(fd);
    if (LINUX(ioctl, fd, FIONREAD, &bytes) == 0) return bytes;
    long active = LINUX(epoll_pwait, fd, events, 64, 0, NULL, 0); /* another kqueue: this does not consume its events */
    return active > 0 ? active : 1;
}

static intptr_t writable(int fd) {
    int used = 0;
    long capacity = LINUX(fcntl, fd, F_GETPIPE_SZ);
    if (capacity > 0) {
        LINUX(ioctl, fd, FIONREAD, &used);
    } else {
        capacity = option(fd, SOL_SOCKET, SO_SNDBUF);
        LINUX(ioctl, fd, SIOCOUTQ, &used);
    }
    return capacity > used ? capacity - used : 0;
}

static bool descriptor_tell(struct knote *note, struct darwin_kevent *out) {
    if (note->latch >= 0) return standin_file_tell(note, out);
    int fd = (int) note->ident;
    struct epoll_event event;
    if (LINUX(epoll_pwait, note->source, &event, 1, 0, NULL, 0) != 1) return false;
    bool reads = note->filter->number == D_EVFILT_READ;
    out->data = reads ? readable(fd) : writable(fd);
    if (event.events & (EPOLLHUP | EPOLLERR) || (reads && event.events & EPOLLRDHUP)) {
        out->flags |= D_EV_EOF;
        /* Darwin puts the socket's error into fflags. Linux tells it only to take it away, and the program wants it. */
        if (reads && option(fd, SOL_SOCKET, SO_ACCEPTCONN)) out->data = 0;
        if (!reads && type_of(fd) == S_IFIFO) out->data = 0; /* there is no room in a pipe that nobody reads */
    } else if (note->fflags & D_NOTE_LOWAT) {
        if (out->data < note->data) return false;
    }
    if (note->fflags & D_NOTE_LOWAT && !(note->flags & D_EV_CLEAR)) arm(note, EPOLL_CTL_MOD);
    return true;
}

static void descriptor_look(struct knote *note) {
    if (note->latch >= 0) standin_file_look(note);
}

static const struct filter read_filter = {
    .number = D_EVFILT_READ, .on_descriptor = true, .attach = descriptor_attach, .change = descriptor_change,
    .look = descriptor_look, .tell = descriptor_tell,
};
static const struct filter write_filter = {
    .number = D_EVFILT_WRITE, .on_descriptor = true, .attach = descriptor_attach, .change = descriptor_change,
    .look = descriptor_look, .tell = descriptor_tell,
};

static int except_attach(struct knote *note) {
    if (note->ident > INT_MAX || LINUX(fcntl, (int) note->ident, F_GETFD) < 0) return D_EBADF;
    if (note->fflags != D_NOTE_OOB || type_of((int) note->ident) != S_IFSOCK) return D_EINVAL;
    return descriptor_attach(note);
}

/* Urgent data, or the end of what can be read. */
static bool except_tell(struct knote *note, struct darwin_kevent *out) {
    struct epoll_event event;
    if (LINUX(epoll_pwait, note->source, &event, 1, 0, NULL, 0) != 1) return false;
    if (event.events & EPOLLPRI) out->fflags = D_NOTE_OOB;
    if (event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) out->flags |= D_EV_EOF;
    return true;
}

static const struct filter except_filter = {
    .number = D_EVFILT_EXCEPT, .on_descriptor = true, .attach = except_attach, .change = descriptor_change,
    .tell = except_tell,
};

/* ---- EVFILT_TIMER: a timerfd ---- */

/* Of NOTE_CRITICAL, NOTE_BACKGROUND, NOTE_LEEWAY and NOTE_MACH_CONTINUOUS_TIME nothing is to be seen while a machine is awake. */
static int timer_set(struct knote *note, uint32_t fflags, intptr_t data) {
    uint64_t unit, nanos = 0;
    switch (fflags & (D_NOTE_SECONDS | D_NOTE_USECONDS | D_NOTE_NSECONDS | D_NOTE_MACHTIME)) {
        case 0: unit = 1000000; break;
        case D_NOTE_SECONDS: unit = 1000000000; break;
        case D_NOTE_USECONDS: unit = 1000; break;
        case D_NOTE_NSECONDS: unit = 1; break;
        case D_NOTE_MACHTIME: standin_die("kevent", "NOTE_MACHTIME has no Linux meaning");
        default: return D_EINVAL;
    }
    bool absolute = fflags & D_NOTE_ABSOLUTE;
    /* A period below 0 is over at once; as a time of the clock, the number is unsigned. */
    if ((absolute || data >= 0) && __builtin_mul_overflow((uint64_t) data, unit, &nanos)) return D_ERANGE;
    note->fflags = fflags;
    note->data = data;
    struct timespec period = {(time_t) (nanos / 1000000000), (long) (nanos % 1000000000)};
    struct itimerspec timer = {.it_value = period};
    if (!absolute && !(note->flags & D_EV_ONESHOT)) timer.it_interval = period;
    if (nanos == 0) timer.it_value.tv_nsec = 1; /* at once; 0 would disarm */
    return LINUX(timerfd_settime, note->source, absolute ? TFD_TIMER_ABSTIME : 0, &timer, NULL) == 0 ? 0 : failed();
}

static int timer_attach(struct knote *note) {
    /* The clock NOTE_ABSOLUTE deadlines are told in.  Periods do not follow it when it is set. */
    note->source = (int) LINUX(timerfd_create, CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (note->source < 0) return failed();
    if (note->fflags & D_NOTE_ABSOLUTE) note->flags |= D_EV_ONESHOT;
    return timer_set(note, note->fflags, note->data);
}

static int timer_change(struct knote *note, const struct darwin_kevent *to) {
    if ((to->fflags ^ note->fflags) & D_NOTE_ABSOLUTE) return D_EINVAL;
    return timer_set(note, to->fflags, to->data);
}

static bool timer_tell(struct knote *note, struct darwin_kevent *out) {
    out->data = (intptr_t) take(note->source);
    return out->data > 0;
}

static const struct filter timer_filter = {
    .number = D_EVFILT_TIMER, .always = D_EV_CLEAR, .attach = timer_attach, .change = timer_change, .tell = timer_tell,
};

/* ---- EVFILT_USER: an eventfd ---- */

static void trigger(struct knote *note) {
    uint64_t one = 1;
    LINUX(write, note->source, &one, sizeof one);
}

static int user_attach(struct knote *note) {
    note->source = (int) LINUX(eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (note->source < 0) return failed();
    if (note->fflags & D_NOTE_TRIGGER) trigger(note); /* this bit and NOTE_FFCOPY stay, and are told with the event */
    return 0;
}

static int user_change(struct knote *note, const struct darwin_kevent *to) {
    uint32_t operand = to->fflags & D_NOTE_FFLAGSMASK;
    switch (to->fflags & D_NOTE_FFCTRLMASK) {
        case D_NOTE_FFAND: note->fflags &= operand; break;
        case D_NOTE_FFOR: note->fflags |= operand; break;
        case D_NOTE_FFCOPY: note->fflags = operand; break;
        default: break; /* NOTE_FFNOP */
    }
    note->data = to->data;
    if (to->fflags & D_NOTE_TRIGGER) trigger(note);
    return 0;
}

/* Once triggered it stays active, unless EV_CLEAR. */
static bool user_tell(struct knote *note, struct darwin_kevent *out) {
    if (note->flags & D_EV_CLEAR) take(note->source);
    out->fflags = note->fflags;
    out->data = note->data;
    return true;
}

static const struct filter user_filter = {
    .number = D_EVFILT_USER, .attach = user_attach, .change = user_change, .tell = user_tell,
};

/* ---- EVFILT_PROC: a pidfd ---- */

static bool is_child(pid_t pid, siginfo_t *info) {
    info->si_pid = 0;
    return LINUX(waitid, P_PID, pid, info, WEXITED | WNOHANG | WNOWAIT, NULL) == 0;
}

static int process_attach(struct knote *note) {
    static const uint32_t known = D_NOTE_EXIT | D_NOTE_EXITSTATUS;
    siginfo_t info;
    uint32_t other = note->fflags & ~known;
    if (other & (D_NOTE_TRACK | D_NOTE_TRACKERR | D_NOTE_CHILD)) return D_ENOTSUP; /* since 10.5 */
    if (other != 0) standin_die("kevent", "EVFILT_PROC: fflags 0x%x have no Linux meaning", other);
    if (note->ident == 0) standin_die("kevent", "process 0, which is the kernel's");
    if (note->ident > INT_MAX) return D_ESRCH;
    pid_t pid = (pid_t) note->ident;
    note->source = (int) LINUX(pidfd_open, pid, 0);
    if (note->source < 0) return failed();
    struct pollfd exited = {.fd = note->source, .events = POLLIN};
    if (LINUX(ppoll, &exited, 1, &no_time, NULL, 0) == 1) return D_ESRCH; /* a zombie is no process to Darwin */
    note->child = is_child(pid, &info);
    /* Before macOS 11, no status but a child's was told. */
    if ((note->fflags & known) == known && !note->child && LINUX(kill, pid, 0) != 0) return D_EACCES;
    return 0;
}

static int process_change(struct knote *note, const struct darwin_kevent *to) {
    note->fflags = to->fflags;
    return 0;
}

static bool process_tell(struct knote *note, struct darwin_kevent *out) {
    siginfo_t info;
    out->flags |= D_EV_EOF | D_EV_ONESHOT;
    out->fflags = note->fflags;
    if (!(note->fflags & D_NOTE_EXITSTATUS)) return true;
    if (!note->child) standin_die("kevent", "the status of a process that is no child");
    if (!is_child((pid_t) note->ident, &info) || info.si_pid == 0) return true;
    out->data = info.si_code == CLD_EXITED ? standin_exited_status(info.si_status)
            : standin_killed_status("kevent", info.si_status, info.si_code == CLD_DUMPED);
    return true;
}

static const struct filter process_filter = {
    .number = D_EVFILT_PROC, .always = D_EV_CLEAR, .attach = process_attach, .change = process_change, .tell = process_tell,
};

/* ---- all of them ---- */

const struct filter *standin_filter(int16_t number) {
    static const struct filter *const all[] = {
        &read_filter, &write_filter, &except_filter, &timer_filter, &user_filter, &process_filter,
        &standin_vnode_filter, &standin_signal_filter,
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]->number == number) return all[i];
    return NULL;
}
