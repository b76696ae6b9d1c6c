/* Environment variables and the locale. The variables are the host's. */
/* Before D_NAME is defined: the host has a D_T_FMT of its own, and so has Darwin a T_FMT. */
#include <langinfo.h>
#define YESSTR __YESSTR
#define NOSTR __NOSTR
enum host_item {
#define ITEMS(X) \
    X(CODESET) X(RADIXCHAR) X(THOUSEP) X(YESEXPR) X(NOEXPR) X(YESSTR) X(NOSTR) X(CRNCYSTR) \
    X(D_T_FMT) X(D_FMT) X(T_FMT) X(T_FMT_AMPM) X(AM_STR) X(PM_STR) X(ERA) X(ERA_D_FMT) X(ERA_D_T_FMT) X(ERA_T_FMT) X(ALT_DIGITS) \
    X(DAY_1) X(DAY_2) X(DAY_3) X(DAY_4) X(DAY_5) X(DAY_6) X(DAY_7) \
    X(ABDAY_1) X(ABDAY_2) X(ABDAY_3) X(ABDAY_4) X(ABDAY_5) X(ABDAY_6) X(ABDAY_7) \
    X(MON_1) X(MON_2) X(MON_3) X(MON_4) X(MON_5) X(MON_6) X(MON_7) \
    X(MON_8) X(MON_9) X(MON_10) X(MON_11) X(MON_12) X(ABMON_1) X(ABMON_2) \
    X(ABMON_3) X(ABMON_4) X(ABMON_5) X(ABMON_6) X(ABMON_7) X(ABMON_8) X(ABMON_9) X(ABMON_10) X(ABMON_11) X(ABMON_12)
#define ONE(name) HOST_##name = name,
    ITEMS(ONE)
#undef ONE
};
#undef D_T_FMT
#undef YESSTR
#undef NOSTR

#include "standin.h"

#include <locale.h>

DARWIN(char *, getenv, const char *name) {
    return ((char *(*)(const char *)) standin_libc("getenv"))(name);
}

DARWIN(int, setenv, const char *name, const char *value, int overwrite) {
    int (*host)(const char *, const char *, int) = (int (*)(const char *, const char *, int)) standin_libc("setenv");
    return (int) standin_result(__func__, host(name, value, overwrite));
}

DARWIN(int, unsetenv, const char *name) {
    return (int) standin_result(__func__, ((int (*)(const char *)) standin_libc("unsetenv"))(name));
}

DARWIN(char *, setlocale, int category, const char *locale) {
    static const struct { int darwin, host; } categories[] = {
#define ONE(name) {D_##name, name},
        ONE(LC_ALL) ONE(LC_COLLATE) ONE(LC_CTYPE) ONE(LC_MONETARY) ONE(LC_NUMERIC) ONE(LC_TIME) ONE(LC_MESSAGES)
#undef ONE
    };
    char *(*host)(int, const char *) = (char *(*)(int, const char *)) standin_libc("setlocale");
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
        if (categories[i].darwin == category) return host(categories[i].host, locale);
    standin_fail(D_EINVAL);
    return NULL;
}

DARWIN(char *, nl_langinfo, int item) {
    static const struct { int darwin, host; } items[] = {
#define ONE(name) {D_##name, HOST_##name},
        ITEMS(ONE)
#undef ONE
    };
    static char none[] = "";
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        if (items[i].darwin == item) return ((char *(*)(nl_item)) standin_libc("nl_langinfo"))(items[i].host);
    return none;
}
