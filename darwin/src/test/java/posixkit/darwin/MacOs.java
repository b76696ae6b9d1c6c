package posixkit.darwin;

import posixkit.ffi.Native;

/** Tells which macOS runs the tests. The stand-in behaves like the newest macOS. */
final class MacOs {
    private MacOs() {}

    static boolean isStandIn() {
        return System.getProperty(DarwinPosix.LIBRARY) != null;
    }

    /** Returns the library with the functions of macOS: the stand-in on Linux, and libSystem on a Mac. */
    static Native library() {
        return isStandIn() ? Native.library(System.getProperty(DarwinPosix.LIBRARY)) : Native.process();
    }

    /** Returns true if the tests run on the stand-in, or on this or a later version of macOS. */
    static boolean isSince(int major, int minor) {
        if (isStandIn()) {
            return true;
        }
        String[] version = System.getProperty("os.version").split("\\.");
        int ours = Integer.parseInt(version[0]);
        return ours > major || ours == major && Integer.parseInt(version[1]) >= minor;
    }
}
