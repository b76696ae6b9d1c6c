package posixkit.memory;

/** Pages of memory: mapping, protecting, locking them. */
public interface Memory {}
