package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.Target;
import posixkit.testing.ChildJvm;

class LinuxPosixTest {
    /** Says what asking for the system comes to. */
    static final class Asks {
        private Asks() {}

        public static void main(String[] arguments) throws IOException {
            while (System.in.read() != '\n') {}
            try {
                System.out.println(Posix.get());
            } catch (UnsupportedOperationException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void layoutsOfAnotherMachineAreNotPutOverThisOnesLibc() throws IOException {
        String other = Target.HOST_IS_X86_64 ? "linux-aarch64" : "linux-x86_64";
        String expected = "posixkit.target says " + other + "; this machine is " + Target.current();
        try (ChildJvm child = ChildJvm.start(Asks.class, "-Dposixkit.target=" + other)) {
            assertEquals(expected, child.ask(""));
        }
        Target theirs = Target.HOST_IS_X86_64 ? Target.LINUX_AARCH64 : Target.LINUX_X86_64;
        assertThrows(UnsupportedOperationException.class, theirs::requireHost);
    }
}
