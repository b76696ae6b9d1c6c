package posixkit.onlinux;

/**
 * The amount of memory, the load and the time since the machine has started ({@code struct sysinfo}). Sizes count in units of {@link
 * #memUnit} bytes. {@link OnLinuxHost#sysinfo(Sysinfo)} fills such an object.
 */
public interface Sysinfo {
    /** Returns the seconds since the machine has started. */
    long uptime();

    /**
     * Returns how many threads were running or waiting for the disk on average, times 65,536.
     *
     * @param index 0: in the last minute; 1: in the last five minutes; 2: in the last fifteen minutes
     */
    long loads(int index);

    /** Returns the size of the memory. */
    long totalram();

    /** Returns how much memory nothing uses, not even as a cache. */
    long freeram();

    /** Returns how much memory is shared, for example as files of a tmpfs. */
    long sharedram();

    /** Returns how much memory the buffers of block devices use. */
    long bufferram();

    /** Returns the size of the swap space. */
    long totalswap();

    /** Returns how much swap space is free. */
    long freeswap();

    /** Returns the number of threads of all processes, at most 65,535. */
    int procs();

    /** Returns the size of the unit of the sizes, in bytes. */
    int memUnit();

    /** Returns a copy. Later changes of this object do not change the copy. */
    Sysinfo copy();
}
