package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.Target;

/** The door that is ours opens; the other says where we are. */
public abstract class DoorsContract {
    protected abstract Function<Posix, Object> ours();

    protected abstract Function<Posix, Object> theirs();

    @Test
    void ourDoorOpensAndTheirsSaysWhereWeAre() {
        assertNotNull(ours().apply(Posix.get()));
        UnsupportedOperationException refused =
                assertThrows(UnsupportedOperationException.class, () -> theirs().apply(Posix.get()));
        assertTrue(refused.getMessage().endsWith("this is " + Target.current()), refused.getMessage());
    }

    @Test
    void thereIsOnePosixAndItKeepsItsRoles() {
        assertSame(Posix.get(), Posix.get());
        assertSame(Posix.get().files(), Posix.get().files());
        assertEquals(ours().apply(Posix.get()), ours().apply(Posix.get()));
    }
}
