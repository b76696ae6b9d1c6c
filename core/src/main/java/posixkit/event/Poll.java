package posixkit.event;

/** Waiting for several descriptors at once, as all systems can. */
public interface Poll {}
