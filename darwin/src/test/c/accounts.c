/* The databases of users and groups, login names and passwords. */
#include "standin.h"

#include <dlfcn.h>
#include <grp.h>
#include <pwd.h>

/* Linux has no class and no dates: Darwin has the empty string and 0 where nobody set them. */
static void to_darwin_passwd(const struct passwd *host, struct darwin_passwd *out) {
    static char no_class[] = "";
    *out = (struct darwin_passwd) {
        .pw_name = host->pw_name, .pw_passwd = host->pw_passwd, .pw_uid = host->pw_uid, .pw_gid = host->pw_gid,
        .pw_class = no_class, .pw_gecos = host->pw_gecos, .pw_dir = host->pw_dir, .pw_shell = host->pw_shell};
}

static void to_darwin_group(const struct group *host, struct darwin_group *out) {
    *out = (struct darwin_group) {host->gr_name, host->gr_passwd, host->gr_gid, host->gr_mem};
}

/* What a function that returns the error number ends with. */
static int number(const char *call, int linux_error) {
    return linux_error == 0 ? 0 : standin_errno(call, linux_error);
}

#define LOOKUP(name, type, kind) \
    DARWIN(int, name, type key, struct darwin_##kind *entry, char *text, size_t size, struct darwin_##kind **found) { \
        int (*look)(type, struct kind *, char *, size_t, struct kind **) = \
            (int (*)(type, struct kind *, char *, size_t, struct kind **)) standin_libc(#name); \
        struct kind host, *host_found = NULL; \
        *found = NULL; \
        int error = look(key, &host, text, size, &host_found); \
        if (error == 0 && host_found != NULL) { \
            to_darwin_##kind(host_found, entry); \
            *found = entry; \
        } \
        return number(__func__, error); \
    }

LOOKUP(getpwnam_r, const char *, passwd)
LOOKUP(getpwuid_r, uid_t, passwd)
LOOKUP(getgrnam_r, const char *, group)
LOOKUP(getgrgid_r, gid_t, group)

/* Every call overwrites the entry of the call before, as on Darwin. */
#define NEXT(name, kind) \
    DARWIN(struct darwin_##kind *, name, void) { \
        static struct darwin_##kind entry; \
        const struct kind *host = ((struct kind *(*)(void)) standin_libc(#name))(); \
        if (host == NULL) return NULL; \
        to_darwin_##kind(host, &entry); \
        return &entry; \
    }

NEXT(getpwent, passwd)
NEXT(getgrent, group)

#define SAME(name) \
    DARWIN(void, name, void) { ((void (*)(void)) standin_libc(#name))(); }

SAME(setpwent)
SAME(endpwent)
SAME(setgrent)
SAME(endgrent)

DARWIN(int, getlogin_r, char *name, size_t size) {
    return number(__func__, ((int (*)(char *, size_t)) standin_libc("getlogin_r"))(name, size));
}

/* Who has too little room is not told how much it takes. */
DARWIN(int, getgrouplist, const char *user, int group, int *groups, int *count) {
    int (*host)(const char *, gid_t, gid_t *, int *) =
        (int (*)(const char *, gid_t, gid_t *, int *)) standin_libc("getgrouplist");
    int room = *count;
    int result = host(user, (gid_t) group, (gid_t *) groups, count);
    if (result < 0) *count = room;
    return result < 0 ? -1 : 0;
}

/* Darwin knows the old method alone. */
DARWIN(char *, crypt, const char *key, const char *salt) {
    void *library = dlopen("libcrypt.so.1", RTLD_LAZY | RTLD_LOCAL);
    char *(*host)(const char *, const char *) =
        library == NULL ? NULL : (char *(*)(const char *, const char *)) dlsym(library, "crypt");
    if (host == NULL) standin_die(__func__, "the host has no libcrypt");
    if (salt[0] == '$' || salt[0] == '_') standin_die(__func__, "the method %s is not translated", salt);
    char *text = host(key, salt);
    if (text == NULL || text[0] == '*') {
        standin_fail(D_EINVAL);
        return NULL;
    }
    return text;
}
