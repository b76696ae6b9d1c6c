package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.onlinux.constants.LinuxOpen.O_DIRECT;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.PipesContract;
import posixkit.file.Io;

class LinuxPipesTest extends PipesContract {
    @Test
    void aPipeOfPacketsKeepsThemApart() throws IOException {
        Io io = posix.io();
        int[] ends = io.pipe2(O_DIRECT);
        try (Fd read = Fd.own(ends[0]);
                Fd write = Fd.own(ends[1])) {
            io.write(write.num(), bytes("one"));
            io.write(write.num(), bytes("second"));
            assertEquals(3, io.read(read.num(), new byte[100]));
            assertEquals(6, io.read(read.num(), new byte[100]));
        }
    }
}
