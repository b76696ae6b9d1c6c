package posixkit.unix;

/**
 * The functions for priorities, limits, and for replacing, copying or ending a process. <b>Internal</b>; the rules are {@link LibC}'s.
 */
public interface ProcessCalls {
    int getpriority(int which, int who);

    int setpriority(int which, int who, int priority);

    int getrlimit(int resource, long limit);

    int setrlimit(int resource, long limit);

    int fork();

    int execve(long path, long argv, long envp);

    /** Does not return. In C its type is void. */
    int exit(int status);
}
