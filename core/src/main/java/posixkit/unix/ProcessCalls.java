package posixkit.unix;

/** The functions for priorities, limits, {@code execve} and {@code exit}. <b>Internal</b>; see {@link LibC} for the rules. */
public interface ProcessCalls {
    int getpriority(int which, int who);

    int setpriority(int which, int who, int priority);

    int getrlimit(int resource, long limit);

    int setrlimit(int resource, long limit);

    int fork();

    int execve(long path, long argv, long envp);

    /** The C function does not return. */
    int exit(int status);
}
