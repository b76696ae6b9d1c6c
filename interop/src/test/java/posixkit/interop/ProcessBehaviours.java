package posixkit.interop;

import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Priority.PRIO_PROCESS;
import static posixkit.constants.Resource.RLIMIT_CORE;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.constants.Signal.SIGUSR1;
import static posixkit.constants.Wait.WNOHANG;
import static posixkit.interop.Behaviour.edge;
import static posixkit.interop.Behaviour.failure;
import static posixkit.interop.Behaviour.success;
import static posixkit.onlinux.constants.LinuxResource.RLIMIT_NPROC;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import jnr.constants.platform.Signal;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.posix.RLimit;
import jnr.posix.SpawnAttribute;
import jnr.posix.SpawnFileAction;
import posixkit.Posix;
import posixkit.process.Spawn;

/** What the calls about processes and about the ids of this process do. */
final class ProcessBehaviours {
    private static final int NOBODY = 65534;
    private static final int NO_PID = 0x3FFF_FFFF;
    private static final String SPAWN = "posix_spawnp(String,Collection,Collection,Collection)";
    private static final String SPAWN_WITH_ATTRIBUTES =
            "posix_spawnp(String,Collection,Collection,Collection,Collection)";

    private ProcessBehaviours() {}

    static List<Behaviour> list() {
        List<Behaviour> all = new ArrayList<>(processes());
        all.addAll(ids());
        all.addAll(spawns());
        return all;
    }

    private static List<Behaviour> processes() {
        return List.of(
                success(
                        "getpid()",
                        w -> w.posix().getpid() == ProcessHandle.current().pid()),
                success(
                        "getppid()",
                        w -> w.posix().getppid()
                                == ProcessHandle.current()
                                        .parent()
                                        .orElseThrow()
                                        .pid()),
                success("kill(int,int)", w -> w.result(w.posix().kill(w.posix().getpid(), 0))),
                failure("kill(int,int)", w -> w.result(w.posix().kill(NO_PID, 0))),
                edge("kill(int,int)", w -> w.result(w.posix().kill(w.posix().getpid(), 999))),
                success(
                        "kill(long,int)",
                        w -> w.result(w.posix().kill((long) w.posix().getpid(), 0))),
                failure("kill(long,int)", w -> w.result(w.posix().kill((long) NO_PID, 0))),
                edge(
                                "kill(long,int)",
                                w -> w.result(
                                        w.posix().kill((1L << 32) + w.posix().getpid(), 0)))
                        .differs("pids", "-1 ESRCH"),
                success("raise(int)", w -> w.result(w.posix().raise(0))),
                failure("raise(int)", w -> w.result(w.posix().raise(999))),
                success("signal(Signal,SignalHandler)", w -> {
                            CountDownLatch came = new CountDownLatch(1);
                            w.posix().signal(Signal.SIGUSR1, number -> came.countDown());
                            w.posix().kill(w.posix().getpid(), SIGUSR1);
                            return came.await(10, TimeUnit.SECONDS);
                        })
                        .inOwnChild(),
                edge("signal(Signal,SignalHandler)", w -> {
                            CountDownLatch came = new CountDownLatch(1);
                            w.posix().signal(Signal.SIGUSR1, number -> came.countDown());
                            for (int i = 0; i < 5; i++) {
                                System.gc();
                                Thread.sleep(20);
                            }
                            w.posix().kill(w.posix().getpid(), SIGUSR1);
                            return came.await(5, TimeUnit.SECONDS);
                        })
                        .oursAlone("signal", "true")
                        .inOwnChild(),
                failure("fork()", w -> {
                            allowNoChild();
                            return w.result(w.posix().fork());
                        })
                        .inOwnChild(),
                failure("daemon(int,int)", w -> {
                            allowNoChild();
                            return w.result(w.posix().daemon(1, 1));
                        })
                        .inOwnChild(),
                failure("exec(String,String[])", w -> w.result(w.posix().exec("/bin/true", "true"))),
                failure(
                        "exec(String,String[],String[])",
                        w -> w.result(w.posix().exec("/bin/true", new String[] {"true"}, new String[0]))),
                success(
                                "execv(String,String[])",
                                w -> w.result(
                                        w.posix().execv("/bin/sh", new String[] {"sh", "-c", "echo $0 $HOME", "x"})))
                        .inOwnChild(),
                failure("execv(String,String[])", w -> w.result(w.posix().execv("/no/such", new String[] {"x"}))),
                success(
                                "execve(String,String[],String[])",
                                w -> w.result(w.posix()
                                        .execve("/bin/sh", new String[] {"sh", "-c", "echo $A $HOME."}, new String[] {
                                            "A=b"
                                        })))
                        .inOwnChild(),
                failure(
                        "execve(String,String[],String[])",
                        w -> w.result(w.posix().execve("/no/such", new String[] {"x"}, new String[0]))),
                edge(
                                "execve(String,String[],String[])",
                                w -> w.result(w.posix().execve("/bin/true", new String[0], new String[0])))
                        .oursAlone("arguments", "IllegalArgumentException"),
                success("wait(int[])", w -> {
                            int[] status = {7, 8};
                            int pid = child("exit 3");
                            return (w.posix().wait(status) == pid) + Arrays.toString(status);
                        })
                        .differs("tail", "true[768, 8]")
                        .inChild(),
                failure("wait(int[])", w -> w.result(w.posix().wait(new int[1])))
                        .inChild(),
                success("waitpid(int,int[],int)", w -> {
                    int[] status = {7, 8};
                    int pid = child("kill -9 $$");
                    return (w.posix().waitpid(pid, status, 0) == pid) + " " + status[0];
                }),
                failure("waitpid(int,int[],int)", w -> w.result(w.posix().waitpid(NO_PID, new int[1], 0))),
                edge("waitpid(int,int[],int)", w -> {
                            int pid = child("exec sleep 60");
                            int[] status = {7};
                            String result = w.result(w.posix().waitpid(pid, status, WNOHANG)) + Arrays.toString(status);
                            w.posix().kill(pid, SIGTERM);
                            w.posix().waitpid(pid, status, 0);
                            return result;
                        })
                        .oursAlone("tail", "0[7]"),
                edge("waitpid(int,int[],int)", w -> {
                    int pid = child("exit 0");
                    return w.posix().waitpid(pid, null, 0) == pid;
                }),
                success("waitpid(long,int[],int)", w -> {
                    int[] status = new int[1];
                    long pid = child("exit 3");
                    return (w.posix().waitpid(pid, status, 0) == pid) + " " + status[0];
                }),
                failure("waitpid(long,int[],int)", w -> w.result(w.posix().waitpid((long) NO_PID, new int[1], 0))),
                edge("waitpid(long,int[],int)", w -> {
                            int pid = child("exit 0");
                            String result = w.result(w.posix().waitpid((1L << 32) + pid, new int[1], 0));
                            w.posix().waitpid(pid, null, 0);
                            return result;
                        })
                        .differs("pids", "-1 ECHILD"),
                success("getpriority(int,int)", w -> w.result(w.posix().getpriority(PRIO_PROCESS, 0))),
                failure("getpriority(int,int)", w -> w.result(w.posix().getpriority(99, 0))),
                edge("getpriority(int,int)", w -> {
                            w.posix().setpriority(PRIO_PROCESS, 0, -1);
                            String result = w.result(w.posix().getpriority(PRIO_PROCESS, 0));
                            w.posix().setpriority(PRIO_PROCESS, 0, 0);
                            return result;
                        })
                        .inChild(),
                success("setpriority(int,int,int)", w -> {
                            String result = w.result(w.posix().setpriority(PRIO_PROCESS, 0, 3))
                                    + w.posix().getpriority(PRIO_PROCESS, 0);
                            w.posix().setpriority(PRIO_PROCESS, 0, 0);
                            return result;
                        })
                        .inChild(),
                failure("setpriority(int,int,int)", w -> w.result(w.posix().setpriority(PRIO_PROCESS, NO_PID, 3))),
                success("getrlimit(int)", w -> describe(w.posix().getrlimit(RLIMIT_NOFILE))),
                failure("getrlimit(int)", w -> w.posix().getrlimit(999) != null),
                success("getrlimit(int,RLimit)", w -> {
                    RLimit limit = w.posix().getrlimit(RLIMIT_CORE);
                    return w.result(w.posix().getrlimit(RLIMIT_NOFILE, limit)) + describe(limit);
                }),
                failure("getrlimit(int,RLimit)", w -> {
                    RLimit limit = w.posix().getrlimit(RLIMIT_CORE);
                    return w.result(w.posix().getrlimit(999, limit));
                }),
                edge("getrlimit(int,RLimit)", w -> w.result(w.posix().getrlimit(RLIMIT_CORE, (RLimit) null))),
                success("getrlimit(int,Pointer)", w -> {
                    Pointer limit = memory();
                    return w.result(w.posix().getrlimit(RLIMIT_NOFILE, limit)) + limit.getLong(0) + limit.getLong(8);
                }),
                failure("getrlimit(int,Pointer)", w -> w.result(w.posix().getrlimit(999, memory()))),
                success("setrlimit(int,RLimit)", w -> {
                    RLimit limit = w.posix().getrlimit(RLIMIT_CORE);
                    long before = limit.rlimCur();
                    limit.init(0, limit.rlimMax());
                    String result = w.result(w.posix().setrlimit(RLIMIT_CORE, limit))
                            + describe(w.posix().getrlimit(RLIMIT_CORE));
                    w.posix().setrlimit(RLIMIT_CORE, before, limit.rlimMax());
                    return result;
                }),
                failure("setrlimit(int,RLimit)", w -> {
                    RLimit limit = w.posix().getrlimit(RLIMIT_CORE);
                    limit.init(5, 4);
                    return w.result(w.posix().setrlimit(RLIMIT_CORE, limit));
                }),
                success("setrlimit(int,Pointer)", w -> {
                    Pointer limit = memory();
                    w.posix().getrlimit(RLIMIT_NOFILE, limit);
                    return w.result(w.posix().setrlimit(RLIMIT_NOFILE, limit));
                }),
                failure("setrlimit(int,Pointer)", w -> w.result(w.posix().setrlimit(999, memory()))),
                success("setrlimit(int,long,long)", w -> {
                    RLimit limit = w.posix().getrlimit(RLIMIT_NOFILE);
                    return w.result(w.posix().setrlimit(RLIMIT_NOFILE, limit.rlimCur(), limit.rlimMax()));
                }),
                failure("setrlimit(int,long,long)", w -> w.result(w.posix().setrlimit(RLIMIT_CORE, 5, 4))),
                success(
                        "newProcessMaker()",
                        w -> w.posix().newProcessMaker().command("a", "b").command()),
                success("newProcessMaker(String[])", w -> w.posix()
                        .newProcessMaker("sh", "-c", "exit 5")
                        .start()
                        .waitFor()));
    }

    private static List<Behaviour> ids() {
        return List.of(
                success("getuid()", w -> w.posix().getuid()),
                success("geteuid()", w -> w.posix().geteuid()),
                success("getgid()", w -> w.posix().getgid()),
                success("getegid()", w -> w.posix().getegid()),
                success("getpgrp()", w -> w.posix().getpgrp()),
                success("getpgid()", w -> w.posix().getpgid() == w.posix().getpgrp())
                        .oursAlone("no-argument", "true"),
                success("getpgid(int)", w -> w.result(w.posix().getpgid(0))),
                failure("getpgid(int)", w -> w.result(w.posix().getpgid(NO_PID))),
                success("setsid()", w -> w.posix().setsid() == w.posix().getpid())
                        .inOwnChild(),
                failure("setsid()", w -> {
                            w.posix().setpgid(0, 0);
                            return w.result(w.posix().setsid());
                        })
                        .inChild(),
                success("setpgid(int,int)", w -> {
                            String result = w.result(w.posix().setpgid(0, 0));
                            return result + (w.posix().getpgrp() == w.posix().getpid());
                        })
                        .inChild(),
                failure("setpgid(int,int)", w -> w.result(w.posix().setpgid(NO_PID, 0))),
                success("setpgrp(int,int)", w -> {
                            String result = w.result(w.posix().setpgrp(0, 0));
                            return result + (w.posix().getpgrp() == w.posix().getpid());
                        })
                        .inChild(),
                failure("setpgrp(int,int)", w -> w.result(w.posix().setpgrp(NO_PID, 0)))
                        .differs("no-argument", "-1 ESRCH")
                        .inChild(),
                success("getgroups()", w -> Arrays.toString(w.posix().getgroups())),
                edge("getgroups()", w -> {
                            Posix.get().ids().setgroups(-2, 7);
                            return Arrays.toString(w.posix().getgroups());
                        })
                        .inChild(),
                success("getgroups(int,int[])", w -> {
                            Posix.get().ids().setgroups(8, 7);
                            int[] groups = new int[3];
                            return w.result(w.posix().getgroups(3, groups)) + groups[0] + groups[1];
                        })
                        .inChild(),
                failure("getgroups(int,int[])", w -> {
                            Posix.get().ids().setgroups(8, 7);
                            return w.result(w.posix().getgroups(1, new int[1]));
                        })
                        .inChild(),
                edge("getgroups(int,int[])", w -> w.result(w.posix().getgroups(0, null))),
                success(
                                "setuid(int)",
                                w -> w.result(w.posix().setuid(NOBODY))
                                        + w.posix().getuid())
                        .inOwnChild(),
                failure("setuid(int)", w -> asNobody(w, () -> w.posix().setuid(5)))
                        .inChild(),
                success("seteuid(int)", w -> {
                            String result = w.result(w.posix().seteuid(NOBODY))
                                    + w.posix().geteuid();
                            return result + w.result(w.posix().seteuid(0));
                        })
                        .inChild(),
                failure("seteuid(int)", w -> asNobody(w, () -> w.posix().seteuid(5)))
                        .inChild(),
                success("setgid(int)", w -> {
                            String result = w.result(w.posix().setgid(NOBODY))
                                    + w.posix().getgid();
                            return result + w.result(w.posix().setgid(0));
                        })
                        .inChild(),
                failure("setgid(int)", w -> asNobody(w, () -> w.posix().setgid(5)))
                        .inChild(),
                success("setegid(int)", w -> {
                            String result = w.result(w.posix().setegid(NOBODY))
                                    + w.posix().getegid();
                            return result + w.result(w.posix().setegid(0));
                        })
                        .inChild(),
                failure("setegid(int)", w -> asNobody(w, () -> w.posix().setegid(5)))
                        .inChild());
    }

    /** Makes a call with the permissions of nobody. It finds no classes then, so all are loaded before. */
    private static String asNobody(World w, IntSupplier call) throws Exception {
        w.posix().unlink("/no/such");
        w.posix().errno(0);
        Posix.get().ids().seteuid(NOBODY);
        int result = call.getAsInt();
        Posix.get().ids().seteuid(0);
        return w.result(result);
    }

    private static List<Behaviour> spawns() {
        return List.of(
                success(SPAWN, w -> spawn(w, List.of(output(w, 1)), "sh", "-c", "echo $A $HOME.")),
                failure(SPAWN, w -> w.result(w.posix().posix_spawnp("/no/such", List.of(), List.of("x"), List.of()))),
                edge(SPAWN, w -> {
                    int fd = w.open(w.path("out"), O_WRONLY | O_CREAT);
                    return spawn(
                            w,
                            List.of(SpawnFileAction.dup(fd, 1), SpawnFileAction.dup(1, 2)),
                            "sh",
                            "-c",
                            "echo x; echo y >&2");
                }),
                edge(SPAWN, w -> {
                    int[] fds = new int[2];
                    w.posix().pipe(fds);
                    w.later(fds[0]);
                    w.later(fds[1]);
                    return spawn(
                            w,
                            List.of(output(w, 1), SpawnFileAction.close(fds[1])),
                            "sh",
                            "-c",
                            "test -e /dev/fd/" + fds[0] + " && echo kept; test -e /dev/fd/" + fds[1]
                                    + " || echo closed");
                }),
                edge(SPAWN, w -> spawn(w, List.of(output(w, 1), SpawnFileAction.dup(-1, 1)), "echo", "x")),
                edge(SPAWN, w -> spawn(w, List.of(output(w, 1)), List.of("A=b", "B", "=C", "A=d"), List.of(), "env")),
                success(
                        SPAWN_WITH_ATTRIBUTES,
                        w -> spawn(
                                w,
                                List.of(output(w, 1)),
                                List.of(),
                                List.of(
                                        SpawnAttribute.flags((short) SpawnAttribute.SETPGROUP),
                                        SpawnAttribute.pgroup(0)),
                                "sh",
                                "-c",
                                "kill -0 -$$ && echo leads")),
                failure(SPAWN_WITH_ATTRIBUTES, w -> w.posix()
                        .posix_spawnp("/no/such", List.of(), List.of(), List.of("x"), List.of())),
                edge(
                        SPAWN_WITH_ATTRIBUTES,
                        w -> spawn(
                                w,
                                List.of(output(w, 1)),
                                List.of(),
                                List.of(SpawnAttribute.flags(
                                        (short) (SpawnAttribute.RESETIDS | SpawnAttribute.SETSIGDEF))),
                                "echo",
                                "x")),
                edge(
                        SPAWN_WITH_ATTRIBUTES,
                        w -> spawn(
                                w,
                                List.of(output(w, 1)),
                                List.of(),
                                List.of(SpawnAttribute.flags((short) 0x40)),
                                "echo",
                                "vfork")));
    }

    private static SpawnFileAction output(World w, int fd) {
        return SpawnFileAction.open(w.path("out"), fd, O_WRONLY | O_CREAT, 0600);
    }

    private static String spawn(World w, Collection<SpawnFileAction> actions, String... command) throws Exception {
        return spawn(w, actions, List.of("A=b"), null, command);
    }

    private static String spawn(
            World w,
            Collection<SpawnFileAction> actions,
            List<String> environment,
            List<SpawnAttribute> attributes,
            String... command)
            throws Exception {
        long pid = attributes == null
                ? w.posix().posix_spawnp(command[0], actions, List.of(command), environment)
                : w.posix().posix_spawnp(command[0], actions, attributes, List.of(command), environment);
        if (pid < 0) {
            return "-1";
        }
        int[] status = new int[1];
        boolean is = w.posix().waitpid(pid, status, 0) == pid;
        return is + " " + status[0] + " " + Files.readString(Path.of(w.path("out")));
    }

    /** Starts a shell, without the object under test. */
    private static int child(String script) throws Exception {
        return Posix.get().processes().spawn(Spawn.of("/bin/sh", "-c", script));
    }

    /** Lets this process have no more children, so that fork fails. Root is not limited. */
    private static void allowNoChild() throws Exception {
        Posix.get().ids().setuid(NOBODY);
        Posix.get().processes().setrlimit(RLIMIT_NPROC, Posix.get().processes().newRlimit());
    }

    private static Pointer memory() {
        return Memory.allocateDirect(Runtime.getSystemRuntime(), 16);
    }

    private static String describe(RLimit limit) {
        return Long.toUnsignedString(limit.rlimCur()) + " " + Long.toUnsignedString(limit.rlimMax());
    }
}
