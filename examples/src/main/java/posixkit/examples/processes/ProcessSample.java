package posixkit.examples.processes;

import java.time.Duration;

/**
 * A process at one moment.
 *
 * @param state one letter, as ps shows it: R runs, S sleeps, D waits for a device, T is stopped, Z has ended
 * @param resident the memory that it occupies, in bytes
 * @param virtual the size of its address space in bytes
 * @param cpu the processor time that it has used
 * @param age the time since it was started
 * @param command the name of its program, which the system shortens
 */
record ProcessSample(
        int pid,
        int ppid,
        int uid,
        char state,
        long resident,
        long virtual,
        Duration cpu,
        Duration age,
        String command) {}
