package posixkit.interop;

import static posixkit.constants.MessageFlag.SCM_RIGHTS;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.interop.Behaviour.edge;
import static posixkit.interop.Behaviour.failure;
import static posixkit.interop.Behaviour.success;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jnr.constants.platform.Confstr;
import jnr.constants.platform.PosixFadvise;
import jnr.constants.platform.Sysconf;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;
import jnr.posix.CmsgHdr;
import jnr.posix.Group;
import jnr.posix.MsgHdr;
import jnr.posix.POSIXFactory;
import jnr.posix.Passwd;
import jnr.posix.Times;
import jnr.posix.Timeval;
import posixkit.Posix;
import posixkit.net.SockAddr;

/** What the calls about sockets, accounts and the system do. */
final class SystemBehaviours {
    /** {@code LC_ALL} and {@code LC_CTYPE}, and {@code CODESET}, on Linux. */
    private static final int LC_ALL = 6;

    private static final int CODESET = 14;

    private SystemBehaviours() {}

    static List<Behaviour> list() {
        List<Behaviour> all = new ArrayList<>(sockets());
        all.addAll(accounts());
        all.addAll(system());
        all.addAll(linux());
        return all;
    }

    private static List<Behaviour> sockets() {
        return List.of(
                success("socketpair(int,int,int,int[])", w -> {
                    int[] fds = new int[2];
                    String result = w.result(w.posix().socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
                    w.later(fds[0]);
                    w.later(fds[1]);
                    return result
                            + w.posix().write(fds[0], new byte[3], 3)
                            + w.posix().read(fds[1], new byte[3], 3)
                            + w.posix().fcntl(fds[0], jnr.constants.platform.Fcntl.F_GETFD)
                            + w.posix().fcntl(fds[1], jnr.constants.platform.Fcntl.F_GETFD);
                }),
                failure("socketpair(int,int,int,int[])", w -> w.result(w.posix().socketpair(999, 1, 0, new int[2]))),
                edge("socketpair(int,int,int,int[])", w -> w.posix().socketpair(AF_UNIX, SOCK_STREAM, 0, new int[1]))
                        .oursAlone("arrays", "IllegalArgumentException"),
                success("sendmsg(int,MsgHdr,int)", w -> {
                    int[] pair = w.sockets(SOCK_STREAM);
                    String result = w.result(w.posix().sendmsg(pair[0], message(w, direct("ab"), direct("cde")), 0));
                    byte[] bytes = new byte[9];
                    int length = Posix.get().io().read(pair[1], bytes);
                    return result + World.text(bytes, length);
                }),
                failure("sendmsg(int,MsgHdr,int)", w -> w.result(w.posix().sendmsg(-1, message(w, direct("ab")), 0))),
                edge(
                                "sendmsg(int,MsgHdr,int)",
                                w -> w.result(w.posix()
                                        .sendmsg(
                                                w.sockets(SOCK_STREAM)[0],
                                                message(w, ByteBuffer.wrap("abc".getBytes())),
                                                0)))
                        .differs("messages", "3"),
                edge(
                        "sendmsg(int,MsgHdr,int)",
                        w -> w.result(w.posix()
                                .sendmsg(w.sockets(SOCK_DGRAM)[0], message(w, ByteBuffer.allocateDirect(0)), 0))),
                edge("sendmsg(int,MsgHdr,int)", w -> {
                            int[] pair = w.sockets(SOCK_STREAM);
                            MsgHdr foreign = POSIXFactory.getNativePOSIX().allocateMsgHdr();
                            ByteBuffer bytes = direct("abc");
                            foreign.setIov(new ByteBuffer[] {bytes});
                            String result = w.result(w.posix().sendmsg(pair[0], foreign, 0));
                            java.lang.ref.Reference.reachabilityFence(bytes);
                            return result;
                        })
                        .withBoth(),
                edge("sendmsg(int,MsgHdr,int)", w -> {
                            int[] pair = w.sockets(SOCK_STREAM);
                            return w.posix().libc().sendmsg(pair[0], message(w, ByteBuffer.wrap("abc".getBytes())), 0);
                        })
                        .differs("messages", "3"),
                edge("sendmsg(int,MsgHdr,int)", w -> {
                            int socket = w.later(Posix.get().sockets().socket(AF_UNIX, SOCK_DGRAM, 0));
                            int to = w.later(Posix.get().sockets().socket(AF_UNIX, SOCK_DGRAM, 0));
                            Posix.get()
                                    .sockets()
                                    .bind(to, SockAddr.of(java.net.UnixDomainSocketAddress.of(w.path("s"))));
                            MsgHdr message = message(w, direct("abc"));
                            message.setName("\1\0" + w.path("s"));
                            return w.result(w.posix().sendmsg(socket, message, 0)) + message.getName();
                        })
                        .differs("messages", "3\1\0DIR/s"),
                edge("sendmsg(int,MsgHdr,int)", w -> {
                    int[] pair = w.sockets(SOCK_DGRAM);
                    StringBuilder results = new StringBuilder();
                    for (String name : new String[] {"", "a", "ab", "\1\0", "\377\377abcdef", "x".repeat(300)}) {
                        w.posix().errno(0);
                        MsgHdr message = message(w, direct("abc"));
                        message.setName(name);
                        results.append(w.result(w.posix().sendmsg(pair[0], message, 0)));
                    }
                    return results;
                }),
                edge("sendmsg(int,MsgHdr,int)", w -> {
                    MsgHdr message = message(w, ByteBuffer.allocateDirect(0));
                    CmsgHdr rights = message.allocateControl(Integer.BYTES);
                    rights.setLevel(SOL_SOCKET);
                    rights.setType(SCM_RIGHTS);
                    return w.result(w.posix().sendmsg(w.sockets(SOCK_STREAM)[0], message, 0));
                }),
                edge("recvmsg(int,MsgHdr,int)", w -> {
                    int[] pair = w.sockets(SOCK_STREAM);
                    Posix.get().io().write(pair[0], "abc".getBytes());
                    MsgHdr message = message(w, ByteBuffer.allocateDirect(0));
                    message.allocateControl(Integer.BYTES);
                    String result = w.result(w.posix().recvmsg(pair[1], message, 0));
                    return result + w.posix().read(pair[1], new byte[9], 9);
                }),
                edge("recvmsg(int,MsgHdr,int)", w -> {
                    int[] pair = w.sockets(SOCK_STREAM);
                    MsgHdr out = message(w, direct("x"));
                    CmsgHdr rights = out.allocateControl(3 * Integer.BYTES);
                    rights.setLevel(SOL_SOCKET);
                    rights.setType(SCM_RIGHTS);
                    ByteBuffer fds =
                            ByteBuffer.allocateDirect(3 * Integer.BYTES).order(ByteOrder.nativeOrder());
                    int fd = w.open(w.file("f", ""));
                    rights.setData(fds.putInt(0, fd).putInt(4, fd).putInt(8, fd));
                    w.posix().sendmsg(pair[0], out, 0);
                    MsgHdr in = message(w, ByteBuffer.allocateDirect(1));
                    in.allocateControl(Integer.BYTES);
                    String result = w.result(w.posix().recvmsg(pair[1], in, 0));
                    ByteBuffer got = in.getControls()[0].getData().order(ByteOrder.nativeOrder());
                    while (got.hasRemaining()) {
                        w.later(got.getInt());
                    }
                    return result + in.getFlags() + in.getControlLen() + in.getControls()[0].getLen();
                }),
                success("recvmsg(int,MsgHdr,int)", w -> {
                    int[] pair = w.sockets(SOCK_STREAM);
                    Posix.get().io().write(pair[0], "abcde".getBytes());
                    ByteBuffer first = ByteBuffer.allocateDirect(2);
                    ByteBuffer second = ByteBuffer.allocateDirect(9);
                    MsgHdr message = message(w, first, second);
                    String result = w.result(w.posix().recvmsg(pair[1], message, 0));
                    return result
                            + (char) first.get(1)
                            + (char) second.get(2)
                            + first.position()
                            + message.getFlags()
                            + message.getControls().length
                            + message.getIov()[0].get(0)
                            + message.getIov().length;
                }),
                failure("recvmsg(int,MsgHdr,int)", w -> w.result(w.posix().recvmsg(-1, message(w, direct("ab")), 0))),
                edge("recvmsg(int,MsgHdr,int)", w -> {
                            int[] pair = w.sockets(SOCK_STREAM);
                            Posix.get().io().write(pair[0], "abc".getBytes());
                            ByteBuffer heap = ByteBuffer.allocate(9).put((byte) 7);
                            String result = w.result(w.posix().recvmsg(pair[1], message(w, heap), 0));
                            return result + Arrays.toString(heap.array());
                        })
                        .differs("messages", "3[7, 97, 98, 99, 0, 0, 0, 0, 0]"),
                edge("recvmsg(int,MsgHdr,int)", SystemBehaviours::passDescriptor),
                edge("recvmsg(int,MsgHdr,int)", w -> {
                    int[] pair = w.sockets(SOCK_DGRAM);
                    Posix.get().io().write(pair[0], "abcde".getBytes());
                    MsgHdr message = message(w, ByteBuffer.allocateDirect(2));
                    return w.result(w.posix().recvmsg(pair[1], message, 0)) + message.getFlags();
                }),
                success("allocateMsgHdr()", w -> {
                    MsgHdr message = message(w, direct("abc"));
                    CmsgHdr[] controls = message.allocateControls(new int[] {4, 5});
                    controls[1].setLevel(2);
                    controls[1].setType(3);
                    controls[1].setData(direct("abcde"));
                    message.setFlags(9);
                    return message.getControlLen() + " " + controls[0].getLen() + " " + controls[1].getLen() + " "
                            + controls[1].getLevel() + controls[1].getType()
                            + new String(controls[1].getData().array()) + message.getFlags() + message.getName()
                            + message.getControls().length;
                }));
    }

    private static Object passDescriptor(World w) throws Exception {
        int[] pair = w.sockets(SOCK_STREAM);
        MsgHdr out = message(w, direct("x"));
        CmsgHdr rights = out.allocateControl(Integer.BYTES);
        rights.setLevel(SOL_SOCKET);
        rights.setType(SCM_RIGHTS);
        ByteBuffer fd = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        rights.setData(fd.putInt(0, w.open(w.file("f", "abc"))));
        String result = w.result(w.posix().sendmsg(pair[0], out, 0));
        MsgHdr in = message(w, ByteBuffer.allocateDirect(1));
        in.allocateControl(Integer.BYTES);
        result += w.result(w.posix().recvmsg(pair[1], in, 0));
        CmsgHdr got = in.getControls()[0];
        int received = w.later(got.getData().order(ByteOrder.nativeOrder()).getInt());
        byte[] bytes = new byte[3];
        return result
                + in.getControls().length
                + in.getControlLen()
                + got.getLevel()
                + got.getType()
                + got.getLen()
                + w.posix().read(received, bytes, 3)
                + World.text(bytes, 3)
                + w.posix().fcntl(received, jnr.constants.platform.Fcntl.F_GETFD);
    }

    private static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(text.getBytes()).flip();
    }

    private static MsgHdr message(World w, ByteBuffer... buffers) {
        MsgHdr message = w.posix().allocateMsgHdr();
        message.setIov(buffers);
        return message;
    }

    private static List<Behaviour> accounts() {
        return List.of(
                success("getpwnam(String)", w -> describe(w.posix().getpwnam("daemon"))),
                failure("getpwnam(String)", w -> w.result((Object) w.posix().getpwnam("no such user"))),
                success("getpwuid(int)", w -> describe(w.posix().getpwuid(0))),
                failure("getpwuid(int)", w -> w.result((Object) w.posix().getpwuid(-7))),
                edge("getpwuid(int)", w -> {
                            Passwd root = w.posix().getpwuid(0);
                            w.posix().getpwuid(1);
                            return root.getLoginName();
                        })
                        .differs("accounts", "root"),
                success("getpwent()", w -> {
                    w.posix().setpwent();
                    StringBuilder all = new StringBuilder();
                    for (Passwd user = w.posix().getpwent();
                            user != null;
                            user = w.posix().getpwent()) {
                        all.append(user.getLoginName()).append(' ');
                    }
                    w.posix().endpwent();
                    return all;
                }),
                failure("getpwent()", w -> {
                    w.posix().setpwent();
                    while (w.posix().getpwent() != null) {}
                    Object last = w.posix().getpwent();
                    w.posix().endpwent();
                    return last;
                }),
                success("setpwent()", w -> w.posix().setpwent()).oursAlone("ent", "0"),
                success("endpwent()", w -> w.posix().endpwent()).oursAlone("ent", "0"),
                success("getgrnam(String)", w -> describe(w.posix().getgrnam("daemon"))),
                failure("getgrnam(String)", w -> w.result((Object) w.posix().getgrnam("no such group"))),
                success("getgrgid(int)", w -> describe(w.posix().getgrgid(0))),
                failure("getgrgid(int)", w -> w.result((Object) w.posix().getgrgid(-7))),
                edge("getgrgid(int)", w -> {
                            Group root = w.posix().getgrgid(0);
                            w.posix().getgrgid(1);
                            return root.getName();
                        })
                        .differs("accounts", "root"),
                success("getgrent()", w -> {
                    w.posix().setgrent();
                    StringBuilder all = new StringBuilder();
                    for (Group group = w.posix().getgrent();
                            group != null;
                            group = w.posix().getgrent()) {
                        all.append(group.getName()).append(' ');
                    }
                    w.posix().endgrent();
                    return all;
                }),
                failure("getgrent()", w -> {
                    w.posix().setgrent();
                    while (w.posix().getgrent() != null) {}
                    Object last = w.posix().getgrent();
                    w.posix().endgrent();
                    return last;
                }),
                success("setgrent()", w -> w.posix().setgrent()).oursAlone("ent", "0"),
                success("endgrent()", w -> w.posix().endgrent()).oursAlone("ent", "0"),
                success("getlogin()", w -> w.posix().getlogin()),
                success("crypt(CharSequence,CharSequence)", w -> w.posix().crypt("secret", "$6$salt")),
                failure(
                                "crypt(CharSequence,CharSequence)",
                                w -> w.result((Object) w.posix().crypt("secret", "*")))
                        .differs("crypt", "null EINVAL"),
                success(
                        "crypt(byte[],byte[])",
                        w -> Arrays.toString(w.posix().crypt("secret\0".getBytes(), "ab\0".getBytes()))),
                failure(
                                "crypt(byte[],byte[])",
                                w -> w.result((Object) w.posix().crypt("secret\0".getBytes(), "*\0".getBytes())))
                        .differs("crypt", "null EINVAL"),
                edge(
                                "crypt(byte[],byte[])",
                                w -> Arrays.equals(
                                        w.posix().crypt("secret".getBytes(), "ab".getBytes()),
                                        w.posix().crypt("secret\0".getBytes(), "ab\0".getBytes())))
                        .oursAlone("crypt", "true"));
    }

    private static String describe(Passwd user) {
        return String.join(
                ":",
                user.getLoginName(),
                user.getPassword(),
                "" + user.getUID(),
                "" + user.getGID(),
                user.getGECOS(),
                user.getHome(),
                user.getShell(),
                "" + user.getPasswdChangeTime(),
                user.getAccessClass(),
                "" + user.getExpire());
    }

    private static String describe(Group group) {
        return group.getName() + ":" + group.getPassword() + ":" + group.getGID() + ":"
                + Arrays.toString(group.getMembers());
    }

    private static List<Behaviour> system() {
        return List.of(
                success("allocateTimeval()", w -> {
                    Timeval time = w.posix().allocateTimeval();
                    time.setTime(new long[] {5, 7});
                    return time.sec() + " " + time.usec();
                }),
                success("gettimeofday(Timeval)", w -> {
                    Timeval time = w.posix().allocateTimeval();
                    String result = w.result(w.posix().gettimeofday(time));
                    return result
                            + (Math.abs(time.sec() - System.currentTimeMillis() / 1000) < 60)
                            + (time.usec() < 1_000_000);
                }),
                success("times()", w -> {
                    Times times = w.posix().times();
                    return (times.utime() > 0) + " " + (times.stime() >= 0) + (times.cutime() >= 0)
                            + (times.cstime() >= 0);
                }),
                success("getdtablesize()", w -> w.posix().getdtablesize()),
                success(
                        "sysconf(Sysconf)",
                        w -> w.posix().sysconf(Sysconf._SC_PAGESIZE) + " "
                                + w.posix().sysconf(Sysconf._SC_CLK_TCK)),
                edge("sysconf(Sysconf)", w -> w.result(w.posix().sysconf(Sysconf._SC_AIO_MAX)))
                        .oursAlone("no-limit", "-1 0"),
                failure("sysconf(Sysconf)", w -> w.result(w.posix().sysconf(Sysconf.__UNKNOWN_CONSTANT__))),
                success("confstr(Confstr,ByteBuffer,int)", w -> {
                    ByteBuffer text = ByteBuffer.allocateDirect(100);
                    int size = w.posix().confstr(Confstr._CS_PATH, text, 100);
                    byte[] bytes = new byte[size];
                    text.get(bytes);
                    return size + " " + World.text(bytes, size - 1) + bytes[size - 1];
                }),
                failure(
                        "confstr(Confstr,ByteBuffer,int)",
                        w -> w.result(w.posix().confstr(Confstr.__UNKNOWN_CONSTANT__, ByteBuffer.allocateDirect(9), 9))
                                + w.errno()),
                edge("confstr(Confstr,ByteBuffer,int)", w -> {
                    ByteBuffer text = ByteBuffer.allocateDirect(4);
                    int size = w.posix().confstr(Confstr._CS_PATH, text, 4);
                    return size + " " + (char) text.get(2) + text.get(3);
                }),
                success("gethostname()", w -> w.posix().gethostname()),
                success("strerror(int)", w -> w.posix().strerror(2)),
                edge("strerror(int)", w -> w.posix().strerror(9999)),
                success("getenv(String)", w -> w.posix().getenv("PATH")),
                failure("getenv(String)", w -> w.posix().getenv("POSIXKIT_NONE")),
                success("setenv(String,String,int)", w -> {
                            String result = w.result(w.posix().setenv("POSIXKIT_A", "b", 0));
                            w.posix().setenv("POSIXKIT_A", "c", 0);
                            result += w.posix().getenv("POSIXKIT_A");
                            w.posix().setenv("POSIXKIT_A", "d", 1);
                            return result
                                    + w.posix().getenv("POSIXKIT_A")
                                    + w.posix().unsetenv("POSIXKIT_A");
                        })
                        .inChild(),
                failure("setenv(String,String,int)", w -> w.result(w.posix().setenv("A=B", "c", 1)))
                        .inChild(),
                success("unsetenv(String)", w -> {
                            w.posix().setenv("POSIXKIT_A", "b", 0);
                            return w.result(w.posix().unsetenv("POSIXKIT_A"))
                                    + w.posix().getenv("POSIXKIT_A");
                        })
                        .inChild(),
                failure("unsetenv(String)", w -> w.result(w.posix().unsetenv("A=B")))
                        .inChild(),
                success(
                        "environ()",
                        w -> w.posix().environ().getPointer(0).getString(0).indexOf('=') > 0),
                success(
                                "setlocale(int,String)",
                                w -> w.posix().setlocale(LC_ALL, "C")
                                        + w.posix().setlocale(LC_ALL, null))
                        .inChild(),
                failure("setlocale(int,String)", w -> w.posix().setlocale(LC_ALL, "no such locale"))
                        .inChild(),
                success("nl_langinfo(int)", w -> w.posix().nl_langinfo(CODESET)),
                failure("nl_langinfo(int)", w -> w.posix().nl_langinfo(-1)),
                success("errno()", w -> {
                    w.posix().unlink("/no/such");
                    return w.posix().errno() + " " + LastError.getLastError(Runtime.getSystemRuntime());
                }),
                edge("errno()", w -> {
                    w.posix().unlink("/no/such");
                    w.posix().chmod("/", 0755);
                    return w.posix().errno();
                }),
                success("errno(int)", w -> {
                    w.posix().errno(5);
                    return w.posix().errno() + " " + LastError.getLastError(Runtime.getSystemRuntime());
                }),
                success("isNative()", w -> w.posix().isNative()),
                success(
                        "libc()",
                        w -> w.posix().libc().getpid() == w.posix().getpid()
                                && w.posix().libc() == w.posix().libc()),
                failure("libc()", w -> w.result(w.posix().libc().unlink("/no/such"))));
    }

    private static List<Behaviour> linux() {
        return List.of(
                success("ioprio_get(int,int)", w -> w.result(w.linux().ioprio_get(1, 0))),
                failure("ioprio_get(int,int)", w -> w.result(w.linux().ioprio_get(99, 0))),
                success("ioprio_set(int,int,int)", w -> {
                            String result = w.result(w.linux().ioprio_set(1, 0, 2 << 13 | 5));
                            return result + w.linux().ioprio_get(1, 0);
                        })
                        .inChild(),
                failure("ioprio_set(int,int,int)", w -> w.result(w.linux().ioprio_set(99, 0, 0))),
                success("posix_fadvise(int,long,long,PosixFadvise)", w -> w.linux()
                        .posix_fadvise(w.open(w.file("f", "")), 0, 5L << 32, PosixFadvise.POSIX_FADV_DONTNEED)),
                failure(
                        "posix_fadvise(int,long,long,PosixFadvise)",
                        w -> w.linux().posix_fadvise(-1, 0, 0, PosixFadvise.POSIX_FADV_DONTNEED) + w.errno()));
    }
}
