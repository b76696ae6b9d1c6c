/* Working directories of threads: on Linux, a thread that shares none with the others. */
#include "standin.h"

#include <fcntl.h>
#include <sched.h>

/* Whether this thread has a directory of its own. */
static __thread bool is_alone;

static int change(const char *call, int fd) {
    if (!is_alone && LINUX(unshare, CLONE_FS) != 0) standin_die(call, "a thread cannot have a directory of its own");
    is_alone = true;
    return (int) standin_result(call, LINUX(fchdir, fd));
}

DARWIN(int, pthread_fchdir_np, int fd) {
    if (fd == -1) {
        if (!is_alone) return standin_fail(D_EBADF);
        /* That of the first thread, which is the process's. */
        return (int) ANSWER(chdir, STANDIN_PROC "/self/cwd");
    }
    return standin_need_file(fd, D_ENOTDIR) == 0 ? change(__func__, fd) : -1;
}

DARWIN(int, pthread_chdir_np, const char *path) {
    if (!standin_path_fits(path)) return -1;
    int fd = (int) ANSWER(openat, AT_FDCWD, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return -1;
    int result = change(__func__, fd);
    int error = errno;
    LINUX(close, fd);
    errno = error;
    return result;
}
