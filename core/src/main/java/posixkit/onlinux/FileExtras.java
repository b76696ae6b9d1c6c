package posixkit.onlinux;

/** Files and descriptors as only Linux has them. */
public interface FileExtras {}
