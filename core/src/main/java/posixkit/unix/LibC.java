package posixkit.unix;

import jnr.ffi.annotations.IgnoreError;

/**
 * Declares the libc functions that have the same symbol on every operating system, and whose parameters fit the same Java types
 * there. <b>Internal.</b> This interface is public because jnr-ffi, which implements it, is outside our module.
 *
 * <p>Rules for all bindings, which are interfaces that declare C functions: A method has the name of its C symbol. A parameter is
 * an {@code int} or a {@code long} that is at least as wide as the parameter in C. A pointer is a {@code long}. Functions with
 * six parameters (see {@link SpawnCall}) and variadic functions (see {@link VariadicCalls}) are in separate bindings.
 */
public interface LibC {
    // Ids of users, groups, processes, process groups and sessions.
    @IgnoreError
    int getuid();

    @IgnoreError
    int geteuid();

    @IgnoreError
    int getgid();

    @IgnoreError
    int getegid();

    int setuid(int uid);

    int seteuid(int euid);

    int setreuid(int ruid, int euid);

    int setgid(int gid);

    int setegid(int egid);

    int setregid(int rgid, int egid);

    int getgroups(int size, long list);

    /** Sets the supplementary groups of this process. In C, {@code size} is a size_t on Linux and an int on Darwin. */
    int setgroups(long size, long list);

    @IgnoreError
    int getpgrp();

    int getpgid(int pid);

    int setpgid(int pid, int pgid);

    int getsid(int pid);

    int setsid();

    // Functions that name a file by its path.
    int access(long path, int mode);

    long readlink(long path, long buffer, long size);

    int unlink(long path);

    int mkdir(long path, int mode);

    int rmdir(long path);

    int rename(long from, long to);

    long getcwd(long buffer, long size);

    // Functions that name a file by a descriptor.
    long read(int fd, long buffer, long count);

    long write(int fd, long buffer, long count);

    long pread(int fd, long buffer, long count, long offset);

    long pwrite(int fd, long buffer, long count, long offset);

    long readv(int fd, long iov, int count);

    long writev(int fd, long iov, int count);

    int close(int fd);

    long lseek(int fd, long offset, int whence);

    int dup2(int from, int to);

    int pipe(long fds);

    int ftruncate(int fd, long length);

    int fsync(int fd);

    // Processes and signals.
    @IgnoreError
    int getpid();

    @IgnoreError
    int getppid();

    int wait4(int pid, long status, int options, long usage);

    int getrusage(int who, long usage);

    int kill(int pid, int signal);

    int posix_spawn_file_actions_init(long actions);

    int posix_spawn_file_actions_destroy(long actions);

    int posix_spawn_file_actions_adddup2(long actions, int from, int to);

    int posix_spawn_file_actions_addclose(long actions, int fd);

    int posix_spawn_file_actions_addopen(long actions, int fd, long path, int flags, int mode);

    int posix_spawnattr_init(long attributes);

    int posix_spawnattr_destroy(long attributes);

    int posix_spawnattr_setflags(long attributes, int flags);

    int posix_spawnattr_setpgroup(long attributes, int group);

    int posix_spawnattr_setsigmask(long attributes, long mask);

    // Time.
    int gettimeofday(long time, long zone);
}
