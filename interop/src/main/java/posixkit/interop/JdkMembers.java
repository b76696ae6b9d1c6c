package posixkit.interop;

import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;

/**
 * Reads the numbers of descriptors from private members of the JDK, and from a public method of jnr-enxio. Each member is looked
 * up once. A program that uses none of them loads none of the classes in this class.
 */
final class JdkMembers {
    private static final String NIO = "sun.nio.ch";
    private static final String IO = "java.io";
    private static final String SELECTABLE = "sun.nio.ch.SelChImpl";
    private static final String JNRS = "jnr.enxio.channels.NativeSelectableChannel";
    private static final Module JDK = Object.class.getModule();

    private JdkMembers() {}

    /** Returns −1 if it is closed. */
    static int number(FileDescriptor descriptor) {
        require(IO);
        return (int) OfFileDescriptor.NUMBER.get(descriptor);
    }

    static FileDescriptor descriptor(int fd) {
        require(IO);
        try {
            return (FileDescriptor) OfFileDescriptor.NEW.invokeExact(fd);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int number(Channel channel) {
        Kind kind = KINDS.get(channel.getClass());
        if (kind.packages.length > 0) {
            require(kind.packages);
        }
        return kind.number(channel);
    }

    private static void require(String... packages) {
        Module ours = JdkMembers.class.getModule();
        StringBuilder missing = new StringBuilder();
        for (String name : packages) {
            if (!JDK.isOpen(name, ours)) {
                missing.append(" --add-opens java.base/").append(name).append('=');
                missing.append(ours.isNamed() ? ours.getName() : "ALL-UNNAMED");
            }
        }
        if (!missing.isEmpty()) {
            throw new UnsupportedOperationException(
                    "the JDK shows descriptors only if the JVM is started with" + missing);
        }
    }

    /** How a class of channels tells its descriptor. */
    private abstract static class Kind {
        /** The packages that must be open. */
        final String[] packages;

        Kind(String... packages) {
            this.packages = packages;
        }

        abstract int number(Channel channel);
    }

    private static final ClassValue<Kind> KINDS = new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
            if (type.getModule() == JDK && FileChannel.class.isAssignableFrom(type)) {
                return new Kind(NIO, IO) {
                    @Override
                    int number(Channel channel) {
                        return JdkMembers.number((FileDescriptor) OfFileChannel.DESCRIPTOR.get(channel));
                    }
                };
            }
            if (face(type, SELECTABLE) != null) {
                return new Kind(NIO) {
                    @Override
                    int number(Channel channel) {
                        try {
                            return (int) OfSelectable.NUMBER.invokeExact(channel);
                        } catch (Throwable e) {
                            throw unexpected(e);
                        }
                    }
                };
            }
            Class<?> jnrs = face(type, JNRS);
            if (jnrs == null) {
                throw new IllegalArgumentException("channel: " + type.getName() + " has no descriptor that is known");
            }
            Method getFd = getFd(jnrs);
            return new Kind() {
                @Override
                int number(Channel channel) {
                    try {
                        return (int) getFd.invoke(channel);
                    } catch (IllegalAccessException | InvocationTargetException e) {
                        throw unexpected(e);
                    }
                }
            };
        }
    };

    private static Method getFd(Class<?> jnrs) {
        try {
            return jnrs.getMethod("getFD");
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException("channel: this jnr-enxio does not tell descriptors", e);
        }
    }

    /**
     * Returns the interface of this name that {@code type} implements, or null. By name, because jnr-enxio need not be there, or another
     * class loader has loaded it, and because the JDK's interface may not be accessible.
     */
    private static Class<?> face(Class<?> type, String name) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (at.getName().equals(name)) {
                return at;
            }
            for (Class<?> each : at.getInterfaces()) {
                Class<?> found = face(each, name);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("this JDK (" + Runtime.version() + ") is unlike those that are known", e);
    }

    private static final class OfFileDescriptor {
        static final VarHandle NUMBER;
        static final MethodHandle NEW;

        static {
            try {
                MethodHandles.Lookup lookup =
                        MethodHandles.privateLookupIn(FileDescriptor.class, MethodHandles.lookup());
                NUMBER = lookup.findVarHandle(FileDescriptor.class, "fd", int.class);
                NEW = lookup.findConstructor(FileDescriptor.class, MethodType.methodType(void.class, int.class));
            } catch (ReflectiveOperationException e) {
                throw unexpected(e);
            }
        }
    }

    private static final class OfFileChannel {
        static final VarHandle DESCRIPTOR;

        static {
            try {
                Class<?> type = Class.forName("sun.nio.ch.FileChannelImpl");
                DESCRIPTOR = MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                        .findVarHandle(type, "fd", FileDescriptor.class);
            } catch (ReflectiveOperationException e) {
                throw unexpected(e);
            }
        }
    }

    private static final class OfSelectable {
        /** Of type {@code (Channel) int}. */
        static final MethodHandle NUMBER;

        static {
            try {
                Class<?> type = Class.forName(SELECTABLE);
                NUMBER = MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                        .findVirtual(type, "getFDVal", MethodType.methodType(int.class))
                        .asType(MethodType.methodType(int.class, Channel.class));
            } catch (ReflectiveOperationException e) {
                throw unexpected(e);
            }
        }
    }
}
