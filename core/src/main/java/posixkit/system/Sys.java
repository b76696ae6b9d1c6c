package posixkit.system;

/** The system as a whole. */
public interface Sys {}
