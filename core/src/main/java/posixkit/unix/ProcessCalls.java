package posixkit.unix;

/**
 * Priorities, limits, and how a process becomes another or ends. <b>Internal</b>; the rules are {@link LibC}'s.
 */
public interface ProcessCalls {
    int getpriority(int which, int who);

    int setpriority(int which, int who, int priority);

    int getrlimit(int resource, long limit);

    int setrlimit(int resource, long limit);

    int fork();

    int execve(long path, long argv, long envp);

    /** C's returns nothing, and does not return. */
    int exit(int status);
}
