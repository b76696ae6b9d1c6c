/* User, group, process-group and session ids. */
#include "standin.h"

#include <stdatomic.h>
#include <sys/auxv.h>

DARWIN(uid_t, getuid, void) { return (uid_t) LINUX(getuid); }
DARWIN(uid_t, geteuid, void) { return (uid_t) LINUX(geteuid); }
DARWIN(gid_t, getgid, void) { return (gid_t) LINUX(getgid); }
DARWIN(gid_t, getegid, void) { return (gid_t) LINUX(getegid); }

/*
 * Changing ids goes through libc: on Linux a raw call changes one thread only, on Darwin ids belong to the process.
 * All of it is expressed as setresuid and setresgid, whose permission rule (root, or only values one already has) is
 * Darwin's for every call below.
 */
struct ids { uint32_t real, effective, saved; };
static const uint32_t KEEP = UINT32_MAX;

static struct ids users(void) {
    struct ids ids;
    LINUX(getresuid, &ids.real, &ids.effective, &ids.saved);
    return ids;
}

static struct ids groups(void) {
    struct ids ids;
    LINUX(getresgid, &ids.real, &ids.effective, &ids.saved);
    return ids;
}

/* What issetugid reports: ids gained at exec, or changed since. */
static atomic_bool tainted;

static int become(const char *call, const char *libc_call, struct ids from, struct ids to) {
    int (*set)(uint32_t, uint32_t, uint32_t) = (int (*)(uint32_t, uint32_t, uint32_t)) standin_libc(libc_call);
    if (set(to.real, to.effective, to.saved) != 0) return (int) standin_result(call, -1);
    if (memcmp(&from, &to, sizeof to) != 0) tainted = true;
    return 0;
}

/* setuid: all three for root; otherwise the effective id alone, to the real or the saved one. */
static int set(const char *call, const char *libc_call, struct ids now, uint32_t id) {
    struct ids to = {id, id, id};
    if (id == KEEP) return standin_fail(D_EINVAL);
    if (darwin_geteuid() != 0) {
        if (id != now.real && id != now.saved) return standin_fail(D_EPERM);
        to = (struct ids) {now.real, id, now.saved};
    }
    return become(call, libc_call, now, to);
}

static int set_effective(const char *call, const char *libc_call, struct ids now, uint32_t id) {
    if (id == KEEP) return standin_fail(D_EINVAL);
    if (darwin_geteuid() != 0 && id != now.real && id != now.saved) return standin_fail(D_EPERM);
    return become(call, libc_call, now, (struct ids) {now.real, id, now.saved});
}

/* If neither argument is the saved id, the saved id becomes the new effective one.  Linux has another rule. */
static int set_both(const char *call, const char *libc_call, struct ids now, uint32_t real, uint32_t effective) {
    struct ids to = {real == KEEP ? now.real : real, effective == KEEP ? now.effective : effective, now.saved};
    if (now.saved != real && now.saved != effective) to.saved = to.effective;
    return become(call, libc_call, now, to);
}

DARWIN(int, setuid, uid_t uid) { return set(__func__, "setresuid", users(), uid); }
DARWIN(int, setgid, gid_t gid) { return set(__func__, "setresgid", groups(), gid); }
DARWIN(int, seteuid, uid_t euid) { return set_effective(__func__, "setresuid", users(), euid); }
DARWIN(int, setegid, gid_t egid) { return set_effective(__func__, "setresgid", groups(), egid); }
DARWIN(int, setreuid, uid_t ruid, uid_t euid) { return set_both(__func__, "setresuid", users(), ruid, euid); }
DARWIN(int, setregid, gid_t rgid, gid_t egid) { return set_both(__func__, "setresgid", groups(), rgid, egid); }

DARWIN(int, issetugid, void) {
    return tainted || getauxval(AT_SECURE) != 0;
}

/* Darwin's list has at most NGROUPS_MAX entries, the effective group first. */
DARWIN(int, getgroups, int gidsetsize, gid_t grouplist[]) {
    gid_t list[D_NGROUPS_MAX] = {darwin_getegid()};
    int count = 1;
    long host_count = LINUX(getgroups, 0, NULL);
    gid_t host[host_count + 1];
    host_count = LINUX(getgroups, host_count, host);
    for (long i = 0; i < host_count && count < D_NGROUPS_MAX; i++)
        if (host[i] != list[0]) list[count++] = host[i];
    if (gidsetsize == 0) return count;
    if (gidsetsize < count) return standin_fail(D_EINVAL);
    if (grouplist == NULL) return standin_fail(D_EFAULT);
    memcpy(grouplist, list, (size_t) count * sizeof *list);
    return count;
}

/* The first group becomes the effective one, and no group at all means group 0. */
DARWIN(int, setgroups, int ngroups, const gid_t *gidset) {
    static const gid_t wheel[] = {0};
    int (*set_list)(size_t, const gid_t *) = (int (*)(size_t, const gid_t *)) standin_libc("setgroups");
    if (ngroups < 0 || ngroups > D_NGROUPS_MAX) return standin_fail(D_EINVAL);
    if (ngroups > 0 && gidset == NULL) return standin_fail(D_EFAULT);
    if (darwin_geteuid() != 0) return standin_fail(D_EPERM);
    const gid_t *list = ngroups == 0 ? wheel : gidset;
    if (set_list(ngroups == 0 ? 1 : (size_t) ngroups, list) != 0) return (int) standin_result(__func__, -1);
    tainted = true;
    return set_effective(__func__, "setresgid", groups(), list[0]);
}

DARWIN(pid_t, getpgrp, void) { return (pid_t) LINUX(getpgid, 0); }
DARWIN(pid_t, getpgid, pid_t pid) { return (pid_t) ANSWER(getpgid, pid); }
DARWIN(int, setpgid, pid_t pid, pid_t pgid) { return (int) ANSWER(setpgid, pid, pgid); }
DARWIN(pid_t, getsid, pid_t pid) { return (pid_t) ANSWER(getsid, pid); }
DARWIN(pid_t, setsid, void) { return (pid_t) ANSWER(setsid); }

/* The session's login name.  Nothing reads it back yet; the buffer is what getlogin_r would tell. */
static char login_name[D_MAXLOGNAME];

DARWIN(int, setlogin, const char *name) {
    if (darwin_geteuid() != 0) return standin_fail(D_EPERM);
    if (name == NULL) return standin_fail(D_EFAULT);
    size_t size = strnlen(name, sizeof login_name) + 1;
    if (size > D_MAXLOGNAME - 1) return standin_fail(D_EINVAL);
    memcpy(login_name, name, size);
    return 0;
}

/* A mark that listings of processes show, and nothing obeys. */
static atomic_int marked;

DARWIN(int, setprivexec, int flag) {
    return atomic_exchange(&marked, flag != 0);
}
