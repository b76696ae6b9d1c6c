package posixkit.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static posixkit.constants.Access.F_OK;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_gettid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.system.SyscallEvents;
import posixkit.terminal.Pty;
import posixkit.terminal.RawMode;
import posixkit.terminal.WindowSize;

/** Contains the recipes of {@code docs/cookbook.md} about terminals, single system calls and Flight Recorder. */
public final class CookbookSystem {
    private static final Posix posix = Posix.get();

    private CookbookSystem() {}

    static void readAKey(int terminal) throws ErrnoException {
        // snippet: key
        byte[] key = new byte[1];
        RawMode raw = posix.terminals().rawMode(terminal);
        try (raw) { // puts the settings back, also after an exception
            posix.io().read(terminal, key); // does not wait for Enter; Control-C is a key like others
        }
        System.out.println("key " + key[0]);
        // end
    }

    static void runOnATerminal() throws IOException {
        // snippet: pty
        WindowSize size = posix.terminals().newWindowSize().row(30).col(100);
        try (Pty pty = posix.terminals().openpty(null, size)) {
            Spawn stty = Spawn.of("stty", "size")
                    .session()
                    .open(0, pty.name(), O_RDWR, 0)
                    .dup2(0, 1)
                    .controllingTerminal(0);
            int child = posix.processes().spawn(stty);
            ByteBuffer shown = ByteBuffer.allocate(100);
            posix.io().read(pty.master(), shown);
            System.out.print(UTF_8.decode(shown.flip()).toString().replace("\r", ""));
            posix.processes().wait4(child, new WaitStatus(), 0, null);
        }
        // end
    }

    static void callByNumber() throws ErrnoException {
        // snippet: raw-syscall
        long thread = posix.onLinux().syscalls().syscall(SYS_gettid, 0, 0, 0);
        System.out.println(
                "thread " + thread + " of process " + posix.processes().getpid());
        // end
    }

    static void recordCalls(Path file) throws IOException {
        // snippet: jfr
        Posix watched = posix.watchedBy(new SyscallEvents()); // create it once
        try (Recording recording = new Recording()) {
            recording.enable("posixkit.Syscall").withThreshold(Duration.ZERO);
            recording.start();
            watched.files().accessOrErrno("/no/such", F_OK);
            recording.stop();
            recording.dump(file);
        }
        for (RecordedEvent call : RecordingFile.readAllEvents(file)) {
            System.out.println(
                    call.getString("name") + " " + call.getString("arguments") + " errno " + call.getInt("errno"));
        }
        // end
    }
}
