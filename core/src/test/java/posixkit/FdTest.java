package posixkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import posixkit.file.Io;

/** What needs no system: closing is tested where there is one. */
class FdTest {
    @Test
    void everyNumberFromZeroOnIsADescriptor() {
        Fd fd = Fd.own(0);
        assertEquals(0, fd.num());
        assertEquals("Fd[0]", fd.toString());
        assertThrows(IllegalArgumentException.class, () -> Fd.own(-1));
    }

    /** A fake of the role stands in for a system. */
    @Test
    void itIsClosedOnceThroughTheRoleThatOwnsIt() throws ErrnoException {
        List<Object> closed = new ArrayList<>();
        Io io = (Io) Proxy.newProxyInstance(
                Io.class.getClassLoader(), new Class<?>[] {Io.class}, (fake, method, arguments) -> {
                    if (method.getName().equals("own")) {
                        return InvocationHandler.invokeDefault(fake, method, arguments);
                    }
                    closed.add(method.getName().substring(0, "close".length()));
                    closed.add(arguments[0]);
                    return method.getReturnType() == int.class ? 0 : null;
                });
        Fd fd = io.own(7);
        assertEquals(7, fd.num());
        fd.close();
        fd.close();
        assertEquals(List.of("close", 7), closed);
        assertThrows(IllegalArgumentException.class, () -> io.own(-1));
        assertThrows(NullPointerException.class, () -> Fd.own(null, 7));
    }

    @Test
    void whatIsReleasedIsNoLongerOwned() throws ErrnoException {
        Fd fd = Fd.own(1_000_000);
        assertEquals(1_000_000, fd.release());
        assertThrows(IllegalStateException.class, fd::release);
        assertThrows(IllegalStateException.class, fd::num);
        assertEquals("Fd[closed]", fd.toString());
        fd.close();
    }
}
