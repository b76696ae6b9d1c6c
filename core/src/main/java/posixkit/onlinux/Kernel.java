package posixkit.onlinux;

/** What only Linux lets one do to the system, and to other processes. */
public interface Kernel {}
