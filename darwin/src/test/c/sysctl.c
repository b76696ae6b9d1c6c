/*
 * sysctl: a few variables with the host's values, and the kernel's rules.  A name that has others below it is ENOENT;
 * numbers behind a whole name are EISDIR; lists of processes are said to be longer than they are, and may still have grown.
 */
#include "standin.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>

struct darwin_kinfo_proc {
    struct {
        char p_links[32];
        int32_t p_flag;
        char p_stat;
        int32_t p_pid;
        char p_times[198];
        char p_nice;
        char p_comm[D_MAXCOMLEN + 1];
        char p_more[36];
    } kp_proc;
    struct {
        char e_session[120];
        char e_pcred[4];
        struct {
            uint32_t cr_uid;
            char cr_more[136];
        } e_ucred;
        int32_t e_ppid;
        int32_t e_pgid;
        char e_jobc[4];
        int32_t e_tdev;
        int32_t e_tpgid;
        char e_more[68];
    } kp_eproc;
} __attribute__((aligned(8)));
D_CHECK_kinfo_proc;

struct darwin_clockinfo {
    int32_t hz;
    int32_t tick;
    int32_t tickadj;
    int32_t stathz;
    int32_t profhz;
};
D_CHECK_clockinfo;

enum {
    DEPTH = 3,             /* the most numbers a name here has */
    FIRST_AUTOMATIC = 100, /* what has no number in a header is numbered from here on, and on each system differently */
};

/* A variable's value, as it is now. */
struct value {
    char *bytes;
    size_t size;
    size_t spare; /* that much more is said to be needed than there is */
    size_t record; /* as many whole ones of this size as fit are copied, however little room there is; or 0: all or nothing */
};

/* 0 or Darwin's error number, as all here. */
static int put(struct value *value, const void *bytes, size_t size) {
    char *grown = realloc(value->bytes, value->size + size);
    if (grown == NULL) return D_ENOMEM;
    memcpy(grown + value->size, bytes, size);
    value->bytes = grown;
    value->size += size;
    return 0;
}

static int put_text(struct value *value, const char *text) {
    return put(value, text, strlen(text) + 1);
}

static int put_int(struct value *value, int64_t number) {
    int32_t narrow = number > INT32_MAX ? INT32_MAX : (int32_t) number;
    return put(value, &narrow, sizeof narrow);
}

static int put_quad(struct value *value, int64_t number) {
    return put(value, &number, sizeof number);
}

/* A number behind a name in one of /proc's files. */
static int64_t number_in(const char *path, const char *name) {
    static const size_t size = 64 * 1024;
    char *text = malloc(size);
    const char *at = text != NULL && standin_read_file(path, text, size) > 0 ? strstr(text, name) : NULL;
    int64_t number = at == NULL ? 0 : strtoll(at + strlen(name), NULL, 10);
    free(text);
    return number;
}

/* ---- the variables ---- */

#define OF_UTSNAME(name, member) \
    static int name(const int *more, struct value *value) { \
        struct utsname host; \
        (void) more; \
        return LINUX(uname, &host) == 0 ? put_text(value, host.member) : standin_errno("sysctl", errno); \
    }
OF_UTSNAME(os_type, sysname)
OF_UTSNAME(os_release, release)
OF_UTSNAME(version, version)
OF_UTSNAME(host_name, nodename)
OF_UTSNAME(machine, machine)

static int set_host_name(const char *name, size_t size) {
    if (size >= D_MAXHOSTNAMELEN) return D_EINVAL;
    return LINUX(sethostname, name, size) == 0 ? 0 : standin_errno("sysctl", errno);
}

static int max_files(const int *more, struct value *value) {
    (void) more;
    return put_int(value, number_in(STANDIN_PROC "/sys/fs/file-max", ""));
}

static int max_files_per_process(const int *more, struct value *value) {
    (void) more;
    return put_int(value, standin_most_files());
}

static int groups(const int *more, struct value *value) {
    (void) more;
    return put_int(value, D_NGROUPS_MAX);
}

static int boot_time(const int *more, struct value *value) {
    struct darwin_timeval time;
    (void) more;
    memset(&time, 0, sizeof time);
    time.tv_sec = number_in(STANDIN_PROC "/stat", "btime ");
    return put(value, &time, sizeof time);
}

/* Every Mac's. */
static int clock_rate(const int *more, struct value *value) {
    struct darwin_clockinfo rate = {.hz = 100, .tick = 10000, .tickadj = 0, .stathz = 100, .profhz = 100};
    (void) more;
    return put(value, &rate, sizeof rate);
}

static long host_number(int name) {
    return ((long (*)(int)) standin_libc("sysconf"))(name);
}

static int processors(const int *more, struct value *value) {
    (void) more;
    return put_int(value, host_number(_SC_NPROCESSORS_CONF));
}

static int memory(const int *more, struct value *value) {
    (void) more;
    return put_quad(value, (int64_t) host_number(_SC_PHYS_PAGES) * host_number(_SC_PAGESIZE));
}

/* By its number it is an int, as ever; the name is that of a wider one. */
static int page_size_by_number(const int *more, struct value *value) {
    (void) more;
    return put_int(value, host_number(_SC_PAGESIZE));
}

static int page_size(const int *more, struct value *value) {
    (void) more;
    return put_quad(value, host_number(_SC_PAGESIZE));
}

static void put_process(int pid, void *context) {
    struct darwin_kinfo_proc info;
    char path[64], text[4096];
    int parent, group, session, terminal, foreground, niceness;
    snprintf(path, sizeof path, STANDIN_PROC "/%d/stat", pid);
    char *name_end = standin_read_file(path, text, sizeof text) == 0 ? NULL : strrchr(text, ')');
    if (name_end == NULL) return; /* it has ended meanwhile */
    *name_end = '\0';
    if (sscanf(name_end + 4, "%d %d %d %d %d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %d", &parent, &group, &session,
            &terminal, &foreground, &niceness) != 6) return;
    memset(&info, 0, sizeof info);
    info.kp_proc.p_pid = pid;
    info.kp_proc.p_nice = (char) niceness;
    strncpy(info.kp_proc.p_comm, strchr(text, '(') + 1, D_MAXCOMLEN);
    info.kp_eproc.e_ppid = parent;
    info.kp_eproc.e_pgid = group;
    info.kp_eproc.e_tpgid = foreground;
    snprintf(path, sizeof path, STANDIN_PROC "/%d/status", pid);
    info.kp_eproc.e_ucred.cr_uid = (uint32_t) number_in(path, "\nUid:\t");
    put(context, &info, sizeof info);
}

static int all_processes(const int *more, struct value *value) {
    (void) more;
    value->record = sizeof(struct darwin_kinfo_proc);
    value->spare = 5 * sizeof(struct darwin_kinfo_proc);
    standin_each_number(STANDIN_PROC, put_process, value);
    return 0;
}

static int one_process(const int *more, struct value *value) {
    value->record = sizeof(struct darwin_kinfo_proc);
    value->spare = 5 * sizeof(struct darwin_kinfo_proc);
    put_process(*more, value); /* nobody of that number is no error */
    return 0;
}

static const struct variable {
    const char *name;
    int numbers[DEPTH];
    unsigned depth;
    int (*value)(const int *more, struct value *value); /* NULL: there are others below */
    int (*set)(const char *value, size_t size);          /* NULL: nobody may */
    unsigned least, most;                               /* numbers that go with it */
} variables[] = {
    {"kern", {D_CTL_KERN}, 1, .value = NULL},
    {"kern.ostype", {D_CTL_KERN, D_KERN_OSTYPE}, 2, .value = os_type},
    {"kern.osrelease", {D_CTL_KERN, D_KERN_OSRELEASE}, 2, .value = os_release},
    {"kern.version", {D_CTL_KERN, D_KERN_VERSION}, 2, .value = version},
    {"kern.hostname", {D_CTL_KERN, D_KERN_HOSTNAME}, 2, .value = host_name, .set = set_host_name},
    {"kern.maxfiles", {D_CTL_KERN, D_KERN_MAXFILES}, 2, .value = max_files},
    {"kern.maxfilesperproc", {D_CTL_KERN, D_KERN_MAXFILESPERPROC}, 2, .value = max_files_per_process},
    {"kern.ngroups", {D_CTL_KERN, D_KERN_NGROUPS}, 2, .value = groups},
    {"kern.boottime", {D_CTL_KERN, D_KERN_BOOTTIME}, 2, .value = boot_time},
    {"kern.clockrate", {D_CTL_KERN, D_KERN_CLOCKRATE}, 2, .value = clock_rate},
    {"kern.proc", {D_CTL_KERN, D_KERN_PROC}, 2, .value = NULL},
    {"kern.proc.all", {D_CTL_KERN, D_KERN_PROC, D_KERN_PROC_ALL}, 3, .value = all_processes, .most = 1},
    {"kern.proc.pid", {D_CTL_KERN, D_KERN_PROC, D_KERN_PROC_PID}, 3, .value = one_process, .least = 1, .most = 1},
    {"hw", {D_CTL_HW}, 1, .value = NULL},
    {"hw.machine", {D_CTL_HW, D_HW_MACHINE}, 2, .value = machine},
    {"hw.ncpu", {D_CTL_HW, D_HW_NCPU}, 2, .value = processors},
    {"hw.memsize", {D_CTL_HW, D_HW_MEMSIZE}, 2, .value = memory},
    {"hw.pagesize_compat", {D_CTL_HW, D_HW_PAGESIZE}, 2, .value = page_size_by_number},
    {"hw.pagesize", {D_CTL_HW, FIRST_AUTOMATIC}, 2, .value = page_size},
};
#define COUNT (sizeof variables / sizeof *variables)

/* ---- asking ---- */

static int find(const char *name, const struct variable **found) {
    for (size_t i = 0; i < COUNT; i++) {
        *found = &variables[i];
        if (strcmp(variables[i].name, name) == 0) return 0;
    }
    return D_ENOENT;
}

/* The last that fits: the shorter ones, which have it below them, come before. */
static int find_numbers(const int *numbers, unsigned count, const struct variable **found) {
    *found = NULL;
    for (size_t i = 0; i < COUNT; i++) {
        size_t size = variables[i].depth * sizeof *numbers;
        if (variables[i].depth <= count && memcmp(variables[i].numbers, numbers, size) == 0) *found = &variables[i];
    }
    return *found == NULL || (*found)->value == NULL ? D_ENOENT : 0;
}

static int may_set(const struct variable *variable) {
    return variable->set != NULL && LINUX(geteuid) == 0 ? 0 : D_EPERM;
}

static int access_value(const struct variable *variable, const int *more, unsigned count, void *old, size_t *oldlen,
        const void *new, size_t newlen) {
    struct value value = {0};
    if (variable->value == NULL) return D_ENOENT;
    if (count > variable->most && variable->most == 0) return D_EISDIR;
    if (count < variable->least || count > variable->most) return D_EINVAL;
    int error = newlen > 0 ? may_set(variable) : 0;
    if (error == 0) error = variable->value(more, &value);
    if (error != 0) {
        free(value.bytes);
        return error;
    }
    size_t room = oldlen == NULL ? 0 : *oldlen;
    bool fits = value.size <= room;
    size_t told = fits ? value.size : value.record > 0 ? room / value.record * value.record : 0;
    if (old != NULL) memcpy(old, value.bytes, told);
    if (oldlen != NULL) *oldlen = old == NULL ? value.size + value.spare : fits ? told : 0;
    free(value.bytes);
    if (old != NULL && !fits) return D_ENOMEM;
    return newlen > 0 ? variable->set(new, newlen) : 0;
}

static int end(int error) {
    return error == 0 ? 0 : standin_fail(error);
}

DARWIN(int, sysctl, int *name, unsigned namelen, void *old, size_t *oldlen, void *new, size_t newlen) {
    const struct variable *variable;
    if (namelen < 2 || namelen > D_CTL_MAXNAME) return standin_fail(D_EINVAL);
    if (name == NULL) return standin_fail(D_EFAULT);
    int error = find_numbers(name, namelen, &variable);
    if (error != 0) return standin_fail(error);
    unsigned depth = variable->depth;
    return end(access_value(variable, name + depth, namelen - depth, old, oldlen, new, newlen));
}

DARWIN(int, sysctlbyname, const char *name, void *old, size_t *oldlen, void *new, size_t newlen) {
    const struct variable *variable;
    if (name == NULL) return standin_fail(D_EFAULT);
    int error = find(name, &variable);
    return end(error != 0 ? error : access_value(variable, NULL, 0, old, oldlen, new, newlen));
}

DARWIN(int, sysctlnametomib, const char *name, int *mib, size_t *size) {
    const struct variable *variable;
    if (name == NULL || mib == NULL || size == NULL) return standin_fail(D_EFAULT);
    int error = find(name, &variable);
    if (error != 0) return standin_fail(error);
    size_t room = *size;
    *size = variable->depth < room ? variable->depth : room;
    memcpy(mib, variable->numbers, *size * sizeof *mib);
    return end(*size < variable->depth ? D_ENOMEM : 0);
}
