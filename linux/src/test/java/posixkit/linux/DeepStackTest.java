package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;

/** A stack that overflows at the first use of a role does no lasting harm: the role works where there is stack. */
@ExtendWith(Descriptors.class)
class DeepStackTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ids",
                "files",
                "io",
                "processes",
                "clocks",
                "sockets",
                "memory",
                "poll",
                "select",
                "host",
                "symbols",
                "epoll",
                "onLinux.files",
                "onLinux.sockets",
                "onLinux.ids",
                "kernel",
                "ptrace",
                "syscalls",
                "errors"
            })
    void aRoleFirstUsedAtTheEndOfTheStackWorksAfterwards(String role) throws IOException {
        try (ChildJvm child = ChildJvm.start(DeepStackProgram.class)) {
            assertEquals("overflowed, works", child.ask(role));
        }
    }
}
