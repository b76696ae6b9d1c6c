/* Clocks. */
#include "standin.h"

#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>

DARWIN(int, gettimeofday, struct darwin_timeval *tp, struct darwin_timezone *tzp) {
    struct timeval now;
    struct timezone zone;
    LINUX(gettimeofday, &now, &zone);
    if (tp != NULL) *tp = (struct darwin_timeval) {.tv_sec = now.tv_sec, .tv_usec = (int32_t) now.tv_usec};
    if (tzp != NULL) *tzp = (struct darwin_timezone) {zone.tz_minuteswest, zone.tz_dsttime};
    return 0;
}

static const int32_t MICROS = 1000000;

/* Privilege is asked for first, and a time before 1970 is a matter of privilege as well. */
DARWIN(int, settimeofday, const struct darwin_timeval *tp, const struct darwin_timezone *tzp) {
    if (LINUX(geteuid) != 0) return standin_fail(D_EPERM);
    if (tp == NULL && tzp == NULL) return 0;
    struct timeval time = {0};
    if (tp != NULL) {
        if (tp->tv_sec < 0 || tp->tv_usec < 0) return standin_fail(D_EPERM);
        time = (struct timeval) {tp->tv_sec, tp->tv_usec};
        if (time.tv_usec >= MICROS) { /* one second too many is put right */
            time.tv_sec++;
            time.tv_usec -= MICROS;
        }
    }
    struct timezone zone = {0};
    if (tzp != NULL) zone = (struct timezone) {tzp->tz_minuteswest, tzp->tz_dsttime};
    return (int) ANSWER(settimeofday, tp == NULL ? NULL : &time, tzp == NULL ? NULL : &zone);
}

DARWIN(int, adjtime, const struct darwin_timeval *delta, struct darwin_timeval *olddelta) {
    if (LINUX(geteuid) != 0) return standin_fail(D_EPERM);
    if (delta == NULL) return standin_fail(D_EFAULT);
    struct timex timex = {.modes = ADJ_OFFSET_SINGLESHOT, .offset = delta->tv_sec * MICROS + delta->tv_usec};
    if (ANSWER(adjtimex, &timex) < 0) return -1; /* otherwise the clock's state, whatever it is */
    if (olddelta != NULL)
        *olddelta = (struct darwin_timeval) {timex.offset / MICROS, (int32_t) (timex.offset % MICROS)};
    return 0;
}

/* Those that libSystem makes of gettimeofday and getrusage count microseconds. */
static const struct { int darwin, host; long step; } clocks[] = {
    {D_CLOCK_REALTIME, CLOCK_REALTIME, 1000},
    {D_CLOCK_MONOTONIC, CLOCK_MONOTONIC, 1000},
    {D_CLOCK_MONOTONIC_RAW, CLOCK_MONOTONIC_RAW, 1},
    {D_CLOCK_MONOTONIC_RAW_APPROX, CLOCK_MONOTONIC_RAW, 1},
    {D_CLOCK_UPTIME_RAW, CLOCK_MONOTONIC, 1}, /* does not count sleep, as the JDK's on a Mac */
    {D_CLOCK_UPTIME_RAW_APPROX, CLOCK_MONOTONIC, 1},
    {D_CLOCK_PROCESS_CPUTIME_ID, CLOCK_PROCESS_CPUTIME_ID, 1000},
    {D_CLOCK_THREAD_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, 1},
};

static int index_of(int clock) {
    for (int i = 0; i < (int) (sizeof clocks / sizeof *clocks); i++)
        if (clocks[i].darwin == clock) return i;
    return -1;
}

DARWIN(int, clock_gettime, int clock, struct darwin_timespec *tp) {
    struct timespec now;
    int index = index_of(clock);
    if (index < 0) return standin_fail(D_EINVAL);
    if (tp == NULL) return standin_fail(D_EFAULT);
    if (ANSWER(clock_gettime, clocks[index].host, &now) != 0) return -1;
    *tp = (struct darwin_timespec) {now.tv_sec, now.tv_nsec - now.tv_nsec % clocks[index].step};
    return 0;
}

DARWIN(int, clock_getres, int clock, struct darwin_timespec *res) {
    int index = index_of(clock);
    if (index < 0) return standin_fail(D_EINVAL);
    if (res != NULL) *res = (struct darwin_timespec) {0, clocks[index].step};
    return 0;
}

struct darwin_mach_timebase_info {
    uint32_t numer;
    uint32_t denom;
};
D_CHECK_mach_timebase_info;

/* A tick is a nanosecond on Intel, and 125/3 of one on Apple. */
#ifdef STANDIN_X86_64
static const struct darwin_mach_timebase_info tick = {1, 1};
#else
static const struct darwin_mach_timebase_info tick = {125, 3};
#endif

uint64_t standin_ticks(uint64_t nanoseconds) {
    return nanoseconds * tick.denom / tick.numer;
}

static uint64_t ticks(int clock) {
    struct timespec now;
    LINUX(clock_gettime, clock, &now);
    return standin_ticks((uint64_t) now.tv_sec * 1000000000 + (uint64_t) now.tv_nsec);
}

DARWIN(uint64_t, mach_absolute_time, void) {
    return ticks(CLOCK_MONOTONIC);
}

DARWIN(uint64_t, mach_continuous_time, void) {
    return ticks(CLOCK_BOOTTIME);
}

DARWIN(int, mach_timebase_info, struct darwin_mach_timebase_info *info) {
    *info = tick;
    return 0;
}

/* libSystem hands this on to settimeofday, without what is below a microsecond. */
DARWIN(int, clock_settime, int clock, const struct darwin_timespec *tp) {
    if (clock != D_CLOCK_REALTIME || tp == NULL || tp->tv_nsec < 0 || tp->tv_nsec >= 1000000000) return standin_fail(D_EINVAL);
    if (LINUX(geteuid) != 0) return standin_fail(D_EPERM);
    struct timeval time = {tp->tv_sec, tp->tv_nsec / 1000};
    return (int) ANSWER(settimeofday, &time, NULL);
}

DARWIN(long, time, long *tloc) {
    struct timeval now;
    LINUX(gettimeofday, &now, NULL);
    if (tloc != NULL) *tloc = now.tv_sec;
    return now.tv_sec;
}

DARWIN(int, nanosleep, const struct darwin_timespec *rqtp, struct darwin_timespec *rmtp) {
    struct timespec left;
    if (rqtp == NULL) return standin_fail(D_EINVAL);
    struct timespec time = {rqtp->tv_sec, rqtp->tv_nsec};
    int result = (int) ANSWER(nanosleep, &time, &left);
    if (result != 0 && rmtp != NULL) *rmtp = (struct darwin_timespec) {left.tv_sec, left.tv_nsec};
    return result;
}
