package posixkit.unix;

/**
 * Declares the libc functions for priorities and limits, and those that replace, copy or end a process. <b>Internal.</b>
 * {@link LibC} explains the rules that all such interfaces follow.
 */
public interface ProcessCalls {
    int getpriority(int which, int who);

    int setpriority(int which, int who, int priority);

    int getrlimit(int resource, long limit);

    int setrlimit(int resource, long limit);

    int fork();

    int execve(long path, long argv, long envp);

    /** Ends this process, so it never returns. Its result is {@code int} only here: in C it is void. */
    int exit(int status);
}
