package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Fcntl.F_GETOWN;
import static posixkit.constants.Fcntl.F_SETOWN;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Seek.SEEK_SET;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.contract.IoContract;

class LinuxIoTest extends IoContract {
    private final Posix posix = Posix.get();

    /** A process group, which is minus its number: a result below −1 is no failure. */
    @Test
    void anOwnerThatIsAGroupIsNegative() throws IOException {
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            int group = posix.ids().getpgrp();
            posix.io().fcntl(read.num(), F_SETOWN, -group);
            assertEquals(-group, posix.io().fcntl(read.num(), F_GETOWN, 0));
            assertEquals(0, posix.io().fcntl(write.num(), F_GETOWN, 0));
        }
    }

    /** In memory, which is a file like any other, the upper half of all places is negative in Java. */
    @Test
    void aPlaceInTheUpperHalfIsNoFailure() throws IOException {
        long vsyscall = 0xFFFF_FFFF_FF60_0000L;
        try (Fd memory = Fd.own(posix.files().open("/proc/self/mem", O_RDONLY))) {
            assertEquals(vsyscall, posix.io().lseek(memory.num(), vsyscall, SEEK_SET));
        }
    }
}
