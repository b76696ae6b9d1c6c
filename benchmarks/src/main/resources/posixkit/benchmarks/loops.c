// The workloads in C. Each loop makes n operations and returns the sum of their results, as the Java variants do. The other
// arguments are descriptors, sizes and addresses, which the Java side passes.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOOP(name, result)                                                  \
    long loop_##name(long n, long a, long b, long c, long d, long e) {      \
        long sum = 0;                                                       \
        for (long i = 0; i < n; i++) sum += (result);                       \
        return sum;                                                         \
    }

static struct stat st;
static struct timeval timeval;
static struct timespec timespec;
static char bytes[65536] __attribute__((aligned(64)));
static struct iovec quarters[] = {{bytes, 1024}, {bytes + 1024, 1024}, {bytes + 2048, 1024}, {bytes + 3072, 1024}};

// Returns the result of a call, or -errno if the call failed.
static inline long value(long result) { return result == -1 ? -errno : result; }

// Writes a byte into a pipe, waits for the event, and reads the byte from the descriptor of the event.
static long ping(int set, int to) {
    struct epoll_event events[64];
    long sum = value(write(to, bytes, 1));
    sum += value(epoll_wait(set, events, 64, -1));
    return sum + value(read(events[0].data.fd, bytes, 1));
}

static int is_dots(const char *name) { return name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0)); }

static long list_by_getdents(const char *path, long size) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    long count = 0, length;
    while ((length = getdents64(fd, bytes, size)) > 0) {
        for (long at = 0; at < length; at += ((struct dirent64 *) (bytes + at))->d_reclen) {
            count += !is_dots(((struct dirent64 *) (bytes + at))->d_name);
        }
    }
    close(fd);
    return count;
}

static long list_by_readdir(const char *path) {
    DIR *dir = opendir(path);
    long count = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        count += !is_dots(entry->d_name);
    }
    closedir(dir);
    return count;
}

// Returns the sum of the sizes of all files under a directory, and closes it. Reads the metadata of each entry.
static long sizes(int fd) {
    DIR *dir = fdopendir(fd);
    long sum = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (is_dots(entry->d_name)) continue;
        struct stat one;
        fstatat(fd, entry->d_name, &one, AT_SYMLINK_NOFOLLOW);
        sum += entry->d_type == DT_DIR ? sizes(openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) : one.st_size;
    }
    closedir(dir);
    return sum;
}

// Sends one byte and a descriptor, receives both and closes the descriptor.
static long pass_descriptor(int to, int from, int fd) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } out, in;
    struct iovec one = {bytes, 1};
    struct msghdr sent = {.msg_iov = &one, .msg_iovlen = 1, .msg_control = &out, .msg_controllen = sizeof out};
    out.header = (struct cmsghdr) {.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(&out.header), &fd, sizeof fd);
    long sum = value(sendmsg(to, &sent, 0));
    struct msghdr received = {.msg_iov = &one, .msg_iovlen = 1, .msg_control = &in, .msg_controllen = sizeof in};
    sum += value(recvmsg(from, &received, MSG_CMSG_CLOEXEC));
    memcpy(&fd, CMSG_DATA(&in.header), sizeof fd);
    return sum + value(close(fd));
}

// Maps a file, reads a byte of each page, and unmaps the file.
static long map(int fd, long length) {
    volatile char *mapping = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    long sum = 0;
    for (long at = 0; at < length; at += 4096) sum += mapping[at];
    return sum + value(munmap((void *) mapping, length));
}

// Starts a program, waits for it and returns its status.
static long spawn(char *path) {
    char *arguments[] = {path, NULL};
    pid_t pid;
    int status;
    posix_spawn(&pid, path, NULL, NULL, arguments, environ);
    waitpid(pid, &status, 0);
    return status;
}

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
LOOP(epoll, ping(a, b))
LOOP(getdents, list_by_getdents((char *) a, b))
LOOP(readdir, list_by_readdir((char *) a))
LOOP(walk, sizes(open((char *) a, O_RDONLY | O_DIRECTORY | O_CLOEXEC)))
LOOP(pass_descriptor, pass_descriptor(a, b, c))
LOOP(datagram, value(send(a, bytes, c, 0)) + value(recv(b, bytes, c, 0)))
LOOP(map, map(a, b))
LOOP(get_long, ((volatile long *) a)[i & b])
LOOP(gettimeofday, value(gettimeofday(&timeval, NULL)) + (timeval.tv_sec > 0))
LOOP(clock_gettime, value(clock_gettime(a, &timespec)) + (timespec.tv_sec > 0))
LOOP(getuid, getuid())
LOOP(spawn, spawn((char *) a))
LOOP(pipe, value(write(b, bytes, 1)) + value(read(a, bytes, 1)))
