package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The C header of a foreign target compiles on this one, and holds its user to that target's layouts. */
class HeaderTest {
    @TempDir
    Path dir;

    private static final String KEVENT = """
            #include "darwin.h"
            #pragma pack(4)
            struct darwin_kevent { unsigned long ident; short filter; unsigned short flags; unsigned fflags; %s data; void *udata; };
            #pragma pack()
            D_CHECK_kevent;
            int flags = D_O_CREAT;
            unsigned long long limit = D_RLIM_INFINITY;
            _Static_assert(D_O_CREAT == 512 && D_EVFILT_READ == -1, "constants");
            """;

    @Test
    void aStructureThatLiesAsDarwinsDoesIsAccepted() throws Exception {
        assertEquals("", compile(KEVENT.formatted("long")));
    }

    @Test
    void aStructureThatDoesNotIsRefusedByName() throws Exception {
        String said = compile(KEVENT.formatted("int"));
        assertTrue(said.contains("kevent.data width"), said);
    }

    private String compile(String source) throws Exception {
        String host = Toolchain.HOST.startsWith("linux") ? Toolchain.HOST : "linux-x86_64";
        Toolchain compiler = Room.compilers(host).get(0);
        Main.main(
                "header",
                Room.ABI.toString(),
                "darwin-x86_64",
                dir.resolve("darwin.h").toString());
        return compiler.compile(Files.writeString(dir.resolve("user.c"), source), dir.resolve("user.o"), "-c");
    }
}
