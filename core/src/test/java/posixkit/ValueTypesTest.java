package posixkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.MessageFlag.MSG_CTRUNC;
import static posixkit.constants.MessageFlag.MSG_TRUNC;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import posixkit.event.FdSet;
import posixkit.id.Group;
import posixkit.id.Passwd;
import posixkit.net.ICMPv6Filter;
import posixkit.net.IPMreq;
import posixkit.net.IPMreqn;
import posixkit.net.IPv6MTUInfo;
import posixkit.net.IPv6Mreq;
import posixkit.net.Ifaddr;
import posixkit.net.Ifname;
import posixkit.net.Linger;
import posixkit.net.Message;
import posixkit.net.Peer;
import posixkit.net.PktInfo4;
import posixkit.net.PktInfo6;
import posixkit.net.SockAddr;
import posixkit.ondarwin.Clockrate;
import posixkit.ondarwin.CommonAttributes;
import posixkit.ondarwin.KinfoProcess;
import posixkit.ondarwin.MachTimebase;
import posixkit.ondarwin.ProcBsdinfo;
import posixkit.ondarwin.ProcTaskinfo;
import posixkit.ondarwin.TCPConnectionInfo;
import posixkit.ondarwin.Xucred;
import posixkit.onlinux.CapabilitySets;
import posixkit.onlinux.CpuSet;
import posixkit.onlinux.FileHandle;
import posixkit.onlinux.OnLinuxIo;
import posixkit.onlinux.PacketMreq;
import posixkit.onlinux.Pidfds;
import posixkit.onlinux.Scheduling;
import posixkit.onlinux.SockFilter;
import posixkit.onlinux.TCPBBRInfo;
import posixkit.onlinux.TCPDCTCPInfo;
import posixkit.onlinux.TCPMD5Sig;
import posixkit.onlinux.TCPRepairOpt;
import posixkit.onlinux.TCPVegasInfo;
import posixkit.onlinux.ThreadsDifferException.ThreadResult;
import posixkit.onlinux.Timerfds;
import posixkit.onlinux.Timestamping;
import posixkit.onlinux.TpacketReq;
import posixkit.onlinux.TpacketStats;
import posixkit.onlinux.Tracer;
import posixkit.onlinux.Ucred;
import posixkit.process.SignalSet;
import posixkit.process.Signals.IntervalTimer;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.WaitStatus;
import posixkit.system.CResult;
import posixkit.system.SyscallEvents;
import posixkit.system.SyscallListener.Syscall;
import posixkit.terminal.Pty;
import posixkit.terminal.RawMode;
import posixkit.testing.Received;

/** Value types written by hand print what they hold and compare by content; none is left out. */
class ValueTypesTest {
    private static final Path CLASSES = Path.of(System.getProperty("posixkit.root"), "core/target/classes/posixkit");
    private static final Pattern INTERNAL =
            Pattern.compile("posixkit\\.|[\\w;]@[0-9a-f]+\\b|\\$|\\b(Unix|Linux|Darwin)[A-Z]\\w*");

    /** What owns a descriptor, a thread or a recording: two are equal only if they are one object. */
    private static final Set<Class<?>> OWNERS =
            Set.of(Fd.class, Message.class, Tracer.class, SyscallEvents.class, Pty.class, RawMode.class);

    /** One value, and others that differ from it in one thing each. */
    private record Sample(Supplier<Object> value, Map<String, Supplier<Object>> others) {
        /** {@code text}: a part of what the other prints, that the value does not print. */
        Sample or(String text, Supplier<Object> other) {
            others.put(text, other);
            return this;
        }

        /** The same record, with another value of one component. */
        Sample orWith(String component, Object changed, String text) {
            return or(text, () -> with(value.get(), component, changed));
        }

        private static Object with(Object original, String component, Object changed) {
            RecordComponent[] components = original.getClass().getRecordComponents();
            Class<?>[] types = new Class<?>[components.length];
            Object[] values = new Object[components.length];
            try {
                for (int i = 0; i < components.length; i++) {
                    types[i] = components[i].getType();
                    values[i] = components[i].getName().equals(component)
                            ? types[i] == long.class ? ((Number) changed).longValue() : changed
                            : components[i].getAccessor().invoke(original);
                }
                return original.getClass().getDeclaredConstructor(types).newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(component, e);
            }
        }

        /** For what the usual notation of an address leaves out. */
        Sample orUnprinted(Supplier<Object> other) {
            others.put(UNPRINTED + others.size(), other);
            return this;
        }
    }

    private static final String UNPRINTED = "unprinted ";

    private final Map<Class<?>, Sample> samples = new LinkedHashMap<>();

    private Sample sample(Supplier<Object> value) {
        Sample sample = new Sample(value, new LinkedHashMap<>());
        samples.put(value.get().getClass(), sample);
        return sample;
    }

    ValueTypesTest() {
        byte[] mac = {2, 0, 94, 16, 0, 1};
        sample(() -> FdSet.of(3, 70)).or("[3, 71]", () -> FdSet.of(3, 71)).or("[3]", () -> FdSet.of(3));
        sample(() -> SignalSet.of(1, 15))
                .or("[SIGHUP]", () -> SignalSet.of(1))
                .or("[SIGHUP, SIGINT]", () -> SignalSet.of(1, 2));
        sample(() -> new IntervalTimer(1, 2))
                .or("valueMicros=3", () -> new IntervalTimer(3, 2))
                .or("intervalMicros=3", () -> new IntervalTimer(1, 3));
        sample(() -> new WaitStatus(3 << 8)).or("exited 4", () -> new WaitStatus(4 << 8));
        sample(() -> peer(SockAddr.Inet4.loopback(80)))
                .or("Peer[127.0.0.1:81]", () -> peer(SockAddr.Inet4.loopback(81)))
                .or("Peer[no address]", Peer::new);
        sample(() -> new ICMPv6Filter().block(3)).or("{4}", () -> new ICMPv6Filter().block(4));
        sample(() -> new Passwd("n", "p", 1, 2, "g", "h", "s", 3, "c", 4))
                .orWith("name", "N\n", "name=N\\n,")
                .orUnprinted(() -> new Passwd("n", "P", 1, 2, "g", "h", "s", 3, "c", 4))
                .or("uid=4294967295", () -> new Passwd("n", "p", -1, 2, "g", "h", "s", 3, "c", 4))
                .or("gid=4294967294", () -> new Passwd("n", "p", 1, -2, "g", "h", "s", 3, "c", 4))
                .or("gecos=G", () -> new Passwd("n", "p", 1, 2, "G", "h", "s", 3, "c", 4))
                .or("home=H", () -> new Passwd("n", "p", 1, 2, "g", "H", "s", 3, "c", 4))
                .or("shell=S", () -> new Passwd("n", "p", 1, 2, "g", "h", "S", 3, "c", 4))
                .or("change=9", () -> new Passwd("n", "p", 1, 2, "g", "h", "s", 9, "c", 4))
                .or("accessClass=C", () -> new Passwd("n", "p", 1, 2, "g", "h", "s", 3, "C", 4))
                .or("expire=9", () -> new Passwd("n", "p", 1, 2, "g", "h", "s", 3, "c", 9));
        sample(() -> new Group("n", "p", 1, List.of("a")))
                .or("name=\\x01,", () -> new Group("\1", "p", 1, List.of("a")))
                .orUnprinted(() -> new Group("n", "P", 1, List.of("a")))
                .or("gid=4294967295", () -> new Group("n", "p", -1, List.of("a")))
                .or("[a, b]", () -> new Group("n", "p", 1, List.of("a", "b")));
        sample(() -> new Pidfds.SpawnedChild(1, 2))
                .or("pid=3", () -> new Pidfds.SpawnedChild(3, 2))
                .or("pidfd=3", () -> new Pidfds.SpawnedChild(1, 3));
        sample(() -> CpuSet.of(0, 1, 2, 9))
                .or("[0-2,10]", () -> CpuSet.of(0, 1, 2, 10))
                .or("CpuSet[2000]", () -> CpuSet.of(2000));
        sample(() -> new Scheduling.Cpu(1, 2))
                .or("number=3", () -> new Scheduling.Cpu(3, 2))
                .or("node=3", () -> new Scheduling.Cpu(1, 3));
        sample(() -> new CapabilitySets().effective(1).permitted(3))
                .or(
                        "effective=CAP_KILL",
                        () -> new CapabilitySets().effective(1 << 5).permitted(3))
                .or("permitted=63", () -> new CapabilitySets().effective(1).permitted(1L << 63))
                .or(
                        "inheritable=CAP_CHOWN",
                        () -> new CapabilitySets().effective(1).permitted(3).inheritable(1));
        sample(() -> new Timerfds.Setting(1, 2))
                .or("valueNanos=3", () -> new Timerfds.Setting(3, 2))
                .or("intervalNanos=3", () -> new Timerfds.Setting(1, 3));
        sample(() -> new FileHandle(1, new byte[] {2}, 3))
                .or("type=4294967295", () -> new FileHandle(-1, new byte[] {2}, 3))
                .or("bytes=0a", () -> new FileHandle(1, new byte[] {10}, 3))
                .or("mountId=4", () -> new FileHandle(1, new byte[] {2}, 4));
        sample(() -> new OnLinuxIo.Cachestat(1, 2, 3, 4, 5))
                .or("cached=9", () -> new OnLinuxIo.Cachestat(9, 2, 3, 4, 5))
                .or("dirty=9", () -> new OnLinuxIo.Cachestat(1, 9, 3, 4, 5))
                .or("writeback=9", () -> new OnLinuxIo.Cachestat(1, 2, 9, 4, 5))
                .or("evicted=9", () -> new OnLinuxIo.Cachestat(1, 2, 3, 9, 5))
                .or("recentlyEvicted=9", () -> new OnLinuxIo.Cachestat(1, 2, 3, 4, 9));
        sample(() -> new Linger(true, 3))
                .or("on=false", () -> new Linger(false, 3))
                .or("time=4", () -> new Linger(true, 4));
        sample(() -> new IPMreq(four(224, 1), four(10, 1)))
                .or("224.0.0.2", () -> new IPMreq(four(224, 2), four(10, 1)))
                .or("10.0.0.2", () -> new IPMreq(four(224, 1), four(10, 2)));
        sample(() -> new IPMreqn(four(224, 1), four(10, 1), 5))
                .or("224.0.0.2", () -> new IPMreqn(four(224, 2), four(10, 1), 5))
                .or("10.0.0.2", () -> new IPMreqn(four(224, 1), four(10, 2), 5))
                .or("ifindex=6", () -> new IPMreqn(four(224, 1), four(10, 1), 6));
        sample(() -> new IPv6Mreq(six(1), 5))
                .or("ff02:0:0:0:0:0:0:2", () -> new IPv6Mreq(six(2), 5))
                .or("ifindex=6", () -> new IPv6Mreq(six(1), 6));
        sample(() -> new PktInfo4(5, four(10, 1), four(10, 2)))
                .or("ifindex=6", () -> new PktInfo4(6, four(10, 1), four(10, 2)))
                .or("specDst=/10.0.0.3", () -> new PktInfo4(5, four(10, 3), four(10, 2)))
                .or("addr=/10.0.0.3", () -> new PktInfo4(5, four(10, 1), four(10, 3)));
        SockAddr one = SockAddr.Inet4.loopback(1);
        sample(() -> new Ifaddr("e", 0, null, null, null))
                .or("name=\"f\"", () -> new Ifaddr("f", 0, null, null, null))
                .or("flags=IFF_UP", () -> new Ifaddr("e", 1, null, null, null))
                .or("addr=127.0.0.1:1, netmask=null", () -> new Ifaddr("e", 0, one, null, null))
                .or("netmask=127.0.0.1:1", () -> new Ifaddr("e", 0, null, one, null))
                .or("dstaddr=127.0.0.1:1", () -> new Ifaddr("e", 0, null, null, one));
        sample(() -> new Ifname(1, "e"))
                .or("index=2", () -> new Ifname(2, "e"))
                .or("name=\"f\"", () -> new Ifname(1, "f"));
        sample(() -> new PktInfo6(six(1), 5))
                .or("ff02:0:0:0:0:0:0:2", () -> new PktInfo6(six(2), 5))
                .or("ifindex=6", () -> new PktInfo6(six(1), 6));
        sample(() -> new Timestamping(Instant.ofEpochSecond(7), null))
                .or("software=null", () -> new Timestamping(null, null))
                .or("hardware=1970", () -> new Timestamping(Instant.ofEpochSecond(7), Instant.ofEpochSecond(8)));
        sample(() -> new IPv6MTUInfo(SockAddr.Inet6.loopback(1), 1280))
                .or("addr=null", () -> new IPv6MTUInfo(null, 1280))
                .or("mtu=4294967295", () -> new IPv6MTUInfo(SockAddr.Inet6.loopback(1), -1));
        sample(() -> new SockAddr.Inet4(new byte[] {1, 2, 3, 4}, 5))
                .or("1.2.3.5", () -> new SockAddr.Inet4(new byte[] {1, 2, 3, 5}, 5))
                .or(":6", () -> new SockAddr.Inet4(new byte[] {1, 2, 3, 4}, 6));
        byte[] any = new byte[16];
        sample(() -> new SockAddr.Inet6(any, 1, 2, 3))
                .or("[1::", () -> new SockAddr.Inet6(Arrays.copyOf(new byte[] {0, 1}, any.length), 1, 2, 3))
                .or(":9", () -> new SockAddr.Inet6(any, 9, 2, 3))
                .or("%9", () -> new SockAddr.Inet6(any, 1, 9, 3))
                .orUnprinted(() -> new SockAddr.Inet6(any, 1, 2, 9));
        sample(() -> SockAddr.Unix.path("/a"))
                .or("unix:\"/b\"", () -> SockAddr.Unix.path("/b"))
                .or("unix:@\"/a\"", () -> SockAddr.Unix.abstractName("/a"));
        sample(() -> new SockAddr.Link(1, 2, 3, 4, mac))
                .or("0x0009", () -> new SockAddr.Link(9, 2, 3, 4, mac))
                .or("%9", () -> new SockAddr.Link(1, 9, 3, 4, mac))
                .orUnprinted(() -> new SockAddr.Link(1, 2, 9, 4, mac))
                .orUnprinted(() -> new SockAddr.Link(1, 2, 3, 9, mac))
                .or("link:09%", () -> new SockAddr.Link(1, 2, 3, 4, new byte[] {9}));
        sample(() -> new SockAddr.Netlink(9, 0))
                .or("4294967295", () -> new SockAddr.Netlink(-1, 0))
                .or("/0x11", () -> new SockAddr.Netlink(9, 0x11));
        sample(() -> new Clockrate(1, 2, 3, 4, 5))
                .or("hz=6,", () -> new Clockrate(6, 2, 3, 4, 5))
                .or("tick=6", () -> new Clockrate(1, 6, 3, 4, 5))
                .or("tickadj=6", () -> new Clockrate(1, 2, 6, 4, 5))
                .or("stathz=6", () -> new Clockrate(1, 2, 3, 6, 5))
                .or("profhz=6", () -> new Clockrate(1, 2, 3, 4, 6));
        sample(() -> new KinfoProcess(1, 2, 3, 4, 5, 6, 7, 8, 9, "a"))
                .orWith("pid", 0, "[pid=0")
                .orWith("ppid", 0, "ppid=0")
                .orWith("pgid", 0, " pgid=0")
                .orWith("uid", -1, "uid=4294967295")
                .orWith("stat", 0, "stat=0")
                .orWith("flag", 0, "flag=0x0")
                .orWith("nice", -1, "nice=-1")
                .orWith("tdev", 0, "tdev=0")
                .orWith("tpgid", 0, "tpgid=0")
                .orWith("comm", "b", "comm=\"b\"");
        sample(() -> new TCPConnectionInfo(
                        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22))
                .orWith("state", -1, "state=-1")
                .orWith("sndWscale", -1, "sndWscale=-1")
                .orWith("rcvWscale", -1, "rcvWscale=-1")
                .orWith("options", -1, "options=-1")
                .orWith("flags", -1, "flags=-1")
                .orWith("rto", -1, "rto=-1")
                .orWith("maxseg", -1, "maxseg=-1")
                .orWith("sndSsthresh", -1, "sndSsthresh=-1")
                .orWith("sndCwnd", -1, "sndCwnd=-1")
                .orWith("sndWnd", -1, "sndWnd=-1")
                .orWith("sndSbbytes", -1, "sndSbbytes=-1")
                .orWith("rcvWnd", -1, "rcvWnd=-1")
                .orWith("rttcur", -1, "rttcur=-1")
                .orWith("srtt", -1, "srtt=-1")
                .orWith("rttvar", -1, "rttvar=-1")
                .orWith("txpackets", -1, "txpackets=-1")
                .orWith("txbytes", -1, "txbytes=-1")
                .orWith("txretransmitbytes", -1, "txretransmitbytes=-1")
                .orWith("rxpackets", -1, "rxpackets=-1")
                .orWith("rxbytes", -1, "rxbytes=-1")
                .orWith("rxoutoforderbytes", -1, "rxoutoforderbytes=-1")
                .orWith("txretransmitpackets", -1, "txretransmitpackets=-1");
        sample(() -> new ProcBsdinfo(
                        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "a", "b", 12, 13, 14, 15, 16, 17, Instant.EPOCH))
                .orWith("flags", 0x80, "flags=0x80")
                .orWith("status", -1, " status=-1")
                .orWith("xstatus", 0x80, "xstatus=0x80")
                .orWith("pid", -1, " pid=-1")
                .orWith("ppid", -1, " ppid=-1")
                .orWith("uid", -1, " uid=4294967295")
                .orWith("gid", -1, " gid=4294967295")
                .orWith("ruid", -1, " ruid=4294967295")
                .orWith("rgid", -1, " rgid=4294967295")
                .orWith("svuid", -1, " svuid=4294967295")
                .orWith("svgid", -1, " svgid=4294967295")
                .orWith("comm", "c", " comm=\"c\"")
                .orWith("name", "c", " name=\"c\"")
                .orWith("nfiles", -1, " nfiles=-1")
                .orWith("pgid", -1, " pgid=-1")
                .orWith("pjobc", -1, " pjobc=-1")
                .orWith("tdev", -1, " tdev=-1")
                .orWith("tpgid", -1, " tpgid=-1")
                .orWith("nice", -1, " nice=-1")
                .orWith("start", Instant.ofEpochSecond(1), "start=1970-01-01T00:00:01Z");
        sample(() -> new ProcTaskinfo(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18))
                .orWith("virtualSize", -1, "virtualSize=-1")
                .orWith("residentSize", -1, "residentSize=-1")
                .orWith("totalUser", -1, "totalUser=-1")
                .orWith("totalSystem", -1, "totalSystem=-1")
                .orWith("threadsUser", -1, "threadsUser=-1")
                .orWith("threadsSystem", -1, "threadsSystem=-1")
                .orWith("policy", -1, "policy=-1")
                .orWith("faults", -1, "faults=-1")
                .orWith("pageins", -1, "pageins=-1")
                .orWith("cowFaults", -1, "cowFaults=-1")
                .orWith("messagesSent", -1, "messagesSent=-1")
                .orWith("messagesReceived", -1, "messagesReceived=-1")
                .orWith("syscallsMach", -1, "syscallsMach=-1")
                .orWith("syscallsUnix", -1, "syscallsUnix=-1")
                .orWith("csw", -1, "csw=-1")
                .orWith("threadnum", -1, "threadnum=-1")
                .orWith("numrunning", -1, "numrunning=-1")
                .orWith("priority", -1, "priority=-1");
        sample(() -> new CommonAttributes(
                        1,
                        "a",
                        2,
                        3,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        4,
                        5,
                        6,
                        7,
                        8L))
                .orWith("returned", 0x80, "returned=0x80")
                .orWith("name", "c", "name=\"c\"")
                .orWith("devid", -1, "devid=-1")
                .orWith("objtype", -1, "objtype=-1")
                .orWith("crtime", Instant.ofEpochSecond(1), "crtime=1970-01-01T00:00:01Z")
                .orWith("modtime", Instant.ofEpochSecond(1), "modtime=1970-01-01T00:00:01Z")
                .orWith("chgtime", Instant.ofEpochSecond(1), "chgtime=1970-01-01T00:00:01Z")
                .orWith("acctime", Instant.ofEpochSecond(1), "acctime=1970-01-01T00:00:01Z")
                .orWith("bkuptime", Instant.ofEpochSecond(1), "bkuptime=1970-01-01T00:00:01Z")
                .orWith("ownerid", -1, "ownerid=4294967295")
                .orWith("grpid", -1, "grpid=4294967295")
                .orWith("accessmask", 0644, "accessmask=0644")
                .orWith("flags", 0x80, "flags=0x80")
                .orWith("fileid", -1, "fileid=18446744073709551615");
        sample(() -> new MachTimebase(1, 2))
                .or("numer=3", () -> new MachTimebase(3, 2))
                .or("denom=3", () -> new MachTimebase(1, 3));
        sample(() -> new SockAddr.Vsock(3, 4))
                .or("4294967295", () -> new SockAddr.Vsock(-1, 4))
                .or(":5", () -> new SockAddr.Vsock(3, 5));
        sample(() -> new SockFilter(1, 2, 3, 4))
                .or("code=0x5", () -> new SockFilter(5, 2, 3, 4))
                .or("jt=5", () -> new SockFilter(1, 5, 3, 4))
                .or("jf=5", () -> new SockFilter(1, 2, 5, 4))
                .or("k=0xffffffff", () -> new SockFilter(1, 2, 3, -1));
        sample(() -> new PacketMreq(1, 2, mac))
                .or("ifindex=3", () -> new PacketMreq(3, 2, mac))
                .or("type=3", () -> new PacketMreq(1, 3, mac))
                .or("address=]", () -> new PacketMreq(1, 2, new byte[0]));
        sample(() -> new TpacketReq(1, 2, 3, 4))
                .or("blockSize=5", () -> new TpacketReq(5, 2, 3, 4))
                .or("blockNr=5", () -> new TpacketReq(1, 5, 3, 4))
                .or("frameSize=5", () -> new TpacketReq(1, 2, 5, 4))
                .or("frameNr=5", () -> new TpacketReq(1, 2, 3, 5));
        sample(() -> new TpacketStats(1, 2, 3))
                .or("packets=4", () -> new TpacketStats(4, 2, 3))
                .or("drops=4", () -> new TpacketStats(1, 4, 3))
                .or("freezeQCnt=4", () -> new TpacketStats(1, 2, 4));
        SockAddr peer = SockAddr.Inet4.loopback(1);
        sample(() -> new TCPMD5Sig(peer, mac, 1, 2, 3))
                .or("127.0.0.1:2", () -> new TCPMD5Sig(SockAddr.Inet4.loopback(2), mac, 1, 2, 3))
                .or("key=1 bytes", () -> new TCPMD5Sig(peer, new byte[1], 1, 2, 3))
                .or("flags=4", () -> new TCPMD5Sig(peer, mac, 4, 2, 3))
                .or("prefixlen=4", () -> new TCPMD5Sig(peer, mac, 1, 4, 3))
                .or("ifindex=4", () -> new TCPMD5Sig(peer, mac, 1, 2, 4));
        sample(() -> new TCPRepairOpt(1, 2))
                .or("code=3", () -> new TCPRepairOpt(3, 2))
                .or("value=3", () -> new TCPRepairOpt(1, 3));
        sample(() -> new TCPBBRInfo(1, 2, 3, 4))
                .or("bandwidth=5", () -> new TCPBBRInfo(5, 2, 3, 4))
                .or("minRtt=5", () -> new TCPBBRInfo(1, 5, 3, 4))
                .or("pacingGain=5", () -> new TCPBBRInfo(1, 2, 5, 4))
                .or("cwndGain=5", () -> new TCPBBRInfo(1, 2, 3, 5));
        sample(() -> new TCPVegasInfo(1, 2, 3, 4))
                .or("enabled=5", () -> new TCPVegasInfo(5, 2, 3, 4))
                .or("rttcnt=5", () -> new TCPVegasInfo(1, 5, 3, 4))
                .or("rtt=5", () -> new TCPVegasInfo(1, 2, 5, 4))
                .or("minrtt=5", () -> new TCPVegasInfo(1, 2, 3, 5));
        sample(() -> new TCPDCTCPInfo(1, 2, 3, 4, 5))
                .or("enabled=6", () -> new TCPDCTCPInfo(6, 2, 3, 4, 5))
                .or("ceState=6", () -> new TCPDCTCPInfo(1, 6, 3, 4, 5))
                .or("alpha=6", () -> new TCPDCTCPInfo(1, 2, 6, 4, 5))
                .or("abEcn=6", () -> new TCPDCTCPInfo(1, 2, 3, 6, 5))
                .or("abTot=6", () -> new TCPDCTCPInfo(1, 2, 3, 4, 6));
        sample(() -> new SockAddr.Raw(40, new byte[] {1}))
                .or("family 41", () -> new SockAddr.Raw(41, new byte[] {1}))
                .or("02", () -> new SockAddr.Raw(40, new byte[] {2}));
        sample(() -> new SockAddr.DataLink(4, 6, "en0", mac))
                .or("%5", () -> new SockAddr.DataLink(5, 6, "en0", mac))
                .orUnprinted(() -> new SockAddr.DataLink(4, 7, "en0", mac))
                .or("en1", () -> new SockAddr.DataLink(4, 6, "en1", mac))
                .or("link:02%", () -> new SockAddr.DataLink(4, 6, "en0", new byte[] {2}));
        sample(() -> new Message.Control(1, 2, new byte[] {7}))
                .or("[3:2", () -> new Message.Control(3, 2, new byte[] {7}))
                .or("[1:4", () -> new Message.Control(1, 4, new byte[] {7}))
                .or(" 08]", () -> new Message.Control(1, 2, new byte[] {8}));
        sample(() -> new Ucred(1, 2, 3))
                .or("pid=4", () -> new Ucred(4, 2, 3))
                .or("uid=4294967295", () -> new Ucred(1, -1, 3))
                .or("gid=4294967295", () -> new Ucred(1, 2, -1));
        sample(() -> new Xucred(1, List.of(2)))
                .or("uid=4294967295", () -> new Xucred(-1, List.of(2)))
                .or("groups=[4294967295]", () -> new Xucred(1, List.of(-1)));
        sample(() -> new ThreadResult(5, "main", -2L))
                .or("thread 6", () -> new ThreadResult(6, "main", -2L))
                .or("(gc)", () -> new ThreadResult(5, "gc", -1L))
                .or("did not make the call", () -> new ThreadResult(5, "main", null));
        sample(() -> new CResult("f", 1, 2))
                .or("g = ", () -> new CResult("g", 1, 2))
                .or("= 3", () -> new CResult("f", 3, 2))
                .or("ESRCH", () -> new CResult("f", 1, 3));
        sample(() -> failure("open", 2, "/a"))
                .or("creat ", () -> failure("creat", 2, "/a"))
                .or("ESRCH", () -> failure("open", 3, "/a"))
                .or("\"/b\"", () -> failure("open", 2, "/b"))
                .or("fd 7", () -> failure("open", 2, null).about("fd", 7))
                .or("no failure", SpawnFailure::new)
                .orUnprinted(() -> failure("open", 2, "/a").in(new Spawn.CloseStep(1)));
        sample(() -> new Tracer.Stop(Tracer.Stop.Kind.EVENT, new WaitStatus(0x57F), 3))
                .or("kind=CALL", () -> new Tracer.Stop(Tracer.Stop.Kind.CALL, new WaitStatus(0x57F), 3))
                .orUnprinted(() -> new Tracer.Stop(Tracer.Stop.Kind.EVENT, new WaitStatus(0), 3))
                .or("message=4", () -> new Tracer.Stop(Tracer.Stop.Kind.EVENT, new WaitStatus(0x57F), 4));
        sample(() -> new Spawn.Dup2Step(1, 2))
                .or("from=3", () -> new Spawn.Dup2Step(3, 2))
                .or("to=3", () -> new Spawn.Dup2Step(1, 3));
        sample(() -> new Spawn.CloseStep(1)).or("fd=2", () -> new Spawn.CloseStep(2));
        sample(() -> new Spawn.OpenStep(1, "/a", 0, 0))
                .or("fd=2", () -> new Spawn.OpenStep(2, "/a", 0, 0))
                .or("path=\"/b\\n\"", () -> new Spawn.OpenStep(1, "/b\n", 0, 0))
                .or("flags=0x40", () -> new Spawn.OpenStep(1, "/a", 0x40, 0))
                .or("mode=0644", () -> new Spawn.OpenStep(1, "/a", 0, 0644));
        sample(() -> new Spawn.Limit(1, 2, 3))
                .or("resource=4", () -> new Spawn.Limit(4, 2, 3))
                .or("soft=18446744073709551614", () -> new Spawn.Limit(1, -2, 3))
                .or("hard=18446744073709551614", () -> new Spawn.Limit(1, 2, -2));
        sample(() -> new Spawn.Credentials(1, 2, List.of(3)))
                .or("uid=4294967295", () -> new Spawn.Credentials(-1, 2, List.of(3)))
                .or("gid=4294967295", () -> new Spawn.Credentials(1, -1, List.of(3)))
                .or("groups=[4294967295]", () -> new Spawn.Credentials(1, 2, List.of(-1)));
        sample(() -> Spawn.of("sh", "-c"))
                .or("Spawn[\"sh\"]", () -> Spawn.of("sh"))
                .or("program=\"/bin/sh\"", () -> Spawn.of("sh", "-c").program("/bin/sh"))
                .or("environment=[\"A=b\"]", () -> Spawn.of("sh", "-c").environment(Map.of("A", "b")))
                .or("fileSteps=[CloseStep[fd=4]]", () -> Spawn.of("sh", "-c").close(4))
                .or("processGroup=0", () -> Spawn.of("sh", "-c").processGroup(0))
                .or("startSuspended=true", () -> Spawn.of("sh", "-c").startSuspended())
                .or("directory=\"/tmp\"", () -> Spawn.of("sh", "-c").directory("/tmp"))
                .or("session=true", () -> Spawn.of("sh", "-c").session())
                .or("controllingTerminal=5", () -> Spawn.of("sh", "-c").controllingTerminal(5))
                .or("umask=022", () -> Spawn.of("sh", "-c").umask(022))
                .or("niceness=-3", () -> Spawn.of("sh", "-c").niceness(-3))
                .or("limits=[Limit[resource=1, soft=2, hard=3]]", () -> Spawn.of("sh", "-c")
                        .limit(1, 2, 3))
                .or("credentials=Credentials[uid=1, gid=2, groups=[]]", () -> Spawn.of("sh", "-c")
                        .credentials(1, 2))
                .or("blockedSignals=[15]", () -> Spawn.of("sh", "-c").blockedSignals(15))
                .or("defaultSignals=[15]", () -> Spawn.of("sh", "-c").defaultSignals(15))
                .or("traceMe=true", () -> Spawn.of("sh", "-c").traceMe())
                .or("foreground=0", () -> Spawn.of("sh", "-c").foreground(0))
                .or("deathSignal=15", () -> Spawn.of("sh", "-c").deathSignal(15))
                .or("shellForScripts=true", () -> Spawn.of("sh", "-c").shellForScripts())
                .or("cloneFlags=0x20000", () -> Spawn.of("sh", "-c").cloneFlags(0x20000));
        sample(() -> call("read", 120L, 0, 5, new byte[4096], new int[] {1, 2}))
                .or("write(", () -> call("write", 120L, 0, 5, new byte[4096], new int[] {1, 2}))
                .or("byte[4095]", () -> call("read", 120L, 0, 5, new byte[4095], new int[] {1, 2}))
                .or("[1, 3]", () -> call("read", 120L, 0, 5, new byte[4096], new int[] {1, 3}))
                .or("= 121,", () -> call("read", 121L, 0, 5, new byte[4096], new int[] {1, 2}))
                .or("= EAGAIN (" + EAGAIN + ")", () -> call("read", 120L, EAGAIN, 5, new byte[4096], new int[] {1, 2}))
                .or("6 ns", () -> call("read", 120L, 0, 6, new byte[4096], new int[] {1, 2}));
    }

    private static Syscall call(String name, Object result, int errno, long nanos, Object... arguments) {
        return new Syscall(name, Arrays.asList(arguments), result, errno, nanos);
    }

    private static Peer peer(SockAddr address) {
        Peer peer = new Peer();
        peer.address(address);
        return peer;
    }

    private static Inet4Address four(int first, int last) {
        return (Inet4Address) ip(first, 0, 0, last);
    }

    private static Inet6Address six(int last) {
        return (Inet6Address) ip(0xFF, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last);
    }

    private static InetAddress ip(int... numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static SpawnFailure failure(String call, int errno, String path) {
        return new SpawnFailure().set(SpawnFailure.Step.DESCRIPTOR, call, errno).about(path);
    }

    @TestFactory
    Stream<DynamicTest> valuesPrintAndCompareByContent() {
        return samples.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey().getSimpleName(), () -> assertValue(e.getValue())));
    }

    private static void assertValue(Sample sample) {
        Object value = sample.value.get();
        assertNotSame(value, sample.value.get());
        assertEquals(value, sample.value.get());
        assertEquals(value.hashCode(), sample.value.get().hashCode());
        assertEquals(value.toString(), sample.value.get().toString());
        assertFalse(INTERNAL.matcher(value.toString()).find(), value.toString());
        assertFalse(sample.others.isEmpty());
        assertNotEquals(value, new Object());
        sample.others.forEach((text, other) -> {
            assertNotEquals(value, other.get());
            assertNotEquals(value.hashCode(), other.get().hashCode(), text);
            assertTrue(
                    text.startsWith(UNPRINTED) || other.get().toString().contains(text),
                    other.get() + " lacks " + text);
            assertFalse(value.toString().contains(text), value + " has " + text);
            assertFalse(
                    INTERNAL.matcher(other.get().toString()).find(), other.get().toString());
        });
    }

    /** A component that no sample changes could be forgotten by {@code equals} or {@code toString}. */
    @Test
    void everyComponentOfARecordIsChanged() throws Exception {
        for (Map.Entry<Class<?>, Sample> entry : samples.entrySet()) {
            if (!entry.getKey().isRecord()) {
                continue;
            }
            for (RecordComponent component : entry.getKey().getRecordComponents()) {
                Object value =
                        component.getAccessor().invoke(entry.getValue().value.get());
                boolean changed = false;
                for (Supplier<Object> other : entry.getValue().others.values()) {
                    changed |=
                            !Objects.deepEquals(value, component.getAccessor().invoke(other.get()));
                }
                assertTrue(changed, entry.getKey() + "." + component.getName());
            }
        }
    }

    @Test
    void noValueTypeIsLeftOut() throws Exception {
        Set<String> missing = new TreeSet<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = "posixkit."
                        + CLASSES.relativize(file)
                                .toString()
                                .replace(".class", "")
                                .replace('/', '.');
                if (name.matches("posixkit\\.(unix|ffi|spi|print)\\..*|.*\\.(constants|layout)\\..*|.*package-info")) {
                    continue;
                }
                Class<?> type = Class.forName(name);
                boolean isSeen = samples.containsKey(type) || OWNERS.contains(type);
                if (isValue(type) && !isSeen) {
                    missing.add(name);
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    private static boolean isValue(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && !Modifier.isAbstract(type.getModifiers())
                && !type.isEnum()
                && !Throwable.class.isAssignableFrom(type)
                && Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(m -> Modifier.isPublic(m.getModifiers()) && !Modifier.isStatic(m.getModifiers()));
    }

    @Test
    void aCopyIsAValueOfItsOwn() {
        FdSet set = FdSet.of(3);
        FdSet copy = set.copy();
        copy.add(700);
        assertEquals(FdSet.of(3), set);
        assertNotEquals(set, copy);
        copy.remove(700);
        assertEquals(set, copy, "room for larger numbers does not count");
        assertEquals(set.hashCode(), copy.hashCode());
        WaitStatus status = new WaitStatus(1);
        WaitStatus kept = status.copy();
        status.raw(2);
        assertEquals(1, kept.raw());
        Peer peer = peer(SockAddr.Inet4.any(1));
        Peer keptPeer = peer.copy();
        peer.address(null);
        assertEquals(SockAddr.Inet4.any(1), keptPeer.address());
    }

    @Test
    void callsPrintAsStraceWould() {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        assertEquals(
                "read(3, ByteBuffer[pos=0, lim=4096]) = 120, 2100 ns",
                call("read", 120, 0, 2100, 3, buffer).toString());
        assertEquals(
                "unlink(\"a\\nb\") = ENOENT (2), 5 ns",
                call("unlink", null, 2, 5, "a\nb").toString());
        assertEquals("sync() = null, 5 ns", call("sync", null, 0, 5).toString());
        assertEquals("x() = errno (9999), 5 ns", call("x", -9999, 9999, 5).toString());
        assertEquals(
                "pipe() = [3, 4], 5 ns", call("pipe", new int[] {3, 4}, 0, 5).toString());
    }

    @Test
    void messagesPrintWhatGoesWithThem() {
        ByteBuffer bytes = ByteBuffer.allocate(8).limit(5);
        Message out = Message.of(bytes)
                .name(SockAddr.Inet4.loopback(80))
                .fds(3, 4)
                .controls(new Message.Control(1, 2, new byte[] {5}));
        assertEquals(
                "Message[of, buffers=[ByteBuffer[pos=0, lim=5]], name=127.0.0.1:80, fds=[3, 4], controls=[Control[1:2 05]]]",
                out.toString());
        Message in = Message.into(bytes, 2).room(8);
        Received.store(in, null, MSG_TRUNC | MSG_CTRUNC | 0x1000_0000, new int[] {9}, List.of(), List.of());
        String text = in.toString();
        assertTrue(
                text.startsWith("Message[into, buffers=[ByteBuffer[pos=0, lim=5]], name=null, fds=[9], controls=[],"
                        + " maxFds=2, room=[8], flags="),
                text);
        List<String> flags = new ArrayList<>(List.of("MSG_TRUNC", "MSG_CTRUNC", "0x10000000"));
        flags.removeIf(text::contains);
        assertEquals(List.of(), flags, text);
        in.takeFds();
    }

    @Test
    void aDescriptorPrintsItsNumberUntilItIsClosed() {
        Fd fd = Fd.own(7);
        assertEquals("Fd[7]", fd.toString());
        fd.release();
        assertEquals("Fd[closed]", fd.toString());
        assertNotEquals(Fd.own(7), Fd.own(7), "what owns a descriptor is no value");
    }
}
