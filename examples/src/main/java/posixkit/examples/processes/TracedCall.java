package posixkit.examples.processes;

/**
 * A system call of a traced process or thread.
 *
 * @param arguments the six arguments; those that the call does not have are of no meaning
 * @param result the result, or −errno if the call failed; 0 while the call has not returned
 * @param room the size of the buffer for an address, which the call replaces by the size of the address; 0 for other calls
 */
record TracedCall(int pid, TraceeMemory memory, long[] arguments, int room, long result, boolean isError) {
    long argument(int index) {
        return arguments[index];
    }

    TracedCall returned(long value, boolean failed) {
        return new TracedCall(pid, memory, arguments, room, value, failed);
    }
}
