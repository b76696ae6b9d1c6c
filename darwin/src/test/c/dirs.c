/* Directories as streams. */
#include "standin.h"

#include <fcntl.h>
#include <stdlib.h>

/* Linux's record, as getdents64 writes it. */
struct entry {
    uint64_t ino;
    int64_t off;
    uint16_t reclen;
    uint8_t type;
    char name[];
};

struct stream {
    int fd;
    size_t at;
    size_t end;
    char entries[16384] __attribute__((aligned(8)));
};

DARWIN_INODE64(struct stream *, opendir, const char *path) {
    if (!standin_path_fits(path)) return NULL;
    int fd = (int) ANSWER(openat, AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return NULL;
    struct stream *dir = malloc(sizeof *dir);
    if (dir == NULL) {
        LINUX(close, fd);
        standin_fail(D_ENOMEM);
        return NULL;
    }
    dir->fd = fd;
    dir->at = dir->end = 0;
    return dir;
}

/* Returns the error number.  What has been removed has nothing more in it; what is no directory, EINVAL. */
DARWIN_INODE64(int, readdir_r, struct stream *dir, struct darwin_dirent *entry, struct darwin_dirent **result) {
    *result = NULL;
    if (dir->at == dir->end) {
        long bytes = LINUX(getdents64, dir->fd, dir->entries, sizeof dir->entries);
        if (bytes < 0 && errno == ENOTDIR) return D_EINVAL;
        if (bytes < 0 && errno != ENOENT) return standin_errno(__func__, errno);
        if (bytes <= 0) return 0;
        dir->at = 0;
        dir->end = (size_t) bytes;
    }
    struct entry *from = (struct entry *) (dir->entries + dir->at);
    dir->at += from->reclen;
    _Static_assert(D_DT_UNKNOWN == 0 && D_DT_FIFO == 1 && D_DT_CHR == 2 && D_DT_DIR == 4 && D_DT_BLK == 6 && D_DT_REG == 8
            && D_DT_LNK == 10 && D_DT_SOCK == 12, "Linux numbers kinds of files alike");
    size_t length = strlen(from->name);
    size_t record = offsetof(struct darwin_dirent, d_name) + length + 1; /* no more than that is written */
    entry->d_ino = from->ino;
    entry->d_seekoff = (uint64_t) from->off;
    entry->d_reclen = (uint16_t) ((record + 7) & ~(size_t) 7);
    entry->d_namlen = (uint16_t) length;
    entry->d_type = from->type;
    memcpy(entry->d_name, from->name, length + 1);
    *result = entry;
    return 0;
}

DARWIN(int, closedir, struct stream *dir) {
    int fd = dir->fd;
    free(dir);
    standin_kqueue_forget(fd);
    return (int) ANSWER(close, fd);
}
