package posixkit.darwin;

import static posixkit.constants.Errno.ENOMEM;
import static posixkit.ondarwin.constants.DarwinSysctl.CTL_MAXNAME;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import posixkit.ErrnoException;
import posixkit.ondarwin.Sysctl;
import posixkit.unix.Bindings;
import posixkit.unix.Result;
import posixkit.unix.Scratch;

final class DarwinSysctl implements Sysctl {
    /** Room beyond what is asked for, to begin with; each time it was not enough, there is twice as much. */
    private static final int ROOM = 64;

    private static final int TRIES = 12;

    private final Supplier<SysctlCall> numbers;
    private final Supplier<SysctlNameCalls> names;

    DarwinSysctl(Bindings bindings) {
        numbers = bindings.lazilySix(SysctlCall.class, SysctlCall.WithoutStub.class);
        names = bindings.lazily(SysctlNameCalls.class);
    }

    /** One variable, whichever way it is named; answers −errno. */
    private interface Variable {
        int call(long old, long oldLength, long value, long length);
    }

    @Override
    public byte[] sysctl(int... name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            return read(s, byNumbers(s, name), "sysctl", dotted(name));
        }
    }

    @Override
    public void sysctl(int[] name, byte[] value) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            write(s, byNumbers(s, name), value, "sysctl", dotted(name));
        }
    }

    @Override
    public byte[] sysctlbyname(String name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            return read(s, byName(s, name), "sysctlbyname", name);
        }
    }

    @Override
    public void sysctlbyname(String name, byte[] value) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            write(s, byName(s, name), value, "sysctlbyname", name);
        }
    }

    @Override
    public int[] sysctlnametomib(String name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long mib = s.alloc(CTL_MAXNAME * Integer.BYTES);
            long count = s.alloc(Long.BYTES);
            s.set64(count, CTL_MAXNAME);
            Result.check(names.get().sysctlnametomib(s.string(name), mib, count), "sysctlnametomib", name);
            int[] found = new int[(int) s.s64(count)];
            for (int i = 0; i < found.length; i++) {
                found[i] = s.s32(mib + (long) i * Integer.BYTES);
            }
            return found;
        }
    }

    private Variable byNumbers(Scratch s, int[] name) {
        SysctlCall calls = numbers.get();
        long mib = s.alloc(Math.multiplyExact(name.length, Integer.BYTES));
        for (int i = 0; i < name.length; i++) {
            s.set32(mib + (long) i * Integer.BYTES, name[i]);
        }
        return (old, oldLength, value, length) ->
                Result.negate(calls.sysctl(mib, name.length, old, oldLength, value, length));
    }

    private Variable byName(Scratch s, String name) {
        SysctlNameCalls calls = names.get();
        long text = s.string(name);
        return (old, oldLength, value, length) ->
                Result.negate(calls.sysctlbyname(text, old, oldLength, value, length));
    }

    /**
     * There are variables that are cut to the room they get without a word, so it is not tried without asking. A list may
     * have grown between question and answer.
     */
    private static byte[] read(Scratch s, Variable variable, String call, String name) throws ErrnoException {
        long length = s.alloc(Long.BYTES);
        int result = -ENOMEM;
        for (int tries = 0; result == -ENOMEM && tries < TRIES; tries++) {
            Result.orThrow(variable.call(0, length, 0, 0), call, name);
            int room = Math.addExact(Math.toIntExact(s.s64(length)), ROOM << tries);
            long value = s.alloc(room);
            s.set64(length, room);
            result = variable.call(value, length, 0, 0);
            if (result == 0) {
                return s.copy(value, (int) s.s64(length));
            }
        }
        throw new ErrnoException(call, -result, name);
    }

    private static void write(Scratch s, Variable variable, byte[] value, String call, String name)
            throws ErrnoException {
        long bytes = s.bytes(value, 0, value.length);
        Result.orThrow(variable.call(0, 0, bytes, value.length), call, name);
    }

    private static String dotted(int[] name) {
        return Arrays.stream(name).mapToObj(Integer::toString).collect(Collectors.joining("."));
    }
}
