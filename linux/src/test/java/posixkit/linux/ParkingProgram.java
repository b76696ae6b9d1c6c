package posixkit.linux;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.FlockOperation.LOCK_EX;
import static posixkit.constants.FlockOperation.LOCK_UN;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.MessageFlag.MSG_PEEK;
import static posixkit.constants.MessageFlag.MSG_WAITALL;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_NOCTTY;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_RCVTIMEO;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_ERRQUEUE;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_WAITFORONE;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_close;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_eventfd2;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import posixkit.Posix;
import posixkit.event.PollFds;
import posixkit.file.FileTree;
import posixkit.file.Io;
import posixkit.net.Message;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;
import posixkit.onlinux.MessageBatch;
import posixkit.onlinux.OnLinuxSockets;
import posixkit.process.Rlimit;
import posixkit.process.Rusage;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/**
 * The main class of a JVM whose virtual threads wait parked. It answers each line with the outcome, followed by the number of
 * platform threads that made calls in place of virtual threads.
 */
public final class ParkingProgram {
    private static final int PATIENCE_SECONDS = 30;
    private static final int LARGE = 1 << 20;
    private static final Posix POSIX = Posix.get();
    private static final Io IO = POSIX.io();
    private static final FileTree FILES = POSIX.files();
    private static final Sockets SOCKETS = POSIX.sockets();

    private ParkingProgram() {}

    public static void main(String[] args) throws Exception {
        Map<String, Callable<?>> scenes = new TreeMap<>();
        scenes.put("ready", ParkingProgram::ready);
        scenes.put("woken", ParkingProgram::woken);
        scenes.put("two readers and a writer", ParkingProgram::twoReadersAndAWriter);
        scenes.put("one of many", ParkingProgram::oneOfMany);
        scenes.put("close", ParkingProgram::close);
        scenes.put("close ready", ParkingProgram::closeWhileReady);
        scenes.put("closed by others", ParkingProgram::closedByOthers);
        scenes.put("duplicates", ParkingProgram::duplicates);
        scenes.put("interrupt", ParkingProgram::interrupt);
        scenes.put("nonblocking", ParkingProgram::nonblocking);
        scenes.put("files", ParkingProgram::files);
        scenes.put("large", ParkingProgram::large);
        scenes.put("reader gone", ParkingProgram::readerGone);
        scenes.put("time-outs", ParkingProgram::timeOuts);
        scenes.put("child", ParkingProgram::child);
        scenes.put("accept", ParkingProgram::accept);
        scenes.put("datagrams", ParkingProgram::datagrams);
        scenes.put("full datagrams", ParkingProgram::fullDatagrams);
        scenes.put("batches", ParkingProgram::batches);
        scenes.put("batches handed off", ParkingProgram::handedOffBatches);
        scenes.put("epoll", ParkingProgram::epoll);
        scenes.put("message flags", ParkingProgram::messageFlags);
        scenes.put("terminal", ParkingProgram::terminal);
        scenes.put("open", ParkingProgram::open);
        scenes.put("open FIFO", ParkingProgram::openFifo);
        scenes.put("locks", ParkingProgram::locks);
        scenes.put("no descriptor left", ParkingProgram::noDescriptorLeft);
        scenes.put("epoll set closed", ParkingProgram::epollSetClosed);
        scenes.put("ten thousand", ParkingProgram::tenThousand);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(scenes.get(line).call() + ", handed off: " + handedOff());
        }
    }

    /** Returns the number of platform threads that make or made calls in place of virtual threads. */
    private static long handedOff() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("posixkit-waiting"))
                .count();
    }

    /** A task on a virtual thread. */
    private static final class Virtual<T> {
        private final FutureTask<T> task;
        private final Thread thread;

        Virtual(Callable<T> callable) {
            task = new FutureTask<>(callable);
            try {
                Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
                thread = (Thread) start.invoke(null, task);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        /** Waits until the thread is parked in its call, and not because it waits for a binding to be loaded. */
        Virtual<T> parked() throws InterruptedException {
            while (LockSupport.getBlocker(thread) == null
                    || thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
                if (task.isDone()) {
                    throw new AssertionError("has ended with " + get());
                }
                Thread.sleep(1);
            }
            return this;
        }

        T get() throws InterruptedException {
            try {
                return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("still waits", e);
            }
        }
    }

    private static int[] streams() throws IOException {
        return SOCKETS.socketpair(AF_UNIX, SOCK_STREAM, 0);
    }

    private static void closeAll(int... fds) throws IOException {
        for (int fd : fds) {
            IO.close(fd);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes());
    }

    /** What is there is transferred at once, from and to all kinds of buffers. */
    private static String ready() throws Exception {
        int[] pipe = IO.pipe();
        int[] pair = streams();
        List<Object> results = new Virtual<List<Object>>(() -> {
                    ByteBuffer direct = ByteBuffer.allocateDirect(8);
                    byte[] array = new byte[8];
                    List<Object> done = new ArrayList<>();
                    for (int[] ends : new int[][] {pipe, {pair[0], pair[1]}}) {
                        done.add(IO.write(ends[1], bytes("one")));
                        done.add(IO.read(ends[0], direct.clear()));
                        done.add(IO.writev(ends[1], bytes("t"), bytes("wo")));
                        done.add(IO.read(ends[0], array, 1, 7));
                        done.add(new String(array, 1, 3));
                        done.add(IO.write(ends[1], ByteBuffer.allocateDirect(4)));
                        done.add(IO.readv(ends[0], ByteBuffer.allocate(1), ByteBuffer.allocateDirect(9)));
                    }
                    done.add(SOCKETS.send(pair[0], bytes("abcde"), 0));
                    done.add(SOCKETS.recv(pair[1], ByteBuffer.allocateDirect(2), 0));
                    done.add(SOCKETS.recv(pair[1], array, 0, 8, MSG_PEEK));
                    done.add(SOCKETS.recvfrom(pair[1], ByteBuffer.allocate(3), 0, new Peer()));
                    done.add(SOCKETS.sendmsg(pair[0], Message.of(bytes("xyz")), 0));
                    done.add(SOCKETS.recvmsg(pair[1], Message.into(ByteBuffer.allocate(3)), 0));
                    return done;
                })
                .get();
        closeAll(pipe);
        closeAll(pair);
        return results.toString();
    }

    /** Parked reads of a pipe, a socket and an eventfd, woken one after the other. */
    private static String woken() throws Exception {
        int[] pipe = IO.pipe();
        int[] pair = streams();
        int eventfd = (int) POSIX.onLinux().syscalls().syscall(SYS_eventfd2, 0, 0, 0);
        byte[] fromPipe = new byte[2];
        ByteBuffer fromSocket = ByteBuffer.allocateDirect(2);
        Message message = Message.into(ByteBuffer.allocate(2));
        ByteBuffer count = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
        Virtual<Integer> first = new Virtual<>(() -> IO.read(pipe[0], fromPipe)).parked();
        Virtual<Integer> second = new Virtual<>(() -> SOCKETS.recv(pair[0], fromSocket, 0)).parked();
        Virtual<Long> third = new Virtual<>(() -> SOCKETS.recvmsg(pair[1], message, 0)).parked();
        Virtual<Integer> fourth = new Virtual<>(() -> IO.read(eventfd, count)).parked();
        IO.write(pipe[1], bytes("hi"));
        SOCKETS.send(pair[1], bytes("ho"), 0);
        SOCKETS.send(pair[0], bytes("hu"), 0);
        IO.write(
                eventfd,
                ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(7).flip());
        String results = first.get() + " " + second.get() + " " + third.get() + " " + fourth.get() + " "
                + new String(fromPipe) + " " + (char) fromSocket.get(1) + " " + count.getLong(0);
        closeAll(pipe);
        closeAll(pair);
        closeAll(eventfd);
        return results;
    }

    private static String twoReadersAndAWriter() throws Exception {
        int[] pair = streams();
        Virtual<Integer> writer = new Virtual<>(() -> IO.write(pair[0], new byte[LARGE])).parked();
        Virtual<Integer> first = new Virtual<>(() -> IO.read(pair[0], new byte[1])).parked();
        Virtual<Integer> second = new Virtual<>(() -> IO.read(pair[0], new byte[1])).parked();
        IO.write(pair[1], new byte[1]);
        first.get();
        Thread.sleep(50);
        boolean isAlone = !second.task.isDone() && !writer.task.isDone();
        IO.write(pair[1], new byte[1]);
        second.get();
        boolean isWaiting = !writer.task.isDone();
        int received = 0;
        while (received < LARGE) {
            received += IO.read(pair[1], new byte[LARGE]);
        }
        String results = isAlone + " " + isWaiting + " " + writer.get();
        closeAll(pair);
        return results;
    }

    /** A hundred readers of one pipe: a byte ends one of them, and the end of the file all. */
    private static String oneOfMany() throws Exception {
        int[] pipe = IO.pipe();
        List<Virtual<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            readers.add(new Virtual<>(() -> IO.read(pipe[0], new byte[1])).parked());
        }
        IO.write(pipe[1], new byte[3]);
        while (readers.stream().filter(reader -> reader.task.isDone()).count() < 3) {
            Thread.sleep(1);
        }
        Thread.sleep(50);
        long done = readers.stream().filter(reader -> reader.task.isDone()).count();
        IO.close(pipe[1]);
        int ones = 0;
        for (Virtual<Integer> reader : readers) {
            ones += reader.get();
        }
        IO.close(pipe[0]);
        return done + " " + ones;
    }

    /** The readers of a closed descriptor take nothing from the new pipe that gets its number. */
    private static String close() throws Exception {
        int[] pipe = IO.pipe();
        List<Virtual<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            readers.add(new Virtual<>(() -> IO.readOrErrno(pipe[0], ByteBuffer.allocateDirect(1))).parked());
        }
        IO.close(pipe[0]);
        int[] other = IO.pipe();
        IO.write(other[1], new byte[1]);
        boolean isReused = other[0] == pipe[0];
        int refused = 0;
        for (Virtual<Integer> reader : readers) {
            refused += reader.get() == -EBADF ? 1 : 0;
        }
        int left = IO.read(other[0], new byte[9]);
        // The new descriptor is waited for like any other.
        Virtual<Integer> reader = new Virtual<>(() -> IO.read(other[0], new byte[9])).parked();
        IO.write(other[1], new byte[2]);
        String results = isReused + " " + refused + " " + left + " " + reader.get();
        closeAll(other);
        closeAll(pipe[1]);
        return results;
    }

    /**
     * Pipes are closed while they become ready, many times, and each time the number is used again at once. A reader has its byte
     * or EBADF, and never a byte of the new pipe. Every second time, the pipe is closed while the call of the reader begins.
     */
    private static String closeWhileReady() throws Exception {
        int strange = 0;
        for (int i = 0; i < 2000; i++) {
            int[] pipe = IO.pipe();
            CountDownLatch begun = new CountDownLatch(1);
            Virtual<Integer> reader = new Virtual<>(() -> {
                begun.countDown();
                byte[] read = new byte[1];
                int result = IO.readOrErrno(pipe[0], ByteBuffer.wrap(read));
                return result == 1 ? read[0] : result;
            });
            begun.await();
            if (i % 2 == 0) {
                reader.parked();
                IO.write(pipe[1], new byte[] {1});
            }
            IO.close(pipe[0]);
            if (i % 2 == 0) {
                int[] other = IO.pipe();
                IO.write(other[1], new byte[] {2});
                int result = reader.get();
                strange += result == -EBADF || result == 1 ? 0 : 1;
                strange += IO.read(other[0], new byte[2]) == 1 ? 0 : 1;
                closeAll(other);
            } else {
                strange += reader.get() == -EBADF ? 0 : 1;
            }
            closeAll(pipe[1]);
        }
        return "strange: " + strange;
    }

    /** Somebody closes the descriptor by the bare system call: who waits later for the new pipe with its number is woken. */
    private static String closedByOthers() throws Exception {
        int[] pipe = IO.pipe();
        Virtual<Integer> first = new Virtual<>(() -> IO.read(pipe[0], new byte[1])).parked();
        POSIX.onLinux().syscalls().rawSyscall(SYS_close, pipe[0], 0, 0);
        int[] other = IO.pipe();
        Virtual<Integer> second = new Virtual<>(() -> IO.read(other[0], new byte[1])).parked();
        IO.write(other[1], new byte[2]);
        String results = (other[0] == pipe[0]) + " " + first.get() + " " + second.get();
        closeAll(other);
        closeAll(pipe[1]);
        return results;
    }

    private static String duplicates() throws Exception {
        int[] pipe = IO.pipe();
        int duplicate = IO.dup(pipe[0]);
        int[] other = IO.pipe();
        Virtual<Integer> original = new Virtual<>(() -> IO.read(pipe[0], new byte[1])).parked();
        Virtual<Integer> ofDuplicate = new Virtual<>(() -> IO.readOrErrno(duplicate, ByteBuffer.allocate(1))).parked();
        IO.close(duplicate);
        int closed = ofDuplicate.get();
        boolean stays = !original.task.isDone();
        IO.write(pipe[1], new byte[1]);
        int read = original.get();
        Virtual<Integer> replaced = new Virtual<>(() -> IO.readOrErrno(pipe[0], ByteBuffer.allocate(1))).parked();
        IO.dup2OrErrno(-1, pipe[0]);
        IO.dup2(pipe[0], pipe[0]);
        Thread.sleep(20);
        boolean staysToo = !replaced.task.isDone();
        IO.dup3(other[0], pipe[0], 0);
        int afterDup3 = replaced.get();
        Virtual<Integer> again = new Virtual<>(() -> IO.readOrErrno(pipe[0], ByteBuffer.allocate(1))).parked();
        IO.dup2(other[0], pipe[0]);
        String results = (closed == -EBADF) + " " + stays + " " + read + " " + staysToo + " " + (afterDup3 == -EBADF)
                + " " + (again.get() == -EBADF);
        closeAll(pipe);
        closeAll(other);
        return results;
    }

    /** Interrupted before, while parked, and several times: the thread neither spins nor loses its byte or its flag. */
    private static String interrupt() throws Exception {
        int[] pipe = IO.pipe();
        Virtual<String> reader = new Virtual<>(() -> {
            Thread.currentThread().interrupt();
            int result = IO.read(pipe[0], new byte[1]);
            return result + " " + Thread.interrupted();
        });
        reader.parked();
        com.sun.management.OperatingSystemMXBean cpu =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int i = 0; i < 3; i++) {
            reader.thread.interrupt();
            Thread.sleep(5);
        }
        long before = cpu.getProcessCpuTime();
        Thread.sleep(1000);
        boolean isIdle = cpu.getProcessCpuTime() - before < TimeUnit.MILLISECONDS.toNanos(600);
        IO.write(pipe[1], new byte[1]);
        String results = reader.get() + " " + isIdle;
        Virtual<String> without = new Virtual<>(() -> IO.read(pipe[0], new byte[1]) + " " + Thread.interrupted());
        without.parked();
        IO.write(pipe[1], new byte[1]);
        results += " " + without.get();
        closeAll(pipe);
        return results;
    }

    private static String nonblocking() throws Exception {
        int[] pipe = IO.pipe2(O_NONBLOCK);
        int[] pair = streams();
        int listening = listening();
        for (int fd : new int[] {pair[0], listening}) {
            IO.fcntl(fd, F_SETFL, IO.fcntl(fd, F_GETFL, 0) | O_NONBLOCK);
        }
        Virtual<List<Integer>> results = new Virtual<>(() -> {
            List<Integer> done = new ArrayList<>();
            done.add(IO.readOrErrno(pipe[0], ByteBuffer.allocate(1)));
            done.add((int) IO.readvOrErrno(pipe[0], ByteBuffer.allocate(1)));
            done.add(IO.readOrErrno(pair[0], ByteBuffer.allocate(1)));
            done.add(SOCKETS.recvOrErrno(pair[0], ByteBuffer.allocate(1), 0));
            done.add((int) SOCKETS.recvmsgOrErrno(pair[0], Message.into(ByteBuffer.allocate(1)), 0));
            done.add(SOCKETS.acceptOrErrno(listening, null));
            int written = IO.writeOrErrno(pipe[1], ByteBuffer.allocate(LARGE));
            done.add(written > 0 && written < LARGE ? -EAGAIN : written);
            done.add(IO.writeOrErrno(pipe[1], ByteBuffer.allocate(1)));
            int sent = SOCKETS.sendOrErrno(pair[0], ByteBuffer.allocate(LARGE), 0);
            done.add(sent > 0 && sent < LARGE ? -EAGAIN : sent);
            done.add((int) SOCKETS.sendmsgOrErrno(pair[0], Message.of(ByteBuffer.allocate(LARGE)), 0));
            return done;
        });
        long refused =
                results.get().stream().filter(result -> result == -EAGAIN).count();
        String text = refused + " of " + results.get().size();
        closeAll(pipe);
        closeAll(pair);
        closeAll(listening);
        return text;
    }

    /** The whole file is read and written, whether its bytes are in memory or not. */
    private static String files() throws Exception {
        Path file = Files.createTempFile("parking", ".bytes");
        byte[] content = new byte[LARGE];
        Arrays.fill(content, (byte) 5);
        int fd = FILES.open(file.toString(), O_RDWR);
        String results =
                new Virtual<>(() -> IO.write(fd, content) + " " + IO.writev(fd, ByteBuffer.wrap(content))).get();
        IO.lseek(fd, 0, 0);
        results += new Virtual<>(() -> {
                    ByteBuffer all = ByteBuffer.allocateDirect(3 * LARGE);
                    int read = IO.read(fd, all);
                    return " " + read + " " + (all.get(read - 1) == 5) + " " + IO.read(fd, all);
                })
                .get();
        IO.close(fd);
        Files.delete(file);
        return results;
    }

    /** More bytes than there is room for: the call ends when all are written, in the right order. */
    private static String large() throws Exception {
        byte[] content = new byte[LARGE];
        for (int i = 0; i < LARGE; i++) {
            content[i] = (byte) (i / 997);
        }
        int[] pipe = IO.pipe();
        int[] pair = streams();
        ByteBuffer direct = ByteBuffer.allocateDirect(LARGE).put(content).flip();
        ByteBuffer[] parts = {
            ByteBuffer.wrap(content, 0, 70_000),
            ByteBuffer.allocate(0),
            ByteBuffer.wrap(content, 70_000, LARGE - 70_000)
        };
        List<String> results = new ArrayList<>();
        results.add(large(pipe, content, () -> IO.write(pipe[1], content)));
        results.add(large(pipe, content, () -> (int) IO.writev(pipe[1], copies(parts))));
        results.add(large(pair, content, () -> IO.write(pair[1], direct.duplicate())));
        results.add(large(pair, content, () -> SOCKETS.send(pair[1], direct.duplicate(), 0)));
        results.add(large(pair, content, () -> SOCKETS.send(pair[1], content, 0, content.length, 0)));
        results.add(large(pair, content, () -> (int) IO.writev(pair[1], copies(parts))));
        results.add(large(pair, content, () -> (int) SOCKETS.sendmsg(pair[1], Message.of(copies(parts)), 0)));
        closeAll(pipe);
        closeAll(pair);
        return results.toString();
    }

    private static ByteBuffer[] copies(ByteBuffer[] buffers) {
        return Arrays.stream(buffers).map(ByteBuffer::duplicate).toArray(ByteBuffer[]::new);
    }

    private static String large(int[] ends, byte[] content, Callable<Integer> write) throws Exception {
        Virtual<Integer> writer = new Virtual<>(write).parked();
        byte[] received = new byte[LARGE];
        int length = 0;
        while (length < LARGE) {
            length += IO.read(ends[0], received, length, Math.min(50_000, LARGE - length));
        }
        return writer.get() + (Arrays.equals(content, received) ? "" : " other bytes");
    }

    /** A writer that has written a part when the reader goes: the part counts, and the next write fails. */
    private static String readerGone() throws Exception {
        int[] pipe = IO.pipe();
        Virtual<Boolean> writer = new Virtual<>(() -> {
            int written = IO.writeOrErrno(pipe[1], ByteBuffer.allocate(LARGE));
            return written > 0 && written < LARGE;
        });
        writer.parked();
        IO.close(pipe[0]);
        String results = writer.get() + " " + new Virtual<>(() -> IO.writeOrErrno(pipe[1], bytes("x"))).get();
        closeAll(pipe[1]);
        return results;
    }

    private static String timeOuts() throws Exception {
        int[] pair = streams();
        int listening = listening();
        Duration limit = Duration.ofMillis(100);
        SOCKETS.setsockoptTimeval(pair[0], SOL_SOCKET, SO_RCVTIMEO, limit);
        SOCKETS.setsockoptTimeval(listening, SOL_SOCKET, SO_RCVTIMEO, limit);
        Epoll epoll = POSIX.onLinux().epoll();
        int epfd = epoll.epollCreate1(0);
        PollFds fds = POSIX.poll().newPollFds(1);
        fds.add(pair[0], POLLIN);
        List<Callable<Integer>> calls = List.of(
                () -> SOCKETS.recvOrErrno(pair[0], ByteBuffer.allocate(1), 0),
                () -> IO.readOrErrno(pair[0], ByteBuffer.allocate(1)),
                () -> SOCKETS.acceptOrErrno(listening, null),
                () -> POSIX.poll().poll(fds, 100),
                () -> epoll.epollWait(epfd, epoll.newEvents(1), 100));
        List<String> results = new ArrayList<>();
        for (Callable<Integer> call : calls) {
            long start = System.nanoTime();
            int result = new Virtual<>(call).get();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            results.add(result + (millis >= 100 && millis < 5000 ? "" : " after " + millis));
        }
        closeAll(pair);
        closeAll(listening, epfd);
        return results.toString();
    }

    private static String child() throws Exception {
        int[] pipe = IO.pipe();
        int pid = POSIX.processes()
                .spawn(Spawn.of("/bin/sh", "-c", "read x; exit 3").dup2(pipe[0], 0));
        WaitStatus status = new WaitStatus();
        Rusage usage = POSIX.processes().newRusage();
        Virtual<Integer> waiter = new Virtual<>(() -> POSIX.processes().wait4(pid, status, 0, usage)).parked();
        boolean isParked = handedOff() == 0;
        IO.write(pipe[1], bytes("\n"));
        boolean isRight = waiter.get() == pid && status.exitStatus() == 3 && usage.maxrss() > 0;
        int again = new Virtual<>(() -> POSIX.processes().wait4OrErrno(pid, status, 0, null)).get();
        closeAll(pipe);
        return isParked + " " + isRight + " " + again;
    }

    private static int listening() throws IOException {
        int listening = SOCKETS.socket(AF_UNIX, SOCK_STREAM, 0);
        SOCKETS.bind(
                listening,
                SockAddr.Unix.abstractName("parking " + ProcessHandle.current().pid() + " " + System.nanoTime()));
        SOCKETS.listen(listening, 100);
        return listening;
    }

    /** Fifty threads accept; they are parked, and each gets a connection. */
    private static String accept() throws Exception {
        int listening = listening();
        List<Virtual<Integer>> accepting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            boolean isWithFlags = i % 2 == 0;
            accepting.add(new Virtual<>(() -> isWithFlags
                            ? POSIX.onLinux().sockets().accept4(listening, null, 0)
                            : SOCKETS.accept(listening, null))
                    .parked());
        }
        boolean isParked = handedOff() == 0;
        List<Integer> clients = new ArrayList<>();
        SockAddr address = SOCKETS.getsockname(listening);
        for (int i = 0; i < 50; i++) {
            int client = SOCKETS.socket(AF_UNIX, SOCK_STREAM, 0);
            SOCKETS.connect(client, address);
            clients.add(client);
        }
        int accepted = 0;
        for (Virtual<Integer> each : accepting) {
            closeAll(each.get());
            accepted++;
        }
        for (int client : clients) {
            closeAll(client);
        }
        closeAll(listening);
        return isParked + " " + accepted;
    }

    /** A datagram is received and sent as a whole, and an empty one too. */
    private static String datagrams() throws Exception {
        int[] pair = SOCKETS.socketpair(AF_UNIX, SOCK_DGRAM, 0);
        Virtual<Integer> first = new Virtual<>(() -> IO.read(pair[0], new byte[9])).parked();
        IO.write(pair[1], new byte[4]);
        String results = "" + first.get();
        Virtual<Integer> second = new Virtual<>(() -> SOCKETS.recv(pair[0], ByteBuffer.allocate(2), 0)).parked();
        results +=
                " " + new Virtual<>(() -> SOCKETS.send(pair[1], ByteBuffer.allocate(4), 0)).get() + " " + second.get();
        Virtual<Integer> third = new Virtual<>(() -> SOCKETS.recv(pair[0], ByteBuffer.allocate(2), 0)).parked();
        results +=
                " " + new Virtual<>(() -> SOCKETS.send(pair[1], ByteBuffer.allocate(0), 0)).get() + " " + third.get();
        closeAll(pair);
        return results;
    }

    /** A blocking call waits for all messages, unless it is to wait for one only, and sends all of them. */
    private static String batches() throws Exception {
        OnLinuxSockets extras = POSIX.onLinux().sockets();
        int[] pair = SOCKETS.socketpair(AF_UNIX, SOCK_DGRAM, 0);
        // There is more room in it than calls may use.
        MessageBatch batch = extras.newMessageBatch(1800, 1, 0);
        MessageBatch other = extras.newMessageBatch(4, 1, 0);
        Virtual<Integer> all = new Virtual<>(() -> extras.recvmmsg(pair[0], batch, 0, 3, 0, null)).parked();
        IO.write(pair[1], new byte[1]);
        Thread.sleep(20);
        boolean isWaiting = !all.task.isDone();
        extras.sendmmsg(pair[1], other, 0, 4, 0);
        String results = isWaiting + " " + all.get();
        results += " " + SOCKETS.recv(pair[0], new byte[1], 0, 1, 0) + SOCKETS.recv(pair[0], new byte[1], 0, 1, 0);
        Virtual<Integer> one =
                new Virtual<>(() -> extras.recvmmsg(pair[0], batch, 3, 9, MSG_WAITFORONE, null)).parked();
        IO.write(pair[1], new byte[1]);
        results += " " + one.get();
        batch.clear();
        Virtual<Integer> sender = new Virtual<>(() -> extras.sendmmsg(pair[1], batch, 0, 600, 0)).parked();
        int received = 0;
        while (received < 600) {
            received += SOCKETS.recv(pair[0], new byte[1], 0, 1, 0);
        }
        results += " " + sender.get();
        other.clear();
        results += " " + new Virtual<>(() -> extras.recvmmsgOrErrno(pair[0], other, 0, 1, MSG_DONTWAIT, null)).get();
        results += " " + new Virtual<>(() -> extras.sendmmsg(pair[1], other, 0, 3, 0)).get();
        int full = 3;
        while (extras.sendmmsgOrErrno(pair[1], other, 3, 1, MSG_DONTWAIT) == 1) {
            full++;
        }
        Virtual<Integer> late = new Virtual<>(() -> extras.sendmmsg(pair[1], other, 0, 1, 0)).parked();
        for (int i = 0; i <= full; i++) {
            SOCKETS.recv(pair[0], new byte[1], 0, 1, 0);
        }
        results += " " + late.get();
        closeAll(pair);
        return results;
    }

    /** A call with a time limit, two without a descriptor, and two that fail at once. */
    private static String handedOffBatches() throws Exception {
        OnLinuxSockets extras = POSIX.onLinux().sockets();
        int[] pair = SOCKETS.socketpair(AF_UNIX, SOCK_DGRAM, 0);
        int[] pipe = IO.pipe();
        MessageBatch batch = extras.newMessageBatch(2, 1, 0);
        SOCKETS.send(pair[1], new byte[1], 0, 1, 0);
        String results = new Virtual<>(() -> {
                    String done = "";
                    done += extras.recvmmsgOrErrno(pair[0], batch, 0, 2, 0, Duration.ofNanos(1)) + " ";
                    done += extras.sendmmsgOrErrno(-1, batch, 0, 2, 0) + " ";
                    done += extras.recvmmsgOrErrno(-1, batch, 1, 1, 0, null) + " ";
                    done += extras.sendmmsgOrErrno(pipe[1], batch, 0, 2, 0) + " ";
                    done += extras.recvmmsgOrErrno(pipe[0], batch, 1, 1, 0, null) + " ";
                    return done.strip();
                })
                .get();
        closeAll(pair);
        closeAll(pipe);
        return results;
    }

    /** An unconnected sender is always writable, although the receiver is full: its call waits without running all the time. */
    private static String fullDatagrams() throws Exception {
        SockAddr address =
                SockAddr.Unix.abstractName("parking " + ProcessHandle.current().pid());
        int receiver = SOCKETS.socket(AF_UNIX, SOCK_DGRAM, 0);
        int sender = SOCKETS.socket(AF_UNIX, SOCK_DGRAM, 0);
        SOCKETS.bind(receiver, address);
        Virtual<Integer> sending = new Virtual<>(() -> {
            for (int i = 0; i < 1000; i++) {
                SOCKETS.sendto(sender, ByteBuffer.allocate(1), 0, address);
            }
            return 1000;
        });
        Thread.sleep(200);
        boolean isWaiting = !sending.task.isDone();
        for (int i = 0; i < 1000; i++) {
            SOCKETS.recv(receiver, ByteBuffer.allocate(1), 0);
        }
        String results = isWaiting + " " + sending.get();
        closeAll(receiver, sender);
        return results;
    }

    private static String epoll() throws Exception {
        Epoll epoll = POSIX.onLinux().epoll();
        int epfd = epoll.epollCreate1(0);
        int[] pipe = IO.pipe();
        epoll.epollCtl(epfd, EPOLL_CTL_ADD, pipe[0], EPOLLIN, 42);
        EpollEvents events = epoll.newEvents(4);
        PollFds fds = POSIX.poll().newPollFds(1);
        fds.add(pipe[0], POLLIN);
        Virtual<Integer> waiter = new Virtual<>(() -> epoll.epollWait(epfd, events, -1)).parked();
        Virtual<Integer> poller = new Virtual<>(() -> POSIX.poll().poll(fds, -1)).parked();
        IO.write(pipe[1], new byte[1]);
        String results = waiter.get() + " " + events.data(0) + " " + poller.get() + " " + fds.revents(0);
        closeAll(pipe);
        closeAll(epfd);
        return results;
    }

    /** Flags with which a call does not wait, or waits for more than is there. */
    private static String messageFlags() throws Exception {
        int[] pair = streams();
        Virtual<Integer> whole = new Virtual<>(() -> SOCKETS.recv(pair[0], ByteBuffer.allocate(4), MSG_WAITALL));
        IO.write(pair[1], new byte[2]);
        Thread.sleep(50);
        boolean isWaiting = !whole.task.isDone();
        IO.write(pair[1], new byte[2]);
        int udp = SOCKETS.socket(posixkit.constants.Sock.AF_INET, SOCK_DGRAM, 0);
        int queue = new Virtual<>(() -> SOCKETS.recvOrErrno(udp, ByteBuffer.allocate(1), MSG_ERRQUEUE)).get();
        String results = isWaiting + " " + whole.get() + " " + queue;
        closeAll(pair);
        closeAll(udp);
        return results;
    }

    /** A terminal, from which no call reads without waiting. */
    private static String terminal() throws Exception {
        int master = FILES.open("/dev/ptmx", O_RDWR | O_NOCTTY);
        Virtual<Integer> reader = new Virtual<>(() -> IO.read(master, new byte[9])).parked();
        boolean isParked = handedOff() == 0;
        byte[] unlocked = new byte[4];
        IO.ioctlPtr(master, posixkit.onlinux.constants.LinuxIoctl.TIOCSPTLCK, unlocked);
        byte[] number = new byte[4];
        IO.ioctlPtr(master, posixkit.onlinux.constants.LinuxIoctl.TIOCGPTN, number);
        int pts = ByteBuffer.wrap(number).order(ByteOrder.nativeOrder()).getInt();
        int slave = FILES.open("/dev/pts/" + pts, O_RDWR | O_NOCTTY);
        IO.write(slave, bytes("ok"));
        String results = isParked + " " + reader.get();
        closeAll(master, slave);
        return results;
    }

    private static String open() throws Exception {
        Path directory = Files.createTempDirectory("parking");
        String path = directory.resolve("new").toString();
        List<Integer> results = new Virtual<List<Integer>>(() -> {
                    List<Integer> done = new ArrayList<>();
                    done.add(FILES.openOrErrno(path, O_RDONLY, 0));
                    done.add(closed(FILES.openOrErrno(path, O_CREAT | O_WRONLY, 0600)));
                    done.add(FILES.openOrErrno(path, O_CREAT | O_EXCL | O_WRONLY, 0600));
                    done.add(closed(FILES.openOrErrno(path, O_RDWR, 0)));
                    done.add(closed(FILES.openOrErrno(directory.toString(), O_RDONLY, 0)));
                    done.add(FILES.openOrErrno(path, O_RDONLY | O_DIRECTORY, 0));
                    int fd = FILES.open(directory.toString(), O_RDONLY);
                    done.add(closed(FILES.openatOrErrno(fd, "new", O_RDONLY, 0)));
                    done.add(FILES.openatOrErrno(fd, "none", O_RDONLY, 0));
                    done.add(IO.closeOrErrno(fd));
                    return done;
                })
                .get();
        Files.delete(Path.of(path));
        Files.delete(directory);
        return results.toString();
    }

    /** Closes a descriptor and returns 0, or returns −errno. */
    private static int closed(int fd) {
        return fd < 0 ? fd : IO.closeOrErrno(fd);
    }

    /** The open of a FIFO waits for the other end, on a platform thread, and delays no other virtual thread. */
    private static String openFifo() throws Exception {
        Path directory = Files.createTempDirectory("parking");
        String path = directory.resolve("fifo").toString();
        FILES.mkfifo(path, 0600);
        List<Virtual<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readers.add(new Virtual<>(() -> FILES.open(path, O_RDONLY)).parked());
        }
        int writer = new Virtual<>(() -> FILES.open(path, O_WRONLY)).get();
        for (Virtual<Integer> reader : readers) {
            closeAll(reader.get());
        }
        closeAll(writer);
        Files.delete(Path.of(path));
        Files.delete(directory);
        return "opened";
    }

    /** A lock that is free is taken at once, and another one is waited for. */
    private static String locks() throws Exception {
        Path file = Files.createTempFile("parking", ".lock");
        int first = FILES.open(file.toString(), O_RDWR);
        int second = FILES.open(file.toString(), O_RDWR);
        String results = "" + new Virtual<>(() -> IO.flockOrErrno(first, LOCK_EX)).get() + " " + handedOff();
        Virtual<Integer> waiter = new Virtual<>(() -> IO.flockOrErrno(second, LOCK_EX)).parked();
        results += " " + handedOff();
        IO.flock(first, LOCK_UN);
        results += " " + waiter.get();
        closeAll(first, second);
        Files.delete(file);
        return results;
    }

    /** Without a descriptor for the epoll set, platform threads wait. Must be the first scene of its JVM. */
    private static String noDescriptorLeft() throws Exception {
        int[] pipe = IO.pipe();
        Rlimit limit = POSIX.processes().newRlimit();
        POSIX.processes().getrlimit(RLIMIT_NOFILE, limit);
        long before = limit.cur();
        // To load a class, the JVM opens a file. These calls load classes, and start no reactor.
        IO.write(pipe[1], new byte[1]);
        new Virtual<>(() -> IO.read(pipe[0], new byte[1])).get();
        int file = FILES.open("/proc/self/status", O_RDONLY);
        new Virtual<>(() -> IO.read(file, new byte[1])).get();
        closeAll(file, POSIX.onLinux().epoll().epollCreate1(0));
        Class.forName("posixkit.unix.Waiter");
        Class.forName("posixkit.unix.Reactor");
        Class.forName("posixkit.linux.LinuxParking$EpollReadiness");
        List<Integer> all = new ArrayList<>();
        POSIX.processes().setrlimit(RLIMIT_NOFILE, limit.cur(64));
        for (int fd = IO.dupOrErrno(pipe[0]); fd >= 0; fd = IO.dupOrErrno(pipe[0])) {
            all.add(fd);
        }
        List<Virtual<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(new Virtual<>(() -> IO.read(pipe[0], new byte[1])).parked());
        }
        while (handedOff() < 3) {
            Thread.sleep(1);
        }
        IO.write(pipe[1], new byte[3]);
        int read = 0;
        for (Virtual<Integer> reader : readers) {
            read += reader.get();
        }
        for (int fd : all) {
            IO.close(fd);
        }
        POSIX.processes().setrlimit(RLIMIT_NOFILE, limit.cur(before));
        closeAll(pipe);
        return "" + read;
    }

    /** Somebody closes the epoll set: the waiting calls continue on platform threads, and later calls are parked again. */
    private static String epollSetClosed() throws Exception {
        int[] pipe = IO.pipe();
        int[] other = IO.pipe();
        Virtual<Integer> reader = new Virtual<>(() -> IO.read(pipe[0], new byte[1])).parked();
        Virtual<Integer> second = new Virtual<>(() -> IO.read(other[0], new byte[1])).parked();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path each : descriptors.toList()) {
                if (Files.isSymbolicLink(each)
                        && Files.readSymbolicLink(each).toString().contains("eventpoll")) {
                    int epfd = Integer.parseInt(each.getFileName().toString());
                    int nothing = IO.pipe()[0];
                    IO.dup2(nothing, epfd);
                }
            }
        }
        // An epoll_wait that has begun goes on; it must end before the thread notices.
        IO.write(pipe[1], new byte[1]);
        int first = reader.get();
        IO.write(other[1], new byte[1]);
        String results = first + " " + second.get();
        Virtual<Integer> later = new Virtual<>(() -> IO.read(other[0], new byte[1])).parked();
        IO.write(other[1], new byte[1]);
        return results + " " + later.get();
    }

    /** Ten thousand readers of pipes and sockets: few threads and little memory, and all are woken. */
    private static String tenThousand() throws Exception {
        int count = 10_000;
        Rlimit limit = POSIX.processes().newRlimit();
        POSIX.processes().getrlimit(RLIMIT_NOFILE, limit);
        POSIX.processes().setrlimit(RLIMIT_NOFILE, limit.cur(limit.max()));
        int[] from = new int[count];
        int[] to = new int[count];
        for (int i = 0; i < count; i++) {
            int[] ends = i < count / 4 ? IO.pipe() : streams();
            from[i] = ends[0];
            to[i] = ends[1];
            if (i >= count / 4) {
                from[++i] = ends[1];
                to[i] = ends[0];
            }
        }
        ByteBuffer[] buffers = new ByteBuffer[count];
        Arrays.setAll(buffers, i -> ByteBuffer.allocateDirect(1));
        List<Virtual<Integer>> readers = new ArrayList<>(count);
        IO.write(to[0], new byte[1]);
        new Virtual<>(() -> IO.read(from[0], new byte[1])).get();
        System.gc();
        long before = rss();
        for (int i = 0; i < count; i++) {
            int reader = i;
            readers.add(new Virtual<>(() -> reader % 2 == 1 && reader >= count / 4
                    ? SOCKETS.recv(from[reader], buffers[reader], 0)
                    : IO.read(from[reader], buffers[reader])));
        }
        for (Virtual<Integer> reader : readers) {
            reader.parked();
        }
        long tasks;
        try (Stream<Path> all = Files.list(Path.of("/proc/self/task"))) {
            tasks = all.count();
        }
        long more = (rss() - before) >> 10;
        long start = System.nanoTime();
        for (int fd : to) {
            IO.write(fd, new byte[1]);
        }
        int bytes = 0;
        for (Virtual<Integer> reader : readers) {
            bytes += reader.get();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        for (int i = 0; i < count; i++) {
            IO.close(from[i]);
            if (i < count / 4) {
                IO.close(to[i]);
            }
        }
        return "bytes: " + bytes + ", threads: " + tasks + ", MiB: " + more + ", ms: " + millis;
    }

    /** Returns the resident memory of this process in KiB. */
    private static long rss() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
