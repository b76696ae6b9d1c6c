package posixkit.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.id.Group;
import posixkit.id.Passwd;

/** jnr-posix, in the same process, is the oracle. */
class AccountEntriesTest {
    private static final POSIX JNR = POSIXFactory.getNativePOSIX();

    @Test
    void bothFindTheSameUser() throws Exception {
        for (String name : List.of("root", "daemon", "nobody")) {
            Passwd ours = Posix.get().accounts().getpwnam(name);
            assertEquals(ours, AccountEntries.fromJnr(JNR.getpwnam(name)));
            assertEquals(
                    JNR.getpwnam(name).getExpire(), AccountEntries.toJnr(ours).getExpire());
            assertEquals(JNR.getpwnam(name).getUID(), AccountEntries.toJnr(ours).getUID());
        }
    }

    @Test
    void bothFindTheSameGroup() throws Exception {
        for (int gid : new int[] {0, 1, 4}) {
            Group ours = Posix.get().accounts().getgrgid(gid);
            assertEquals(ours, AccountEntries.fromJnr(JNR.getgrgid(gid)));
            assertArrayEquals(
                    JNR.getgrgid(gid).getMembers(), AccountEntries.toJnr(ours).getMembers());
        }
    }

    @Test
    void aUserComesBackWithoutLoss() {
        Passwd user = new Passwd("name", "x", -2, -1, "Full Name,,,", "/home", "/bin/sh", 5, "class", 7);
        jnr.posix.Passwd there = AccountEntries.toJnr(user);
        assertEquals(4294967294L, there.getUID());
        assertEquals(4294967295L, there.getGID());
        assertEquals(5, there.getPasswdChangeTime());
        assertEquals("class", there.getAccessClass());
        assertEquals(7, there.getExpire());
        assertEquals(user, AccountEntries.fromJnr(there));
        assertEquals(user.toString(), there.toString());
        assertThrows(NullPointerException.class, () -> AccountEntries.toJnr((Passwd) null));
        assertThrows(NullPointerException.class, () -> AccountEntries.fromJnr((jnr.posix.Passwd) null));
    }

    @Test
    void aTimeThatIsTooLateForJnrPosixIsTheLatest() {
        Passwd user = new Passwd("name", "x", 1, 1, "", "/", "", 1L << 40, "", Long.MIN_VALUE);
        assertEquals(Integer.MAX_VALUE, AccountEntries.toJnr(user).getPasswdChangeTime());
        assertEquals(Integer.MIN_VALUE, AccountEntries.toJnr(user).getExpire());
    }

    @Test
    void aGroupComesBackWithoutLoss() {
        Group group = new Group("name", "x", -3, List.of("one", "two"));
        jnr.posix.Group there = AccountEntries.toJnr(group);
        assertEquals(4294967293L, there.getGID());
        assertEquals(group, AccountEntries.fromJnr(there));
        assertNotSame(there.getMembers(), there.getMembers());
        assertEquals(group.toString(), there.toString());
    }
}
