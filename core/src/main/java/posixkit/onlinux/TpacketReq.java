package posixkit.onlinux;

/**
 * The size of a ring of packets that an {@code AF_PACKET} socket shares with the kernel ({@code struct tpacket_req}).
 *
 * @param blockSize the size of a block in bytes: a multiple of the size of a page
 * @param blockNr the number of blocks
 * @param frameSize the size of a frame in bytes
 * @param frameNr the number of frames: as many as fit into the blocks
 */
public record TpacketReq(int blockSize, int blockNr, int frameSize, int frameNr) {}
