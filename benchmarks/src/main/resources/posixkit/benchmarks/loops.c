// The workloads in C. Each loop makes n operations and returns the sum of their results, as the Java variants do. The other
// arguments are descriptors, sizes and addresses, which the Java side passes.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define LOOP(name, result)                                                  \
    long loop_##name(long n, long a, long b, long c, long d, long e) {      \
        long sum = 0;                                                       \
        for (long i = 0; i < n; i++) sum += (result);                       \
        return sum;                                                         \
    }

static struct stat st;
static char bytes[65536] __attribute__((aligned(64)));
static struct iovec quarters[] = {{bytes, 1024}, {bytes + 1024, 1024}, {bytes + 2048, 1024}, {bytes + 3072, 1024}};

// Returns the result of a call, or -errno if the call failed.
static inline long value(long result) { return result == -1 ? -errno : result; }

LOOP(getppid, getppid())
LOOP(fstat, value(fstat(a, &st)) + st.st_size)
LOOP(read, value(read(a, bytes, b)))
LOOP(stat, value(stat((char *) a, &st)) + st.st_size)
LOOP(stat_only, value(stat((char *) a, &st)))
LOOP(fstatat, value(fstatat(a, (char *) b, &st, 0)) + st.st_size)
LOOP(open_close, value(close(open((char *) a, O_RDONLY | O_CLOEXEC))))
LOOP(write, value(write(a, bytes, b)))
LOOP(pread, value(pread(a, bytes, b, 0)))
LOOP(readv, value(readv(a, quarters, 4)))
