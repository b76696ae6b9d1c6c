package posixkit.linux;

import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Fcntl.F_SETLKW;
import static posixkit.constants.Fcntl.F_WRLCK;
import static posixkit.constants.FlockOperation.LOCK_EX;
import static posixkit.constants.FlockOperation.LOCK_NB;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Signal.SIG_BLOCK;
import static posixkit.constants.Syslog.LOG_DEBUG;
import static posixkit.constants.Syslog.LOG_USER;
import static posixkit.constants.Termios.TCSADRAIN;
import static posixkit.constants.Termios.TCSANOW;
import static posixkit.constants.Wait.P_PID;
import static posixkit.constants.Wait.WEXITED;
import static posixkit.constants.Wait.WNOHANG;
import static posixkit.onlinux.constants.LinuxFcntl.RWF_NOWAIT;
import static posixkit.onlinux.constants.LinuxRandom.GRND_NONBLOCK;
import static posixkit.onlinux.constants.LinuxSplice.SPLICE_F_NONBLOCK;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_exit;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getpid;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.event.FdSet;
import posixkit.file.Flock;
import posixkit.file.Io;
import posixkit.net.Message;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.onlinux.Capabilities;
import posixkit.onlinux.CapabilitySets;
import posixkit.onlinux.CpuSet;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.Inotify;
import posixkit.onlinux.InotifyEvents;
import posixkit.onlinux.MessageBatch;
import posixkit.onlinux.Netlink;
import posixkit.onlinux.OnLinuxIo;
import posixkit.onlinux.OnLinuxSignals;
import posixkit.onlinux.OnLinuxSockets;
import posixkit.onlinux.SchedAttr;
import posixkit.onlinux.Scheduling;
import posixkit.onlinux.Transfers;
import posixkit.process.SignalSet;
import posixkit.process.Signals;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.terminal.Terminals;

/** The main class of a JVM whose virtual threads make calls that wait. */
public final class VirtualProgram {
    private static final int WAITING = 8;
    private static final Posix POSIX = Posix.get();
    private static final Io IO = POSIX.io();

    private VirtualProgram() {}

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(
                    switch (line) {
                        case "ninth in 3" -> ninth(Virtual.THREADS, 3);
                        case "ninth in 60" -> ninth(Virtual.THREADS, 60);
                        case "errno" ->
                            Virtual.THREADS.submit(VirtualProgram::errno).get();
                        case "interrupt" -> interrupt(Virtual.THREADS);
                        case "outcomes" ->
                            Virtual.THREADS.submit(VirtualProgram::outcomes).get();
                        case "outcomes here" -> outcomes();
                        case "own" ->
                            Virtual.THREADS.submit(VirtualProgram::own).get();
                        case "quick" ->
                            Virtual.THREADS.submit(VirtualProgram::quick).get();
                        case "quick here" -> quick();
                        default -> throw new AssertionError(line);
                    });
        }
    }

    /** Of a JDK that has them. */
    private static final class Virtual {
        static final ExecutorService THREADS;

        static {
            try {
                THREADS = (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    /** Says if another virtual thread runs within some seconds while eight wait for input that does not come. */
    private static String ninth(ExecutorService threads, int seconds) throws Exception {
        int[] pipe = IO.pipe();
        CompletableFuture<?>[] waiting = new CompletableFuture<?>[WAITING];
        for (int i = 0; i < WAITING; i++) {
            waiting[i] = CompletableFuture.supplyAsync(() -> read(pipe[0]), threads);
        }
        Thread.sleep(200);
        CompletableFuture<String> ninth = CompletableFuture.supplyAsync(() -> "runs", threads);
        String answer;
        try {
            answer = ninth.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer = "is delayed";
        }
        IO.write(pipe[1], new byte[WAITING]);
        CompletableFuture.allOf(waiting).get();
        for (CompletableFuture<?> each : waiting) {
            if (!each.get().equals(1)) {
                return "read " + each.get();
            }
        }
        IO.close(pipe[0]);
        IO.close(pipe[1]);
        return answer;
    }

    private static int read(int fd) {
        try {
            return IO.read(fd, new byte[1]);
        } catch (ErrnoException e) {
            return -e.errno();
        }
    }

    /** Of the call that another thread has made; and what is refused is refused before that. */
    private static String errno() {
        for (int i = 0; i < 1000; i++) {
            if (IO.readOrErrno(-1, ByteBuffer.allocateDirect(1)) != -EBADF || read(-1) != -EBADF) {
                return "another errno";
            }
        }
        try {
            POSIX.onLinux().syscalls().syscall(SYS_exit, 0, 0, 0);
            return "an end";
        } catch (IllegalArgumentException refused) {
            return "ok";
        } catch (ErrnoException e) {
            return e.getMessage();
        }
    }

    /** What was read is not lost, nor the interrupt. */
    private static String interrupt(ExecutorService threads) throws Exception {
        int[] pipe = IO.pipe();
        CompletableFuture<Thread> reader = new CompletableFuture<>();
        CompletableFuture<String> done = CompletableFuture.supplyAsync(
                () -> {
                    reader.complete(Thread.currentThread());
                    return read(pipe[0]) + " " + Thread.interrupted();
                },
                threads);
        reader.get().interrupt();
        Thread.sleep(50);
        IO.write(pipe[1], new byte[1]);
        String answer = done.get();
        IO.close(pipe[0]);
        IO.close(pipe[1]);
        return answer;
    }

    /** The outcome of calls whose arguments say that they do not block. */
    private static String quick() throws Exception {
        Sockets sockets = POSIX.sockets();
        Epoll epoll = POSIX.onLinux().epoll();
        ByteBuffer one = ByteBuffer.allocateDirect(1);
        Map<String, Callable<?>> calls = new LinkedHashMap<>();
        SockAddr nowhere = SockAddr.Unix.path("/no/such");
        calls.put("open", () -> POSIX.files().open("/no/such", O_RDONLY | O_NONBLOCK));
        calls.put("openat", () -> POSIX.files().openat(-1, "/no/such", O_RDONLY | O_NONBLOCK, 0));
        calls.put("flock", () -> IO.flockOrErrno(-1, LOCK_EX | LOCK_NB));
        calls.put("send", () -> sockets.send(-1, one, MSG_DONTWAIT));
        calls.put("recv", () -> sockets.recv(-1, one, MSG_DONTWAIT));
        calls.put("sendto", () -> sockets.sendto(-1, one, MSG_DONTWAIT, nowhere));
        calls.put("recvfrom", () -> sockets.recvfrom(-1, one, MSG_DONTWAIT, new Peer()));
        calls.put("sendmsg", () -> sockets.sendmsg(-1, Message.of(one), MSG_DONTWAIT));
        OnLinuxSockets extras = POSIX.onLinux().sockets();
        MessageBatch batch = extras.newMessageBatch(1, 1, 0);
        calls.put("sendmmsg", () -> extras.sendmmsg(-1, batch, 0, 1, MSG_DONTWAIT));
        calls.put("recvmmsg", () -> extras.recvmmsg(-1, batch, 0, 1, MSG_DONTWAIT, null));
        calls.put("recvmsg", () -> sockets.recvmsg(-1, Message.into(one), MSG_DONTWAIT));
        ByteBuffer[] buffers = {one};
        calls.put("preadv2", () -> (int) POSIX.onLinux().io().preadv2OrErrno(-1, buffers, 0, RWF_NOWAIT));
        calls.put("pwritev2", () -> (int) POSIX.onLinux().io().pwritev2OrErrno(-1, buffers, 0, RWF_NOWAIT));
        calls.put("vmsplice", () -> (int) POSIX.onLinux().io().vmspliceOrErrno(-1, buffers, SPLICE_F_NONBLOCK));
        calls.put("poll", () -> POSIX.poll().poll(POSIX.poll().newPollFds(1), 0));
        calls.put("select", () -> POSIX.poll().select(0, new FdSet(), null, null, 0));
        calls.put("epollWait", () -> epoll.epollWait(-1, epoll.newEvents(1), 0));
        calls.put("getrandom", () -> POSIX.onLinux().host().getrandom(new byte[1], GRND_NONBLOCK));
        calls.put("epollPwait2", () -> epoll.epollPwait2(-1, epoll.newEvents(1), 0));
        calls.put("ppoll", () -> POSIX.onLinux().poll().ppoll(POSIX.poll().newPollFds(1), 0));
        calls.put("pselect", () -> POSIX.poll().pselect(0, new FdSet(), null, null, 0));
        calls.put("nanosleep", () -> POSIX.clocks().nanosleepOrErrno(0));
        calls.put("clockNanosleep", () -> POSIX.onLinux().clocks().clockNanosleepOrErrno(0, 0));
        calls.put("wait4", () -> POSIX.processes().wait4OrErrno(-1, new WaitStatus(), WNOHANG, null));
        calls.put("waitid", () -> waitid(WEXITED | WNOHANG));
        Terminals terminals = POSIX.terminals();
        calls.put("tcsetattr", () -> terminals.tcsetattrOrErrno(-1, TCSANOW, terminals.newTerminalSettings()));
        return outcomesOf(calls);
    }

    private static int waitid(int options) {
        return POSIX.processes()
                .waitidOrErrno(P_PID, Integer.MAX_VALUE, POSIX.signals().newSiginfo(), options);
    }

    /** What becomes of each call that may wait, where none has to. */
    private static String outcomes() throws Exception {
        Sockets sockets = POSIX.sockets();
        Epoll epoll = POSIX.onLinux().epoll();
        ByteBuffer one = ByteBuffer.allocateDirect(1);
        Map<String, Callable<?>> calls = new LinkedHashMap<>();
        SockAddr nowhere = SockAddr.Unix.path("/no/such");
        Flock lock = IO.newFlock();
        lock.type(F_WRLCK);
        calls.put("read", () -> IO.read(-1, one));
        calls.put("write", () -> IO.write(-1, one));
        calls.put("readv", () -> IO.readv(-1, one));
        calls.put("writev", () -> IO.writev(-1, one));
        calls.put("pread", () -> IO.pread(-1, one, 0));
        calls.put("open", () -> POSIX.files().open("/no/such", O_RDONLY));
        calls.put("openat", () -> POSIX.files().openat(-1, "/no/such", O_RDONLY, 0));
        calls.put("creat", () -> POSIX.files().creat("/no/such/file", 0));
        calls.put("fcntl", () -> IO.fcntlOrErrno(-1, F_SETLKW, lock));
        calls.put("fcntlPtr", () -> IO.fcntlPtr(-1, F_SETLKW, new byte[64]));
        calls.put("flock", () -> IO.flockOrErrno(-1, LOCK_EX));
        calls.put("getpwnam", () -> POSIX.accounts().getpwnam("root"));
        calls.put("getpwuid", () -> POSIX.accounts().getpwuid(0));
        calls.put("getgrnam", () -> POSIX.accounts().getgrnam("root"));
        calls.put("getgrgid", () -> POSIX.accounts().getgrgid(0));
        calls.put("getgrouplist", () -> POSIX.accounts().getgrouplist("root", 0).length);
        calls.put("accept", () -> sockets.acceptOrErrno(-1, new Peer()));
        calls.put("accept4", () -> POSIX.onLinux().sockets().accept4(-1, new Peer(), 0));
        calls.put("connect", () -> sockets.connectOrErrno(-1, nowhere));
        calls.put("send", () -> sockets.send(-1, one, 0));
        calls.put("recv", () -> sockets.recv(-1, one, 0));
        calls.put("sendto", () -> sockets.sendto(-1, one, 0, nowhere));
        calls.put("recvfrom", () -> sockets.recvfrom(-1, one, 0, new Peer()));
        calls.put("sendmsg", () -> sockets.sendmsg(-1, Message.of(one), 0));
        OnLinuxSockets extras = POSIX.onLinux().sockets();
        MessageBatch batch = extras.newMessageBatch(1, 1, 0);
        calls.put("sendmmsg", () -> extras.sendmmsg(-1, batch, 0, 1, 0));
        calls.put("recvmmsg", () -> extras.recvmmsg(-1, batch, 0, 1, 0, null));
        calls.put("recvmsg", () -> sockets.recvmsg(-1, Message.into(one), 0));
        calls.put("poll", () -> POSIX.poll().poll(POSIX.poll().newPollFds(1), 1));
        calls.put("select", () -> POSIX.poll().select(0, new FdSet(), null, null, 1));
        calls.put("epollWait", () -> epoll.epollWait(-1, epoll.newEvents(1), 1));
        calls.put("getrandom", () -> POSIX.onLinux().host().getrandom(new byte[1], 0));
        calls.put("gethostid", () -> POSIX.host().gethostid() == POSIX.host().gethostid());
        calls.put("syslog", () -> {
            POSIX.systemLog().syslog(LOG_USER | LOG_DEBUG, "a test of posixkit");
            POSIX.systemLog().closelog();
            return "sent";
        });
        calls.put("epollPwait2", () -> epoll.epollPwait2(-1, epoll.newEvents(1), 1));
        calls.put("ppoll", () -> POSIX.onLinux().poll().ppoll(POSIX.poll().newPollFds(1), 1));
        calls.put("pselect", () -> POSIX.poll().pselect(0, new FdSet(), null, null, 1));
        calls.put("nanosleep", () -> POSIX.clocks().nanosleepOrErrno(1));
        calls.put("clockNanosleep", () -> POSIX.onLinux().clocks().clockNanosleepOrErrno(0, 1));
        calls.put("wait4", () -> POSIX.processes().wait4OrErrno(Integer.MAX_VALUE, new WaitStatus(), 0, null));
        calls.put("waitid", () -> waitid(WEXITED));
        Terminals terminals = POSIX.terminals();
        calls.put("tcsetattr", () -> terminals.tcsetattrOrErrno(-1, TCSADRAIN, terminals.newTerminalSettings()));
        calls.put("tcdrain", () -> terminals.tcdrainOrErrno(-1));
        calls.put("tcsendbreak", () -> terminals.tcsendbreakOrErrno(-1, 0));
        Inotify inotify = POSIX.onLinux().inotify();
        calls.put("readEvents", () -> inotify.readEvents(-1, inotify.newEvents(InotifyEvents.LONGEST)));
        Netlink netlink = POSIX.onLinux().netlink();
        calls.put("receive", () -> netlink.receive(-1, netlink.newMessages(4096)));
        Transfers transfers = POSIX.onLinux().transfers();
        calls.put("copyFileRange", () -> (int) transfers.copyFileRangeOrErrno(-1, 0, -1, 0, 1, 0));
        calls.put("sendfile", () -> (int) transfers.sendfileOrErrno(-1, -1, 0, 1));
        calls.put("splice", () -> (int) transfers.spliceOrErrno(-1, 0, -1, 0, 1, 0));
        calls.put("tee", () -> (int) transfers.teeOrErrno(-1, -1, 1, 0));
        OnLinuxIo more = POSIX.onLinux().io();
        ByteBuffer[] buffers = {one};
        calls.put("preadv2", () -> (int) more.preadv2OrErrno(-1, buffers, 0, 0));
        calls.put("pwritev2", () -> (int) more.pwritev2OrErrno(-1, buffers, 0, 0));
        calls.put("vmsplice", () -> (int) more.vmspliceOrErrno(-1, buffers, 0));
        calls.put("syncFileRange", () -> more.syncFileRangeOrErrno(-1, 0, 1, 0));
        calls.put("posixFallocate", () -> more.posixFallocateOrErrno(-1, 0, 1));
        calls.put("fallocate", () -> POSIX.onLinux().files().fallocateOrErrno(-1, 0, 0, 1));
        calls.put("syncfs", () -> POSIX.onLinux().files().syncfsOrErrno(-1));
        calls.put("syscall", () -> POSIX.onLinux().syscalls().syscall(SYS_getpid, 0, 0, 0));
        calls.put("syscall6", () -> POSIX.onLinux().syscalls().syscall6(SYS_getpid, 0, 0, 0, 0, 0, 0));
        calls.put("rawSyscall", () -> POSIX.onLinux().syscalls().rawSyscall(SYS_getpid, 0, 0, 0));
        return outcomesOf(calls);
    }

    /** What becomes of calls that concern one platform thread. */
    private static String own() throws Exception {
        Map<String, Callable<?>> calls = new LinkedHashMap<>();
        Signals signals = POSIX.signals();
        OnLinuxSignals onLinux = POSIX.onLinux().signals();
        SignalSet set = new SignalSet();
        calls.put("pthreadSigmask", () -> signals.pthreadSigmaskOrErrno(SIG_BLOCK, null, set));
        calls.put("sigpending", () -> signals.sigpendingOrErrno(set));
        calls.put("sigwaitinfo", () -> onLinux.sigwaitinfo(set, signals.newSiginfo()));
        calls.put("sigtimedwait", () -> onLinux.sigtimedwait(set, signals.newSiginfo(), 0));
        calls.put("setName", () -> POSIX.onLinux().prctl().setNameOrErrno("name"));
        calls.put("prctl", () -> POSIX.onLinux().prctl().prctl(0, 0, 0, 0, 0));
        calls.put("unshare", () -> POSIX.onLinux().namespaces().unshareOrErrno(0));
        calls.put("setns", () -> POSIX.onLinux().namespaces().setnsOrErrno(-1, 0));
        calls.put("getTimerslack", () -> POSIX.onLinux().prctl().getTimerslackOrErrno());
        Capabilities capabilities = POSIX.onLinux().capabilities();
        calls.put("capget", () -> capabilities.capgetOrErrno(0, new CapabilitySets()));
        calls.put("capset", () -> capabilities.capsetOrErrno(new CapabilitySets()));
        Scheduling scheduling = POSIX.onLinux().scheduling();
        calls.put("schedGetaffinity", () -> scheduling.schedGetaffinityOrErrno(0, new CpuSet()));
        calls.put("schedSetaffinity", () -> scheduling.schedSetaffinityOrErrno(0, new CpuSet()));
        calls.put("schedGetscheduler", () -> scheduling.schedGetschedulerOrErrno(0));
        calls.put("schedSetscheduler", () -> scheduling.schedSetschedulerOrErrno(0, -1, 0));
        calls.put("schedGetparam", () -> scheduling.schedGetparamOrErrno(0));
        calls.put("schedSetparam", () -> scheduling.schedSetparamOrErrno(0, -1));
        SchedAttr attr = scheduling.newSchedAttr();
        calls.put("schedGetattr", () -> scheduling.schedGetattrOrErrno(0, attr));
        calls.put("schedSetattr", () -> scheduling.schedSetattrOrErrno(0, attr));
        calls.put("schedRrGetInterval", () -> scheduling.schedRrGetIntervalOrErrno(0));
        calls.put("setfsuid", () -> POSIX.onLinux().ids().setfsuid(-1));
        calls.put("personality", () -> POSIX.onLinux().kernel().personality(-1));
        calls.put("deathSignal", () -> POSIX.processes()
                .spawn(Spawn.of("/bin/true").deathSignal(9)));
        return outcomesOf(calls);
    }

    private static String outcomesOf(Map<String, Callable<?>> calls) throws Exception {
        Map<String, String> outcomes = new TreeMap<>();
        for (Map.Entry<String, Callable<?>> call : calls.entrySet()) {
            outcomes.put(call.getKey(), outcome(call.getValue()));
        }
        return outcomes.toString();
    }

    private static String outcome(Callable<?> call) throws Exception {
        try {
            return "" + call.call();
        } catch (ErrnoException e) {
            return "errno " + e.errno();
        } catch (IllegalStateException e) {
            return "refused";
        }
    }
}
