package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Langinfo.ABDAY_1;
import static posixkit.constants.Langinfo.ABDAY_7;
import static posixkit.constants.Langinfo.ABMON_1;
import static posixkit.constants.Langinfo.ABMON_12;
import static posixkit.constants.Langinfo.AM_STR;
import static posixkit.constants.Langinfo.CODESET;
import static posixkit.constants.Langinfo.DAY_1;
import static posixkit.constants.Langinfo.DAY_7;
import static posixkit.constants.Langinfo.D_FMT;
import static posixkit.constants.Langinfo.D_T_FMT;
import static posixkit.constants.Langinfo.MON_1;
import static posixkit.constants.Langinfo.MON_12;
import static posixkit.constants.Langinfo.NOEXPR;
import static posixkit.constants.Langinfo.PM_STR;
import static posixkit.constants.Langinfo.RADIXCHAR;
import static posixkit.constants.Langinfo.T_FMT;
import static posixkit.constants.Langinfo.T_FMT_AMPM;
import static posixkit.constants.Langinfo.YESEXPR;
import static posixkit.constants.LocaleCategory.LC_ALL;
import static posixkit.constants.LocaleCategory.LC_TIME;
import static posixkit.testing.Errnos.assertTwins;
import static posixkit.testing.ProcessShell.line;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.constants.Langinfo;
import posixkit.system.Environment;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.EnvironmentShell;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/**
 * What {@link Environment} promises on every system. The JDK's copy of the environment, programs and {@code locale} are the
 * oracles. Only other JVMs change anything.
 */
@ExtendWith(Descriptors.class)
public abstract class EnvironmentContract {
    private static final int NO_SUCH = 99_999;
    /** glibc's items have the number of a category in the upper half, and their number in it in the lower half. */
    private static final int CATEGORIES = 16;

    private static final int ITEMS = 160;

    private final Environment environment = Posix.get().environment();

    @TempDir
    Path dir;

    @Test
    void theVariablesAreThoseOfTheJdk() {
        Map<String, String> ours = new HashMap<>();
        for (String variable : environment.environ()) {
            int equals = variable.indexOf('=', 1);
            ours.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        assertEquals(System.getenv(), ours);
        System.getenv().forEach((name, value) -> assertEquals(value, environment.getenv(name)));
        assertThrows(
                UnsupportedOperationException.class, () -> environment.environ().add("X=1"));
    }

    @Test
    void whatIsNotSetIsNull() {
        assertNull(environment.getenv("POSIXKIT_NO_SUCH"));
        assertNull(environment.getenv(""));
        assertNull(environment.getenv("PATH="));
        assertNull(environment.getenv("PATH=" + environment.getenv("PATH")));
    }

    @Test
    void namesThatCannotBeAreRefused() {
        for (String name : List.of("", "=", "A=B")) {
            assertTwins(EINVAL, environment.setenvOrErrno(name, "x", true), () -> environment.setenv(name, "x", true));
            assertTwins(EINVAL, environment.unsetenvOrErrno(name), () -> environment.unsetenv(name));
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> environment.getenv("A\0B"))
                .getMessage()
                .startsWith("name"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> environment.setenv("A", "\0", true))
                .getMessage()
                .startsWith("value"));
        assertThrows(IllegalArgumentException.class, () -> environment.unsetenv("A\0B"));
    }

    @Test
    void aChangeIsSeenByTheCLibraryAndByChildrenAndNotByTheJdk() throws IOException {
        String into = dir.resolve("seen").toString();
        try (ChildJvm child = ChildJvm.start(EnvironmentShell.class)) {
            assertEquals("null", child.ask(line("getenv", "PK_A")));
            assertEquals("ok", child.ask(line("setenv", "PK_A", "one", true)));
            assertEquals("one", child.ask(line("getenv", "PK_A")));
            assertEquals("PK_A=one", child.ask(line("environ", "PK_")));
            assertEquals("null", child.ask(line("jdk", "PK_A")), "the JDK's copy");
            assertEquals("one", child.ask(line("builder", "PK_A")), "the JDK's child inherits what there is");
            assertEquals("unset", child.ask(line("builderOfACopy", "PK_A")), "the JDK's child gets its copy");
            assertEquals(hex("one"), child.ask(line("spawn", "PK_A", into)), "our child");
            assertEquals("ok", child.ask(line("setenv", "PK_A", "two", false)));
            assertEquals("one", child.ask(line("getenv", "PK_A")), "not overwritten");
            assertEquals("ok", child.ask(line("setenv", "PK_A", "two", true)));
            assertEquals("two", child.ask(line("getenv", "PK_A")));
            assertEquals("ok", child.ask(line("setenv", "PK_A", "", true)));
            assertEquals("", child.ask(line("getenv", "PK_A")), "set, and empty");
            assertEquals("PK_A=", child.ask(line("environ", "PK_")));
            assertEquals("ok", child.ask(line("unsetenv", "PK_A")));
            assertEquals("null", child.ask(line("getenv", "PK_A")));
            assertEquals("", child.ask(line("environ", "PK_")));
            assertEquals(hex("unset"), child.ask(line("spawn", "PK_A", into)));
            assertEquals("ok", child.ask(line("unsetenv", "PK_A")), "twice");
            assertEquals("EINVAL", child.ask(line("setenv", "P=K", "x", true)));
            assertEquals("EINVAL", child.ask(line("unsetenv", "P=K")));
        }
    }

    @Test
    void valuesKeepTheirBytesAndTheirLength() throws IOException {
        String into = dir.resolve("seen").toString();
        try (ChildJvm child = ChildJvm.start(EnvironmentShell.class)) {
            assertEquals("ok", child.ask(line("setenvBytes", "PK_B", "ff3d61c3a4fe")));
            assertEquals("ff3d61c3a4fe", child.ask(line("spawn", "PK_B", into)));
            assertEquals("PK_B=\\xFF=a\u00e4\\xFE", child.ask(line("environ", "PK_")));
            String many = "v".repeat(100_000);
            assertEquals("ok", child.ask(line("setenv", "PK_C", many, true)));
            assertEquals(many, child.ask(line("getenv", "PK_C")));
            assertEquals("ok", child.ask(line("setenv", "PK_D", "\u20ac", true)));
            assertEquals("e282ac", child.ask(line("spawn", "PK_D", into)));
        }
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** In a JVM of its own: its main method is the test. */
    @Test
    void methodsOfThisInterfaceAreSafeAgainstEachOther() throws IOException {
        try (ChildJvm child = ChildJvm.start(Racing.class)) {
            assertEquals("right", child.ask("race"));
        }
    }

    /** Threads that change and read the environment at once. */
    public static final class Racing {
        private static final int THREADS = 8;
        private static final int ROUNDS = 2000;

        private Racing() {}

        public static void main(String[] args) throws Exception {
            System.in.read();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<Boolean>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String name = "PK_RACE_" + i;
                parts.add(threads.submit(() -> isRight(name)));
            }
            boolean isRight = true;
            for (Future<Boolean> part : parts) {
                isRight &= part.get();
            }
            threads.shutdown();
            System.out.println(isRight ? "right" : "wrong");
        }

        private static boolean isRight(String name) throws IOException {
            Environment environment = Posix.get().environment();
            for (int round = 0; round < ROUNDS; round++) {
                String value = name + round + "x".repeat(round % 100);
                environment.setenv(name, value, true);
                if (!value.equals(environment.getenv(name))
                        || !environment.environ().contains(name + "=" + value)) {
                    return false;
                }
                environment.unsetenv(name);
                if (environment.getenv(name) != null) {
                    return false;
                }
            }
            return true;
        }
    }

    @Test
    @NeedsTool("locale")
    void theLocaleIsReadAndSet() throws IOException {
        try (ChildJvm child = ChildJvm.startBy(List.of("env", "LC_ALL=C"), EnvironmentShell.class)) {
            assertEquals("C", child.ask(line("setlocale", LC_ALL, "null")));
            assertEquals(locale("C", "charmap"), child.ask(line("nlLanginfo", CODESET)));
            assertEquals("null", child.ask(line("setlocale", LC_ALL, "no_SUCH.locale")));
            assertEquals("null", child.ask(line("setlocale", NO_SUCH, "C")));
            assertEquals("C", child.ask(line("setlocale", LC_ALL, "null")), "unchanged");
            assertEquals("C.UTF-8", child.ask(line("setlocale", LC_ALL, "C.UTF-8")));
            assertEquals("C.UTF-8", child.ask(line("setlocale", LC_TIME, "null")));
            assertEquals(locale("C.UTF-8", "charmap"), child.ask(line("nlLanginfo", CODESET)));
            assertEquals("C", child.ask(line("setlocale", LC_ALL, "")), "what the variables say");
        }
    }

    /** glibc has other items. Under some of them are numbers, which the C library returns as if they were addresses. */
    @Test
    void itemsThatAreNoTextsAreEmpty() throws IOException, IllegalAccessException {
        Set<Integer> texts = new HashSet<>();
        for (Field constant : Langinfo.class.getFields()) {
            texts.add(constant.getInt(null));
        }
        try (ChildJvm child = ChildJvm.startBy(List.of("env", "LC_ALL=C"), EnvironmentShell.class)) {
            for (int category = 0; category < CATEGORIES; category++) {
                for (int index = 0; index < ITEMS; index++) {
                    int item = category << 16 | index;
                    String text = child.ask(line("nlLanginfo", item));
                    assertTrue(text.isEmpty() || texts.contains(item), () -> item + ": " + text);
                }
            }
        }
    }

    @Test
    @NeedsTool("locale")
    void itemsAreThoseOfTheLocale() throws IOException {
        try (ChildJvm child = ChildJvm.startBy(List.of("env", "LC_ALL=C"), EnvironmentShell.class)) {
            assertEquals(locale("C", "abday"), texts(child, ABDAY_1, ABDAY_7));
            assertEquals(locale("C", "day"), texts(child, DAY_1, DAY_7));
            assertEquals(locale("C", "abmon"), texts(child, ABMON_1, ABMON_12));
            assertEquals(locale("C", "mon"), texts(child, MON_1, MON_12));
            assertEquals(locale("C", "am_pm"), texts(child, AM_STR, PM_STR));
            assertEquals(locale("C", "d_t_fmt"), child.ask(line("nlLanginfo", D_T_FMT)));
            assertEquals(locale("C", "d_fmt"), child.ask(line("nlLanginfo", D_FMT)));
            assertEquals(locale("C", "t_fmt_ampm"), child.ask(line("nlLanginfo", T_FMT_AMPM)));
            assertEquals(locale("C", "yesexpr"), child.ask(line("nlLanginfo", YESEXPR)));
            assertEquals(locale("C", "noexpr"), child.ask(line("nlLanginfo", NOEXPR)));
            assertEquals(locale("C", "decimal_point"), child.ask(line("nlLanginfo", RADIXCHAR)));
            assertEquals(locale("C", "t_fmt"), child.ask(line("nlLanginfo", T_FMT)));
            assertEquals("", child.ask(line("nlLanginfo", NO_SUCH)));
            assertEquals("", child.ask(line("nlLanginfo", -1)));
        }
        assertEquals("", environment.nlLanginfo(-1));
        assertFalse(environment.nlLanginfo(CODESET).isEmpty());
        assertNull(environment.setlocale(-1, null));
        assertThrows(IllegalArgumentException.class, () -> environment.setlocale(LC_ALL, "C\0"));
    }

    /** Returns the texts of several items, as {@code locale} prints them. */
    private static String texts(ChildJvm child, int first, int last) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int item = first; item <= last; item++) {
            texts.add(child.ask(line("nlLanginfo", item)));
        }
        return String.join(";", texts);
    }

    private static String locale(String locale, String keyword) {
        return Programs.output("env", "LC_ALL=" + locale, "locale", keyword);
    }
}
