package posixkit.ffi;

import com.kenai.jffi.PageManager;
import posixkit.unix.Lazy;

/**
 * Switches the machine code of jnr-ffi off in a process that may not have executable pages, for example under a policy of SELinux. jnr-ffi
 * does not notice that a page did not become executable. A call through this page would end the JVM. Without machine code, jnr-ffi makes
 * all calls through jffi.
 */
final class Stubs {
    /** The property of jnr-ffi. In spite of its name, it is about all processors. */
    private static final String PROPERTY = "jnr.ffi.x86asm.enabled";

    private static final Lazy<Boolean> FORBIDDEN = new Lazy<>() {
        @Override
        protected Boolean make() {
            return forbid();
        }
    };

    private Stubs() {}

    /** Does so at the first call. Call this method before jnr-ffi loads a library. */
    static void forbidIfImpossible() {
        FORBIDDEN.get();
    }

    private static boolean forbid() {
        JffiLibrary.load();
        PageManager pages = PageManager.getInstance();
        long page = pages.allocatePages(1, PageManager.PROT_READ | PageManager.PROT_WRITE);
        boolean isPossible = page != 0 && ExecutablePages.make(page, pages.pageSize()) == 0;
        if (page != 0) {
            pages.freePages(page, 1);
        }
        if (!isPossible) {
            System.setProperty(PROPERTY, "false");
        }
        return !isPossible;
    }
}
