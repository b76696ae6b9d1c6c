package posixkit.ffi;

/** Explains to a user that the JVM denies native access, as JDK 24 and later do with {@code --illegal-native-access=deny}. */
final class Denial {
    private Denial() {}

    /**
     * Returns a message that names the option which permits native access. Returns null if {@code failure} has another reason.
     *
     * @param module the name of the module that needs native access, or null if it is on the class path
     */
    static String message(Throwable failure, String module) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof IllegalCallerException) {
                return "this JVM denies native access: permit it with the option --enable-native-access="
                        + (module == null ? "ALL-UNNAMED" : module);
            }
        }
        return null;
    }
}
