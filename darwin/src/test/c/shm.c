/* Memory that processes share, by a name or by a key. */
#include "standin.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/shm.h>

/* ---- by a name ---- */

/* XNU's PSHMNAMLEN, which no header has. A name without a slash is as good. */
enum { LONGEST = 31 };

static bool named(const char *name, char *path, size_t size) {
    if (strnlen(name, LONGEST + 1) > LONGEST) return standin_fail(D_ENAMETOOLONG), false;
    const char *base = *name == '/' ? name + 1 : name;
    if (*base == '\0' || strchr(base, '/') != NULL) return standin_fail(D_EINVAL), false;
    snprintf(path, size, "/dev/shm/%s", base);
    return true;
}

DARWIN(int, __shm_open, const char *name, int oflag, unsigned mode) {
    char path[LONGEST + sizeof "/dev/shm/"];
    if ((oflag & D_O_ACCMODE) == D_O_WRONLY) return standin_fail(D_EINVAL);
    return named(name, path, sizeof path) ? standin_open("shm_open", D_AT_FDCWD, path, oflag | D_O_CLOEXEC, mode) : -1;
}

DARWIN(int, shm_open, const char *name, int oflag, ...) {
    va_list arguments;
    va_start(arguments, oflag);
    unsigned mode = va_arg(arguments, unsigned);
    va_end(arguments);
    char path[LONGEST + sizeof "/dev/shm/"];
    if ((oflag & D_O_ACCMODE) == D_O_WRONLY) return standin_fail(D_EINVAL);
    return named(name, path, sizeof path) ? standin_open(__func__, D_AT_FDCWD, path, oflag | D_O_CLOEXEC, mode) : -1;
}

DARWIN(int, shm_unlink, const char *name) {
    char path[LONGEST + sizeof "/dev/shm/"];
    return named(name, path, sizeof path) ? (int) ANSWER(unlinkat, AT_FDCWD, path, 0) : -1;
}

/* ---- by a key ---- */

#pragma pack(push, 4)
struct darwin_shmid_ds {
    struct {
        uint32_t uid;
        uint32_t gid;
        uint32_t cuid;
        uint32_t cgid;
        uint16_t mode;
        uint16_t _seq;
        int32_t _key;
    } shm_perm;
    uint64_t shm_segsz;
    int32_t shm_lpid;
    int32_t shm_cpid;
    uint16_t shm_nattch;
    int64_t shm_atime;
    int64_t shm_dtime;
    int64_t shm_ctime;
    void *shm_internal;
};
#pragma pack(pop)
D_CHECK_shmid_ds;

_Static_assert(D_IPC_CREAT == IPC_CREAT && D_IPC_EXCL == IPC_EXCL && D_IPC_PRIVATE == IPC_PRIVATE
        && D_SHM_RDONLY == SHM_RDONLY, "flags agree");

DARWIN(int, shmget, int key, size_t size, int flags) {
    return (int) ANSWER(shmget, key, size, flags);
}

DARWIN(void *, shmat, int id, const void *addr, int flags) {
    return (void *) ANSWER(shmat, id, addr, flags);
}

DARWIN(int, shmdt, const void *addr) {
    return (int) ANSWER(shmdt, addr);
}

DARWIN(int, shmctl, int id, int command, struct darwin_shmid_ds *buf) {
    struct shmid_ds host = {0};
    switch (command) {
        case D_IPC_RMID: return (int) ANSWER(shmctl, id, IPC_RMID, NULL);
        case D_IPC_SET:
            host.shm_perm.uid = buf->shm_perm.uid;
            host.shm_perm.gid = buf->shm_perm.gid;
            host.shm_perm.mode = buf->shm_perm.mode;
            return (int) ANSWER(shmctl, id, IPC_SET, &host);
        case D_IPC_STAT:
            if (ANSWER(shmctl, id, IPC_STAT, &host) != 0) return -1;
            *buf = (struct darwin_shmid_ds) {
                .shm_perm = {host.shm_perm.uid, host.shm_perm.gid, host.shm_perm.cuid, host.shm_perm.cgid,
                        (uint16_t) host.shm_perm.mode, 0, 0},
                .shm_segsz = host.shm_segsz, .shm_lpid = host.shm_lpid, .shm_cpid = host.shm_cpid,
                .shm_nattch = (uint16_t) host.shm_nattch, .shm_atime = host.shm_atime, .shm_dtime = host.shm_dtime,
                .shm_ctime = host.shm_ctime};
            return 0;
        default: standin_die(__func__, "command %d", command);
    }
}
