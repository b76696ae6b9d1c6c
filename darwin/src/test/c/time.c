/* Clocks. */
#include "standin.h"

#include <sys/time.h>

DARWIN(int, gettimeofday, struct darwin_timeval *tp, struct darwin_timezone *tzp) {
    struct timeval now;
    struct timezone zone;
    LINUX(gettimeofday, &now, &zone);
    if (tp != NULL) *tp = (struct darwin_timeval) {.tv_sec = now.tv_sec, .tv_usec = (int32_t) now.tv_usec};
    if (tzp != NULL) *tzp = (struct darwin_timezone) {zone.tz_minuteswest, zone.tz_dsttime};
    return 0;
}
