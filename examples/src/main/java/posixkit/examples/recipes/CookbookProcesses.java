package posixkit.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_SYSCALL_INFO_EXIT;

import java.nio.ByteBuffer;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.event.PollFds;
import posixkit.id.Passwd;
import posixkit.onlinux.Tracer;
import posixkit.process.Rlimit;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.WaitStatus;

/** Contains the recipes of {@code docs/cookbook.md} about processes and users. */
public final class CookbookProcesses {
    private static final Posix posix = Posix.get();

    private CookbookProcesses() {}

    static void dropPrivileges() throws ErrnoException {
        // snippet: drop-privileges
        Passwd nobody = posix.accounts().getpwnam("nobody");
        Spawn careful = Spawn.of("sh", "-c", "test $(id -u) != 0 && ! test -w /etc/passwd")
                .credentials(nobody.uid(), nobody.gid()) // no other groups
                .directory("/");
        var status = new WaitStatus();
        posix.processes().wait4(posix.processes().spawn(careful), status, 0, null);
        System.out.println("without privileges: " + status);
        // end
    }

    static void talkToAProgram() throws ErrnoException {
        // snippet: pipes
        var io = posix.io();
        int[] input = io.pipe();
        int[] output = io.pipe();
        try (Fd programsIn = Fd.own(input[0]);
                Fd toProgram = Fd.own(input[1]);
                Fd fromProgram = Fd.own(output[0]);
                Fd programsOut = Fd.own(output[1])) {
            Spawn sort = Spawn.of("sort").dup2(programsIn.num(), 0).dup2(programsOut.num(), 1);
            int child = posix.processes().spawn(sort);
            io.close(programsOut.release()); // otherwise the end of the output would never come
            io.write(toProgram.num(), "pear\napple\n".getBytes(UTF_8));
            io.close(toProgram.release());
            ByteBuffer read = ByteBuffer.allocate(4096);
            while (io.read(fromProgram.num(), read) > 0) {}
            System.out.print(UTF_8.decode(read.flip()));
            posix.processes().wait4(child, new WaitStatus(), 0, null);
        }
        // end
    }

    static void waitForAWhile() throws ErrnoException {
        // snippet: wait
        int child = posix.processes().spawn(Spawn.of("sleep", "60"));
        var status = new WaitStatus();
        try (Fd pidfd = Fd.own(posix.onLinux().pidfds().pidfdOpen(child, 0))) {
            PollFds end = posix.poll().newPollFds(1);
            end.add(pidfd.num(), POLLIN);
            if (posix.poll().poll(end, 100) == 0) { // milliseconds
                posix.processes().kill(child, SIGTERM);
            }
            posix.processes().wait4(child, status, 0, null);
        }
        System.out.println(status);
        // end
    }

    static void killWithoutARace() throws ErrnoException {
        // snippet: kill
        var pidfds = posix.onLinux().pidfds();
        var child = pidfds.pidfdSpawn(Spawn.of("sleep", "60"), new SpawnFailure());
        try (Fd pidfd = Fd.own(child.pidfd())) {
            pidfds.pidfdSendSignal(pidfd.num(), SIGKILL);
            var status = new WaitStatus();
            posix.processes().wait4(child.pid(), status, 0, null);
            System.out.println(status);
            // The number may be another process's now. The descriptor is not.
            System.out.println(Errno.name(-pidfds.pidfdSendSignalOrErrno(pidfd.num(), SIGKILL)));
        }
        // end
    }

    static void setALimit() throws ErrnoException {
        // snippet: limit
        Rlimit files = posix.processes().getrlimit(RLIMIT_NOFILE);
        posix.processes().setrlimit(RLIMIT_NOFILE, files.cur(files.max())); // as many as are allowed
        System.out.println(posix.processes().getrlimit(RLIMIT_NOFILE).cur() + " descriptors");
        // end
    }

    static void traceAProgram() throws ErrnoException {
        // snippet: trace-errors
        try (Tracer tracer = Tracer.start(posix, Spawn.of("cat", "/no/such/file"), 0)) {
            int failed = 0;
            while (tracer.stop().kind() != Tracer.Stop.Kind.END) {
                boolean atCall = tracer.stop().kind() == Tracer.Stop.Kind.CALL;
                if (atCall && tracer.call().op() == PTRACE_SYSCALL_INFO_EXIT) {
                    failed += tracer.call().exitIsError();
                }
                tracer.resumeToCall();
                tracer.await();
            }
            System.out.println(failed + " calls failed, " + tracer.stop().status());
        }
        // end
    }

    static void findAccounts() throws ErrnoException {
        // snippet: accounts
        Passwd root = posix.accounts().getpwuid(0);
        System.out.println(root.name() + " lives in " + root.home());
        for (int gid : posix.accounts().getgrouplist(root.name(), root.gid())) {
            System.out.println("group " + Integer.toUnsignedString(gid));
        }
        // end
    }
}
