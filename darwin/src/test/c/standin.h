/*
 * The libSystem stand-in: Darwin's face, Linux behind it.
 *
 * darwin_abi.h is generated from the project's ABI facts: D_NAME for every Darwin constant, and D_CHECK_tag, which
 * asserts size, alignment and every member of struct darwin_tag.  No Darwin number is written by hand; plain names
 * (O_CREAT, EAGAIN) are always the host's.
 */
#ifndef STANDIN_H
#define STANDIN_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef STATX_BASIC_STATS /* a libc without statx */
#include <linux/stat.h>
#endif

#include "darwin_abi.h"

#if defined(STANDIN_X86_64) == defined(STANDIN_AARCH64)
#error "define one of STANDIN_X86_64 and STANDIN_AARCH64: whose symbols to export"
#endif

#include "names.h"

/* Where Linux's procfs is mounted.  .ci/without-proc mounts it elsewhere, so that only the stand-in sees it. */
#ifndef STANDIN_PROC
#define STANDIN_PROC "/proc"
#endif

/* Everything a file does not say DARWIN of stays inside the library. */
#pragma GCC visibility push(hidden)

/* ---- Darwin's structures ---- */

struct darwin_timespec {
    int64_t tv_sec;
    long tv_nsec;
};
D_CHECK_timespec;

struct darwin_timeval {
    int64_t tv_sec;
    int32_t tv_usec;
};
D_CHECK_timeval;

struct darwin_timezone {
    int tz_minuteswest;
    int tz_dsttime;
};
D_CHECK_timezone;

struct darwin_stat {
    int32_t st_dev;
    uint16_t st_mode;
    uint16_t st_nlink;
    uint64_t st_ino;
    uint32_t st_uid;
    uint32_t st_gid;
    int32_t st_rdev;
    struct darwin_timespec st_atimespec;
    struct darwin_timespec st_mtimespec;
    struct darwin_timespec st_ctimespec;
    struct darwin_timespec st_birthtimespec;
    int64_t st_size;
    int64_t st_blocks;
    int32_t st_blksize;
    uint32_t st_flags;
    uint32_t st_gen;
    int32_t st_lspare;
    int64_t st_qspare[2];
};
D_CHECK_stat;

struct darwin_statfs {
    uint32_t f_bsize;
    int32_t f_iosize;
    uint64_t f_blocks;
    uint64_t f_bfree;
    uint64_t f_bavail;
    uint64_t f_files;
    uint64_t f_ffree;
    int32_t f_fsid[2];
    uint32_t f_owner;
    uint32_t f_type;
    uint32_t f_flags;
    uint32_t f_fssubtype;
    char f_fstypename[D_MFSTYPENAMELEN];
    char f_mntonname[D_MAXPATHLEN];
    char f_mntfromname[D_MAXPATHLEN];
    uint32_t f_flags_ext;
    uint32_t f_reserved[7];
};
D_CHECK_statfs;

struct darwin_statvfs {
    uint64_t f_bsize;
    uint64_t f_frsize;
    uint32_t f_blocks;
    uint32_t f_bfree;
    uint32_t f_bavail;
    uint32_t f_files;
    uint32_t f_ffree;
    uint32_t f_favail;
    uint64_t f_fsid;
    uint64_t f_flag;
    uint64_t f_namemax;
};
D_CHECK_statvfs;

struct darwin_dirent {
    uint64_t d_ino;
    uint64_t d_seekoff;
    uint16_t d_reclen;
    uint16_t d_namlen;
    uint8_t d_type;
    char d_name[D_MAXPATHLEN];
};
D_CHECK_dirent;

struct darwin_iovec {
    void *iov_base;
    size_t iov_len;
};
D_CHECK_iovec;

struct darwin_flock {
    int64_t l_start;
    int64_t l_len;
    int32_t l_pid;
    int16_t l_type;
    int16_t l_whence;
};
D_CHECK_flock;

struct darwin_fstore {
    uint32_t fst_flags;
    int fst_posmode;
    int64_t fst_offset;
    int64_t fst_length;
    int64_t fst_bytesalloc;
};
D_CHECK_fstore;

struct darwin_fpunchhole {
    unsigned fp_flags;
    unsigned reserved;
    int64_t fp_offset;
    int64_t fp_length;
};
D_CHECK_fpunchhole;

struct darwin_fspecread {
    unsigned fsr_flags;
    unsigned reserved;
    int64_t fsr_offset;
    int64_t fsr_length;
};
D_CHECK_fspecread;

struct darwin_radvisory {
    int64_t ra_offset;
    int ra_count;
};
D_CHECK_radvisory;

struct darwin_flocktimeout {
    struct darwin_flock fl;
    struct darwin_timespec timeout;
};
D_CHECK_flocktimeout;

#pragma pack(push, 4)
struct darwin_log2phys {
    unsigned l2p_flags;
    int64_t l2p_contigbytes;
    int64_t l2p_devoffset;
};
#pragma pack(pop)
D_CHECK_log2phys;

struct darwin_termios {
    uint64_t c_iflag, c_oflag, c_cflag, c_lflag;
    uint8_t c_cc[D_NCCS];
    uint64_t c_ispeed, c_ospeed;
};
D_CHECK_termios;

struct darwin_winsize {
    unsigned short ws_row;
    unsigned short ws_col;
    unsigned short ws_xpixel;
    unsigned short ws_ypixel;
};
D_CHECK_winsize;

struct darwin_rlimit {
    uint64_t rlim_cur;
    uint64_t rlim_max;
};
D_CHECK_rlimit;

struct darwin_utsname {
    char sysname[256];
    char nodename[256];
    char release[256];
    char version[256];
    char machine[256];
};
D_CHECK_utsname;

struct darwin_rusage {
    struct darwin_timeval ru_utime;
    struct darwin_timeval ru_stime;
    long ru_maxrss;
    long ru_ixrss;
    long ru_idrss;
    long ru_isrss;
    long ru_minflt;
    long ru_majflt;
    long ru_nswap;
    long ru_inblock;
    long ru_oublock;
    long ru_msgsnd;
    long ru_msgrcv;
    long ru_nsignals;
    long ru_nvcsw;
    long ru_nivcsw;
};
D_CHECK_rusage;

#pragma pack(push, 4)
struct darwin_kevent {
    uintptr_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags;
    intptr_t data;
    void *udata;
};
#pragma pack(pop)
D_CHECK_kevent;

struct darwin_tms {
    uint64_t tms_utime;
    uint64_t tms_stime;
    uint64_t tms_cutime;
    uint64_t tms_cstime;
};
D_CHECK_tms;

struct darwin_passwd {
    char *pw_name;
    char *pw_passwd;
    uint32_t pw_uid;
    uint32_t pw_gid;
    int64_t pw_change;
    char *pw_class;
    char *pw_gecos;
    char *pw_dir;
    char *pw_shell;
    int64_t pw_expire;
};
D_CHECK_passwd;

struct darwin_group {
    char *gr_name;
    char *gr_passwd;
    uint32_t gr_gid;
    char **gr_mem;
};
D_CHECK_group;

typedef uint32_t darwin_sigset;

/* ---- errno.c: how a call ends ---- */

/* Says "standin: CALL: MESSAGE" and aborts: the stand-in was asked for something it has no honest answer to. */
_Noreturn void standin_die(const char *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* lenient.c: returns to whoever called this library, as a failed call. */
void standin_return(const char *call);

/* A descriptor in a call that waits for ever would look like one that was left. */
#ifdef STANDIN_LENIENT
#define IF_LENIENT(flag) (flag)
#else
#define IF_LENIENT(flag) 0
#endif

/* Darwin's number for a Linux error. */
int standin_errno(const char *call, int linux_error);

/* Sets errno to a Darwin number; returns -1. */
int standin_fail(int darwin_error);

/* A host call's result: passed through, or -1 with errno turned into Darwin's. */
long standin_result(const char *call, long result);

/* A raw system call in Linux's terms (errno stays Linux's), and one whose result is the answer to Darwin's caller. */
#define LINUX(name, ...) syscall(SYS_##name, ##__VA_ARGS__)
#define ANSWER(name, ...) standin_result(__func__, syscall(SYS_##name, ##__VA_ARGS__))

/* The host libc's own function, for what must not be a raw system call.  Never NULL. */
void *standin_libc(const char *name);

/* ---- translate.c: numbers, one way and back ---- */

int standin_dirfd(int fd);                             /* AT_FDCWD; any other negative becomes -1, a bad descriptor */
unsigned standin_mode(const char *call, unsigned mode, unsigned allowed);
int standin_open_flags(const char *call, int flags);   /* for open */
int standin_status_flags(const char *call, int flags); /* for F_SETFL: what it cannot change is ignored */
int standin_darwin_flags(int linux_flags);             /* for F_GETFL */
int standin_signal(const char *call, int signal);      /* 0 is 0; -1 when Darwin has no such number either */
int standin_darwin_signal(const char *call, int linux_signal);
void standin_sigset(darwin_sigset set, sigset_t *out);
int standin_wait_status(const char *call, int linux_status);
int standin_killed_status(const char *call, int linux_signal, bool dumped_core);
int standin_exited_status(int code);
void standin_rusage(const void *linux_rusage, struct darwin_rusage *out);

/* ---- shared between areas ---- */

/* open in full: flags, locks, mode.  Raw system calls only, so a spawned child may use it before exec. */
int standin_open(const char *call, int dirfd, const char *path, int flags, unsigned mode);

/* Whether a path fits Darwin's PATH_MAX; if not, errno is ENAMETOOLONG. */
bool standin_path_fits(const char *path);

/*
 * 0 when the descriptor is of a file of the file system; else fails: with EBADF if it is not open, with what the call at
 * hand has for pipes, sockets and the like if it is.
 */
int standin_need_file(int fd, int otherwise);

/* io.c: whether writing to an open file that nobody reads is to raise no SIGPIPE.  Twins are one open file. */
bool standin_nosigpipe(int fd);
void standin_set_nosigpipe(int fd, bool on);

/* io.c: a descriptor has gained a twin. */
void standin_twin(int fd, int twin);

/* fileflags.c: what chflags has set. */
uint32_t standin_flags_of(const struct statx *st);

/* interfaces.c: the requests with an ifreq. */
int interface_control(const char *call, int fd, unsigned long request, void *ifreq);

/* kqueue.c: a descriptor is about to go, or has gained a twin; the process is about to, and the twin has no queues. */
void standin_kqueue_forget(int fd);
void standin_kqueue_twin(int fd, int twin);
pid_t standin_kqueue_fork(pid_t (*host_fork)(void));

/* kqueue.c: gives up the lock on the queues if this thread has it. */
void standin_kqueue_unlock(void);

/* system.c: what /proc says. */
void standin_each_number(const char *directory, void (*each)(int number, void *context), void *context);
size_t standin_read_file(const char *path, char *into, size_t size); /* as text, with its NUL; 0 if there is none */

/* time.c: how many ticks of the Mach kernel's clocks that is. */
uint64_t standin_ticks(uint64_t nanoseconds);

/* limits.c: kern.maxfilesperproc. */
int standin_most_files(void);

#pragma GCC visibility pop
#endif
