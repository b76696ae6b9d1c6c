/* The state of a TCP connection, which is Linux's in other units: segments are bytes, microseconds are milliseconds. */
#include "sockets.h"

#include <linux/tcp.h>

struct darwin_tcp_connection_info {
    uint8_t tcpi_state, tcpi_snd_wscale, tcpi_rcv_wscale, pad;
    uint32_t tcpi_options, tcpi_flags, tcpi_rto, tcpi_maxseg, tcpi_snd_ssthresh, tcpi_snd_cwnd;
    uint32_t tcpi_snd_wnd, tcpi_snd_sbbytes, tcpi_rcv_wnd, tcpi_rttcur, tcpi_srtt, tcpi_rttvar, fast_open;
    uint64_t tcpi_txpackets, tcpi_txbytes, tcpi_txretransmitbytes, tcpi_rxpackets, tcpi_rxbytes, tcpi_rxoutoforderbytes, tcpi_txretransmitpackets;
};
D_CHECK_tcp_connection_info;
_Static_assert(sizeof(struct darwin_tcp_connection_info) == CONNECTION_INFO, "its size");

int connection_info(const char *call, int fd, char *into) {
    /* By Linux's number, from 1 on. */
    static const uint8_t states[] = {
        0, D_TCPS_ESTABLISHED, D_TCPS_SYN_SENT, D_TCPS_SYN_RECEIVED, D_TCPS_FIN_WAIT_1, D_TCPS_FIN_WAIT_2,
        D_TCPS_TIME_WAIT, D_TCPS_CLOSED, D_TCPS_CLOSE_WAIT, D_TCPS_LAST_ACK, D_TCPS_LISTEN, D_TCPS_CLOSING,
    };
    struct tcp_info host;
    struct darwin_tcp_connection_info info;
    socklen_t size = sizeof host;
    memset(&host, 0, sizeof host);
    memset(&info, 0, sizeof info);
    if (LINUX(getsockopt, fd, IPPROTO_TCP, TCP_INFO, &host, &size) != 0) return (int) socket_result(call, -1);
    info.tcpi_state = host.tcpi_state < sizeof states ? states[host.tcpi_state] : D_TCPS_CLOSED;
    info.tcpi_options = (host.tcpi_options & TCPI_OPT_TIMESTAMPS ? D_TCPCI_OPT_TIMESTAMPS : 0)
            | (host.tcpi_options & TCPI_OPT_SACK ? D_TCPCI_OPT_SACK : 0)
            | (host.tcpi_options & TCPI_OPT_WSCALE ? D_TCPCI_OPT_WSCALE : 0)
            | (host.tcpi_options & TCPI_OPT_ECN ? D_TCPCI_OPT_ECN : 0);
    info.tcpi_snd_wscale = host.tcpi_snd_wscale;
    info.tcpi_rcv_wscale = host.tcpi_rcv_wscale;
    info.tcpi_rto = host.tcpi_rto / 1000;
    info.tcpi_maxseg = host.tcpi_snd_mss;
    info.tcpi_snd_cwnd = host.tcpi_snd_cwnd * host.tcpi_snd_mss;
    info.tcpi_srtt = host.tcpi_rtt / 1000;
    info.tcpi_rttvar = host.tcpi_rttvar / 1000;
    info.tcpi_rcv_wnd = host.tcpi_rcv_space;
    info.tcpi_snd_sbbytes = host.tcpi_notsent_bytes;
    info.tcpi_txpackets = host.tcpi_segs_out;
    info.tcpi_txbytes = host.tcpi_bytes_acked > 0 ? host.tcpi_bytes_acked - 1 : 0; /* the first is the SYN's */
    info.tcpi_rxpackets = host.tcpi_segs_in;
    info.tcpi_rxbytes = host.tcpi_bytes_received;
    memcpy(into, &info, sizeof info);
    return 0;
}
