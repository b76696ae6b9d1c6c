package posixkit.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import posixkit.testing.Compiler;
import posixkit.testing.Programs;

/**
 * The names that another C library lacks, of those that glibc exports, and a library that hides them: preloaded into a JVM, its
 * {@code dlsym} finds nothing under these names. All routes look functions up with {@code dlsym}.
 *
 * @param missing the names that the other library lacks
 * @param apart the names that it has in librt, which a process may not have loaded
 */
record HiddenNames(Set<String> missing, Set<String> apart) {
    /** The functions of librt. glibc has them in libc since version 2.34. */
    private static final Pattern LIBRT = Pattern.compile("(aio|lio|mq|shm|timer)_\\w+");

    private static final Pattern LINE = Pattern.compile("(?m)^\\S+ [A-TV-Zi] (\\w+)(?:@@?(\\S+))?$");
    private static final int MERGED = 34;

    /**
     * {@code HIDDEN_NAMES} names a file with one name per line. A name with a {@code >} before it is hidden as long as librt is
     * not loaded, except from a look-up in a certain library. Each hidden name that is looked up goes to {@code HIDDEN_LOG}.
     */
    private static final String LIBRARY = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <fcntl.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <unistd.h>
            static char names[1 << 20];
            static void *(*original)(void *, const char *);
            static void __attribute__((noreturn)) stop(const char *why) {
                fprintf(stderr, "no names can be hidden: %s\\n", why);
                _exit(99);
            }
            static void start(void) {
                original = (void *(*)(void *, const char *)) dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
                if (!original) stop("no dlsym");
                const char *path = getenv("HIDDEN_NAMES");
                int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
                if (fd < 0) stop("no list");
                ssize_t length = read(fd, names, sizeof names - 1);
                close(fd);
                if (length <= 0 || length == sizeof names - 1) stop("the list is empty or too long");
            }
            static int listed(const char *prefix, const char *name) {
                char line[300];
                int length = snprintf(line, sizeof line, "\\n%s%s\\n", prefix, name);
                return length < (int) sizeof line && strstr(names, line) != NULL;
            }
            static int loaded(void) {
                void *librt = dlopen("librt.so.1", RTLD_LAZY | RTLD_NOLOAD);
                if (librt) dlclose(librt);
                return librt != NULL;
            }
            static int anywhere(void *handle) {
                if (handle == RTLD_DEFAULT) return 1;
                void *program = dlopen(NULL, RTLD_LAZY);
                dlclose(program);
                return handle == program;
            }
            void *dlsym(void *handle, const char *name) {
                if (!original) start();
                if (strcmp(name, "dlsym") == 0) return dlsym;
                if (listed("", name) || (listed(">", name) && anywhere(handle) && !loaded())) {
                    const char *path = getenv("HIDDEN_LOG");
                    int fd = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
                    if (fd >= 0) {
                        dprintf(fd, "%s\\n", name);
                        close(fd);
                    }
                    return NULL;
                }
                return original(handle, name);
            }
            """;

    /** Returns the names of this glibc that {@code musl}, the file of musl's C library, lacks. */
    static HiddenNames ofMusl(Path musl) throws IOException {
        Set<String> missing = new TreeSet<>(versions(glibc()).keySet());
        missing.removeAll(versions(musl).keySet());
        return new HiddenNames(missing, Set.of());
    }

    /** Returns the names that this glibc exports and that version 2.{@code minor} did not export from libc. */
    static HiddenNames ofGlibc(int minor) throws IOException {
        Set<String> missing = new TreeSet<>();
        Set<String> apart = new TreeSet<>();
        versions(glibc()).forEach((name, versions) -> {
            if (versions.stream().noneMatch(version -> version <= minor)) {
                missing.add(name);
            } else if (minor < MERGED
                    && versions.contains(MERGED)
                    && LIBRT.matcher(name).matches()) {
                apart.add(name);
            }
        });
        return new HiddenNames(missing, apart);
    }

    /** Returns the file of the C library of this process, or null if it is not glibc. */
    static Path glibc() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .filter(name -> name.endsWith("/libc.so.6"))
                .map(Path::of)
                .findFirst()
                .orElse(null);
    }

    /** Returns the exported names, and the minor versions of glibc that each was exported with; 0 for a name without version. */
    static Map<String, Set<Integer>> versions(Path library) {
        Map<String, Set<Integer>> versions = new TreeMap<>();
        Matcher m = LINE.matcher(Programs.output("nm", "-D", "--defined-only", library.toString()));
        while (m.find()) {
            String version = m.group(2) == null ? "" : m.group(2);
            boolean isNumbered = version.matches("GLIBC_2\\.\\d+(\\.\\d+)?");
            versions.computeIfAbsent(m.group(1), name -> new TreeSet<>())
                    .add(isNumbered ? Integer.parseInt(version.split("\\.")[1]) : 0);
        }
        return versions;
    }

    /**
     * Compiles the library into {@code directory}, and returns the start of a command, behind which another command follows. It
     * runs without these names.
     *
     * @param log the file to which the names go that are looked up and not found
     */
    List<String> launcher(Path directory, Path log) throws IOException {
        Path library = Compiler.library(directory, "hiding", LIBRARY);
        Path list = Files.writeString(
                directory.resolve("names"),
                Stream.concat(missing.stream(), apart.stream().map(name -> ">" + name))
                        .collect(Collectors.joining("\n", "\n", "\n")));
        return List.of("env", "LD_PRELOAD=" + library, "HIDDEN_NAMES=" + list, "HIDDEN_LOG=" + log);
    }
}
