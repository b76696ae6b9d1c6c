package posixkit.examples.processes;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import posixkit.Target;
import posixkit.onlinux.constants.LinuxSyscallNumber;
import posixkit.onlinux.constants.LinuxSyscallNumberX86_64;

/** Maps the numbers of the Linux system calls to their names. The numbers differ between processors. */
final class CallNames {
    private static final String PREFIX = "SYS_";
    private static final Map<Long, String> BY_NUMBER = byNumber();

    private CallNames() {}

    static String of(long number) {
        return BY_NUMBER.getOrDefault(number, "call " + number);
    }

    static boolean exists(String name) {
        return BY_NUMBER.containsValue(name);
    }

    private static Map<Long, String> byNumber() {
        // LinuxSyscallNumber has constants for the system calls that all processors have. LinuxSyscallNumberX86_64
        // inherits these constants and adds more. getFields also returns inherited constants, so one class is enough.
        Class<?> table = Target.IS_X86_64 ? LinuxSyscallNumberX86_64.class : LinuxSyscallNumber.class;
        Map<Long, String> names = new HashMap<>();
        for (Field constant : table.getFields()) {
            names.put(number(constant), constant.getName().substring(PREFIX.length()));
        }
        return names;
    }

    private static long number(Field constant) {
        try {
            return ((Number) constant.get(null)).longValue();
        } catch (IllegalAccessException e) {
            throw new AssertionError(constant + " is public", e);
        }
    }
}
