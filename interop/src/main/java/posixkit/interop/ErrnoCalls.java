package posixkit.interop;

import static posixkit.constants.MessageFlag.CMSG_LEN_0;
import static posixkit.constants.MessageFlag.CMSG_SPACE_0;
import static posixkit.constants.MessageFlag.CMSG_SPACE_1;

import java.util.Objects;
import jnr.constants.platform.Errno;
import jnr.ffi.Pointer;
import jnr.posix.BaseNativePOSIX;
import jnr.posix.FileStat;
import jnr.posix.POSIXHandler;
import jnr.posix.SocketMacros;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.Struct;
import posixkit.file.FileTree;
import posixkit.file.Io;
import posixkit.file.Stat;
import posixkit.process.Processes;

/**
 * What all calls share: the roles of posixkit, and the conventions of jnr-posix for results and errors. Each subclass implements
 * the calls of one topic, and {@link LinuxCalls} and {@link DarwinCalls} are the ends of the chain.
 */
abstract class ErrnoCalls extends BaseNativePOSIX {
    final Posix posix;
    final FileTree files;
    final Io io;
    final Processes processes;
    final Bytes windows = new Bytes();

    ErrnoCalls(Posix posix, OwnLibC libc, POSIXHandler handler) {
        super(libc, handler);
        libc.ownedBy(this);
        this.posix = posix;
        files = posix.files();
        io = posix.io();
        processes = posix.processes();
    }

    /** Returns the result of a call, or sets the error number and returns −1. */
    static int result(int result) {
        return result >= 0 ? result : failed(-result);
    }

    /** Same as {@link #result(int)}, for calls that return a long. */
    static long result(long result) {
        return result >= 0 ? result : failed((int) -result);
    }

    /** Sets the error number and returns −1. */
    static int failed(int errno) {
        LastErrno.set(errno);
        return -1;
    }

    /** Sets the error number and returns −1. */
    static int failed(ErrnoException failure) {
        return failed(failure.errno());
    }

    /** Returns −1 for "no limit", which is no error: the error number becomes again what it was before the call. */
    static int unlimited(int errnoBefore) {
        LastErrno.set(errnoBefore);
        return -1;
    }

    /** Sets the error number and returns null. */
    static <T> T nothing(ErrnoException failure) {
        failed(failure);
        return null;
    }

    /** Calls the handler for the last error of the calling thread. */
    final void report(String call, String subject) {
        handler.error(Errno.valueOf(errno()), call, subject);
    }

    /** Returns the name as a string. Throws IllegalArgumentException if it cannot be the name of a file. */
    static String name(String argument, CharSequence name) {
        return Names.requireName(argument, name.toString());
    }

    /** Checks that {@code length} elements fit into an array. */
    static void checkRoom(String argument, Object array, int has, int needs) {
        Objects.requireNonNull(array, argument);
        if (has < needs) {
            throw new IllegalArgumentException(argument + ": " + has + " elements, needs " + needs);
        }
    }

    /** Copies the memory of a C structure at {@code from} into {@code structure}, which must be one of posixkit. */
    static void load(Object structure, Pointer from, long offset) {
        byte[] bytes = ((Struct) structure).bytes();
        from.get(offset, bytes, 0, bytes.length);
    }

    /** Copies {@code structure}, which must be one of posixkit, to the memory at {@code to}. */
    static void store(Object structure, Pointer to) {
        byte[] bytes = ((Struct) structure).bytes();
        to.put(0, bytes, 0, bytes.length);
    }

    /** Returns the structure that a call fills for {@code target}. {@link #filled} then copies it to {@code target}. */
    final Stat structureOf(FileStat target) {
        if (target instanceof StatOfPosixkit ours) {
            return ours.stat();
        }
        FileStatConverter.toNative(target, null); // refuses objects that no call can fill
        return io.newStat();
    }

    /** Returns the result of a call that filled {@code stat}. If the call succeeded, copies {@code stat} to {@code target}. */
    final int filled(FileStat target, Stat stat, int result) {
        if (result < 0) {
            return failed(-result);
        }
        if (target instanceof StatOfPosixkit ours) {
            ours.keep();
        } else {
            store(stat, FileStatConverter.toNative(target, null));
        }
        return result;
    }

    @Override
    public final FileStat allocateStat() {
        return new StatOfPosixkit(this, posix);
    }

    @Override
    public final int errno() {
        return LastErrno.get();
    }

    @Override
    public final void errno(int value) {
        LastErrno.set(value);
    }

    @Override
    public final boolean isNative() {
        return true;
    }

    @Override
    public final SocketMacros socketMacros() {
        return new SocketMacros() {
            @Override
            public int CMSG_SPACE(int length) {
                long alignment = CMSG_SPACE_1 - CMSG_SPACE_0;
                return (int) (CMSG_SPACE_0 + (length + alignment - 1) / alignment * alignment);
            }

            @Override
            public int CMSG_LEN(int length) {
                return (int) CMSG_LEN_0 + length;
            }

            @Override
            public Pointer CMSG_DATA(Pointer cmsg) {
                return cmsg.slice(CMSG_LEN_0);
            }
        };
    }
}
