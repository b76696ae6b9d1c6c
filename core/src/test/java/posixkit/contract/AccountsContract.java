package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.id.Accounts;
import posixkit.id.Group;
import posixkit.id.Passwd;
import posixkit.testing.AccountShell;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/**
 * What {@link Accounts} promises on every system. {@code getent}, {@code id}, {@code logname} and {@code perl} are the oracles.
 * Unusual entries are in databases that only another JVM sees, in a mount namespace of its own.
 */
@ExtendWith(Descriptors.class)
public abstract class AccountsContract {
    private static final int THREADS = 8;
    private static final int ROUNDS = 500;
    private static final int NO_SUCH_ID = 0x7654_3210;
    private static final String NO_SUCH_NAME = "no-such-name";
    private static final int MEMBERS = 5000;
    private static final int GROUPS = 700;

    protected final Accounts accounts = Posix.get().accounts();

    @TempDir
    Path dir;

    private static List<String> getent(String database) {
        return Programs.output("getent", database).lines().toList();
    }

    /** The first entry of each id. */
    private static Map<String, String> byId(List<String> lines) {
        Map<String, String> byId = new LinkedHashMap<>();
        lines.forEach(line -> byId.putIfAbsent(line.split(":")[2], line));
        return byId;
    }

    @Test
    @NeedsTool("getent")
    void everyUserIsFoundByNameAndById() throws IOException {
        List<String> lines = getent("passwd");
        assertFalse(lines.isEmpty());
        for (String line : lines) {
            assertEquals(line, AccountShell.text(accounts.getpwnam(line.split(":")[0])));
        }
        for (Map.Entry<String, String> user : byId(lines).entrySet()) {
            assertEquals(
                    user.getValue(), AccountShell.text(accounts.getpwuid(Integer.parseUnsignedInt(user.getKey()))));
        }
    }

    @Test
    @NeedsTool("getent")
    void everyGroupIsFoundByNameAndById() throws IOException {
        List<String> lines = getent("group");
        assertFalse(lines.isEmpty());
        for (String line : lines) {
            assertEquals(line, AccountShell.text(accounts.getgrnam(line.split(":")[0])));
        }
        for (Map.Entry<String, String> group : byId(lines).entrySet()) {
            assertEquals(
                    group.getValue(), AccountShell.text(accounts.getgrgid(Integer.parseUnsignedInt(group.getKey()))));
        }
    }

    @Test
    @NeedsTool("getent")
    void whatIsMissingIsNull() throws IOException {
        assertEquals(2, Programs.run("getent", "passwd", NO_SUCH_NAME).exit());
        assertEquals(
                2, Programs.run("getent", "group", Integer.toString(NO_SUCH_ID)).exit());
        assertNull(accounts.getpwnam(NO_SUCH_NAME));
        assertNull(accounts.getpwnam(""));
        assertNull(accounts.getpwnam("a:b"));
        assertNull(accounts.getpwnam("x".repeat(100_000)));
        assertNull(accounts.getpwuid(NO_SUCH_ID));
        assertNull(accounts.getgrnam(NO_SUCH_NAME));
        assertNull(accounts.getgrnam(""));
        assertNull(accounts.getgrgid(NO_SUCH_ID));
    }

    @Test
    void namesWithNulAreRefused() {
        for (String refused : List.of("root\0", "\0")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> accounts.getpwnam(refused))
                    .getMessage()
                    .startsWith("name"));
            assertThrows(IllegalArgumentException.class, () -> accounts.getgrnam(refused));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> accounts.getgrouplist(refused, 0))
                    .getMessage()
                    .startsWith("user"));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> accounts.crypt(refused, "ab"))
                    .getMessage()
                    .startsWith("key"));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> accounts.crypt("key", refused))
                    .getMessage()
                    .startsWith("salt"));
        }
    }

    private List<String> users() throws ErrnoException {
        List<String> users = new ArrayList<>();
        for (Passwd user = accounts.getpwent(); user != null; user = accounts.getpwent()) {
            users.add(AccountShell.text(user));
        }
        return users;
    }

    private List<String> groups() throws ErrnoException {
        List<String> groups = new ArrayList<>();
        for (Group group = accounts.getgrent(); group != null; group = accounts.getgrent()) {
            groups.add(AccountShell.text(group));
        }
        return groups;
    }

    @Test
    @NeedsTool("getent")
    void theIterationHasEveryUserInOrderAndStartsAgain() throws IOException {
        List<String> expected = getent("passwd");
        try {
            accounts.setpwent();
            assertEquals(expected, users());
            assertNull(accounts.getpwent(), "after the last");
            accounts.setpwent();
            assertEquals(expected.get(0), AccountShell.text(accounts.getpwent()));
            assertEquals(expected.get(1), AccountShell.text(accounts.getpwent()));
            accounts.setpwent();
            assertEquals(expected, users());
            accounts.endpwent();
            assertEquals(expected.get(0), AccountShell.text(accounts.getpwent()), "after the end");
        } finally {
            accounts.endpwent();
        }
    }

    @Test
    @NeedsTool("getent")
    void theIterationHasEveryGroupInOrderAndStartsAgain() throws IOException {
        List<String> expected = getent("group");
        try {
            accounts.setgrent();
            assertEquals(expected, groups());
            assertNull(accounts.getgrent(), "after the last");
            accounts.setgrent();
            assertEquals(expected.get(0), AccountShell.text(accounts.getgrent()));
            accounts.endgrent();
            assertEquals(expected, groups(), "after the end");
        } finally {
            accounts.endgrent();
        }
    }

    /** Each user goes to exactly one of the threads. */
    @Test
    @NeedsTool("getent")
    void threadsShareOneIteration() throws Exception {
        List<String> expected = getent("passwd");
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < 50; round++) {
                accounts.setpwent();
                List<Future<List<String>>> parts = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    parts.add(threads.submit(this::users));
                }
                List<String> all = new ArrayList<>();
                for (Future<List<String>> part : parts) {
                    all.addAll(part.get());
                }
                assertEquals(new TreeSet<>(expected), new TreeSet<>(all));
                assertEquals(expected.size(), all.size());
            }
        } finally {
            threads.shutdownNow();
            accounts.endpwent();
        }
    }

    @Test
    @NeedsTool("getent")
    void manyThreadsGetRightAnswersAlways() throws Exception {
        Map<String, String> users = byId(getent("passwd"));
        Map<String, String> groups = byId(getent("group"));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                parts.add(threads.submit(() -> hammer(users, groups)));
            }
            for (Future<Integer> part : parts) {
                assertEquals(ROUNDS, part.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private int hammer(Map<String, String> users, Map<String, String> groups) throws ErrnoException {
        List<String> names = List.copyOf(users.values());
        List<String> ids = List.copyOf(groups.keySet());
        int right = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String user = names.get(i % names.size());
            String gid = ids.get(i % ids.size());
            assertEquals(user, AccountShell.text(accounts.getpwnam(user.split(":")[0])));
            assertEquals(groups.get(gid), AccountShell.text(accounts.getgrgid(Integer.parseUnsignedInt(gid))));
            assertNull(accounts.getpwuid(NO_SUCH_ID));
            right++;
        }
        return right;
    }

    @Test
    @NeedsTool("getent")
    void getgrouplistHasWhatIdPrints() throws IOException {
        for (String line : getent("passwd")) {
            String user = line.split(":")[0];
            int group = Integer.parseUnsignedInt(line.split(":")[3]);
            assertEquals(
                    Set.of(Programs.output("id", "-G", user).split(" ")),
                    ids(accounts.getgrouplist(user, group)),
                    user);
        }
        assertEquals(Set.of("4294967294"), ids(accounts.getgrouplist(NO_SUCH_NAME, -2)));
    }

    private static Set<String> ids(int[] groups) {
        return IntStream.of(groups).mapToObj(Integer::toUnsignedString).collect(Collectors.toSet());
    }

    @Test
    void getloginIsWhatLognamePrintsOrFailsToo() throws IOException {
        Programs.Outcome logname = Programs.run("logname");
        if (logname.exit() == 0) {
            assertEquals(logname.output().stripTrailing(), accounts.getlogin());
        } else {
            ErrnoException thrown = assertThrows(ErrnoException.class, accounts::getlogin);
            assertEquals("getlogin", thrown.call());
        }
    }

    /** The old method, which every system has. */
    @Test
    @NeedsTool("perl")
    void cryptIsWhatPerlComputes() throws IOException {
        assertEquals(perl("password", "ab"), accounts.crypt("password", "ab"));
        assertEquals(perl("", "zz"), accounts.crypt("", "zz"));
        String stored = accounts.crypt("secret", "./");
        assertEquals(stored, accounts.crypt("secret", stored), "checking a password");
        assertFalse(stored.equals(accounts.crypt("Secret", stored)));
    }

    protected static String perl(String key, String salt) {
        return Programs.output("perl", "-e", "print crypt($ARGV[0], $ARGV[1])", key, salt);
    }

    @Test
    @NeedsTool("perl")
    void cryptOnManyThreadsIsRight() throws Exception {
        List<String> salts = List.of("aa", "bb", "cc", "dd");
        List<String> expected = salts.stream().map(salt -> perl("key", salt)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(salts.size());
        try {
            List<Future<Boolean>> parts = new ArrayList<>();
            for (int i = 0; i < salts.size(); i++) {
                int mine = i;
                parts.add(threads.submit(() -> {
                    for (int round = 0; round < 200; round++) {
                        if (!expected.get(mine).equals(accounts.crypt("key", salts.get(mine)))) {
                            return false;
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> part : parts) {
                assertTrue(part.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void snapshotsCompareAndPrintAndCannotChange() throws IOException {
        Passwd root = accounts.getpwuid(0);
        assertEquals(root, accounts.getpwnam(root.name()));
        assertTrue(root.toString().startsWith("Passwd[name=" + root.name() + ", uid=0, "), root.toString());
        Group group = accounts.getgrgid(0);
        assertEquals(group, accounts.getgrnam(group.name()));
        assertThrows(UnsupportedOperationException.class, () -> group.members().add("more"));
        assertEquals(
                "Group[name=g, gid=4294967295, members=[a]]", new Group("g", "secret", -1, List.of("a")).toString());
        assertFalse(new Passwd("u", "secret", -1, 2, "", "", "", 0, "", 0)
                .toString()
                .contains("secret"));
    }

    // --- databases of a JVM's own ---

    private ChildJvm withEntries() throws IOException {
        Path passwd = dir.resolve("passwd");
        Files.write(
                passwd,
                ("root:x:0:0:root:/root:/bin/sh\n"
                                + "large:x:4294967294:4294967293::/:\n"
                                + "long:x:500:500:" + "g".repeat(300_000) + ":/home/long:/bin/sh\n"
                                + "b\u00e4d:x:501:501::/:/bin/sh\n"
                                + "member:x:502:502::/:/bin/sh\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        Path group = dir.resolve("group");
        List<String> groups = new ArrayList<>(List.of("root:x:0:", "large:x:4294967294:", "one:x:600:member"));
        groups.add("many:x:601:" + members());
        for (int i = 0; i < GROUPS; i++) {
            groups.add("g" + i + ":x:" + (10_000 + i) + ":member");
        }
        Files.write(group, groups);
        Path sources = Files.writeString(dir.resolve("nsswitch.conf"), "passwd: files\ngroup: files\n");
        String mounts = "mount --bind " + passwd + " /etc/passwd && mount --bind " + group
                + " /etc/group && mount --bind " + sources + " /etc/nsswitch.conf && exec \"$@\"";
        return ChildJvm.startBy(
                List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", mounts, "sh"),
                AccountShell.class);
    }

    private static String members() {
        return IntStream.range(0, MEMBERS).mapToObj(i -> "user" + i).collect(Collectors.joining(","));
    }

    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void unusualEntriesAreReadWhole() throws IOException {
        try (ChildJvm child = withEntries()) {
            assertEquals("large:x:4294967294:4294967293::/:", child.ask("getpwnam large"));
            assertEquals("large:x:4294967294:4294967293::/:", child.ask("getpwuid 4294967294"));
            assertEquals("long:x:500:500:" + "g".repeat(300_000) + ":/home/long:/bin/sh", child.ask("getpwnam long"));
            assertEquals("b\\xE4d:x:501:501::/:/bin/sh", child.ask("getpwuid 501"));
            assertEquals("b\\xE4d:x:501:501::/:/bin/sh", child.ask("getpwnamBytes 62e464"));
            assertEquals("large:x:4294967294:", child.ask("getgrgid 4294967294"));
            assertEquals("root:x:0:", child.ask("getgrnam root"), "no members");
            assertEquals("one:x:600:member", child.ask("getgrnam one"));
            assertEquals("many:x:601:" + members(), child.ask("getgrnam many"));
            assertEquals("null", child.ask("getpwnam postgres"));
        }
    }

    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void theIterationRepeatsAnEntryThatDidNotFit() throws IOException {
        try (ChildJvm child = withEntries()) {
            assertEquals("root large long b\\xE4d member", child.ask("users"));
            List<String> groups = Arrays.asList(child.ask("groups").split(" "));
            assertEquals(List.of("root/0", "large/0", "one/1", "many/" + MEMBERS, "g0/1"), groups.subList(0, 5));
            assertEquals(4 + GROUPS, groups.size());
        }
    }

    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void getgrouplistGrows() throws IOException {
        try (ChildJvm child = withEntries()) {
            List<String> groups = Arrays.asList(child.ask("getgrouplist member").split(" "));
            assertEquals("7", groups.get(0));
            assertEquals(2 + GROUPS, groups.size());
            assertEquals(2 + GROUPS, Set.copyOf(groups).size());
            assertTrue(groups.contains("600") && groups.contains("10699"), groups.toString());
        }
    }

    /** The files of the databases cannot be opened. */
    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void aFailureIsNoMissingEntry() throws IOException {
        try (ChildJvm child = withEntries()) {
            assertEquals("root:x:0:0:root:/root:/bin/sh", child.ask("getpwnam root"));
            assertEquals("root:x:0:", child.ask("getgrgid 0"));
            assertEquals("ok", child.ask("noMoreFiles"));
            assertEquals("getpwnam EMFILE", child.ask("getpwnam root"));
            assertEquals("getpwuid EMFILE", child.ask("getpwuid 0"));
            assertEquals("getgrnam EMFILE", child.ask("getgrnam root"));
            assertEquals("getgrgid EMFILE", child.ask("getgrgid 0"));
        }
    }

    @Test
    void rootIsThere() throws IOException {
        assertNotNull(accounts.getpwuid(0));
        assertEquals(0, accounts.getpwnam("root").uid());
    }
}
