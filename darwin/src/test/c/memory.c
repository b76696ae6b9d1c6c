/* Pages of memory. */
#include "standin.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>

/* What is used untranslated because both systems agree. */
_Static_assert(D_PROT_READ == PROT_READ && D_PROT_WRITE == PROT_WRITE && D_PROT_EXEC == PROT_EXEC
        && D_PROT_NONE == PROT_NONE && D_MAP_SHARED == MAP_SHARED && D_MAP_PRIVATE == MAP_PRIVATE, "protection, sharing");

static uintptr_t page_size(void) {
    return getauxval(AT_PAGESZ);
}

/* ---- locks, which Darwin counts and Linux does not ---- */

static struct locked {
    struct locked *next;
    uintptr_t page;
    unsigned times;
} *locks;
static pthread_mutex_t locks_lock = PTHREAD_MUTEX_INITIALIZER;

static struct locked **lock_of(uintptr_t page) {
    struct locked **at = &locks;
    while (*at != NULL && (*at)->page != page) at = &(*at)->next;
    return at;
}

static void forget(struct locked **at) {
    struct locked *gone = *at;
    *at = gone->next;
    free(gone);
}

/* The pages that a range has a byte of. */
#define FOR_EACH_PAGE(page, addr, len) \
    for (uintptr_t size = page_size(), page = (uintptr_t) (addr) / size * size; page < (uintptr_t) (addr) + (len); \
            page += size)

DARWIN(int, mlock, const void *addr, size_t len) {
    pthread_mutex_lock(&locks_lock);
    int result = (int) ANSWER(mlock, addr, len);
    if (result == 0) {
        FOR_EACH_PAGE(page, addr, len) {
            struct locked **at = lock_of(page);
            if (*at == NULL) {
                *at = calloc(1, sizeof **at);
                if (*at == NULL) standin_die(__func__, "no memory to remember a lock in");
                (*at)->page = page;
            }
            (*at)->times++;
        }
    }
    pthread_mutex_unlock(&locks_lock);
    return result;
}

DARWIN(int, munlock, const void *addr, size_t len) {
    int result = 0;
    pthread_mutex_lock(&locks_lock);
    FOR_EACH_PAGE(page, addr, len) {
        if (*lock_of(page) == NULL) result = standin_fail(D_ENOMEM);
    }
    if (result == 0) {
        FOR_EACH_PAGE(page, addr, len) {
            struct locked **at = lock_of(page);
            if (--(*at)->times > 0) continue;
            forget(at);
            if (LINUX(munlock, page, size) != 0) result = (int) standin_result(__func__, -1);
        }
    }
    pthread_mutex_unlock(&locks_lock);
    return result;
}

DARWIN(int, mlockall, int flags) {
    (void) flags;
    return standin_fail(D_ENOSYS);
}

DARWIN(int, munlockall, void) {
    return standin_fail(D_ENOSYS);
}

/* ---- mapping ---- */

/* MAP_NOCACHE and what else only says how the pages will be used has nothing to be seen of. */
static const int advice_only = D_MAP_NOCACHE | D_MAP_HASSEMAPHORE | D_MAP_NOEXTEND | D_MAP_RESILIENT_CODESIGN
        | D_MAP_RESILIENT_MEDIA | D_MAP_RENAME;

static int map_flags(const char *call, int flags) {
    int out = flags & (D_MAP_SHARED | D_MAP_PRIVATE);
    int rest = flags & ~(D_MAP_SHARED | D_MAP_PRIVATE | advice_only);
    if (rest & D_MAP_ANON) out |= MAP_ANONYMOUS;
    if (rest & D_MAP_FIXED) out |= MAP_FIXED;
    if (rest & D_MAP_NORESERVE) out |= MAP_NORESERVE;
    rest &= ~(D_MAP_ANON | D_MAP_FIXED | D_MAP_NORESERVE);
    if (rest != 0) standin_die(call, "flag 0x%x has no Linux meaning", (unsigned) rest);
    return out;
}

/* What is no file of a file system is not looked at any further. */
static int refusal(const char *call, int fd) {
    struct statx st;
    if (LINUX(statx, fd, "", AT_EMPTY_PATH, STATX_TYPE, &st) != 0) return standin_errno(call, errno);
    return S_ISFIFO(st.stx_mode) || S_ISSOCK(st.stx_mode) ? D_EINVAL : 0;
}

DARWIN(void *, mmap, void *addr, size_t len, int prot, int flags, int fd, off_t offset) {
    int sharing = flags & (D_MAP_SHARED | D_MAP_PRIVATE);
    int error = len == 0 || (sharing != D_MAP_SHARED && sharing != D_MAP_PRIVATE) ? D_EINVAL : 0;
    int host_flags = map_flags(__func__, flags);
    if (flags & D_MAP_ANON) {
        /* The number is the caller's mark on the pages then, in bits that no descriptor has. */
        if (fd != -1 && (fd & 0xFFFFFF) == 0) standin_die(__func__, "a tag for memory, 0x%x", (unsigned) fd);
        if (fd != -1) error = D_EINVAL;
    } else if (error == 0) {
        error = refusal(__func__, fd);
    }
    if (error != 0) return (void *) (intptr_t) standin_fail(error);
    return (void *) ANSWER(mmap, addr, len, prot, host_flags, fd, offset);
}

DARWIN(int, munmap, void *addr, size_t len) {
    if (len == 0) return standin_fail(D_EINVAL);
    pthread_mutex_lock(&locks_lock);
    int result = (int) ANSWER(munmap, addr, len);
    if (result == 0) {
        FOR_EACH_PAGE(page, addr, len) {
            struct locked **at = lock_of(page);
            if (*at != NULL) forget(at);
        }
    }
    pthread_mutex_unlock(&locks_lock);
    return result;
}

DARWIN(int, mprotect, void *addr, size_t len, int prot) {
    return (int) ANSWER(mprotect, addr, len, prot);
}

DARWIN(int, msync, void *addr, size_t len, int flags) {
    int host = 0;
    if ((flags & D_MS_SYNC) && (flags & D_MS_ASYNC)) return standin_fail(D_EINVAL);
    if (flags & D_MS_SYNC) host |= MS_SYNC;
    if (flags & D_MS_ASYNC) host |= MS_ASYNC;
    if (flags & D_MS_INVALIDATE) host |= MS_INVALIDATE;
    flags &= ~(D_MS_SYNC | D_MS_ASYNC | D_MS_INVALIDATE);
    if (flags != 0) standin_die(__func__, "flag 0x%x has no Linux meaning", (unsigned) flags);
    return (int) ANSWER(msync, addr, len, host);
}

/* Darwin's MADV_DONTNEED is advice and no more: what is in the pages stays. */
DARWIN(int, madvise, void *addr, size_t len, int advice) {
    switch (advice) {
        case D_MADV_NORMAL: return (int) ANSWER(madvise, addr, len, MADV_NORMAL);
        case D_MADV_RANDOM: return (int) ANSWER(madvise, addr, len, MADV_RANDOM);
        case D_MADV_SEQUENTIAL: return (int) ANSWER(madvise, addr, len, MADV_SEQUENTIAL);
        case D_MADV_WILLNEED: return (int) ANSWER(madvise, addr, len, MADV_WILLNEED);
        case D_MADV_DONTNEED: return (int) ANSWER(madvise, addr, len, MADV_COLD);
        case D_MADV_PAGEOUT: return standin_fail(D_ENOTSUP); /* as in each kernel but Apple's own debug kernels */
        case D_MADV_FREE:
        case D_MADV_FREE_REUSABLE: return (int) ANSWER(madvise, addr, len, MADV_FREE);
        case D_MADV_FREE_REUSE:
        case D_MADV_CAN_REUSE:
        case D_MADV_ZERO_WIRED_PAGES: return (int) ANSWER(madvise, addr, len, MADV_NORMAL); /* nothing to be seen of it */
        default: return standin_fail(D_EINVAL);
    }
}

/* Darwin takes a whole page for a part of one, and tells more of it than the lowest bit. */
DARWIN(int, mincore, const void *addr, size_t len, char *vec) {
    uintptr_t size = page_size(), from = (uintptr_t) addr / size * size;
    size_t bytes = (uintptr_t) addr + len - from;
    if (ANSWER(mincore, from, bytes, vec) != 0) return -1;
    for (size_t i = 0; i < (bytes + size - 1) / size; i++)
        vec[i] = vec[i] & 1 ? D_MINCORE_INCORE | D_MINCORE_REFERENCED : 0;
    return 0;
}
