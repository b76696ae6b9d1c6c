// Makes the calls of CallBenchmark and prints "name nanoseconds" for each: the median of five rounds. The process has a second
// thread, which does nothing: the kernel and libc are faster in a process with one thread, and a JVM always has several.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 5 };

static int hosts, zero, empty[2];
static struct stat st;
static char bytes[4096];
static volatile long sink;

static void do_fstat(void) { sink = fstat(hosts, &st); }
static void do_stat(void) { sink = stat("/etc/hosts", &st); }
static void do_stat_missing(void) { sink = stat("/no/such", &st) + errno; }
static void do_read(void) { sink = read(zero, bytes, 1); }
static void do_read_again(void) { sink = read(empty[0], bytes, 1) + errno; }
static void do_pread(void) { sink = pread(zero, bytes, sizeof bytes, 0); }
static void do_lseek(void) { sink = lseek(hosts, 0, SEEK_SET); }
static void do_getppid(void) { sink = getppid(); }

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static void measure(const char *name, void (*call)(void), double round) {
    double results[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        long count = 0;
        double start = seconds(), end;
        do {
            for (int k = 0; k < 10000; k++) {
                call();
            }
            count += 10000;
            end = seconds();
        } while (end - start < round);
        results[i] = (end - start) / count * 1e9;
    }
    qsort(results, ROUNDS, sizeof results[0], ascending);
    printf("%s %.2f\n", name, results[ROUNDS / 2]);
}

static void *sleep_for_ever(void *unused) {
    for (;;) {
        pause();
    }
    return unused;
}

int main(int argc, char **argv) {
    double round = argc > 1 ? atof(argv[1]) : 0.5;
    hosts = open("/etc/hosts", O_RDONLY | O_CLOEXEC);
    zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    pthread_t second;
    if (hosts < 0 || zero < 0 || pipe2(empty, O_NONBLOCK | O_CLOEXEC) != 0
            || pthread_create(&second, NULL, sleep_for_ever, NULL) != 0) {
        perror("calls");
        return 1;
    }
    measure("fstat", do_fstat, round);
    measure("getppid", do_getppid, round);
    measure("lseek", do_lseek, round);
    measure("pread", do_pread, round);
    measure("read", do_read, round);
    measure("readAgain", do_read_again, round);
    measure("stat", do_stat, round);
    measure("statMissing", do_stat_missing, round);
    return 0;
}
