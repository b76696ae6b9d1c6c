package posixkit.unix;

/**
 * Declares the libc functions for sockets, except those with six parameters, which are in {@link SocketSixCalls}.
 * <b>Internal.</b> {@link LibC} explains the rules that all such interfaces follow.
 */
public interface SocketCalls {
    int socket(int domain, int type, int protocol);

    int socketpair(int domain, int type, int protocol, long fds);

    int bind(int fd, long address, int length);

    int listen(int fd, int backlog);

    int connect(int fd, long address, int length);

    int accept(int fd, long address, long length);

    int getsockname(int fd, long address, long length);

    int getpeername(int fd, long address, long length);

    int shutdown(int fd, int how);

    long send(int fd, long buffer, long length, int flags);

    long recv(int fd, long buffer, long length, int flags);

    long sendmsg(int fd, long message, int flags);

    long recvmsg(int fd, long message, int flags);

    int getsockopt(int fd, int level, int option, long value, long length);

    int setsockopt(int fd, int level, int option, long value, int length);
}
