package posixkit.interop;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import jnr.constants.platform.Confstr;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.posix.Linux;
import jnr.posix.POSIX;

/**
 * The main class of a child JVM with another version of jnr-posix. It reads a word from each line and prints one line:
 * {@code methods} prints the methods of the interfaces that are not ours, {@code new} the results of the methods that are new in
 * 3.2.6, and the index of a behaviour what is seen.
 */
public final class VersionProgram {
    private VersionProgram() {}

    public static void main(String[] args) throws Exception {
        List<Behaviour> all = Behaviours.all();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(
                    switch (line) {
                        case "methods" -> missing();
                        case "new" -> newMethods();
                        default ->
                            World.run(all.get(Integer.parseInt(line)), true).replace("\n", "\\n");
                    });
        }
    }

    /** Returns the methods that are abstract, or that are jnr-posix's own. */
    private static String missing() throws ReflectiveOperationException {
        StringBuilder missing = new StringBuilder();
        Class<?> ours = JnrPosix.wrap().getClass();
        for (Class<?> type : List.of(POSIX.class, Linux.class)) {
            for (Method method : type.getDeclaredMethods()) {
                Method found = ours.getMethod(method.getName(), method.getParameterTypes());
                boolean isOurs = found.getDeclaringClass().getPackageName().equals("posixkit.interop")
                        || method.getName().equals("libc"); // which is final
                if (Modifier.isAbstract(found.getModifiers()) || !isOurs) {
                    missing.append(found).append("; ");
                }
            }
        }
        return missing.toString();
    }

    /** Calls the four methods by reflection, because they are not in the interface that this class is compiled against. */
    private static String newMethods() throws Exception {
        POSIX posix = JnrPosix.wrap();
        Path link = Files.createSymbolicLink(Files.createTempDirectory("new").resolve("l"), Path.of("target"));
        byte[] bytes = new byte[9];
        ByteBuffer buffer = ByteBuffer.allocateDirect(9);
        Pointer memory = Memory.allocateDirect(Runtime.getSystemRuntime(), 9);
        String seen = "" + call(posix, "readlink", CharSequence.class, byte[].class, link.toString(), bytes)
                + call(posix, "readlink", CharSequence.class, ByteBuffer.class, link.toString(), buffer)
                + call(posix, "readlink", CharSequence.class, Pointer.class, link.toString(), memory)
                + call(
                        posix,
                        "confstr",
                        Confstr.class,
                        ByteBuffer.class,
                        Confstr._CS_PATH,
                        ByteBuffer.allocateDirect(9));
        Files.delete(link);
        Files.delete(link.getParent());
        return seen + Arrays.toString(bytes) + buffer.get(5) + memory.getByte(5);
    }

    private static long call(POSIX posix, String name, Class<?> first, Class<?> second, Object... arguments)
            throws ReflectiveOperationException {
        Method method;
        try {
            method = POSIX.class.getMethod(name, first, second, long.class);
        } catch (NoSuchMethodException e) {
            method = SystemCalls.class.getMethod(name, first, second, long.class);
        }
        return (long) method.invoke(posix, arguments[0], arguments[1], 9L);
    }
}
