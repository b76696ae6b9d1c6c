/*
 * What libproc tells of processes, from /proc.  Its functions return 0 where others return -1, and 0 with errno as it was
 * for nothing to tell.  Zombies count only for who asks for them.
 */
#include "standin.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

struct darwin_proc_bsdinfo {
    uint32_t pbi_flags, pbi_status, pbi_xstatus, pbi_pid, pbi_ppid;
    uint32_t pbi_uid, pbi_gid, pbi_ruid, pbi_rgid, pbi_svuid, pbi_svgid;
    uint32_t rfu_1;
    char pbi_comm[D_MAXCOMLEN];
    char pbi_name[2 * D_MAXCOMLEN];
    uint32_t pbi_nfiles, pbi_pgid, pbi_pjobc, e_tdev, e_tpgid;
    int32_t pbi_nice;
    uint64_t pbi_start_tvsec, pbi_start_tvusec;
};
D_CHECK_proc_bsdinfo;

struct darwin_proc_taskinfo {
    uint64_t pti_virtual_size, pti_resident_size;
    uint64_t pti_total_user, pti_total_system, pti_threads_user, pti_threads_system;
    int32_t pti_policy, pti_faults, pti_pageins, pti_cow_faults, pti_messages_sent, pti_messages_received;
    int32_t pti_syscalls_mach, pti_syscalls_unix, pti_csw, pti_threadnum, pti_numrunning, pti_priority;
};
D_CHECK_proc_taskinfo;

enum {
    SLEEPS = 3,       /* SSLEEP and the like of Darwin's sys/proc.h */
    RUNS = 2,
    STOPPED = 4,
    ZOMBIE = 5,
    TIMESHARE = 1,    /* POLICY_TIMESHARE */
    FLAVORS = 30,     /* the flavors that there are end before this one */
    SPARE_PIDS = 20,  /* that many more are said to be needed than there are */
    HZ = 100,         /* the unit of times in /proc */
};

/* What is wanted of one process. */
struct process {
    int pid, parent, group, session, terminal, foreground, nice, threads, priority;
    char state;
    char name[64];
    unsigned long faults, pageins, user, system;
    unsigned long long start, size, resident;
    uint32_t ids[8]; /* real, effective, saved and of the file system: of the user, of the group */
};

static bool read_process(int pid, struct process *process) {
    char path[64], text[4096];
    memset(process, 0, sizeof *process);
    process->pid = pid;
    snprintf(path, sizeof path, STANDIN_PROC "/%d/stat", pid);
    char *end = standin_read_file(path, text, sizeof text) == 0 ? NULL : strrchr(text, ')');
    if (end == NULL) return false;
    *end = '\0';
    strncpy(process->name, strchr(text, '(') + 1, sizeof process->name - 1);
    if (sscanf(end + 2, "%c %d %d %d %d %d %*u %lu %*u %lu %*u %lu %lu %*d %*d %d %d %d %*d %llu %llu %llu",
            &process->state, &process->parent, &process->group, &process->session, &process->terminal,
            &process->foreground, &process->faults, &process->pageins, &process->user, &process->system,
            &process->priority, &process->nice, &process->threads, &process->start, &process->size,
            &process->resident) != 16) return false;
    snprintf(path, sizeof path, STANDIN_PROC "/%d/status", pid);
    if (standin_read_file(path, text, sizeof text) == 0) return false;
    uint32_t *ids = process->ids;
    const char *uids = strstr(text, "\nUid:"), *gids = strstr(text, "\nGid:");
    return uids != NULL && gids != NULL
            && sscanf(uids, "\nUid: %u %u %u %u", ids, ids + 1, ids + 2, ids + 3) == 4
            && sscanf(gids, "\nGid: %u %u %u %u", ids + 4, ids + 5, ids + 6, ids + 7) == 4;
}

static int fail(int darwin_error) {
    standin_fail(darwin_error);
    return 0;
}

/* ---- lists ---- */

struct pids {
    uint32_t type, wanted;
    int *into;
    int room, count;
};

static bool is_wanted(const struct pids *pids, const struct process *process) {
    switch (pids->type) {
        case D_PROC_PGRP_ONLY: return (uint32_t) process->group == pids->wanted;
        case D_PROC_UID_ONLY: return process->ids[1] == pids->wanted;
        case D_PROC_RUID_ONLY: return process->ids[0] == pids->wanted;
        case D_PROC_PPID_ONLY: return (uint32_t) process->parent == pids->wanted;
        default: return true;
    }
}

static void list(int pid, void *context) {
    struct pids *pids = context;
    struct process process;
    if (!read_process(pid, &process) || !is_wanted(pids, &process)) return;
    if (pids->count < pids->room) pids->into[pids->count++] = pid;
}

static void count(int pid, void *context) {
    (void) pid;
    ++*(int *) context;
}

DARWIN(int, proc_listpids, uint32_t type, uint32_t info, void *buffer, int size) {
    if (type == D_PROC_TTY_ONLY) standin_die("proc_listpids", "terminals are not known");
    if (type < D_PROC_ALL_PIDS || type > D_PROC_PPID_ONLY) return fail(D_EINVAL);
    if (buffer == NULL) {
        int all = SPARE_PIDS;
        standin_each_number(STANDIN_PROC, count, &all);
        return all * (int) sizeof(int);
    }
    if (size < (int) sizeof(int)) return fail(D_ENOMEM);
    struct pids pids = {type, info, buffer, size / (int) sizeof(int), 0};
    int before = errno;
    standin_each_number(STANDIN_PROC, list, &pids);
    errno = before;
    return pids.count * (int) sizeof(int);
}

/* ---- one process ---- */

static uint64_t ticks_of(unsigned long hundredths) {
    return standin_ticks((uint64_t) hundredths * (1000000000 / HZ));
}

static void bsdinfo(const struct process *process, struct darwin_proc_bsdinfo *info) {
    char path[64], text[64 * 1024];
    memset(info, 0, sizeof *info);
    info->pbi_status = process->state == 'Z' ? ZOMBIE : process->state == 'R' ? RUNS
            : process->state == 'T' || process->state == 't' ? STOPPED : SLEEPS;
    info->pbi_pid = (uint32_t) process->pid;
    info->pbi_ppid = (uint32_t) process->parent;
    info->pbi_ruid = process->ids[0];
    info->pbi_uid = process->ids[1];
    info->pbi_svuid = process->ids[2];
    info->pbi_rgid = process->ids[4];
    info->pbi_gid = process->ids[5];
    info->pbi_svgid = process->ids[6];
    memcpy(info->pbi_comm, process->name, sizeof info->pbi_comm - 1);
    memcpy(info->pbi_name, process->name, sizeof info->pbi_name - 1);
    int files = 0;
    snprintf(path, sizeof path, STANDIN_PROC "/%d/fd", process->pid);
    standin_each_number(path, count, &files); /* not number 0, which is open as a rule */
    info->pbi_nfiles = (uint32_t) files + 1;
    info->pbi_pgid = (uint32_t) process->group;
    info->e_tdev = process->terminal == 0 ? UINT32_MAX : (uint32_t) process->terminal;
    info->e_tpgid = process->foreground < 0 ? 0 : (uint32_t) process->foreground;
    info->pbi_nice = process->nice;
    const char *boot = standin_read_file(STANDIN_PROC "/stat", text, sizeof text) == 0 ? NULL : strstr(text, "btime ");
    if (boot == NULL) standin_die("proc_pidinfo", "no btime in /proc/stat");
    info->pbi_start_tvsec = strtoull(boot + strlen("btime "), NULL, 10) + process->start / HZ;
    info->pbi_start_tvusec = process->start % HZ * (1000000 / HZ);
}

static void taskinfo(const struct process *process, struct darwin_proc_taskinfo *info) {
    memset(info, 0, sizeof *info);
    info->pti_virtual_size = process->size;
    info->pti_resident_size = process->resident * 4096;
    info->pti_total_user = ticks_of(process->user);
    info->pti_total_system = ticks_of(process->system);
    info->pti_policy = TIMESHARE;
    info->pti_faults = (int32_t) process->faults;
    info->pti_pageins = (int32_t) process->pageins;
    info->pti_threadnum = process->threads;
    info->pti_numrunning = process->state == 'R';
    info->pti_priority = process->priority;
}

static bool may_see(const struct process *process) {
    uint32_t me = (uint32_t) LINUX(geteuid);
    return me == 0 || me == process->ids[0];
}

DARWIN(int, proc_pidinfo, int pid, int flavor, uint64_t arg, void *buffer, int size) {
    if (flavor < 1 || flavor >= FLAVORS) return fail(D_EINVAL);
    bool is_bsd = flavor == D_PROC_PIDTBSDINFO;
    if (!is_bsd && flavor != D_PROC_PIDTASKINFO) standin_die("proc_pidinfo", "flavor %d is not known", flavor);
    size_t needed = is_bsd ? sizeof(struct darwin_proc_bsdinfo) : sizeof(struct darwin_proc_taskinfo);
    if (size < 0 || (size_t) size < needed) return fail(D_ENOMEM);
    struct process process;
    if (pid <= 0 || !read_process(pid, &process)) return fail(D_ESRCH);
    if (process.state == 'Z' && !(is_bsd && arg != 0)) return fail(D_ESRCH);
    if (is_bsd) {
        bsdinfo(&process, buffer);
    } else {
        if (!may_see(&process)) return fail(D_EPERM);
        taskinfo(&process, buffer);
    }
    return (int) needed;
}

DARWIN(int, proc_pidpath, int pid, void *buffer, uint32_t size) {
    char path[64];
    struct process process;
    if (size < D_MAXPATHLEN) return fail(D_ENOMEM);
    if (size > D_PROC_PIDPATHINFO_MAXSIZE) return fail(D_EOVERFLOW);
    if (pid <= 0 || !read_process(pid, &process) || process.state == 'Z') return fail(D_ESRCH);
    snprintf(path, sizeof path, STANDIN_PROC "/%d/exe", pid);
    long length = LINUX(readlinkat, AT_FDCWD, path, buffer, size - 1);
    if (length < 0) return fail(standin_errno("proc_pidpath", errno));
    ((char *) buffer)[length] = '\0';
    return (int) length;
}
