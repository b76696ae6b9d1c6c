package posixkit.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.ENOENT;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;
import jnr.posix.BaseNativePOSIX;
import jnr.posix.Linux;
import jnr.posix.MsgHdr;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.util.DefaultPOSIXHandler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posixkit.ForwardingPosix;
import posixkit.Posix;
import posixkit.Target;
import posixkit.file.Io;
import posixkit.id.Accounts;
import posixkit.id.Group;
import posixkit.id.Passwd;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsJdk;
import posixkit.testing.NeedsRoot;

class JnrPosixTest {
    /** Methods that make no system call, or whose calls nobody can hear. The page docs/jnr-posix.md says why. */
    private static final Set<String> WITHOUT_POSIXKIT = Set.of(
            "allocateMsgHdr()",
            "allocateStat()",
            "allocateTimeval()",
            "errno()",
            "errno(int)",
            "exec(String,String[])",
            "exec(String,String[],String[])",
            "isNative()",
            "libc()",
            "newProcessMaker()",
            "newProcessMaker(String[])");

    @BeforeAll
    static void startTheThreadOfJnr() {
        Behaviours.startTheThreadOfJnr();
    }

    @Test
    void theObjectIsWhatCallersCastTo() {
        POSIX posix = JnrPosix.wrap();
        assertTrue(posix instanceof BaseNativePOSIX);
        assertEquals(Target.IS_LINUX, posix instanceof Linux);
    }

    /** Its calls that both systems have work on Linux too. */
    @Test
    void theClassForMacOsLoads() {
        POSIX posix = new DarwinCalls(Posix.get(), new DefaultPOSIXHandler());
        assertEquals(ProcessHandle.current().pid(), posix.getpid());
        assertFalse(posix instanceof Linux);
    }

    /** The tests run with the option that opens the package. */
    @Test
    void fileDescriptorsWorkIfTheirPackageIsOpen() throws IOException {
        POSIX posix = JnrPosix.wrap();
        try (FileInputStream file = new FileInputStream("/etc/passwd")) {
            assertEquals(file.getChannel().size(), posix.fstat(file.getFD()).st_size());
            assertEquals(0, posix.fstat(file.getFD(), posix.allocateStat()));
            assertFalse(posix.isatty(file.getFD()));
        }
    }

    @Test
    void nullIsRefusedByName() {
        assertEquals(
                "handler",
                assertThrows(NullPointerException.class, () -> JnrPosix.wrap(null))
                        .getMessage());
        assertEquals(
                "posix",
                assertThrows(NullPointerException.class, () -> JnrPosix.wrap(null, new DefaultPOSIXHandler()))
                        .getMessage());
    }

    @Test
    @NeedsRoot
    void everyMethodCallsPosixkit() throws IOException {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        Set<String> silent = new TreeSet<>();
        Set<String> calling = new TreeSet<>();
        Posix watched = Posix.get().inheriting().watchedBy(call -> heard.add(call.name()));
        for (Behaviour behaviour : Behaviours.all()) {
            if (behaviour.place() == Behaviour.Place.HERE) {
                heard.clear();
                World.run(behaviour, true, watched);
                (heard.isEmpty() ? silent : calling).add(behaviour.method());
            }
        }
        silent.removeAll(calling);
        silent.removeAll(WITHOUT_POSIXKIT);
        assertEquals(Set.of(), silent);
    }

    @Test
    @NeedsRoot
    void nothingOfTheNativeLayerOfJnrPosixIsLoaded() throws IOException {
        try (ChildJvm child = ChildJvm.start(NativeLayerProgram.class, "-Xlog:class+load:file=target/loaded.txt")) {
            assertEquals("false", child.ask("behaviours"));
            assertEquals("true", child.ask("libc"));
        }
    }

    @Test
    void idsAreUnsigned() {
        Accounts accounts = (Accounts) Proxy.newProxyInstance(
                Accounts.class.getClassLoader(),
                new Class<?>[] {Accounts.class},
                (proxy, method, arguments) -> method.getReturnType() == Passwd.class
                        ? new Passwd("u", "x", -2, -3, "", "/", "/bin/sh", 0, "", 0)
                        : new Group("g", "x", -4, List.of("u")));
        POSIX posix = JnrPosix.wrap(
                new ForwardingPosix(Posix.get()) {
                    @Override
                    public Accounts accounts() {
                        return accounts;
                    }
                },
                new DefaultPOSIXHandler());
        assertEquals(4_294_967_294L, posix.getpwuid(-2).getUID());
        assertEquals(4_294_967_293L, posix.getpwnam("u").getGID());
        assertEquals(4_294_967_292L, posix.getgrgid(-4).getGID());
    }

    @Test
    void anInterruptedCallFailsWithEintr() {
        Io interrupted = (Io) Proxy.newProxyInstance(
                Io.class.getClassLoader(), new Class<?>[] {Io.class}, (proxy, method, arguments) -> -EINTR);
        POSIX posix = JnrPosix.wrap(
                new ForwardingPosix(Posix.get()) {
                    @Override
                    public Io io() {
                        return interrupted;
                    }
                },
                new DefaultPOSIXHandler());
        assertEquals(-1, posix.read(0, new byte[1], 1));
        assertEquals(EINTR, posix.errno());
        assertEquals(EINTR, LastError.getLastError(Runtime.getSystemRuntime()));
    }

    @Test
    void theOwnLayerRefusesOurMessages() {
        MsgHdr ours = JnrPosix.wrap().allocateMsgHdr();
        assertThrows(IllegalArgumentException.class, () -> POSIXFactory.getNativePOSIX()
                .sendmsg(-1, ours, 0));
    }

    @Test
    @NeedsJdk(21)
    void aVirtualThreadKeepsItsErrno() throws Exception {
        POSIX posix = JnrPosix.wrap();
        AtomicReference<Object> seen = new AtomicReference<>();
        Runnable task = () -> {
            posix.unlink("/no/such");
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                seen.set(e);
                return;
            }
            seen.set(posix.errno());
        };
        Thread thread = (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        // Others change the number of the carrier threads meanwhile.
        for (int i = 0; i < 8; i++) {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable) () -> posix.close(-1));
        }
        thread.join();
        assertEquals(ENOENT, seen.get());
        assertFalse(thread.isAlive());
    }
}
