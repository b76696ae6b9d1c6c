package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.InheritingContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinInheritingTest extends InheritingContract {
    @Test
    void queuesAreNotMarked() throws IOException {
        try (Fd queue = Fd.own(posix.onDarwin().kqueue().kqueue());
                Fd marked = Fd.own(usual.onDarwin().kqueue().kqueue())) {
            assertEquals(0, usual.io().fcntl(queue.num(), F_GETFD, 0));
            assertEquals(FD_CLOEXEC, usual.io().fcntl(marked.num(), F_GETFD, 0));
        }
    }
}
