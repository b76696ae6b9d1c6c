package posixkit.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.MessageFlag.MSG_CTRUNC;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.testing.Refusals.assertNullRefused;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import posixkit.file.Io;
import posixkit.testing.Received;

/** Tests messages without a system. */
class MessageTest {
    private static final SockAddr SOMEBODY = SockAddr.Inet4.loopback(7);

    @Test
    void whatIsToBeSentIsKept() throws Exception {
        ByteBuffer one = ByteBuffer.allocate(1);
        ByteBuffer two = ByteBuffer.allocate(2);
        Message.Control control = new Message.Control(1, 2, new byte[] {3});
        Message message = Message.of(one, two).fds(5, 4).name(SOMEBODY).controls(control);
        assertTrue(message.isOutgoing());
        assertArrayEquals(new ByteBuffer[] {one, two}, message.buffers());
        assertArrayEquals(new int[] {5, 4}, message.fds());
        assertSame(SOMEBODY, message.name());
        assertEquals(List.of(control), message.controls());
        assertArrayEquals(new ByteBuffer[] {two}, message.buffers(two).buffers());
        assertNull(message.name(null).name());
        message.close();
        assertArrayEquals(new int[] {5, 4}, message.fds(), "the sender's own");
    }

    @Test
    void arraysAreCopied() {
        ByteBuffer[] buffers = {ByteBuffer.allocate(1)};
        int[] fds = {5};
        int[] room = {6};
        Message out = Message.of(buffers).fds(fds);
        Message in = Message.into(buffers).room(room);
        buffers[0] = null;
        fds[0] = 9;
        room[0] = 9;
        assertEquals(1, out.buffers()[0].capacity());
        out.buffers()[0] = null;
        assertEquals(1, out.buffers()[0].capacity());
        out.fds()[0] = 9;
        assertEquals(5, out.fds()[0]);
        in.room()[0] = 9;
        assertEquals(6, in.room()[0]);
    }

    @Test
    void whatCameIsRead() {
        Message.Control control = new Message.Control(1, 2, new byte[] {3});
        Message in = Message.into(ByteBuffer.allocate(1), 7);
        assertFalse(in.isOutgoing());
        assertEquals(7, in.maxFds());
        assertEquals(0, in.room().length);
        assertEquals(0, in.fdCount());
        assertNull(in.name());
        Received.store(in, SOMEBODY, MSG_TRUNC, new int[] {1000, 1001, 1002}, List.of(control), List.of());
        assertSame(SOMEBODY, in.name());
        assertEquals(MSG_TRUNC, in.flags());
        assertTrue(in.isTruncated());
        assertFalse(in.isControlTruncated());
        assertEquals(List.of(control), in.controls());
        assertEquals(3, in.fdCount());
        assertArrayEquals(new int[] {1000, 1001, 1002}, in.takeFds());
        Received.store(in, null, MSG_CTRUNC, new int[0], List.of(), List.of());
        assertFalse(in.isTruncated());
        assertTrue(in.isControlTruncated());
        assertNull(in.name());
        assertEquals(List.of(), in.controls());
    }

    @Test
    void aDescriptorIsTakenOnce() {
        Message in = Message.into(ByteBuffer.allocate(1), 3);
        Received.store(in, null, 0, new int[] {1000, 1001, 1002}, List.of(), List.of());
        assertEquals(1001, in.takeFd(1));
        assertThrows(IllegalStateException.class, () -> in.takeFd(1));
        assertThrows(IndexOutOfBoundsException.class, () -> in.takeFd(3));
        assertEquals(3, in.fdCount());
        assertArrayEquals(new int[] {1000, 1002}, in.takeFds());
        assertArrayEquals(new int[0], in.takeFds());
        assertThrows(IllegalStateException.class, () -> in.takeFd(0));
    }

    @Test
    void descriptorsNobodyTookAreNotForgotten() {
        Message in = Message.into(ByteBuffer.allocate(1), 2);
        Received.store(in, SOMEBODY, 0, new int[] {1000, 1001}, List.of(), List.of());
        assertEquals(1000, in.takeFd(0));
        IllegalStateException lost = assertThrows(
                IllegalStateException.class, () -> Received.store(in, null, 0, new int[0], List.of(), List.of()));
        assertTrue(lost.getMessage().contains("1001"), lost.getMessage());
        assertSame(SOMEBODY, in.name(), "as it was");
        assertArrayEquals(new int[] {1001}, in.takeFds());
    }

    @Test
    void sendingAndReceivingAreNotMixed() {
        Message out = Message.of();
        Message in = Message.into();
        String toBeSent =
                assertThrows(IllegalStateException.class, () -> out.maxFds(1)).getMessage();
        assertEquals("this message is for sending", toBeSent);
        String toBeReceived = assertThrows(IllegalStateException.class, in::fds).getMessage();
        assertEquals("this message is for receiving", toBeReceived);
        assertThrows(IllegalStateException.class, () -> out.room(1));
        assertEquals(0, out.fdCount());
        assertThrows(IllegalStateException.class, () -> out.takeFd(0));
        assertThrows(IllegalStateException.class, out::takeFds);
        assertThrows(IllegalStateException.class, () -> Received.store(out, null, 0, new int[0], List.of(), List.of()));
        assertThrows(IllegalStateException.class, () -> in.fds(1));
        assertThrows(IllegalStateException.class, in::fds);
        assertThrows(IllegalStateException.class, () -> in.name(SOMEBODY));
        assertThrows(IllegalStateException.class, () -> in.controls(new Message.Control(1, 2, new byte[0])));
    }

    @Test
    void nonsenseIsRefused() {
        assertNullRefused("buffers", () -> Message.of((ByteBuffer) null));
        assertNullRefused("buffers", () -> Message.into((ByteBuffer[]) null));
        assertNullRefused("controls", () -> Message.of().controls((Message.Control) null));
        assertNullRefused("controls", () -> Message.of().controls((Message.Control[]) null));
        assertNullRefused("data", () -> new Message.Control(1, 2, null));
        assertNullRefused("fds", () -> Message.of().fds((int[]) null));
        assertNullRefused("lengths", () -> Message.into().room((int[]) null));
        assertNullRefused("io", () -> Message.into().closedBy(null));
        assertNullRefused("control", () -> Message.into().takeFd(null));
        assertThrows(IllegalArgumentException.class, () -> Message.of().fds(3, -1));
        assertThrows(IllegalArgumentException.class, () -> Message.into(ByteBuffer.allocate(1), -1));
        assertThrows(IllegalArgumentException.class, () -> Message.into().room(4, -1));
        assertEquals(0, Message.into().maxFds(0).room(0).maxFds());
        assertArrayEquals(new int[] {0}, Message.of().fds(0).fds());
    }

    @Test
    void rewindingRestoresPositionsAndLimits() {
        ByteBuffer one = ByteBuffer.allocate(9).position(2).limit(7);
        ByteBuffer two = ByteBuffer.allocateDirect(4);
        Message message = Message.into(one, two);
        one.position(5).flip();
        two.position(4);
        assertSame(message, message.rewind());
        assertEquals("2-7 0-4", one.position() + "-" + one.limit() + " " + two.position() + "-" + two.limit());
        ByteBuffer other = ByteBuffer.allocate(3).position(1);
        message.buffers(other);
        one.clear();
        other.clear();
        message.rewind();
        assertEquals("0-9 1-3", one.position() + "-" + one.limit() + " " + other.position() + "-" + other.limit());
    }

    @Test
    void aDescriptorInAControlMessageIsTakenOnce() {
        Message.Control pidfd = new Message.Control(1, 4, descriptor(1000));
        Message.Control other = new Message.Control(1, 5, descriptor(1001));
        Message in = Message.into().room(4, 4);
        Received.store(in, null, 0, new int[] {1002}, List.of(pidfd, other), List.of(pidfd));
        assertThrows(IllegalStateException.class, () -> in.takeFd(other));
        IllegalStateException lost = assertThrows(
                IllegalStateException.class, () -> Received.store(in, null, 0, new int[0], List.of(), List.of()));
        assertTrue(lost.getMessage().endsWith("[1002, 1000]"), lost.getMessage());
        assertEquals(1000, in.takeFd(pidfd));
        assertThrows(IllegalStateException.class, () -> in.takeFd(pidfd));
        assertArrayEquals(new int[] {1002}, in.takeAll());
        Received.store(in, null, 0, new int[] {1003}, List.of(pidfd), List.of(pidfd));
        assertArrayEquals(new int[] {1003, 1000}, in.takeAll());
        assertThrows(IllegalStateException.class, () -> in.takeFd(pidfd));
    }

    private static byte[] descriptor(int fd) {
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(fd).array();
    }

    @Test
    void closingGoesThroughTheGivenRole() throws Exception {
        List<Object> closed = new ArrayList<>();
        Io io = (Io)
                Proxy.newProxyInstance(Io.class.getClassLoader(), new Class<?>[] {Io.class}, (p, method, arguments) -> {
                    closed.add(method.getName() + " " + arguments[0]);
                    return null;
                });
        Message.Control pidfd = new Message.Control(1, 4, descriptor(1000));
        Message in = Message.into().closedBy(io);
        Received.store(in, null, 0, new int[] {1001, 1002}, List.of(pidfd), List.of(pidfd));
        in.takeFd(0);
        in.close();
        in.close();
        assertEquals(List.of("close 1002", "close 1000"), closed);
    }

    @Test
    void messagesPrintWhatTheyHold() {
        Message out = Message.of(ByteBuffer.allocate(3), ByteBuffer.allocate(2))
                .fds(3, 4)
                .name(SOMEBODY);
        assertEquals(
                "Message[of, buffers=[ByteBuffer[pos=0, lim=3], ByteBuffer[pos=0, lim=2]], name=127.0.0.1:7, fds=[3, 4], controls=[]]",
                out.toString());
        Message in = Message.into().maxFds(2);
        assertEquals(
                "Message[into, buffers=[], name=null, fds=[], controls=[], maxFds=2, room=[], flags=0]", in.toString());
        Message.Control control = new Message.Control(7, 9, new byte[] {1});
        Received.store(in, SOMEBODY, 0x20, new int[] {1000, 1001}, List.of(control), List.of());
        in.takeFd(0);
        assertEquals(
                "Message[into, buffers=[], name=127.0.0.1:7, fds=[taken, 1001], controls=[Control[7:9 01]], maxFds=2, room=[], flags="
                        + "MSG_TRUNC]",
                in.toString());
    }

    @Test
    void controlMessagesAreValues() {
        byte[] data = {1, (byte) 0xE8};
        Message.Control control = new Message.Control(7, 9, data);
        data[0] = 5;
        assertEquals(new Message.Control(7, 9, new byte[] {1, (byte) 0xE8}), control);
        assertEquals(new Message.Control(7, 9, new byte[] {1, (byte) 0xE8}).hashCode(), control.hashCode());
        assertNotSame(control.data(), control.data());
        assertEquals(2, control.length());
        assertNotEquals(new Message.Control(8, 9, new byte[] {1, (byte) 0xE8}), control);
        assertNotEquals(new Message.Control(7, 8, new byte[] {1, (byte) 0xE8}), control);
        assertNotEquals(new Message.Control(7, 9, new byte[] {1}), control);
        assertNotEquals(new Message.Control(7, 9, new byte[] {1}).hashCode(), control.hashCode());
        assertNotEquals(control, "a control message");
        assertEquals("Control[7:9 01e8]", control.toString());
    }
}
