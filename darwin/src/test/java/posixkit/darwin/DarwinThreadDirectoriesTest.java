package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;

/** Working directories of threads. {@code /proc} is the oracle: the stand-in gives a thread of Linux a directory of its own. */
@NeedsTool("cc")
class DarwinThreadDirectoriesTest extends WithFiles {
    private final OnDarwinFiles extras = posix.onDarwin().files();

    private static <T> T inThread(Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(action);
        new Thread(task).start();
        return task.get();
    }

    private static Path directory(String whose) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/" + whose + "/cwd"));
    }

    @Test
    @NeedsProc
    void aThreadHasADirectoryOfItsOwn() throws Exception {
        Path one = dir.toRealPath();
        Path two = Files.createDirectory(one.resolve("zwei"));
        Files.writeString(two.resolve("file"), "content");
        Path before = directory("self");
        assertNotEquals(one, before);
        inThread(() -> {
            extras.pthreadChdirNp(one.toString());
            assertEquals(one, directory("thread-self"));
            assertEquals(before, directory("self"));
            extras.pthreadChdirNp("zwei");
            assertEquals(two, directory("thread-self"));
            assertEquals(7, files.stat("file").size());
            try (Fd open = open(one, O_RDONLY)) {
                extras.pthreadFchdirNp(open.num());
                assertEquals(one, directory("thread-self"));
            }
            assertErrno(ENOENT, () -> files.stat("file"));
            extras.pthreadFchdirNp(-1);
            assertEquals(before, directory("thread-self"));
            return null;
        });
        assertEquals(before, directory("self"));
        assertEquals(before, inThread(() -> directory("thread-self")));
    }

    @Test
    void wrongDirectoriesFail() throws Exception {
        Path file = file("file", "content");
        inThread(() -> {
            assertErrno(ENOENT, () -> extras.pthreadChdirNp(dir + "/none"));
            assertMinus(ENOENT, extras.pthreadChdirNpOrErrno(""));
            assertErrno(ENOTDIR, () -> extras.pthreadChdirNp(file.toString()));
            assertErrno(EBADF, () -> extras.pthreadFchdirNp(NOT_OPEN));
            assertErrno(EBADF, () -> extras.pthreadFchdirNp(-1));
            try (Fd open = open(file, O_RDONLY)) {
                assertErrno(ENOTDIR, () -> extras.pthreadFchdirNp(open.num()));
                assertMinus(ENOTDIR, extras.pthreadFchdirNpOrErrno(open.num()));
            }
            return null;
        });
        assertThrows(IllegalArgumentException.class, () -> extras.pthreadChdirNp("a\0b"));
    }
}
