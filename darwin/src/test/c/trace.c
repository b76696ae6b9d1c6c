/*
 * ptrace, over Linux's.  Darwin's tracer is a process and Linux's a thread: the requests of one tracee have to come from one
 * thread here.  A tracee dies with its tracer, as Darwin has it, from the first request on that finds it stopped.
 */
#include "standin.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>

struct tracee {
    bool is_there, is_traced, is_ours, is_stopped;
};

static struct tracee look_at(pid_t pid) {
    struct tracee tracee = {0};
    char path[64], text[4096];
    snprintf(path, sizeof path, STANDIN_PROC "/%d/status", pid);
    tracee.is_there = standin_read_file(path, text, sizeof text) > 0;
    const char *state = tracee.is_there ? strstr(text, "\nState:\t") : NULL;
    const char *tracer = tracee.is_there ? strstr(text, "\nTracerPid:\t") : NULL;
    if (state == NULL || tracer == NULL) return tracee;
    tracee.is_stopped = state[sizeof "\nState:\t" - 1] == 't';
    int thread = atoi(tracer + sizeof "\nTracerPid:\t" - 1);
    tracee.is_traced = thread != 0;
    snprintf(path, sizeof path, STANDIN_PROC "/self/task/%d/stat", thread);
    tracee.is_ours = tracee.is_traced && standin_read_file(path, text, sizeof text) > 0;
    return tracee;
}

/* A program that would not be looked at has a mapping of this name, by which other processes' stand-ins know. */
#define KEPT_OUT "standin-deny-attach"

static int deny_attach(void) {
    if (look_at((pid_t) LINUX(getpid)).is_traced) LINUX(exit_group, D_ENOTSUP); /* looked at already: it ends */
    int fd = (int) ANSWER(memfd_create, KEPT_OUT, MFD_CLOEXEC);
    if (fd < 0) return -1;
    bool mapped = ANSWER(ftruncate, fd, 1) == 0 && ANSWER(mmap, NULL, 1, PROT_READ, MAP_PRIVATE, fd, 0) != -1;
    LINUX(close, fd);
    return mapped ? 0 : -1;
}

static bool keeps_out(pid_t pid) {
    static const size_t size = 1024 * 1024;
    char path[64], *maps = malloc(size);
    snprintf(path, sizeof path, STANDIN_PROC "/%d/maps", pid);
    bool found = maps != NULL && standin_read_file(path, maps, size) > 0 && strstr(maps, KEPT_OUT) != NULL;
    free(maps);
    return found;
}

/* PT_ATTACHEXC makes exceptions of signals, which a debugger may ask for by Mach; without one they stop as ever. */
static int attach(pid_t pid, const struct tracee *tracee) {
    pid_t self = (pid_t) LINUX(getpid);
    if (pid == self) return standin_fail(D_EINVAL);
    if (tracee->is_traced) return standin_fail(D_EBUSY);
    if (keeps_out(pid)) {
        LINUX(kill, self, SIGSEGV);
        return standin_fail(D_EBUSY);
    }
    return (int) standin_result("ptrace", LINUX(ptrace, PTRACE_ATTACH, pid, 0, 0));
}

static int resume(pid_t pid, int request, uintptr_t addr, int data) {
    if (addr != 1) return standin_fail(D_ENOTSUP);
    int signal = data < 0 ? -1 : standin_signal("ptrace", data);
    if (signal < 0) return standin_fail(D_EINVAL);
    return (int) standin_result("ptrace", LINUX(ptrace, request, pid, 0, (long) signal));
}

DARWIN(int, ptrace, int request, pid_t pid, uintptr_t addr, int data) {
    switch (request) {
        case D_PT_DENY_ATTACH: return deny_attach();
        case D_PT_TRACE_ME: return (int) standin_result(__func__, LINUX(ptrace, PTRACE_TRACEME, 0, 0, 0));
        case D_PT_SIGEXC:
        case D_PT_THUPDATE:
            standin_die(__func__, "request %d is about Mach exceptions", request);
    }
    if (pid < 2) return standin_fail(D_EPERM);
    struct tracee tracee = look_at(pid);
    if (!tracee.is_there) return standin_fail(D_ESRCH);
    if (request == D_PT_ATTACH || request == D_PT_ATTACHEXC) return attach(pid, &tracee);
    if (!tracee.is_traced) return standin_fail(D_EPERM);
    if (!tracee.is_ours || !tracee.is_stopped) return standin_fail(D_EBUSY);
    LINUX(ptrace, PTRACE_SETOPTIONS, pid, 0, PTRACE_O_EXITKILL);
    switch (request) {
        case D_PT_CONTINUE: return resume(pid, PTRACE_CONT, addr, data);
        case D_PT_STEP: return resume(pid, PTRACE_SINGLESTEP, addr, data);
        case D_PT_DETACH: return (int) standin_result(__func__, LINUX(ptrace, PTRACE_DETACH, pid, 0, 0));
        case D_PT_KILL: return (int) ANSWER(kill, pid, SIGKILL);
        default: return standin_fail(D_EINVAL); /* reading and writing memory and registers among them */
    }
}
