package posixkit.linux;

import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_SEQPACKET;
import static posixkit.constants.Sock.SOCK_STREAM;

import java.util.List;
import posixkit.contract.MessagesContract;

class LinuxMessagesTest extends MessagesContract {
    @Override
    protected List<Integer> types() {
        return List.of(SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET);
    }
}
