package posixkit.interop;

import static posixkit.constants.Errno.ECHILD;
import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Priority.PRIO_MAX;

import java.util.Collection;
import jnr.constants.platform.Signal;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.posix.POSIXHandler;
import jnr.posix.RLimit;
import jnr.posix.SignalHandler;
import jnr.posix.SpawnAttribute;
import jnr.posix.SpawnFileAction;
import jnr.posix.util.Java5ProcessMaker;
import jnr.posix.util.ProcessMaker;
import posixkit.Posix;
import posixkit.process.Rlimit;
import posixkit.process.WaitStatus;

/** The calls that start processes, send signals to them, wait for them, and limit their resources. */
abstract class ProcessCalls extends IdCalls {
    ProcessCalls(Posix posix, OwnLibC libc, POSIXHandler handler) {
        super(posix, libc, handler);
    }

    @Override
    public final int getpid() {
        return processes.getpid();
    }

    @Override
    public final int getppid() {
        return processes.getppid();
    }

    @Override
    public final int kill(int pid, int signal) {
        return result(processes.killOrErrno(pid, signal));
    }

    @Override
    public final int kill(long pid, int signal) {
        return pid == (int) pid ? kill((int) pid, signal) : failed(ESRCH);
    }

    /**
     * Sets the handler through jnr-posix: the C library calls a handler in the middle of other code, and posixkit calls no Java
     * code from there. {@link OwnLibC} keeps the handler, so the garbage collector does not free its native part.
     */
    @Override
    public final SignalHandler signal(Signal sig, SignalHandler handler) {
        return super.signal(sig, handler);
    }

    @Override
    public final int fork() {
        return result(processes.forkOrErrno());
    }

    @Override
    public final int exec(String path, String... args) {
        handler.unimplementedError("exec unimplemented");
        return -1;
    }

    @Override
    public final int exec(String path, String[] args, String[] envp) {
        handler.unimplementedError("exec unimplemented");
        return -1;
    }

    @Override
    public final int execv(String path, String[] args) {
        return path == null || args == null ? failed(EFAULT) : result(processes.execveOrErrno(path, args, null));
    }

    @Override
    public final int execve(String path, String[] args, String[] env) {
        return path == null || args == null
                ? failed(EFAULT)
                : result(processes.execveOrErrno(path, args, env == null ? new String[0] : env));
    }

    @Override
    public final long posix_spawnp(
            String path, Collection<? extends SpawnFileAction> fileActions, CharSequence[] argv, CharSequence[] envp) {
        return posix_spawnp(path, fileActions, null, argv, envp);
    }

    @Override
    public final long posix_spawnp(
            String path,
            Collection<? extends SpawnFileAction> fileActions,
            Collection<? extends CharSequence> argv,
            Collection<? extends CharSequence> envp) {
        return posix_spawnp(path, fileActions, null, argv, envp);
    }

    @Override
    public final long posix_spawnp(
            String path,
            Collection<? extends SpawnFileAction> fileActions,
            Collection<? extends SpawnAttribute> spawnAttributes,
            Collection<? extends CharSequence> argv,
            Collection<? extends CharSequence> envp) {
        return posix_spawnp(
                path,
                fileActions,
                spawnAttributes,
                argv.toArray(new CharSequence[0]),
                envp.toArray(new CharSequence[0]));
    }

    /**
     * Starts a program. The inherited method reads the file actions and the attributes, which have no accessors, and calls
     * {@link #libc()}. {@link SpawnFunctions} makes these calls through posixkit.
     */
    @Override
    public final long posix_spawnp(
            String path,
            Collection<? extends SpawnFileAction> fileActions,
            Collection<? extends SpawnAttribute> spawnAttributes,
            CharSequence[] argv,
            CharSequence[] envp) {
        return super.posix_spawnp(path, fileActions, spawnAttributes, argv, envp);
    }

    @Override
    public final Pointer allocatePosixSpawnFileActions() {
        return Memory.allocateDirect(Runtime.getSystemRuntime(), SpawnFunctions.STRUCTURE_SIZE);
    }

    @Override
    public final Pointer allocatePosixSpawnattr() {
        return Memory.allocateDirect(Runtime.getSystemRuntime(), SpawnFunctions.STRUCTURE_SIZE);
    }

    @Override
    public final ProcessMaker newProcessMaker(String... command) {
        return new Java5ProcessMaker(handler, command);
    }

    @Override
    public final ProcessMaker newProcessMaker() {
        return new Java5ProcessMaker(handler);
    }

    @Override
    public final int waitpid(int pid, int[] status, int flags) {
        if (status != null) {
            checkRoom("status", status, status.length, 1);
        }
        WaitStatus ended = new WaitStatus();
        int child = result(processes.wait4OrErrno(pid, ended, flags, null));
        if (child > 0 && status != null) {
            status[0] = ended.raw();
        }
        return child;
    }

    @Override
    public final int waitpid(long pid, int[] status, int flags) {
        return pid == (int) pid ? waitpid((int) pid, status, flags) : failed(ECHILD);
    }

    @Override
    public final int wait(int[] status) {
        return waitpid(-1, status, 0);
    }

    @Override
    public final int getpriority(int which, int who) {
        int result = processes.getpriorityOrErrno(which, who);
        return result < 0 ? failed(-result) : PRIO_MAX - result;
    }

    @Override
    public final int setpriority(int which, int who, int prio) {
        return result(processes.setpriorityOrErrno(which, who, prio));
    }

    @Override
    public final int getrlimit(int resource, RLimit rlim) {
        Rlimit limit = processes.newRlimit();
        int result = result(processes.getrlimitOrErrno(resource, limit));
        if (result == 0 && rlim != null) {
            rlim.init(limit.cur(), limit.max());
        }
        return result;
    }

    @Override
    public final int getrlimit(int resource, Pointer rlim) {
        Rlimit limit = processes.newRlimit();
        int result = result(processes.getrlimitOrErrno(resource, limit));
        if (result == 0 && rlim != null) {
            store(limit, rlim);
        }
        return result;
    }

    @Override
    public final RLimit getrlimit(int resource) {
        RLimit limit = new NumbersOfRLimit();
        if (getrlimit(resource, limit) < 0) {
            handler.error(jnr.constants.platform.Errno.valueOf(errno()), "rlim");
        }
        return limit;
    }

    @Override
    public final int setrlimit(int resource, RLimit rlim) {
        return rlim == null ? failed(EFAULT) : setrlimit(resource, rlim.rlimCur(), rlim.rlimMax());
    }

    @Override
    public final int setrlimit(int resource, Pointer rlim) {
        if (rlim == null) {
            return failed(EFAULT);
        }
        Rlimit limit = processes.newRlimit();
        load(limit, rlim, 0);
        return result(processes.setrlimitOrErrno(resource, limit));
    }

    @Override
    public final int setrlimit(int resource, long rlimCur, long rlimMax) {
        return result(processes.setrlimitOrErrno(
                resource, processes.newRlimit().cur(rlimCur).max(rlimMax)));
    }

    /** The limits that {@link #getrlimit(int)} returns, in native memory, as everything that is a structure of jnr-ffi. */
    private static final class NumbersOfRLimit extends RLimit {
        private final UnsignedLong cur = new UnsignedLong();
        private final UnsignedLong max = new UnsignedLong();

        NumbersOfRLimit() {
            super(Runtime.getSystemRuntime());
        }

        @Override
        public void init(long current, long maximum) {
            cur.set(current);
            max.set(maximum);
        }

        @Override
        public long rlimCur() {
            return cur.get();
        }

        @Override
        public long rlimMax() {
            return max.get();
        }
    }
}
