/*
 * EVFILT_VNODE, and EVFILT_READ on regular files: what inotify tells about the file behind a descriptor, found through
 * /proc/self/fd.  The source is an epoll set of two: the inotify descriptor, and a latch that keeps the source readable
 * while there is something to tell that inotify has said already.
 */
#include "kqueue.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

static bool include(struct knote *note, int fd) {
    struct epoll_event event = {.events = EPOLLIN};
    return fd >= 0 && LINUX(epoll_ctl, note->source, EPOLL_CTL_ADD, fd, &event) == 0;
}

static int watch(struct knote *note, uint32_t mask) {
    char path[64];
    snprintf(path, sizeof path, STANDIN_PROC "/self/fd/%d", (int) note->ident);
    note->source = (int) LINUX(epoll_create1, EPOLL_CLOEXEC);
    if (note->source < 0) return standin_errno("kevent", errno);
    note->watch = (int) LINUX(inotify_init1, IN_CLOEXEC | IN_NONBLOCK);
    if (!include(note, note->watch)) return standin_errno("kevent", errno);
    note->latch = (int) LINUX(eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (!include(note, note->latch)) return standin_errno("kevent", errno);
    return LINUX(inotify_add_watch, note->watch, path, mask) < 0 ? standin_errno("kevent", errno) : 0;
}

static void set_latch(struct knote *note, bool readable) {
    uint64_t count = 1;
    if (readable) LINUX(write, note->latch, &count, sizeof count);
    else LINUX(read, note->latch, &count, sizeof count);
}

static bool look_at(const struct knote *note, struct statx *st) {
    return LINUX(statx, (int) note->ident, "", AT_EMPTY_PATH, STATX_TYPE | STATX_SIZE | STATX_NLINK, st) == 0;
}

/*
 * What inotify has said since it was last asked, as one mask.  Of a directory it also tells what happens to the files
 * in it: of those events only names made and removed are the directory's own, and IN_ISDIR counts with them alone.
 */
static uint32_t heard(struct knote *note) {
    static const uint32_t of_names = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;
    char buffer[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    uint32_t all = 0;
    for (long size; (size = LINUX(read, note->watch, buffer, sizeof buffer)) > 0;) {
        for (char *at = buffer; at < buffer + size;) {
            const struct inotify_event *event = (const struct inotify_event *) at;
            if (event->mask & of_names) all |= event->mask;
            else if (event->len == 0) all |= event->mask & ~(uint32_t) IN_ISDIR;
            at += sizeof *event + event->len;
        }
    }
    return all;
}

/* ---- EVFILT_READ on a regular file: ready unless the offset is at the end; beyond it, there are fewer than 0 bytes ---- */

static intptr_t unread(const struct knote *note) {
    struct statx st;
    long offset = LINUX(lseek, (int) note->ident, 0L, SEEK_CUR);
    return offset >= 0 && look_at(note, &st) ? (intptr_t) st.stx_size - offset : 0;
}

static intptr_t amount(const struct knote *note) {
    return note->filter->number == D_EVFILT_WRITE ? 1 : unread(note);
}

/* The offset moves without inotify, so it is compared before each wait.  EV_CLEAR: told once per change of the file. */
void standin_file_look(struct knote *note) {
    if (heard(note) != 0) note->told = 0;
    set_latch(note, amount(note) != 0 && !note->told);
}

int standin_file_attach(struct knote *note) {
    int error = watch(note, IN_MODIFY);
    if (error == 0) standin_file_look(note);
    return error;
}

bool standin_file_tell(struct knote *note, struct darwin_kevent *out) {
    out->data = amount(note);
    note->told = note->flags & D_EV_CLEAR;
    return out->data != 0;
}

/* ---- EVFILT_VNODE ---- */

static int vnode_attach(struct knote *note) {
    static const uint32_t known = D_NOTE_DELETE | D_NOTE_WRITE | D_NOTE_EXTEND | D_NOTE_ATTRIB | D_NOTE_LINK
            | D_NOTE_RENAME | D_NOTE_REVOKE | D_NOTE_FUNLOCK; /* the last two never happen here */
    struct statx st;
    if (note->ident > INT_MAX || !look_at(note, &st)) return D_EBADF;
    if (S_ISFIFO(st.stx_mode) || S_ISSOCK(st.stx_mode) || (st.stx_mode & S_IFMT) == 0) return D_EINVAL;
    uint32_t other = note->fflags & ~known;
    if (other != 0) standin_die("kevent", "EVFILT_VNODE: fflags 0x%x have no Linux meaning", other);
    note->size = st.stx_size;
    note->links = st.stx_nlink;
    return watch(note, IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO);
}

static int vnode_change(struct knote *note, const struct darwin_kevent *to) {
    note->fflags = to->fflags;
    return 0;
}

/* The file is open, so Linux tells its removal as a change of attributes: the number of its names says which. */
static uint32_t happened(struct knote *note) {
    uint32_t said = heard(note), out = 0;
    struct statx st;
    if (said == 0 || !look_at(note, &st)) return 0;
    if (said & IN_MODIFY) out |= D_NOTE_WRITE | (st.stx_size > note->size ? D_NOTE_EXTEND : 0);
    if (said & IN_ATTRIB) {
        bool directory = S_ISDIR(st.stx_mode); /* whose links also change with the directories in it */
        if (directory ? st.stx_nlink == 0 : st.stx_nlink < note->links) out |= D_NOTE_DELETE | D_NOTE_LINK;
        else out |= !directory && st.stx_nlink > note->links ? D_NOTE_LINK : D_NOTE_ATTRIB;
    }
    if (said & IN_MOVE_SELF) out |= D_NOTE_RENAME;
    if (said & (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)) out |= D_NOTE_WRITE;
    if (said & IN_ISDIR) out |= D_NOTE_LINK; /* a directory in this one came or went: ".." is a link */
    note->size = st.stx_size;
    note->links = st.stx_nlink;
    return out;
}

/* Without EV_CLEAR what has been told stays told. */
static bool vnode_tell(struct knote *note, struct darwin_kevent *out) {
    note->told |= happened(note) & note->fflags;
    out->fflags = note->told;
    if (note->flags & D_EV_CLEAR) note->told = 0;
    set_latch(note, note->told != 0);
    return out->fflags != 0;
}

const struct filter standin_vnode_filter = {
    .number = D_EVFILT_VNODE, .on_descriptor = true, .attach = vnode_attach, .change = vnode_change, .tell = vnode_tell,
};
