package posixkit.linux;

import static posixkit.constants.Access.F_OK;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_faccessat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import posixkit.Names;
import posixkit.ffi.Native;
import posixkit.linux.call.SyscallCalls;
import posixkit.unix.Scratch;

/** Finds the files that the name of a program can refer to, as {@code execvp} does. */
final class ProgramSearch {
    private static final String DEFAULT_PATH = "/bin:/usr/bin";
    private static final String VARIABLE = "PATH=";

    private final SyscallCalls kernel;
    private final LongSupplier environ;

    /** Creates a search. {@code environ}: returns the address of the environment of this process. */
    ProgramSearch(SyscallCalls kernel, LongSupplier environ) {
        this.kernel = kernel;
        this.environ = environ;
    }

    /**
     * A file that the child tries to execute. {@code address} is the address of its path in native memory. {@code name} is the
     * path for failure messages.
     */
    record Candidate(long address, String name) {}

    /**
     * Returns the files that the child tries to execute, in the order of the attempts. The list has at least one file. If all
     * attempts fail, the child reports only the failure of the last file. ENOENT for a missing file could therefore hide the
     * failure of a file that exists. So this method leaves out missing files in the absolute directories of {@code PATH}. A
     * relative directory depends on the child's current directory, so its file is always in the list.
     */
    List<Candidate> candidates(Scratch s, String program) {
        if (program.isEmpty() || program.indexOf('/') >= 0) {
            return List.of(new Candidate(s.string("program", program), program));
        }
        List<Candidate> candidates = new ArrayList<>();
        long address = 0;
        for (String directory : searchPath().split(":", -1)) {
            String path = directory.isEmpty() ? program : directory + "/" + program;
            address = s.string("program", path);
            if (!path.startsWith("/") || exists(address)) {
                candidates.add(new Candidate(address, path));
            }
        }
        return candidates.isEmpty() ? List.of(new Candidate(address, program)) : candidates;
    }

    /**
     * Returns the value of the environment variable PATH, or a default value if PATH is not set. Decodes the bytes of the value
     * like a file name, so that no byte is lost. {@link System#getenv} loses bytes that are not text in the locale of the JVM.
     */
    private String searchPath() {
        byte[] name = VARIABLE.getBytes(StandardCharsets.US_ASCII);
        long at = environ.getAsLong();
        for (long entry = at == 0 ? 0 : Native.pointerAt(at); entry != 0; entry = Native.pointerAt(at)) {
            byte[] bytes = Native.stringAt(entry);
            if (bytes.length >= name.length && Arrays.equals(bytes, 0, name.length, name, 0, name.length)) {
                return Names.of(Arrays.copyOfRange(bytes, name.length, bytes.length));
            }
            at += Long.BYTES;
        }
        return DEFAULT_PATH;
    }

    private boolean exists(long path) {
        long result = kernel.syscall(SYS_faccessat, AT_FDCWD, path, F_OK, 0);
        return result != -ENOENT && result != -ENOTDIR;
    }
}
