package posixkit.linux;

import static posixkit.constants.Errno.ENOSYS;

import java.util.List;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.ffi.NativeAccess;
import posixkit.unix.UnixAccounts;

/**
 * Calls the function {@code crypt_r} or {@code crypt}. glibc has them in a library of its own, which may be missing; musl has them
 * in libc.
 */
final class LinuxCrypt {
    /**
     * The size in bytes of the memory for {@code crypt_r}. {@code struct crypt_data} has 131,232 bytes in the libcrypt of glibc,
     * 32,768 in libxcrypt and less in musl. The library that is found at run time may be another one than that of the headers.
     */
    private static final int DATA = 256 * 1024;

    /** libxcrypt has the name .so.2 if it was built without the old functions of glibc. */
    private static final List<String> LIBRARIES = List.of("libcrypt.so.1", "libcrypt.so.2");

    /** The numbers of arguments of crypt_r and crypt. */
    private static final int WITH_DATA = 3;

    private static final int WITHOUT_DATA = 2;

    private final NativeAccess.ByAddress reentrant;
    private final NativeAccess.ByAddress plain;

    /** One of the two functions is enough. If both are null, every call fails with ENOSYS. */
    private LinuxCrypt(NativeAccess.ByAddress reentrant, NativeAccess.ByAddress plain) {
        this.reentrant = reentrant;
        this.plain = plain;
    }

    static LinuxCrypt find(Native libc) {
        return find(libc, LIBRARIES);
    }

    /** Looks for the functions in libc first, and then in each of the other libraries. */
    static LinuxCrypt find(Native libc, List<String> libraries) {
        LinuxCrypt found = in(libc);
        for (String name : libraries) {
            if (found.isMissing()) {
                found = in(name);
            }
        }
        return found;
    }

    private static LinuxCrypt in(String name) {
        try {
            return in(Native.library(name));
        } catch (UnsatisfiedLinkError e) {
            // The library is optional.
            return new LinuxCrypt(null, null);
        }
    }

    private static LinuxCrypt in(Native library) {
        return new LinuxCrypt(function(library, "crypt_r", WITH_DATA), function(library, "crypt", WITHOUT_DATA));
    }

    private static NativeAccess.ByAddress function(Native library, String name, int parameters) {
        long address = library.symbol(name);
        return address == 0 ? null : Native.byAddress(address, parameters);
    }

    private boolean isMissing() {
        return reentrant == null && plain == null;
    }

    /** Returns the encrypted password. {@code key} and {@code salt} are the addresses of C strings. */
    String crypt(long key, long salt) throws ErrnoException {
        if (isMissing()) {
            throw new ErrnoException("crypt", ENOSYS);
        }
        return reentrant == null ? plain(key, salt) : reentrant(key, salt);
    }

    private String reentrant(long key, long salt) throws ErrnoException {
        long data = Native.allocate(DATA);
        try {
            long result = reentrant.call(WITH_DATA, arguments(key, salt, data));
            int errno = Native.errno();
            return UnixAccounts.encrypted(result, errno);
        } finally {
            // The memory contains the password.
            Native.buffer(data, DATA).put(0, new byte[DATA]);
            Native.free(data);
        }
    }

    /** {@code crypt} returns the address of static memory. */
    private synchronized String plain(long key, long salt) throws ErrnoException {
        long result = plain.call(WITHOUT_DATA, arguments(key, salt, 0));
        int errno = Native.errno();
        return UnixAccounts.encrypted(result, errno);
    }

    private static long[] arguments(long key, long salt, long data) {
        long[] arguments = new long[NativeAccess.ByAddress.MOST];
        arguments[0] = key;
        arguments[1] = salt;
        arguments[2] = data;
        return arguments;
    }
}
