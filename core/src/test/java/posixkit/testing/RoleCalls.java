package posixkit.testing;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import posixkit.Posix;
import posixkit.constants.Mmap;
import posixkit.event.FdSet;
import posixkit.memory.Mapping;
import posixkit.memory.Region;
import posixkit.net.ICMPv6Filter;
import posixkit.net.IPMreq;
import posixkit.net.IPMreqn;
import posixkit.net.IPv6Mreq;
import posixkit.net.Linger;
import posixkit.net.Message;
import posixkit.net.Peer;
import posixkit.net.PktInfo4;
import posixkit.net.PktInfo6;
import posixkit.net.SockAddr;
import posixkit.onlinux.CapabilitySets;
import posixkit.onlinux.CpuSet;
import posixkit.onlinux.FileHandle;
import posixkit.onlinux.PacketMreq;
import posixkit.onlinux.TCPMD5Sig;
import posixkit.onlinux.TpacketReq;
import posixkit.onlinux.Ucred;
import posixkit.process.SignalSet;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.WaitStatus;
import posixkit.system.CFunction;

/** The roles of a system with arguments for each of their methods, for tests that go through all of them by reflection. */
public final class RoleCalls implements AutoCloseable {
    /** No file has this name, so a call that is made after all does no harm. */
    public static final String NOWHERE = "/no/such/file";

    private static final int PAGE = 65536;

    private final List<Object> roles = new ArrayList<>();
    private final List<RoleCall> all;
    private final Mapping mapping;
    private final CFunction function;

    /** One method of one role. */
    public record RoleCall(Object role, Method method) {
        @Override
        public String toString() {
            return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                    + Arrays.toString(Arrays.stream(method.getParameters())
                            .map(Parameter::getName)
                            .toArray());
        }

        /** Makes the call and returns its result. */
        public Object invoke(Object... arguments) throws Throwable {
            try {
                return method.invoke(role, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    public RoleCalls(Posix posix) throws Exception {
        for (Method accessor : Posix.class.getMethods()) {
            if (accessor.getParameterCount() == 0
                    && accessor.getReturnType().getName().startsWith("posixkit.")) {
                addRole(posix, accessor);
            }
        }
        all = allOf(roles);
        mapping = posix.memory().mmap(-1, 0, PAGE, Mmap.PROT_READ | Mmap.PROT_WRITE, Mmap.MAP_PRIVATE | Mmap.MAP_ANON);
        function = posix.symbols().function("getpid");
    }

    private void addRole(Object from, Method accessor) throws Exception {
        Object role;
        try {
            role = accessor.invoke(from);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof UnsupportedOperationException) {
                return; // the other system's door
            }
            throw e;
        }
        if (Roles.all().contains(accessor.getReturnType())) {
            roles.add(role);
        } else if (accessor.getReturnType().isInterface()) {
            for (Method behind : accessor.getReturnType().getMethods()) {
                if (behind.getParameterCount() == 0 && behind.getReturnType().isInterface()) {
                    addRole(role, behind);
                }
            }
        }
    }

    /** Returns every method that this system's roles declare, inherited ones included. */
    public List<RoleCall> all() {
        return all;
    }

    private static List<RoleCall> allOf(List<Object> roles) {
        List<RoleCall> calls = new ArrayList<>();
        for (Object role : roles) {
            for (Class<?> type : Roles.all()) {
                if (type.isInstance(role)) {
                    Roles.methods(type).forEach(method -> calls.add(new RoleCall(role, method)));
                }
            }
        }
        return calls.stream().distinct().toList();
    }

    /** Returns harmless arguments: numbers are −1 as a rule, names lead nowhere. */
    public Object[] arguments(Method method) {
        return Arrays.stream(method.getParameters()).map(this::argument).toArray();
    }

    private Object argument(Parameter parameter) {
        Class<?> type = parameter.getType();
        if (type == int.class) {
            // The window of an array has to be inside it.
            return switch (parameter.getName()) {
                case "offset", "index" -> 0;
                case "length", "count" -> 1;
                default -> -1;
            };
        }
        if (type == long.class) {
            return -1L;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == Message.class) {
            return parameter.getName().equals("into")
                    ? Message.into(ByteBuffer.allocate(1))
                    : Message.of(ByteBuffer.allocate(1));
        }
        for (Map.Entry<Class<?>, Object> plain : plainValues().entrySet()) {
            if (type == plain.getKey()) {
                return plain.getValue();
            }
        }
        return made(type);
    }

    private Map<Class<?>, Object> plainValues() {
        return Map.ofEntries(
                Map.entry(String.class, NOWHERE),
                Map.entry(String[].class, new String[] {NOWHERE}),
                Map.entry(byte[].class, new byte[8]),
                Map.entry(int[].class, new int[] {1}),
                Map.entry(long[].class, new long[0]),
                Map.entry(ByteBuffer.class, ByteBuffer.allocate(8)),
                Map.entry(ByteBuffer[].class, new ByteBuffer[] {ByteBuffer.allocate(8)}),
                Map.entry(Instant.class, Instant.EPOCH),
                Map.entry(Duration.class, Duration.ZERO),
                Map.entry(FdSet.class, new FdSet()),
                Map.entry(SockAddr.class, SockAddr.Unix.unnamed()),
                Map.entry(Peer.class, new Peer()),
                Map.entry(WaitStatus.class, new WaitStatus()),
                Map.entry(Spawn.class, Spawn.of(NOWHERE)),
                Map.entry(SpawnFailure.class, new SpawnFailure()),
                Map.entry(SignalSet.class, new SignalSet()),
                Map.entry(CpuSet.class, new CpuSet()),
                Map.entry(CapabilitySets.class, new CapabilitySets()),
                Map.entry(Mapping.class, mapping),
                Map.entry(Region.class, mapping),
                Map.entry(CFunction.class, function),
                Map.entry(Linger.class, new Linger(false, 0)),
                Map.entry(SockAddr.Raw.class, new SockAddr.Raw(0, new byte[1])),
                Map.entry(SockAddr.Inet4.class, SockAddr.Inet4.any(0)),
                Map.entry(Inet4Address.class, anyAddress()),
                Map.entry(IPMreq.class, new IPMreq(anyAddress(), anyAddress())),
                Map.entry(IPMreqn.class, new IPMreqn(anyAddress(), anyAddress(), 0)),
                Map.entry(IPv6Mreq.class, new IPv6Mreq(anyAddress6(), 0)),
                Map.entry(ICMPv6Filter.class, new ICMPv6Filter()),
                Map.entry(FileHandle.class, new FileHandle(0, new byte[0], 0)),
                Map.entry(PktInfo4.class, new PktInfo4(1, anyAddress(), anyAddress())),
                Map.entry(PktInfo6.class, new PktInfo6(anyAddress6(), 1)),
                Map.entry(List.class, List.of()),
                Map.entry(PacketMreq.class, new PacketMreq(0, 0, new byte[0])),
                Map.entry(TpacketReq.class, new TpacketReq(0, 0, 0, 0)),
                Map.entry(TCPMD5Sig.class, new TCPMD5Sig(SockAddr.Inet4.any(0), new byte[0])),
                Map.entry(Ucred.class, new Ucred(1, 1, 1)));
    }

    private static Inet4Address anyAddress() {
        try {
            return (Inet4Address) InetAddress.getByAddress(new byte[4]);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Inet6Address anyAddress6() {
        try {
            return (Inet6Address) InetAddress.getByAddress(new byte[16]);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** A structure, from the role that makes it. */
    private Object made(Class<?> type) {
        for (RoleCall maker : all()) {
            boolean makes = maker.method().getName().startsWith("new")
                    && type == maker.method().getReturnType();
            Class<?>[] parameters = maker.method().getParameterTypes();
            try {
                if (makes && parameters.length == 0) {
                    return maker.invoke();
                }
                if (makes && parameters.length == 1 && parameters[0] == int.class) {
                    return maker.invoke(PAGE);
                }
                if (makes && Set.copyOf(Arrays.asList(parameters)).equals(Set.of(int.class))) {
                    return maker.invoke(
                            Collections.nCopies(parameters.length, 1).toArray());
                }
            } catch (Throwable e) {
                throw new AssertionError(maker.toString(), e);
            }
        }
        throw new AssertionError("no argument of " + type + ": add it here");
    }

    @Override
    public void close() throws IOException {
        mapping.close();
    }
}
