package posixkit.linux;

import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.onlinux.constants.LinuxMmap.MAP_LOCKED;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.testing.ChildJvm;

/** The main class of a {@link ChildJvm} that may lock little memory, or that loses pages of a file. */
final class MemoryShell {
    private static final Memory MEMORY = Posix.get().memory();
    private static final int LENGTH = 1 << 20;
    private static final int LOST = LENGTH / 2;
    private static final ByteBuffer DIRECT = ByteBuffer.allocateDirect(5_000);

    /** A compiler may remove a read whose result nobody uses, and with it the error. */
    private static volatile long lastRead;

    private MemoryShell() {}

    public static void main(String[] arguments) throws Exception {
        // Loads the classes now: another user cannot open the jars.
        answer("mlock", "1");
        answer("mmapLocked", "1");
        answer("mlockall", "0");
        try (Scanner in = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (in.hasNext()) {
                System.out.println(answer(in.next(), in.next()));
            }
        }
    }

    private static String answer(String call, String argument) throws IOException {
        try {
            switch (call) {
                case "mlock" -> {
                    try (Mapping map = anonymous(Integer.parseInt(argument), 0)) {
                        MEMORY.mlock(map);
                    }
                }
                case "mmapLocked" ->
                    anonymous(Integer.parseInt(argument), MAP_LOCKED).close();
                case "mlockall" -> MEMORY.mlockall(Integer.parseInt(argument));
                case "munlockall" -> MEMORY.munlockall();
                case "setuid" -> Posix.get().ids().setuid(Integer.parseInt(argument));
                case "lose" -> {
                    return lose(argument);
                }
                default -> throw new IllegalArgumentException("no such call: " + call);
            }
            return "ok";
        } catch (ErrnoException e) {
            return Errno.name(e.errno());
        }
    }

    private static Mapping anonymous(long length, int flags) throws ErrnoException {
        return MEMORY.mmap(-1, 0, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON | flags);
    }

    /** Maps a file, accesses it until the access is compiled, cuts the file short, and accesses a lost page. */
    private static String lose(String access) throws IOException {
        Path file = Files.createTempFile("lost", null);
        try (Fd fd = Fd.own(Posix.get().files().open(file.toString(), O_RDWR))) {
            Posix.get().io().ftruncate(fd.num(), LENGTH);
            Mapping map = MEMORY.mmap(fd.num(), 0, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED);
            for (int i = 0; i < 20_000; i++) {
                touch(map, access);
            }
            Posix.get().io().ftruncate(fd.num(), LOST / 2);
            String outcome = touchLost(map, access);
            map.putByte(0, (byte) 7);
            outcome += " " + map.getByte(0);
            map.close();
            try {
                touch(map, access);
            } catch (IllegalStateException unmapped) {
                outcome += " unmapped";
            }
            return outcome + " " + MEMORY.mappings().size();
        } finally {
            Files.delete(file);
        }
    }

    /** The error comes at the access, or when this thread next enters the VM, as it does to allocate. */
    private static String touchLost(Mapping map, String access) {
        try {
            touch(map, access);
            byte[][] garbage = new byte[8][];
            for (int i = 0; i < 8_000; i++) {
                garbage[i % garbage.length] = new byte[16 * 1024];
            }
            return "nothing";
        } catch (InternalError lost) {
            return "lost";
        }
    }

    private static void touch(Mapping map, String access) {
        switch (access) {
            case "getByte" -> lastRead = map.getByte(LOST);
            case "getLong" -> lastRead = map.getLong(LOST);
            case "putInt" -> map.putInt(LOST, 1);
            case "getFew" -> map.get(LOST, new byte[5], 0, 5);
            case "putFew" -> map.put(LOST, new byte[5], 0, 5);
            case "getMany" -> map.get(LOST, new byte[5_000], 0, 5_000);
            case "putMany" -> map.put(LOST, new byte[5_000], 0, 5_000);
            case "getBuffer" -> map.get(LOST, ByteBuffer.allocate(5_000));
            case "putBuffer" -> map.put(LOST, ByteBuffer.allocate(5_000));
            case "getDirect" -> map.get(LOST, DIRECT.clear());
            case "putDirect" -> map.put(LOST, DIRECT.clear());
            case "getIntAcquire" -> lastRead = map.getIntAcquire(LOST);
            case "getLongAcquire" -> lastRead = map.getLongAcquire(LOST);
            case "putIntRelease" -> map.putIntRelease(LOST, 1);
            case "putLongRelease" -> map.putLongRelease(LOST, 1);
            case "compareAndSetInt" -> map.compareAndSetInt(LOST, 0, 0);
            case "compareAndSetLong" -> map.compareAndSetLong(LOST, 0, 0);
            case "getAndAddInt" -> lastRead = map.getAndAddInt(LOST, 1);
            case "getAndAddLong" -> lastRead = map.getAndAddLong(LOST, 1);
            default -> throw new IllegalArgumentException("no such access: " + access);
        }
    }
}
