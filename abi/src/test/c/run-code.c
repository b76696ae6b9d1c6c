// Has a processor's machine code do what it is for, without Java: so an emulator can. code.h, which MachineCodeTest writes of the
// table, has the bytes and the numbers they go by.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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

static void step(void *job, int index, long number, long a, long b, long c, long d) {
    char *at = (char *) job + JOB_STEPS + index * STEP_SIZE;
    long arguments[] = {a, b, c, d, 0, 0};
    AT(at, STEP_NUMBER, long) = number;
    memcpy(at + STEP_ARGUMENTS, arguments, sizeof arguments);
    AT(at, STEP_ID, long) = index;
}

// A child that opens a file, moves the descriptor, skips what may fail, and becomes a program that reads it.
static void spawns(const char *file) {
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

// A thread that is asked by a signal makes the round's call, once, and nobody else does.
static void reaches(void) {
    static unsigned char patched[sizeof everywhere_code];
    static char round[4096] __attribute__((aligned(16)));
    memcpy(patched, everywhere_code, sizeof patched);
    void **place = &current;
    memcpy(patched + cell, &place, sizeof place);
    struct sigaction action = {0};
    action.sa_sigaction = (void (*)(int, siginfo_t *, void *)) executable(patched, sizeof patched);
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigfillset(&action.sa_mask);
    CHECK(sigaction(SIGUSR2, &action, 0) == 0);
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

int main(int argc, char **argv) {
    spawns(argv[argc - 1]);
    reaches();
    puts("ok");
    return 0;
}
