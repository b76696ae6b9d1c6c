package posixkit.interop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.byref.ByReference;
import posixkit.Posix;
import posixkit.system.CArena;
import posixkit.system.Symbols;

/**
 * Calls {@code posix_spawnp} and the functions that prepare it by their address. {@link posixkit.process.Spawn} is no use here: it
 * closes all descriptors in the child, and programs that use jnr-posix expect the child to inherit those that are not
 * close-on-exec.
 */
final class SpawnFunctions {
    /** More bytes than {@code posix_spawn_file_actions_t} or {@code posix_spawnattr_t} has on any system. */
    static final int STRUCTURE_SIZE = 512;

    private static final Set<String> NAMES = Set.of(
            "posix_spawn",
            "posix_spawnp",
            "posix_spawn_file_actions_init",
            "posix_spawn_file_actions_destroy",
            "posix_spawn_file_actions_addclose",
            "posix_spawn_file_actions_adddup2",
            "posix_spawn_file_actions_addopen",
            "posix_spawnattr_init",
            "posix_spawnattr_destroy",
            "posix_spawnattr_setflags",
            "posix_spawnattr_setpgroup");

    private SpawnFunctions() {}

    /** Returns true if {@link #call} can call this function. */
    static boolean has(String name) {
        return NAMES.contains(name);
    }

    /** Calls a function with the arguments that jnr-posix passes to its binding. Returns 0 or the error number. */
    static int call(Posix posix, String name, Object[] arguments) {
        Symbols symbols = posix.symbols();
        try (CArena arena = symbols.newArena()) {
            long[] numbers = new long[arguments.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = number(arena, arguments[i]);
            }
            int result =
                    (int) symbols.callForResult(symbols.function(name), numbers).value();
            for (int i = 0; i < numbers.length; i++) {
                if (result == 0 && arguments[i] instanceof ByReference<?> reference) {
                    ByteBuffer value =
                            ByteBuffer.wrap(arena.bytes(numbers[i], Long.BYTES)).order(ByteOrder.nativeOrder());
                    reference.fromNative(
                            Runtime.getSystemRuntime(), Pointer.wrap(Runtime.getSystemRuntime(), value), 0);
                }
            }
            return result;
        }
    }

    private static long number(CArena arena, Object argument) {
        if (argument == null) {
            return 0;
        }
        if (argument instanceof ByReference<?>) { // some are also a Number
            return arena.alloc(Long.BYTES);
        }
        if (argument instanceof Number number) {
            return number.longValue();
        }
        if (argument instanceof Pointer pointer) {
            return pointer.address();
        }
        if (argument instanceof CharSequence[] strings) {
            return strings(arena, strings);
        }
        if (argument instanceof ByteBuffer path) {
            byte[] bytes = new byte[path.remaining()];
            path.duplicate().get(bytes);
            return arena.bytes(bytes);
        }
        return arena.string(argument.toString());
    }

    /** Returns the address of an array of the addresses of the strings, with a null pointer at the end. */
    private static long strings(CArena arena, CharSequence[] strings) {
        long array = arena.alloc(Math.multiplyExact(strings.length + 1, Long.BYTES));
        for (int i = 0; i < strings.length; i++) {
            arena.putLong(array + (long) i * Long.BYTES, arena.string(strings[i].toString()));
        }
        arena.putLong(array + (long) strings.length * Long.BYTES, 0);
        return array;
    }
}
