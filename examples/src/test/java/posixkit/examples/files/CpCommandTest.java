package posixkit.examples.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.examples.cli.Captured;
import posixkit.examples.cli.ChildPk;
import posixkit.examples.cli.Raw;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracles are GNU cp, and cmp, diff, find, du and getfattr, which look at the copies. */
@NeedsTool({"cp", "cmp", "diff", "find", "du", "sh"})
@ExtendWith(Descriptors.class)
class CpCommandTest {
    private static final long FIVE_GIB = 5L << 30;

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 1 << 20, (3 << 20) + 7})
    void copiesAllBytes(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Path from = Files.write(dir.resolve("from"), content);
        Path to = dir.resolve("to");
        for (String option : List.of("-p", "-a", "--reflink=never")) {
            assertEquals("", Captured.output("cp", option, from.toString(), to.toString()));
            assertEquals("", Programs.output("cmp", from.toString(), to.toString()));
        }
        assertEquals(List.of("from", "to"), names());
    }

    private List<String> names() {
        return Arrays.asList(dir.toFile().list()).stream().sorted().toList();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void holesStayHoles() throws IOException {
        Path from = dir.resolve("from");
        long[] data = {0, 1 << 20, (1L << 32) - 10, FIVE_GIB - 1 - (1 << 20)};
        try (RandomAccessFile file = new RandomAccessFile(from.toFile(), "rw")) {
            for (long at : data) {
                file.seek(at);
                file.writeLong(at + 1);
            }
            file.setLength(FIVE_GIB);
        }
        Path to = dir.resolve("to");
        assertEquals("", Captured.output("cp", from.toString(), to.toString()));
        assertEquals(FIVE_GIB, Files.size(to));
        assertEquals(
                Programs.output("du", from.toString()).split("\t")[0],
                Programs.output("du", to.toString()).split("\t")[0]);
        try (RandomAccessFile file = new RandomAccessFile(to.toFile(), "r")) {
            for (long at : data) {
                file.seek(at);
                assertEquals(at + 1, file.readLong());
            }
        }
        assertEquals(
                "",
                Captured.output(
                        "cp",
                        "--reflink=never",
                        to.toString(),
                        dir.resolve("all hole").toString()));
    }

    @Test
    @NeedsProc
    void copiesFilesWhoseSizeNobodyKnows() throws IOException {
        String to = dir.resolve("to").toString();
        assertEquals("", Captured.output("cp", "/proc/self/limits", to));
        assertEquals(
                "", Programs.output("cmp", "/proc/" + ProcessHandle.current().pid() + "/limits", to));
        assertEquals("", Captured.output("cp", "/dev/null", to));
        assertEquals(0, Files.size(Path.of(to)));
        assertEquals("", Captured.output("cp", "/proc/self/limits", "/dev/null"));
    }

    /** A tree with one file of each kind, made by programs. */
    private Path tree() throws IOException {
        Path tree = Files.createDirectory(dir.resolve("tree"));
        String script = """
                cd "$0"
                mkdir -p a/b/c closed && echo x >closed/file && mkdir 'odd
                name' && echo 1 >a/one && echo two >a/b/two && ln a/one a/b/c/hard && ln a/one 'odd
                name/hard 2'
                ln -s ../one a/b/link && ln -s nowhere broken && mkfifo fifo
                printf x >"$(printf 'not\\377utf8')"
                truncate -s 3M sparse && printf y | dd of=sparse bs=1 seek=2000000 conv=notrunc 2>/dev/null
                touch -d '1969-07-20 20:17:40.123456789 UTC' a/one && chmod 4751 a/b/two && chmod 1777 a/b/c && chmod 2500 closed
                touch -h -d '2001-02-03 04:05:06.789 UTC' a/b/link && touch -d '2002-01-01' a/b a
                setfattr -n user.x -v 'value' a/one 2>/dev/null
                setfattr -n user.d -v 'directory' a/b 2>/dev/null
                true
                """;
        Programs.output("sh", "-c", script, tree.toString());
        return tree;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "-r", "-rp"})
    @NeedsTool({"getfattr", "setfattr", "mkfifo", "dd", "truncate"})
    @NeedsGnu
    void copiesTreesAsCpDoes(String options) throws IOException {
        String tree = tree().toString();
        String gnu = dir.resolve("gnu").toString();
        String ours = dir.resolve("ours").toString();
        Programs.output("cp", options, tree, gnu);
        assertEquals("", Captured.output("cp", options, tree, ours));
        assertEquals(contents(gnu, options), contents(ours, options));
        assertEquals("", Programs.output("diff", "-r", "--no-dereference", gnu + "/a", ours + "/a"));
        // Again, over what is there, and into an existing directory.
        Programs.output("cp", options, tree + "/a", tree + "/broken", gnu);
        assertEquals("", Captured.output("cp", options, tree + "/a", tree + "/broken", ours));
        assertEquals(contents(gnu, options), contents(ours, options));
    }

    private static String contents(String directory, String options) {
        String times = options.equals("-r") ? "" : " %T@";
        String format = "%P %y %m %U %G %n %l %k" + times + "\\n";
        return Raw.output("sh", "-c", "cd \"$0\" && find . -mindepth 1 -printf '" + format + "' | sort", directory)
                        .replace('\uDCFF', '?')
                + Raw.output("sh", "-c", "cd \"$0\" && getfattr -hdR . | sort", directory);
    }

    @Test
    @NeedsRoot
    @NeedsTool("mknod")
    @NeedsGnu
    void keepsOwnersAndDevices() throws IOException {
        Path tree = Files.createDirectory(dir.resolve("tree"));
        Programs.output(
                "sh",
                "-c",
                "cd \"$0\" && mknod d c 1 3 && echo x >f && chown 123:456 f d && chmod 4755 f && ln -s f l && chown -h 7:8 l",
                tree.toString());
        for (String options : List.of("-a", "-r")) {
            String gnu = dir + "/gnu" + options;
            String ours = dir + "/ours" + options;
            Programs.output("cp", options, tree.toString(), gnu);
            assertEquals("", Captured.output("cp", options, tree.toString(), ours));
            assertEquals(contents(gnu, options), contents(ours, options));
        }
    }

    @Test
    void replacesFilesAndWritesThroughLinks() throws IOException {
        Path from = Files.writeString(dir.resolve("from"), "new");
        Path target =
                Files.writeString(Files.createDirectory(dir.resolve("sub")).resolve("target"), "old");
        Programs.output("chmod", "640", target.toString());
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("sub/target"));
        assertEquals("", Captured.output("cp", from.toString(), link.toString()));
        assertEquals("new", Files.readString(target));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("640", Programs.stat("%a", target.toString()));
        assertEquals("", Captured.output("cp", from.toString(), dir + "/sub/"));
        assertEquals("new", Files.readString(dir.resolve("sub/from")));
    }

    @Test
    void refusesWhatWouldDestroy() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "content");
        Path hard = Files.createLink(dir.resolve("hard"), file);
        Path broken = Files.createSymbolicLink(dir.resolve("broken"), Path.of("nowhere"));
        Path sub = Files.createDirectories(dir.resolve("tree/sub"));
        String tree = dir + "/tree";
        assertComplains(file + ": is the same file as " + file, "cp", file.toString(), file.toString());
        assertComplains(file + ": is the same file as " + hard, "cp", file.toString(), hard.toString());
        assertComplains(file + ": is the same file as " + dir + "/file", "cp", file.toString(), dir.toString());
        assertComplains(
                broken + ": is a symbolic link that leads to nothing", "cp", file.toString(), broken.toString());
        assertComplains(tree + ": a directory is copied with -r only", "cp", tree, dir + "/other");
        assertComplains(tree + ": cannot be copied into itself, " + sub + "/tree", "cp", "-r", tree, sub.toString());
        assertComplains(tree + ": cannot be copied into itself, " + sub + "/new", "cp", "-a", tree, sub + "/new");
        assertComplains(tree + "/: cannot be copied into itself, " + tree + "/tree", "cp", "-a", tree + "/", tree);
        assertComplains("/no/such: ENOENT (2): No such file or directory", "cp", "/no/such", dir + "/x");
        assertComplains(file + ": ENOTDIR (20): Not a directory", "cp", "/dev/null", "/etc/hosts", file.toString());
        assertEquals(1, Captured.pk("cp", "-r", tree, file.toString()).exit());
        assertEquals(1, Captured.pk("cp", file.toString(), dir + "/no/such/dir").exit());
        assertEquals(2, Captured.pk("cp", file.toString()).exit());
        assertEquals("content", Files.readString(file));
        assertEquals(List.of("broken", "file", "hard", "tree"), names());
        assertEquals(List.of("sub"), List.of(dir.resolve("tree").toFile().list()));
    }

    private static void assertComplains(String error, String... command) {
        assertEquals(new Captured(1, "", "pk cp: " + error + "\n"), Captured.pk(command));
    }

    @Test
    @NeedsTool({"mkfifo", "kill"})
    void ctrlCLeavesNoHalfFile() throws Exception {
        Path fifo = dir.resolve("fifo");
        Programs.output("mkfifo", fifo.toString());
        Path to = Files.createDirectory(dir.resolve("to"));
        Path errors = dir.resolve("errors");
        Process copying = new ProcessBuilder(ChildPk.command("cp", fifo.toString(), to + "/file"))
                .redirectError(errors.toFile())
                .redirectOutput(errors.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        try (RandomAccessFile writer = new RandomAccessFile(fifo.toFile(), "rw")) {
            writer.write(new byte[3000]);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (to.toFile().list().length == 0 || to.toFile().listFiles()[0].length() < 3000) {
                assertTrue(copying.isAlive() && System.nanoTime() < end, () -> "ended: " + read(errors));
                TimeUnit.MILLISECONDS.sleep(5);
            }
            Programs.output("kill", "-INT", Long.toString(copying.pid()));
            assertTrue(copying.waitFor(60, TimeUnit.SECONDS), "does not end");
            assertEquals(130, copying.exitValue());
        } finally {
            copying.destroyForcibly().waitFor();
        }
        assertEquals("", read(errors));
        assertEquals(List.of(), List.of(to.toFile().list()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** In a mount namespace of its own, on a file system whose files can share blocks. */
    @Test
    @NeedsRoot
    @NeedsTool({"unshare", "mkfs.btrfs", "mount", "filefrag"})
    void sharesBlocksWhereTheFileSystemCan() throws IOException {
        String script = """
                cd "$0" && truncate -s 120M image && mkfs.btrfs -q image >/dev/null 2>&1 && mkdir m && mount -o loop image m && cd m || exit 9
                head -c 1000000 /dev/urandom >from && sync && "$@" from to && sync && cmp from to && filefrag -v to | grep -c shared
                """;
        List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", script, dir.toString()));
        command.addAll(List.of(ChildPk.command("cp", "--reflink=always")));
        Programs.Outcome outcome = Programs.run(command.toArray(String[]::new));
        assumeTrue(outcome.exit() != 9, "no Btrfs here: " + outcome.errors());
        assertEquals("", outcome.errors());
        assertTrue(Integer.parseInt(outcome.output().strip()) > 0, outcome.output());
    }

    @Test
    @NeedsGnu
    void sharesOrSaysThatItCannot() throws IOException {
        Path from = Files.writeString(dir.resolve("from"), "content");
        Captured shared = Captured.pk("cp", "--reflink=always", from.toString(), dir + "/to");
        boolean can = Programs.run("cp", "--reflink=always", from.toString(), dir + "/gnu")
                        .exit()
                == 0;
        assertEquals(can ? 0 : 1, shared.exit(), shared.errors());
        assertTrue(can || shared.errors().contains("reflink \"" + dir + "/to\": EOPNOTSUPP (95)"), shared.errors());
        assertEquals(
                0,
                Captured.pk("cp", "--reflink=auto", from.toString(), dir + "/to")
                        .exit());
    }
}
