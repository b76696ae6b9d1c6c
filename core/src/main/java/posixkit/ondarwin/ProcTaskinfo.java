package posixkit.ondarwin;

/**
 * What the Mach half of the kernel knows of a process ({@code struct proc_taskinfo}). Times are in ticks of
 * {@link OnDarwinClocks#machAbsoluteTime}. The counters overflow to negative numbers.
 *
 * @param virtualSize the size of the address space in bytes
 * @param residentSize how many bytes of it are in memory
 * @param totalUser the time that all threads, also those that have ended, spent in the program
 * @param totalSystem the time that all threads spent in the kernel
 * @param threadsUser the time that the threads which are alive spent in the program
 * @param threadsSystem the time that the threads which are alive spent in the kernel
 * @param policy how new threads are scheduled, a constant {@code POLICY_…} of C
 * @param faults the number of page faults
 * @param pageins the number of pages read from disk
 * @param cowFaults the number of pages copied because somebody wrote to them
 * @param messagesSent the number of Mach messages sent
 * @param messagesReceived the number of Mach messages received
 * @param syscallsMach the number of system calls of Mach
 * @param syscallsUnix the number of system calls of Unix
 * @param csw the number of context switches
 * @param threadnum the number of threads
 * @param numrunning the number of threads that run
 * @param priority the priority of the process
 */
public record ProcTaskinfo(
        long virtualSize,
        long residentSize,
        long totalUser,
        long totalSystem,
        long threadsUser,
        long threadsSystem,
        int policy,
        int faults,
        int pageins,
        int cowFaults,
        int messagesSent,
        int messagesReceived,
        int syscallsMach,
        int syscallsUnix,
        int csw,
        int threadnum,
        int numrunning,
        int priority) {}
