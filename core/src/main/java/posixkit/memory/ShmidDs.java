package posixkit.memory;

/**
 * What the kernel knows of a segment of shared memory ({@code struct shmid_ds}). {@link SharedMemory#shmctlStat(int, ShmidDs)} fills
 * it. {@link SharedMemory#shmctlSet} uses the owner, the group and the permissions. Times are seconds since 1970, or 0 for never.
 */
public interface ShmidDs {
    /** Returns the user id of the owner. */
    int uid();

    /** Sets the user id of the owner. Returns this object. */
    ShmidDs uid(int uid);

    /** Returns the group id of the owner. */
    int gid();

    /** Sets the group id of the owner. Returns this object. */
    ShmidDs gid(int gid);

    /** Returns the user id of the creator. */
    int cuid();

    /** Returns the group id of the creator. */
    int cgid();

    /** Returns the permissions. On Linux, {@code SHM_DEST} says that the segment ends with its last user. */
    int mode();

    /** Sets the permissions. Returns this object. */
    ShmidDs mode(int mode);

    /** Returns the size in bytes. */
    long segsz();

    /** Returns when a process last attached the segment. */
    long atime();

    /** Returns when a process last detached the segment. */
    long dtime();

    /** Returns when the segment was created or last changed by {@link SharedMemory#shmctlSet}. */
    long ctime();

    /** Returns the pid of the creator. */
    int cpid();

    /** Returns the pid of the process that last attached or detached the segment. */
    int lpid();

    /** Returns how many times the segment is attached now. */
    long nattch();

    /** Returns a copy. Later changes of this object do not change the copy. */
    ShmidDs copy();
}
