package posixkit.onlinux;

import java.time.Instant;

/**
 * The times at which a packet was received or sent ({@code struct scm_timestamping}).
 *
 * @param software the time that the kernel measured; null if there is none
 * @param hardware the time that the network card measured, in the time of its own clock; null if there is none
 */
public record Timestamping(Instant software, Instant hardware) {}
