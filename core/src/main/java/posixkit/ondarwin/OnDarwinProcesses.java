package posixkit.ondarwin;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Lists the processes of the machine, and tells what the kernel knows of each. {@link posixkit.process.Processes} starts
 * processes and waits for them. {@link Sysctl#processes} lists them too.
 *
 * <p>The calls are functions of Apple's {@code libproc}. They return 0 if they fail; these methods throw an exception then.
 */
public interface OnDarwinProcesses {
    /**
     * Returns the ids of processes, in no particular order. Processes may have ended, and others may have started, when this method
     * returns. If the list grows while it is read, this method reads it again.
     *
     * <p>{@code int proc_listpids(uint32_t type, uint32_t typeinfo, void *buffer, int buffersize)} {@index proc_listpids}
     *
     * @param type which processes: {@code PROC_ALL_PIDS}, {@code PROC_PGRP_ONLY}, {@code PROC_TTY_ONLY}, {@code PROC_UID_ONLY},
     *     {@code PROC_RUID_ONLY} or {@code PROC_PPID_ONLY} of {@link posixkit.ondarwin.constants.DarwinProc}
     * @param typeinfo the process group, terminal, user or parent that {@code type} means; 0 for {@code PROC_ALL_PIDS}
     * @throws ErrnoException EINVAL: no such {@code type}; EPERM: a sandbox forbids it
     */
    @Call("proc_listpids(3)")
    int[] procListpids(int type, int typeinfo) throws ErrnoException;

    /**
     * Returns the path of the program that process {@code pid} runs; the empty string if the kernel knows none.
     *
     * <p>{@code int proc_pidpath(int pid, void *buffer, uint32_t buffersize)} {@index proc_pidpath}
     *
     * @throws ErrnoException ESRCH: no such process, or it has ended; ENOENT: the program has been deleted; EPERM: a sandbox
     *     forbids it
     */
    @Call("proc_pidpath(3)")
    String procPidpath(int pid) throws ErrnoException;

    /**
     * Writes what the kernel knows of process {@code pid} to {@code buffer}, and returns the number of bytes.
     *
     * <p>{@code int proc_pidinfo(int pid, int flavor, uint64_t arg, void *buffer, int buffersize)} {@index proc_pidinfo}
     *
     * @param flavor which structure or list, a constant {@code PROC_PID…} of {@link posixkit.ondarwin.constants.DarwinProc}.
     *     {@link #procBsdinfo} and {@link #procTaskinfo} read two of them as values
     * @param arg what it means depends on {@code flavor}; often 0
     * @param buffer room for the whole structure, or for as much of a list as wanted
     * @throws ErrnoException ESRCH: no such process; EPERM: the process belongs to another user; ENOMEM: {@code buffer} is smaller
     *     than the structure; EINVAL: no such {@code flavor}; EOVERFLOW: {@code buffer} is too large for a path
     */
    @Call("proc_pidinfo(3)")
    default int procPidinfo(int pid, int flavor, long arg, byte[] buffer) throws ErrnoException {
        return Outcome.of("proc_pidinfo", "pid", pid, procPidinfoOrErrno(pid, flavor, arg, buffer));
    }

    /** Same as {@link #procPidinfo}, but returns the number of bytes or −errno. */
    int procPidinfoOrErrno(int pid, int flavor, long arg, byte[] buffer);

    /**
     * Returns what the BSD half of the kernel knows of process {@code pid}. Every user may ask for every process.
     *
     * <p>{@code int proc_pidinfo(int pid, PROC_PIDTBSDINFO, uint64_t zombies, struct proc_bsdinfo *info, int size)}
     * {@index PROC_PIDTBSDINFO}
     *
     * @param findsZombies whether a process counts that has ended and that its parent has not waited for
     * @throws ErrnoException ESRCH: no such process; EPERM: a sandbox forbids it
     */
    @Call("proc_pidinfo(3)")
    ProcBsdinfo procBsdinfo(int pid, boolean findsZombies) throws ErrnoException;

    /**
     * Returns what the Mach half of the kernel knows of process {@code pid}.
     *
     * <p>{@code int proc_pidinfo(int pid, PROC_PIDTASKINFO, uint64_t arg, struct proc_taskinfo *info, int size)}
     * {@index PROC_PIDTASKINFO}
     *
     * @throws ErrnoException ESRCH: no such process, or it has ended; EPERM: the process belongs to another user, and this process
     *     does not run as root
     */
    @Call("proc_pidinfo(3)")
    ProcTaskinfo procTaskinfo(int pid) throws ErrnoException;
}
