// Has a processor's machine code do what it is for, without Java: so an emulator can. code.h, which MachineCodeTest writes of the
// table, has the bytes and the numbers they go by.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "code.h"

#define CHECK(what) do { if (!(what)) { printf("failed: %s, errno %d\n", #what, errno); exit(1); } } while (0)
#define AT(base, place, type) (*(type *) ((char *) (base) + (place)))

static void *executable(const unsigned char *code, size_t size) {
    void *page = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(page != MAP_FAILED);
    memcpy(page, code, size);
    CHECK(mprotect(page, size, PROT_READ | PROT_EXEC) == 0);
    __builtin___clear_cache(page, (char *) page + size);
    return page;
}

// A copy of code with values put into it.
static void *patched(const unsigned char *code, size_t size, int place, const void *value, size_t length, int place2,
        const void *value2) {
    static unsigned char copy[512];
    CHECK(size <= sizeof copy);
    memcpy(copy, code, size);
    if (length) memcpy(copy + place, value, length);
    if (value2) memcpy(copy + place2, value2, sizeof (long));
    return executable(copy, size);
}

static void step(void *job, int index, long number, long a, long b, long c, long d) {
    char *at = (char *) job + JOB_STEPS + index * STEP_SIZE;
    long arguments[] = {a, b, c, d, 0, 0};
    AT(at, STEP_NUMBER, long) = number;
    memcpy(at + STEP_ARGUMENTS, arguments, sizeof arguments);
    AT(at, STEP_ID, long) = index;
}

// A child that opens a file, moves the descriptor, skips what may fail, and becomes a program that reads it.
static void spawns(const char *file, int isEmulated) {
    long (*spawn)(void *) = executable(spawn_code, sizeof spawn_code);
    static char job[4096] __attribute__((aligned(16))), stack[4096] __attribute__((aligned(16)));
    char *argv[] = {"sh", "-c", "read word <&7; exit $word", 0}, *envp[] = {0};
    memset(job, 0, sizeof job);
    AT(job, JOB_FLAGS, long) = CLONE_VM | CLONE_VFORK | SIGCHLD;
    AT(job, JOB_STACK, long) = (long) (stack + sizeof stack);
    AT(job, JOB_ALL_SIGNALS, long) = -1;
    step(job, 0, SYS_openat, -100, (long) file, 0, 0);
    step(job, 1, SYS_dup3, 0, 7, 0, 0);
    step(job, 2, SYS_close, 0, 0, 0, 0);
    step(job, 3, SYS_chdir, (long) "/no/such", 0, 0, 0);
    step(job, 4, SYS_execve, (long) "/bin/sh", (long) argv, (long) envp, 0);
    char *first = job + JOB_STEPS;
    AT(first, STEP_STORE, char *) = first + STEP_SIZE + STEP_ARGUMENTS;
    AT(first, STEP_STORE_TOO, char *) = first + 2 * STEP_SIZE + STEP_ARGUMENTS;
    AT(first + 3 * STEP_SIZE, STEP_OTHERWISE, char *) = first + 4 * STEP_SIZE;
    long pid = spawn(job);
    CHECK(pid > 0);
    int status;
    CHECK(waitpid(pid, &status, 0) == pid);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 42);
    sigset_t blocked;
    CHECK(sigprocmask(0, 0, &blocked) == 0 && !sigismember(&blocked, SIGTERM));
    // One with a descriptor of its own that begins with a file that is no program, which another step runs.
    CHECK(chmod(file, 0755) == 0);
    char *last = first + 4 * STEP_SIZE;
    step(job, 4, SYS_execve, (long) file, (long) argv, (long) envp, 0);
    step(job, 5, SYS_chdir, (long) "/no/such", 0, 0, 0);
    step(job, 6, SYS_execve, (long) "/bin/sh", (long) argv, (long) envp, 0);
    AT(last, STEP_NOEXEC, char *) = first + 6 * STEP_SIZE;
    // The emulator makes a fork of it: it knows no descriptor, and parent and child share no memory.
    if (!isEmulated) AT(job, JOB_FLAGS, long) |= CLONE_PIDFD;
    AT(job, JOB_PIDFD, int) = -1;
    pid = spawn(job);
    int pidfd = AT(job, JOB_PIDFD, int);
    CHECK(pid > 0 && (isEmulated || pidfd > 2));
    CHECK(isEmulated || (syscall(SYS_pidfd_send_signal, pidfd, 0, 0, 0) == 0 && close(pidfd) == 0));
    CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 42);
    // Another failure goes the other way.
    CHECK(chmod(file, 0644) == 0);
    AT(last, STEP_OTHERWISE, char *) = first + 5 * STEP_SIZE;
    AT(job, JOB_FLAGS, long) &= ~CLONE_PIDFD;
    pid = spawn(job);
    CHECK(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == NEVER_RAN);
    CHECK(isEmulated || (AT(job, JOB_ERRNO, long) == ENOENT && AT(job, JOB_FAILED, long) == 5));
    // And one that cannot become anything.
    AT(first + 3 * STEP_SIZE, STEP_OTHERWISE, char *) = 0;
    pid = spawn(job);
    CHECK(waitpid(pid, &status, 0) == pid);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == NEVER_RAN);
}

static void *current;
static int ready, done;

static void *waits(void *unused) {
    __atomic_store_n(&ready, gettid(), __ATOMIC_SEQ_CST);
    while (!__atomic_load_n(&done, __ATOMIC_SEQ_CST)) usleep(1000);
    return unused;
}

// Makes code the handler of a signal, as the library does. An address is put into its cell.
static void handle(int signal, const unsigned char *code, size_t size, int cell, void *address) {
    struct sigaction action = {0};
    action.sa_sigaction = (void (*)(int, siginfo_t *, void *)) patched(code, size, cell, &address, sizeof address, 0, 0);
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigfillset(&action.sa_mask);
    CHECK(sigaction(signal, &action, 0) == 0);
}

// A thread that is asked by a signal makes the round's call, once, and nobody else does.
static void reaches(void) {
    static char round[4096] __attribute__((aligned(16)));
    handle(SIGUSR2, everywhere_code, sizeof everywhere_code, everywhere_cell, &current);
    pthread_t thread;
    CHECK(pthread_create(&thread, 0, waits, 0) == 0);
    while (!__atomic_load_n(&ready, __ATOMIC_SEQ_CST)) usleep(1000);
    CHECK(syscall(SYS_tgkill, getpid(), ready, SIGUSR2) == 0);
    usleep(50000);
    AT(round, ROUND_PID, int) = getpid();
    AT(round, ROUND_SLOTS, int) = 3;
    AT(round, ROUND_NUMBER, long) = SYS_gettid;
    char *slots = round + ROUND_SIZE;
    AT(slots, SLOT_TID, int) = getpid() + 100000;
    AT(slots, SLOT_STATE, int) = REQUESTED;
    AT(slots + SLOT_SIZE, SLOT_TID, int) = ready;
    AT(slots + SLOT_SIZE, SLOT_STATE, int) = CANCELLED;
    AT(slots + 2 * SLOT_SIZE, SLOT_TID, int) = ready;
    AT(slots + 2 * SLOT_SIZE, SLOT_STATE, int) = REQUESTED;
    __atomic_store_n(&current, (void *) round, __ATOMIC_SEQ_CST);
    CHECK(syscall(SYS_tgkill, getpid(), ready, SIGUSR2) == 0);
    for (int i = 0; i < 5000 && __atomic_load_n(&AT(slots + 2 * SLOT_SIZE, SLOT_STATE, int), __ATOMIC_SEQ_CST) != DONE; i++)
        usleep(1000);
    CHECK(AT(slots + 2 * SLOT_SIZE, SLOT_STATE, int) == DONE);
    CHECK(AT(slots + 2 * SLOT_SIZE, SLOT_RESULT, long) == ready);
    CHECK(AT(slots, SLOT_STATE, int) == REQUESTED);
    CHECK(AT(slots + SLOT_SIZE, SLOT_STATE, int) == CANCELLED);
    // Asked again, it has nothing left to do.
    AT(slots + 2 * SLOT_SIZE, SLOT_RESULT, long) = -1;
    CHECK(syscall(SYS_tgkill, getpid(), ready, SIGUSR2) == 0);
    usleep(50000);
    CHECK(AT(slots + 2 * SLOT_SIZE, SLOT_RESULT, long) == -1);
    __atomic_store_n(&done, 1, __ATOMIC_SEQ_CST);
    CHECK(pthread_join(thread, 0) == 0);
}

// A handler that writes what it gets to a descriptor, counts what does not fit, and stops when nobody reads.
static void relays(void) {
    static char table[65 * ENTRY_SIZE] __attribute__((aligned(16)));
    for (int i = 0; i < 65; i++) AT(table + i * ENTRY_SIZE, ENTRY_FD, int) = -1;
    char *entry = table + SIGPIPE * ENTRY_SIZE;
    int pipes[2];
    CHECK(pipe2(pipes, O_NONBLOCK) == 0);
    handle(SIGPIPE, relay_code, sizeof relay_code, relay_cell, table);
    siginfo_t info;
    CHECK(raise(SIGPIPE) == 0 && read(pipes[0], &info, sizeof info) == -1 && errno == EAGAIN);
    AT(entry, ENTRY_FD, int) = pipes[1];
    errno = 77;
    CHECK(raise(SIGPIPE) == 0 && errno == 77);
    CHECK(RECORD == sizeof info && read(pipes[0], &info, sizeof info) == sizeof info);
    CHECK(info.si_signo == SIGPIPE && info.si_pid == getpid());
    char full[4096] = {0};
    while (write(pipes[1], full, sizeof full) > 0);
    errno = 77;
    CHECK(raise(SIGPIPE) == 0 && raise(SIGPIPE) == 0 && errno == 77);
    CHECK(AT(entry, ENTRY_LOST, long) == 2 && AT(entry, ENTRY_RUNNING, int) == 0);
    CHECK(close(pipes[0]) == 0 && raise(SIGPIPE) == 0);
    CHECK(AT(entry, ENTRY_FD, int) == -1 && AT(entry, ENTRY_RUNNING, int) == 0 && AT(entry, ENTRY_LOST, long) == 3);
    for (int i = 0; i < 65; i++) CHECK(AT(table + i * ENTRY_SIZE, ENTRY_FD, int) == -1);
    CHECK(signal(SIGPIPE, SIG_DFL) != SIG_ERR && close(pipes[1]) == 0);
}

enum { MANY_SIGNALS = 20000 };
static int finished;

static void *raisesOne(void *unused) {
    CHECK(raise(SIGURG) == 0);
    return unused;
}

static void *raisesMany(void *unused) {
    for (int i = 0; i < MANY_SIGNALS; i++) CHECK(raise(SIGURG) == 0);
    __atomic_add_fetch(&finished, 1, __ATOMIC_SEQ_CST);
    return unused;
}

// Handlers on several threads at once: a handler that still writes is counted, and each signal is in the pipe or counted as lost. The
// action does not change meanwhile: QEMU jumps to address 0 if a signal becomes SIG_DFL while another thread starts its handler.
static void relaysOnManyThreads(void) {
    static char table[65 * ENTRY_SIZE] __attribute__((aligned(16)));
    char *entry = table + SIGURG * ENTRY_SIZE;
    handle(SIGURG, relay_code, sizeof relay_code, relay_cell, table);
    int *fd = &AT(entry, ENTRY_FD, int), *running = &AT(entry, ENTRY_RUNNING, int), pipes[2];
    CHECK(pipe2(pipes, O_NONBLOCK) == 0);
    char full[4096] = {0};
    int written = 0;
    while (write(pipes[1], full, sizeof full) == sizeof full) written++;
    CHECK(errno == EAGAIN && fcntl(pipes[1], F_SETFL, 0) == 0);
    __atomic_store_n(fd, pipes[1], __ATOMIC_SEQ_CST);
    pthread_t threads[3];
    for (int i = 0; i < 3; i++) CHECK(pthread_create(threads + i, 0, raisesOne, 0) == 0);
    for (int i = 0; i < 10000 && __atomic_load_n(running, __ATOMIC_SEQ_CST) != 3; i++) usleep(1000);
    CHECK(__atomic_load_n(running, __ATOMIC_SEQ_CST) == 3);
    for (int i = 0; i < written; i++) CHECK(read(pipes[0], full, sizeof full) == sizeof full);
    for (int i = 0; i < 3; i++) CHECK(pthread_join(threads[i], 0) == 0);
    siginfo_t info;
    for (int i = 0; i < 3; i++) CHECK(read(pipes[0], &info, sizeof info) == sizeof info && info.si_signo == SIGURG);
    CHECK(AT(entry, ENTRY_RUNNING, int) == 0 && AT(entry, ENTRY_LOST, long) == 0);

    CHECK(fcntl(pipes[1], F_SETFL, O_NONBLOCK) == 0);
    for (int i = 0; i < 3; i++) CHECK(pthread_create(threads + i, 0, raisesMany, 0) == 0);
    long records = 0;
    int areOver;
    do {
        areOver = __atomic_load_n(&finished, __ATOMIC_SEQ_CST) == 3;
        while (read(pipes[0], &info, sizeof info) == sizeof info) {
            CHECK(info.si_signo == SIGURG && info.si_pid == getpid());
            records++;
        }
        usleep(10000); // the pipe is full meanwhile
    } while (!areOver);
    for (int i = 0; i < 3; i++) CHECK(pthread_join(threads[i], 0) == 0);
    CHECK(records > 0 && AT(entry, ENTRY_LOST, long) > 0);
    CHECK(records + AT(entry, ENTRY_LOST, long) == 3 * MANY_SIGNALS && AT(entry, ENTRY_RUNNING, int) == 0);
    CHECK(signal(SIGURG, SIG_DFL) != SIG_ERR && close(pipes[0]) == 0 && close(pipes[1]) == 0);
}

static long seen[6];

static int six(long a, long b, long c, long d, long e, long f) {
    long all[] = {a, b, c, d, e, f};
    memcpy(seen, all, sizeof seen);
    return a;
}

static long wide(long a, long b, long c, long d, long e, long f) {
    six(a, b, c, d, e, f);
    return a;
}

static int failed = 4095;
static int *where(void) { return &failed; }

#define SIX 11L << 33 | 1, 12L << 33, 13L << 33, 14L << 33, 15L << 33, 16L << 33
static void checkSix(void) {
    long all[] = {SIX};
    CHECK(memcmp(seen + 1, all + 1, sizeof all - sizeof *all) == 0);
}

// Native methods that call the kernel or libc. The first two arguments are the JVM's.
static void calls(void) {
    typedef long (*Six)(void *, void *, long, long, long, long, long, long);
    int number = SYS_mmap;
    Six direct = patched(direct_code, sizeof direct_code, direct_number, &number, sizeof number, 0, 0);
    char *page = (char *) direct(0, 0, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(page > (char *) 4096);
    CHECK(direct(0, 0, 0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 1) == -EINVAL);
    long (*numbered)(void *, void *, long, long, long, long, long, long, long) =
            executable(numbered_code, sizeof numbered_code);
    char *other = (char *) numbered(0, 0, SYS_mmap, 0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(other > (char *) 4096 && other != page);
    CHECK(numbered(0, 0, SYS_mmap, 0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 1) == -EINVAL);
    CHECK(numbered(0, 0, SYS_close, -1, 0, 0, 0, 0, 0) == -EBADF);

    void *function = six, *errnoFunction = where;
    Six narrow = patched(libcInt_code, sizeof libcInt_code, libcInt_function, &function, sizeof function,
            libcInt_errnoFunction, &errnoFunction);
    CHECK((int) narrow(0, 0, SIX) == 1);
    checkSix();
    CHECK((int) narrow(0, 0, 5L << 32 | 0xFFFFFFFF, 0, 0, 0, 0, 0) == -4095);
    function = wide;
    Six broad = patched(libcLong_code, sizeof libcLong_code, libcLong_function, &function, sizeof function,
            libcLong_errnoFunction, &errnoFunction);
    CHECK(broad(0, 0, SIX) == (11L << 33 | 1));
    checkSix();
    CHECK(broad(0, 0, 0xFFFFFFFF, 0, 0, 0, 0, 0) == 0xFFFFFFFF);
    CHECK(broad(0, 0, -1, 0, 0, 0, 0, 0) == -4095);
}

// C functions that call the kernel or libc.
static void functions(void) {
    typedef long (*Seven)(long, long, long, long, long, long, long);
    Seven kernel = executable(kernelCall_code, sizeof kernelCall_code);
    char *page = (char *) kernel(SYS_mmap, 0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(page > (char *) 4096);
    CHECK(kernel(SYS_mmap, 0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 1) == -EINVAL);
    void *errnoFunction = where;
    Seven plain = executable(plainCall_code, sizeof plainCall_code);
    Seven narrow = patched(intCall_code, sizeof intCall_code, 0, 0, 0, intCall_errnoFunction, &errnoFunction);
    Seven broad = patched(longCall_code, sizeof longCall_code, 0, 0, 0, longCall_errnoFunction, &errnoFunction);
    CHECK(plain((long) wide, SIX) == (11L << 33 | 1));
    checkSix();
    CHECK(plain((long) wide, -1, 0, 0, 0, 0, 0) == -1);
    CHECK((int) narrow((long) six, SIX) == 1);
    checkSix();
    CHECK((int) narrow((long) six, 5L << 32 | 0xFFFFFFFF, 0, 0, 0, 0, 0) == -4095);
    CHECK(broad((long) wide, SIX) == (11L << 33 | 1));
    checkSix();
    CHECK(broad((long) wide, 0xFFFFFFFF, 0, 0, 0, 0, 0) == 0xFFFFFFFF);
    CHECK(broad((long) wide, -1, 0, 0, 0, 0, 0) == -4095);
}

static long objects[3];
static long getLong(void *env, void *object, long id) { objects[0] = (long) env; objects[1] = (long) object; return id; }

// A native method that finds out the address of a buffer first.
static void buffers(void) {
    static void *functions[200];
    static void **env = functions;
    char content[] = "0123456789";
    functions[101] = getLong;
    functions[8] = getLong;
    int number = SYS_pwrite64, pipes[2];
    long address = (long) content;
    typedef long (*Buffered)(void *, void *, int, void *, int, long, long, long, long);
    Buffered pwrites = patched(
            buffered_code, sizeof buffered_code, buffered_number, &number, sizeof number, buffered_field, &address);
    int file = memfd_create("buffers", 0);
    CHECK(pwrites(&env, 0, file, content + 1, 3, 4, 100, 0, 0) == 4);
    CHECK(objects[0] == (long) &env && objects[1] == (long) (content + 1));
    char back[5] = {0};
    CHECK(pread(file, back, 4, 100) == 4 && strcmp(back, "3456") == 0);
    CHECK(pwrites(&env, 0, -1, content, 3, 4, 0, 0, 0) == -EBADF);
    // All six arguments of the kernel: vmsplice has four, mremap five, and sendto six.
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, pipes) == 0);
    number = SYS_sendto;
    Buffered sends = patched(
            buffered_code, sizeof buffered_code, buffered_number, &number, sizeof number, buffered_field, &address);
    CHECK(sends(&env, 0, pipes[0], content, 2, 3, 0, 0, 0) == 3);
    CHECK(recv(pipes[1], back, 4, 0) == 3 && memcmp(back, "234", 3) == 0);
    CHECK(sends(&env, 0, pipes[0], content, 2, 3, MSG_OOB, 0, 0) == -EOPNOTSUPP);
    CHECK(sends(&env, 0, pipes[0], content, 2, 3, 0, 8, 16) == -EFAULT);
    CHECK(sends(&env, 0, pipes[0], content, 2, 3, 0, (long) content, 4096) == -EINVAL);
    long (*fieldId)(void *, void *, void *) = executable(fieldId_code, sizeof fieldId_code);
    fieldId(&env, 0, content);
    CHECK(objects[0] == (long) &env && objects[1] == (long) content);
}

int main(int argc, char **argv) {
    spawns(argv[argc - 1], argc > 2);
    reaches();
    relays();
    relaysOnManyThreads();
    calls();
    functions();
    buffers();
    puts("ok");
    return 0;
}
