package posixkit.onlinux;

/**
 * How many packets an {@code AF_PACKET} socket has received ({@code struct tpacket_stats} or {@code struct tpacket_stats_v3}).
 *
 * @param packets the number of packets, those that were dropped included
 * @param drops the number of packets that were dropped because there was no room
 * @param freezeQCnt how often the ring was full; 0 if the socket has no ring of version 3
 */
public record TpacketStats(int packets, int drops, int freezeQCnt) {}
