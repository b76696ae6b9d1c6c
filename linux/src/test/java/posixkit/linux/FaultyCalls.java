package posixkit.linux;

import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.ECONNABORTED;
import static posixkit.constants.Errno.EDQUOT;
import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.EMFILE;
import static posixkit.constants.Errno.ENFILE;
import static posixkit.constants.Errno.ENOBUFS;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.Errno.ENOSPC;
import static posixkit.constants.Fcntl.F_DUPFD_CLOEXEC;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_NOCTTY;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Shm.IPC_CREAT;
import static posixkit.constants.Shm.IPC_PRIVATE;
import static posixkit.constants.Signal.SIGUSR1;
import static posixkit.constants.Signal.SIGUSR2;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.linux.Fault.Again.MAY_FAIL;
import static posixkit.linux.Fault.Again.NEVER;
import static posixkit.linux.Fault.Again.SUCCEEDS;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_DEL;
import static posixkit.onlinux.constants.LinuxInotify.IN_CREATE;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGSKNS;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGPTPEER;
import static posixkit.onlinux.constants.LinuxMmap.MREMAP_MAYMOVE;
import static posixkit.onlinux.constants.LinuxNamespace.NS_GET_USERNS;
import static posixkit.onlinux.constants.LinuxTun.TUNGETDEVNETNS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import posixkit.Posix;
import posixkit.file.Dirents;
import posixkit.file.FileTree;
import posixkit.memory.Mapping;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.onlinux.FileHandle;
import posixkit.onlinux.MessageBatch;
import posixkit.onlinux.OnLinux;
import posixkit.process.SignalSet;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.WaitStatus;

/** The calls that create something, and the system calls in them that strace lets fail. */
final class FaultyCalls {
    private static final int LENGTH = 65536;
    private static final int CONNECTIONS = 6;
    private static final int NUMBER = 900;

    private final Posix posix = Posix.get();
    private final OnLinux linux = posix.onLinux();
    private final String dir;
    private final String faulty;
    private final String shared;
    private final List<Fault> once = new ArrayList<>();
    private final List<Fault> named = new ArrayList<>();
    private final List<Fault> alone = new ArrayList<>();
    private int[] stream;
    private int[] packets;
    private int listener;
    private int there;
    private int open;
    private int epoll;
    private int self;
    private int master;
    private int segment;
    private int directory;
    private Dirents entry;
    private MessageBatch batch;

    FaultyCalls(String dir) {
        this.dir = dir;
        faulty = dir + "/faulty";
        shared = "/" + Path.of(dir).getFileName();
        descriptors();
        messages();
        children();
        files();
        newNames();
        programs();
        memory();
        terminals();
        sockets();
        others();
    }

    /** Returns the calls whose first system call in each thread fails. */
    List<Fault> once() {
        return once;
    }

    /** Returns the calls whose system calls fail if they are about one of {@link #names}. */
    List<Fault> named() {
        return named;
    }

    /** Returns the files of the named calls. */
    List<String> names() {
        return List.of(faulty, "/dev/shm" + shared);
    }

    /**
     * Returns the calls of one thread alone. Other threads of the JVM make the same system calls, or the kernel may refuse the call, or
     * it takes several system calls, of which a later one fails.
     */
    List<Fault> alone() {
        return alone;
    }

    private void close(int... fds) throws IOException {
        for (int fd : fds) {
            posix.io().close(fd);
        }
    }

    private void await(int pid) throws IOException {
        WaitStatus status = new WaitStatus();
        posix.processes().wait4(pid, status, 0, null);
        if (!status.toString().equals("exited 0")) {
            throw new IllegalStateException(status.toString());
        }
    }

    /** Opens what the calls need. */
    void prepare() throws IOException {
        stream = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        packets = posix.sockets().socketpair(AF_UNIX, SOCK_DGRAM, 0);
        SockAddr address = SockAddr.Unix.path(dir + "/socket");
        listener = posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0);
        posix.sockets().bind(listener, address);
        posix.sockets().listen(listener, CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            posix.sockets().connect(posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0), address);
            posix.sockets()
                    .sendmsg(stream[0], Message.of(ByteBuffer.allocate(1)).fds(0), 0);
            posix.io().write(packets[0], new byte[1]);
        }
        there = posix.files().open(dir + "/there", O_RDWR | O_CREAT, 0600);
        open = posix.files().open(faulty, O_RDWR | O_CREAT, 0600);
        epoll = linux.epoll().epollCreate1(0);
        self = linux.pidfds().pidfdOpen(posix.processes().getpid(), 0);
        master = posix.terminals().posixOpenpt(O_RDWR | O_NOCTTY);
        posix.terminals().unlockpt(master);
        segment = posix.sharedMemory().shmget(IPC_PRIVATE, LENGTH, IPC_CREAT | 0600);
        directory = posix.files().open(dir, O_RDONLY | O_DIRECTORY);
        entry = linux.files().newDirents(LENGTH);
        linux.files().getdents64(directory, entry);
        entry.nextNamed();
        batch = linux.sockets().newMessageBatch(1, 1, 0);
    }

    /** Removes what would outlive this process. */
    void remove() throws IOException {
        posix.sharedMemory().shmctlRmid(segment);
    }

    private void descriptors() {
        once("pipe,pipe2", EMFILE, () -> close(posix.io().pipe()));
        once("pipe,pipe2", EMFILE, () -> close(posix.io().pipe2(0)));
        once("epoll_create,epoll_create1", EMFILE, () -> close(linux.epoll().epollCreate(1)));
        once("epoll_create,epoll_create1", EMFILE, () -> close(linux.epoll().epollCreate1(0)));
        once("epoll_ctl", ENOSPC, () -> {
            linux.epoll().epollCtl(epoll, EPOLL_CTL_ADD, listener, EPOLLIN, 0);
            linux.epoll().epollCtl(epoll, EPOLL_CTL_DEL, listener, 0, 0);
        });
        once("eventfd2", ENFILE, () -> close(linux.eventfds().eventfd(0, 0)));
        once("timerfd_create", EMFILE, () -> close(linux.timerfds().timerfdCreate(CLOCK_MONOTONIC, 0)));
        once("inotify_init1", EMFILE, () -> close(linux.inotify().inotifyInit1(0)));
        once("signalfd4", ENOMEM, () -> close(linux.signals().signalfd(-1, SignalSet.of(SIGUSR2), 0)));
        once("memfd_create", ENOMEM, () -> close(linux.files().memfdCreate("faults", 0)));
        once(
                "pidfd_open",
                EMFILE,
                () -> close(linux.pidfds().pidfdOpen(posix.processes().getpid(), 0)));
        once("pidfd_getfd", EMFILE, () -> close(linux.pidfds().pidfdGetfd(self, open)));
        once("getrandom", EIO, () -> linux.host().getrandom(new byte[8], 0));
        named("dup", EMFILE, () -> close(posix.io().dup(open)));
        named("dup2,dup3", EMFILE, () -> close(posix.io().dup2(open, NUMBER)));
        named("dup2,dup3", EMFILE, () -> close(posix.io().dup3(open, NUMBER, 0)));
        named("fcntl", EMFILE, () -> close(posix.io().fcntl(open, F_DUPFD_CLOEXEC, 0)));
    }

    private void messages() {
        once("socket", ENOBUFS, () -> close(posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0)));
        once("socketpair", ENFILE, () -> close(posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0)));
        once("accept,accept4", ECONNABORTED, () -> close(posix.sockets().accept(listener)));
        once("accept,accept4", ECONNABORTED, () -> close(linux.sockets().accept4(listener, null, 0)));
        once("recvmsg", ENOMEM, () -> {
            try (Message message =
                    Message.into(ByteBuffer.allocate(9)).maxFds(1).closedBy(posix.io())) {
                posix.sockets().recvmsg(stream[1], message, 0);
                close(message.takeFd(0));
            }
        });
        once("sendmsg", ENOBUFS, () -> posix.sockets()
                .sendmsg(stream[0], Message.of(ByteBuffer.allocate(1)).fds(0), 0));
        once("recvmmsg", ENOMEM, () -> {
            batch.clear();
            linux.sockets().recvmmsg(packets[1], batch, 0, 1, 0, null);
        });
        once("sendmmsg", ENOBUFS, () -> {
            batch.clear();
            linux.sockets().sendmmsg(packets[0], batch, 0, 1, 0);
        });
    }

    private void children() {
        Spawn program = Spawn.of("/bin/true");
        Spawn elsewhere = Spawn.of("/bin/true").directory("/").umask(077);
        String forks = "clone,clone3,vfork,fork";
        once(forks, EAGAIN, () -> await(posix.processes().spawn(program)));
        once(forks, EAGAIN, () -> await(posix.processes().spawn(elsewhere)));
        once(forks, EAGAIN, () -> awaitWithPidfd(program));
        alone(forks, EAGAIN, 1, NEVER, () -> {
            if (posix.processes().fork() == 0) {
                posix.processes().exit(1);
            }
        });
        alone(forks, EAGAIN, 1, NEVER, () -> posix.processes().daemon(true, true));
    }

    private void awaitWithPidfd(Spawn program) throws IOException {
        var child = linux.pidfds().pidfdSpawn(program, new SpawnFailure());
        close(child.pidfd());
        await(child.pid());
    }

    private void files() {
        FileTree tree = posix.files();
        named("open,openat", EDQUOT, () -> close(tree.open(faulty, O_WRONLY)));
        named("open,openat", EDQUOT, () -> close(tree.openat(-100, faulty, O_RDONLY, 0)));
        named("open,openat,creat", EDQUOT, () -> close(tree.creat(faulty, 0600)));
        named("openat2", EDQUOT, () -> close(linux.files().openat2(-100, faulty, O_RDONLY, 0, 0)));
        named("open,openat", EDQUOT, () -> tree.opendir(faulty).close());
        named("open,openat", EDQUOT, () -> {
            close(posix.sharedMemory().shmOpen(shared, O_RDWR | O_CREAT, 0600));
            posix.sharedMemory().shmUnlink(shared);
        });
        named("fspick", EMFILE, () -> close(linux.mounts().fspick(-100, faulty, 0)));
        named("open_tree", EMFILE, () -> close(linux.mounts().openTree(-100, faulty, 0)));
        named("inotify_add_watch", ENOSPC, () -> linux.inotify().inotifyAddWatch(there, faulty, IN_CREATE));
        named("fallocate", ENOSPC, () -> linux.files().fallocate(open, 0, 0, 1));
        named("fallocate", ENOSPC, () -> linux.io().posixFallocate(open, 0, 1));
        named("setxattr", ENOSPC, () -> posix.xattrs().setxattr(faulty, "user.x", new byte[1]));
        named("lsetxattr", ENOSPC, () -> posix.xattrs().lsetxattr(faulty, "user.x", new byte[1]));
        named("fsetxattr", ENOSPC, () -> posix.xattrs().fsetxattr(open, "user.x", new byte[1]));
        alone("open,openat", EMFILE, () -> close(linux.files().openat(directory, entry, O_RDONLY, 0)));
        alone("open_by_handle_at", EMFILE, 1, MAY_FAIL, () -> {
            FileHandle handle = linux.fileHandles().nameToHandleAt(directory, "there", 0);
            close(linux.fileHandles().openByHandleAt(directory, handle, O_RDONLY));
        });
    }

    private void newNames() {
        FileTree tree = posix.files();
        String source = dir + "/there";
        named("mkdir,mkdirat", ENOSPC, () -> tree.mkdir(faulty, 0700));
        named("mkdir,mkdirat", ENOSPC, () -> tree.mkdirat(-100, faulty, 0700));
        named("mknod,mknodat", EDQUOT, () -> tree.mkfifo(faulty, 0600));
        named("mknod,mknodat", EDQUOT, () -> linux.files().mkfifoat(-100, faulty, 0600));
        named("mknod,mknodat", EDQUOT, () -> tree.mknod(faulty, S_IFIFO | 0600, 0));
        named("mknod,mknodat", EDQUOT, () -> linux.files().mknodat(-100, faulty, S_IFIFO | 0600, 0));
        named("link,linkat", ENOSPC, () -> tree.link(source, faulty));
        named("link,linkat", ENOSPC, () -> tree.linkat(-100, source, -100, faulty, 0));
        named("symlink,symlinkat", EDQUOT, () -> tree.symlink("there", faulty));
        named("symlink,symlinkat", EDQUOT, () -> tree.symlinkat("there", -100, faulty));
        String renames = "rename,renameat,renameat2";
        String renamed = dir + "/renamed";
        named(renames, ENOSPC, () -> {
            tree.rename(faulty, renamed);
            tree.rename(renamed, faulty);
        });
        named(renames, ENOSPC, () -> {
            tree.renameat(-100, faulty, -100, renamed);
            tree.rename(renamed, faulty);
        });
        named(renames, ENOSPC, () -> {
            linux.files().renameat2(-100, faulty, -100, renamed, 0);
            tree.rename(renamed, faulty);
        });
    }

    /** The kernel itself refuses a program that nobody may execute, with another error. */
    private void programs() {
        Spawn program = Spawn.of(faulty);
        Spawn elsewhere = Spawn.of(faulty).directory("/").umask(077);
        named("execve", ENOMEM, () -> posix.processes().execve(faulty, new String[] {"faulty"}, null));
        named("execve", ENOMEM, () -> await(posix.processes().spawn(program)));
        named("execve", ENOMEM, () -> await(posix.processes().spawn(elsewhere)));
        named("execve", ENOMEM, () -> awaitWithPidfd(program));
    }

    private Mapping anonymous() throws IOException {
        return posix.memory().mmap(-1, 0, LENGTH, PROT_READ, MAP_PRIVATE | MAP_ANON);
    }

    private void memory() {
        named("mmap", ENOMEM, () -> posix.memory()
                .mmap(open, 0, LENGTH, PROT_READ, MAP_SHARED)
                .close());
        once("shmget", ENOSPC, () -> posix.sharedMemory()
                .shmctlRmid(posix.sharedMemory().shmget(IPC_PRIVATE, LENGTH, IPC_CREAT | 0600)));
        once("shmat", ENOMEM, () -> posix.sharedMemory()
                .shmdt(posix.sharedMemory().shmat(segment, 0)));
        alone("shmctl", ENOMEM, () -> posix.sharedMemory()
                .shmdt(posix.sharedMemory().shmat(segment, 0)));
        alone("mmap", ENOMEM, () -> anonymous().close());
        alone("mremap", ENOMEM, () -> {
            try (Mapping before = anonymous()) {
                linux.memory().mremap(before, LENGTH * 2, MREMAP_MAYMOVE).close();
            }
        });
        alone("memfd_secret", EMFILE, 1, MAY_FAIL, () -> close(linux.memory().memfdSecret(0)));
    }

    /** libc asks for the number of a new terminal and unlocks it, and so needs several requests. */
    private void terminals() {
        alone("open,openat", ENOSPC, () -> close(posix.terminals().posixOpenpt(O_RDWR | O_NOCTTY)));
        alone("ioctl", EMFILE, () -> close(posix.io().ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY)));
        alone("openat", ENOSPC, () -> posix.terminals().openpty(null, null).close());
        // The terminal itself: machine code opens it by another system call than libc.
        alone.add(new Fault(List.of("open", "openat"), ENOSPC, List.of(1, 2), MAY_FAIL, () -> posix.terminals()
                .openpty(null, null)
                .close()));
        for (int which = 1; which <= 3; which++) {
            alone("ioctl", EIO, which, SUCCEEDS, () -> posix.terminals()
                    .openpty(null, null)
                    .close());
        }
    }

    private void sockets() {
        alone("bind", ENOSPC, () -> {
            int socket = posix.sockets().socket(AF_UNIX, SOCK_STREAM, 0);
            try {
                posix.sockets().bind(socket, SockAddr.Unix.path(dir + "/bound"));
                posix.files().unlink(dir + "/bound");
            } finally {
                close(socket);
            }
        });
        for (String step : List.of("socket", "bind", "sendto")) {
            alone(step, ENOBUFS, () -> posix.interfaces().getifaddrs());
            alone(step, ENOBUFS, () -> posix.interfaces().ifNameindex());
        }
        alone("getsockopt", EMFILE, 1, MAY_FAIL, () -> close(linux.sockets().peerPidfd(stream[0])));
        for (long request : new long[] {SIOCGSKNS, NS_GET_USERNS, TUNGETDEVNETNS}) {
            alone("ioctl", EMFILE, 1, MAY_FAIL, () -> close(posix.io().ioctl(listener, request, 0)));
        }
    }

    private void others() {
        alone("fsopen", EMFILE, 1, MAY_FAIL, () -> close(linux.mounts().fsopen("tmpfs", 0)));
        alone("fsmount", EMFILE, 1, MAY_FAIL, () -> close(linux.mounts().fsmount(listener, 0, 0)));
        alone("mount", ENOMEM, 1, MAY_FAIL, () -> linux.kernel().mount("none", dir + "/no", "tmpfs", 0, null));
        alone("unshare", ENOSPC, () -> linux.namespaces().unshare(0));
        for (String step : List.of("pipe2", "fcntl", "rt_sigaction")) {
            alone(step, ENOMEM, () -> linux.signals()
                    .newSignalPipe(SignalSet.of(SIGUSR1))
                    .close());
        }
    }

    private void once(String calls, int errno, Fault.Creation creation) {
        once.add(fault(calls, errno, 1, SUCCEEDS, creation));
    }

    private void named(String calls, int errno, Fault.Creation creation) {
        named.add(fault(calls, errno, 1, SUCCEEDS, creation));
    }

    private void alone(String calls, int errno, Fault.Creation creation) {
        alone.add(fault(calls, errno, 1, SUCCEEDS, creation));
    }

    private void alone(String calls, int errno, int which, Fault.Again again, Fault.Creation creation) {
        alone.add(fault(calls, errno, which, again, creation));
    }

    private static Fault fault(String calls, int errno, int which, Fault.Again again, Fault.Creation creation) {
        List<String> names = List.of(calls.split(","));
        return new Fault(names, errno, Collections.nCopies(names.size(), which), again, creation);
    }
}
