package posixkit.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ICMPv6FilterTest {
    @Test
    void aNewOnePassesAll() {
        assertTrue(IntStream.range(0, 256).noneMatch(new ICMPv6Filter()::blocks));
    }

    @Test
    void whatIsBlockedCanBePassedAgain() {
        ICMPv6Filter filter = new ICMPv6Filter().blockAll();
        assertTrue(IntStream.range(0, 256).allMatch(filter::blocks));
        assertFalse(filter.pass(255).blocks(255));
        assertTrue(filter.blocks(254));
        assertTrue(filter.block(255).blocks(255));
        assertTrue(IntStream.range(0, 256).noneMatch(filter.passAll()::blocks));
    }

    @Test
    void aTypeIsOneByte() {
        ICMPv6Filter filter = new ICMPv6Filter();
        assertThrows(IndexOutOfBoundsException.class, () -> filter.blocks(256));
        assertThrows(IndexOutOfBoundsException.class, () -> filter.block(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> filter.pass(256));
    }

    @Test
    void twoThatBlockTheSameAreEqual() {
        assertEquals(new ICMPv6Filter().block(3), new ICMPv6Filter().block(3));
        assertEquals(
                new ICMPv6Filter().block(3).hashCode(),
                new ICMPv6Filter().block(3).hashCode());
        assertNotEquals(new ICMPv6Filter().block(3), new ICMPv6Filter().block(4));
        assertNotEquals(new ICMPv6Filter(), "a filter");
        assertNotEquals(
                new ICMPv6Filter().block(3).hashCode(),
                new ICMPv6Filter().block(4).hashCode());
        assertEquals(
                "ICMPv6Filter[blocks {3, 200}]",
                new ICMPv6Filter().block(200).block(3).toString());
    }
}
