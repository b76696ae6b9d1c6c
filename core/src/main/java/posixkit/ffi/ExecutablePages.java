package posixkit.ffi;

import com.kenai.jffi.PageManager;

/** Makes pages executable with jffi. */
final class ExecutablePages {
    static {
        JffiLibrary.load();
    }

    private static final Jffi JFFI = new Jffi();

    /**
     * The C function {@code mprotect}, which changes the protection of pages. The method of jffi for the same purpose does not
     * tell whether the change succeeded.
     */
    private static final NativeAccess.ByAddress MPROTECT =
            JFFI.byAddress(JFFI.process().symbol("mprotect"), NativeAccess.ByAddress.MOST);

    private ExecutablePages() {}

    /** Makes the pages readable and executable, and no longer writable. Returns 0 or the error number. */
    static int make(long start, long length) {
        long[] arguments = new long[NativeAccess.ByAddress.MOST];
        arguments[0] = start;
        arguments[1] = length;
        arguments[2] = PageManager.PROT_READ | PageManager.PROT_EXEC;
        return (int) MPROTECT.call(3, arguments) == 0 ? 0 : Jffi.lastErrno();
    }
}
