package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.contract.WithFiles;
import posixkit.onlinux.Clones;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/**
 * Tests {@link Clones}. Files share blocks in a Btrfs that a child mounts in its own namespace. The content of the files, and {@code
 * filefrag}, are the oracles.
 */
class LinuxClonesTest extends WithFiles {
    private static final int BLOCK = 4096;
    private static final int SIZE = 16 * BLOCK;

    private final Clones clones = posix.onLinux().clones();

    /** Makes the call that each line names, and prints its result. */
    static final class Cloning {
        private Cloning() {}

        public static void main(String[] arguments) throws IOException {
            Posix posix = Posix.get();
            Clones clones = posix.onLinux().clones();
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                long[] numbers =
                        Arrays.stream(words).skip(3).mapToLong(Long::parseLong).toArray();
                try (Fd dest = Fd.own(posix.files().open(words[1], O_RDWR));
                        Fd src = Fd.own(posix.files().open(words[2], O_RDONLY))) {
                    int to = dest.num();
                    int from = src.num();
                    System.out.println(
                            switch (words[0]) {
                                case "clone" -> clones.ficloneOrErrno(to, from);
                                case "range" ->
                                    clones.ficlonerangeOrErrno(to, from, numbers[0], numbers[1], numbers[2]);
                                case "dedupe" ->
                                    clones.fideduperangeOrErrno(from, numbers[0], numbers[1], to, numbers[2]);
                                case "frag" -> {
                                    posix.io().fsync(to);
                                    yield Programs.output("filefrag", "-v", words[1])
                                            .replaceAll("\\s+", " ");
                                }
                                case "cmp" ->
                                    Arrays.equals(
                                            Files.readAllBytes(Path.of(words[1])),
                                            Files.readAllBytes(Path.of(words[2])));
                                default -> throw new IllegalArgumentException(line);
                            });
                }
            }
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    @NeedsRoot
    @NeedsTool({"unshare", "mkfs.btrfs", "filefrag"})
    void filesShareBlocks() throws IOException {
        Path image = dir.resolve("image");
        try (RandomAccessFile sparse = new RandomAccessFile(image.toFile(), "rw")) {
            sparse.setLength(128L << 20);
        }
        Path content = Files.createDirectory(dir.resolve("content"));
        for (String name : List.of("a", "same")) {
            Files.write(content.resolve(name), random());
        }
        byte[] changed = random();
        changed[BLOCK]++;
        Files.write(content.resolve("other"), changed);
        Files.write(content.resolve("empty"), new byte[0]);
        Programs.output("mkfs.btrfs", "-q", "--mixed", "--rootdir", content.toString(), image.toString());
        Path top = Files.createDirectory(dir.resolve("mounted"));
        List<String> mounting = List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                "mount -o loop " + image + " " + top + " && exec \"$@\"",
                "sh");
        String a = top + "/a ";
        try (ChildJvm child = ChildJvm.startBy(mounting, Cloning.class)) {
            assertEquals("0", child.ask("clone " + top + "/empty " + a));
            assertEquals("true", child.ask("cmp " + top + "/empty " + a));
            assertTrue(child.ask("frag " + top + "/empty " + a).contains("shared"));

            assertEquals("-" + EINVAL, child.ask("range " + top + "/empty " + a + "1 " + BLOCK + " 0"));
            assertEquals("0", child.ask("range " + top + "/other " + a + BLOCK + " " + BLOCK + " " + BLOCK));
            assertEquals("true", child.ask("cmp " + top + "/other " + a), "the changed block is replaced");

            assertTrue(!child.ask("frag " + top + "/same " + a).contains("shared"));
            assertEquals("" + SIZE, child.ask("dedupe " + top + "/same " + a + "0 " + SIZE + " 0"));
            assertTrue(child.ask("frag " + top + "/same " + a).contains("shared"));
            assertEquals("0", child.ask("dedupe " + top + "/same " + a + "0 " + BLOCK + " " + BLOCK), "they differ");
            assertEquals("-" + EINVAL, child.ask("dedupe " + top + "/same " + a + "0 " + 2 * SIZE + " 0"));
        }
        assertArrayEquals(random(), Files.readAllBytes(content.resolve("a")));
    }

    @Test
    void failuresHaveTheirErrno() throws IOException {
        try (Fd fd = open(file("file", "x"), O_RDWR);
                Fd reading = open(dir.resolve("file"), O_RDONLY)) {
            int num = fd.num();
            assertErrno(EBADF, () -> clones.ficlone(num, NOT_OPEN));
            assertErrno(EBADF, () -> clones.ficlone(NOT_OPEN, num));
            assertErrno(EBADF, () -> clones.ficlonerange(num, NOT_OPEN, 0, 0, 0));
            assertErrno(EBADF, () -> clones.fideduperange(NOT_OPEN, 0, 1, num, 0));
            assertMinus(EBADF, clones.ficloneOrErrno(reading.num(), num));
        }
    }
}
