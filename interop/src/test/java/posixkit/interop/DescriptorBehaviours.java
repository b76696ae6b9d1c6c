package posixkit.interop;

import static posixkit.constants.FlockOperation.LOCK_EX;
import static posixkit.constants.FlockOperation.LOCK_NB;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Seek.SEEK_END;
import static posixkit.constants.Seek.SEEK_SET;
import static posixkit.interop.Behaviour.edge;
import static posixkit.interop.Behaviour.failure;
import static posixkit.interop.Behaviour.success;

import java.io.FileDescriptor;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jnr.constants.platform.Fcntl;
import jnr.constants.platform.Pathconf;
import jnr.posix.FileStat;
import jnr.posix.POSIX;

/** What the calls by descriptor do. */
final class DescriptorBehaviours {
    private DescriptorBehaviours() {}

    /** One of the forms of read, write, pread or pwrite: the types of its parameters, and how to call it. */
    private record Form<B>(String parameters, Transfer<B> call) {}

    @FunctionalInterface
    private interface Transfer<B> {
        long of(POSIX posix, int fd, B bytes, int n);
    }

    static List<Behaviour> list() {
        List<Behaviour> all = new ArrayList<>();
        readers(
                "read",
                List.of(
                        new Form<>("(int,byte[],int)", (p, fd, b, n) -> p.read(fd, b, n)),
                        new Form<>("(int,byte[],long)", (p, fd, b, n) -> p.read(fd, b, (long) n))),
                all);
        readersIntoBuffers(
                "read",
                List.of(
                        new Form<>("(int,ByteBuffer,int)", (p, fd, b, n) -> p.read(fd, b, n)),
                        new Form<>("(int,ByteBuffer,long)", (p, fd, b, n) -> p.read(fd, b, (long) n))),
                all);
        readers(
                "pread",
                List.of(
                        new Form<>("(int,byte[],int,int)", (p, fd, b, n) -> p.pread(fd, b, n, 0)),
                        new Form<>("(int,byte[],long,long)", (p, fd, b, n) -> p.pread(fd, b, (long) n, 0L))),
                all);
        readersIntoBuffers(
                "pread",
                List.of(
                        new Form<>("(int,ByteBuffer,int,int)", (p, fd, b, n) -> p.pread(fd, b, n, 0)),
                        new Form<>("(int,ByteBuffer,long,long)", (p, fd, b, n) -> p.pread(fd, b, (long) n, 0L))),
                all);
        writers(
                "write",
                List.of(
                        new Form<>("(int,byte[],int)", (p, fd, b, n) -> p.write(fd, b, n)),
                        new Form<>("(int,byte[],long)", (p, fd, b, n) -> p.write(fd, b, (long) n))),
                all);
        writersOfBuffers(
                "write",
                List.of(
                        new Form<>("(int,ByteBuffer,int)", (p, fd, b, n) -> p.write(fd, b, n)),
                        new Form<>("(int,ByteBuffer,long)", (p, fd, b, n) -> p.write(fd, b, (long) n))),
                all);
        writers(
                "pwrite",
                List.of(
                        new Form<>("(int,byte[],int,int)", (p, fd, b, n) -> p.pwrite(fd, b, n, 0)),
                        new Form<>("(int,byte[],long,long)", (p, fd, b, n) -> p.pwrite(fd, b, (long) n, 0L))),
                all);
        writersOfBuffers(
                "pwrite",
                List.of(
                        new Form<>("(int,ByteBuffer,int,int)", (p, fd, b, n) -> p.pwrite(fd, b, n, 0)),
                        new Form<>("(int,ByteBuffer,long,long)", (p, fd, b, n) -> p.pwrite(fd, b, (long) n, 0L))),
                all);
        all.addAll(others());
        return all;
    }

    private static void readers(String name, List<Form<byte[]>> forms, List<Behaviour> all) {
        for (Form<byte[]> form : forms) {
            String method = name + form.parameters();
            all.add(success(method, w -> {
                byte[] bytes = new byte[5];
                return w.result(form.call().of(w.posix(), w.open(w.file("f", "abcde")), bytes, 5))
                        + World.text(bytes, 5);
            }));
            all.add(failure(method, w -> w.result(form.call().of(w.posix(), -1, new byte[5], 5))));
            all.add(edge(method, w -> w.result(form.call().of(w.posix(), w.open(w.file("f", "")), new byte[5], 5))));
            all.add(edge(method, w -> w.result(form.call().of(w.posix(), w.open(w.file("f", "abc")), new byte[5], 0))));
            all.add(edge(method, w -> {
                        byte[] bytes = {7, 7, 7, 7, 7, 7, 7, 7};
                        w.posix().errno(0);
                        String result = w.result(form.call().of(w.posix(), w.open(w.file("f", "abc")), bytes, 5));
                        return result + Arrays.toString(bytes);
                    })
                    .differs("tail", "3[97, 98, 99, 7, 7, 7, 7, 7]"));
            all.add(edge(method, w -> form.call().of(w.posix(), w.open(w.file("f", "abc")), new byte[5], 6))
                    .oursAlone("length", "IllegalArgumentException"));
        }
    }

    private static void readersIntoBuffers(String name, List<Form<ByteBuffer>> forms, List<Behaviour> all) {
        for (Form<ByteBuffer> form : forms) {
            String method = name + form.parameters();
            all.add(success(method, w -> {
                ByteBuffer bytes = ByteBuffer.allocateDirect(9).put((byte) 7);
                String result = w.result(form.call().of(w.posix(), w.open(w.file("f", "abcde")), bytes, 5));
                return result
                        + bytes.position()
                        + bytes.limit()
                        + bytes.get(0)
                        + bytes.get(1)
                        + bytes.get(5)
                        + bytes.get(6);
            }));
            all.add(failure(method, w -> w.result(form.call().of(w.posix(), -1, ByteBuffer.allocateDirect(5), 5))));
            all.add(edge(method, w -> {
                ByteBuffer bytes = ByteBuffer.allocate(9).put((byte) 7);
                String result = w.result(form.call().of(w.posix(), w.open(w.file("f", "abcdefgh")), bytes, 8));
                return result + bytes.position() + Arrays.toString(bytes.array());
            }));
            all.add(edge(method, w -> {
                        ByteBuffer bytes =
                                ByteBuffer.wrap(new byte[] {7, 7, 7, 7, 7, 7}).position(1);
                        String result = w.result(form.call().of(w.posix(), w.open(w.file("f", "abc")), bytes, 5));
                        return result + Arrays.toString(bytes.array());
                    })
                    .differs("tail", "3[7, 97, 98, 99, 7, 7]"));
            all.add(edge(method, w -> form.call()
                            .of(
                                    w.posix(),
                                    w.open(w.file("f", "abc")),
                                    ByteBuffer.allocateDirect(5).asReadOnlyBuffer(),
                                    5))
                    .differs("read-only", "IllegalArgumentException"));
            all.add(edge(method, w -> form.call()
                            .of(w.posix(), w.open(w.file("f", "abc")), ByteBuffer.allocateDirect(5), 6))
                    .oursAlone("length", "IllegalArgumentException"));
        }
    }

    private static void writers(String name, List<Form<byte[]>> forms, List<Behaviour> all) {
        for (Form<byte[]> form : forms) {
            String method = name + form.parameters();
            all.add(success(method, w -> {
                String f = w.file("f", "");
                return w.result(form.call().of(w.posix(), w.open(f), "abcde".getBytes(), 4))
                        + Files.readString(Path.of(f));
            }));
            all.add(failure(
                    method,
                    w -> w.result(
                            form.call().of(w.posix(), w.open(w.file("f", ""), O_RDONLY), "abcde".getBytes(), 4))));
            all.add(edge(method, w -> form.call().of(w.posix(), w.open(w.file("f", "abc")), new byte[5], 6))
                    .oursAlone("length", "IllegalArgumentException"));
        }
    }

    private static void writersOfBuffers(String name, List<Form<ByteBuffer>> forms, List<Behaviour> all) {
        for (Form<ByteBuffer> form : forms) {
            String method = name + form.parameters();
            all.add(success(method, w -> {
                String f = w.file("f", "");
                ByteBuffer bytes =
                        ByteBuffer.allocateDirect(6).put("xabcde".getBytes()).position(1);
                String result = w.result(form.call().of(w.posix(), w.open(f), bytes, 4));
                return result + Files.readString(Path.of(f)) + bytes.position();
            }));
            all.add(failure(
                    method,
                    w -> w.result(form.call()
                            .of(w.posix(), w.open(w.file("f", ""), O_RDONLY), ByteBuffer.allocateDirect(6), 4))));
            all.add(edge(method, w -> {
                String f = w.file("f", "");
                ByteBuffer bytes = ByteBuffer.wrap("xabcde".getBytes()).position(1);
                String result = w.result(form.call().of(w.posix(), w.open(f), bytes, 5));
                return result + Files.readString(Path.of(f)) + bytes.position();
            }));
            all.add(edge(method, w -> {
                        String f = w.file("f", "");
                        ByteBuffer bytes = ByteBuffer.wrap("abcde".getBytes()).asReadOnlyBuffer();
                        return w.result(form.call().of(w.posix(), w.open(f), bytes, 5)) + Files.readString(Path.of(f));
                    })
                    .differs("read-only", "5abcde"));
            all.add(edge(method, w -> form.call().of(w.posix(), w.open(w.file("f", "abc")), ByteBuffer.allocate(5), 6))
                    .oursAlone("length", "IllegalArgumentException"));
        }
    }

    private static List<Behaviour> others() {
        return List.of(
                success("lseek(int,long,int)", w -> w.result(w.posix().lseek(w.open(w.file("f", "abc")), 0, SEEK_END))),
                failure("lseek(int,long,int)", w -> w.result(w.posix().lseek(w.pipe()[0], 0, SEEK_SET))),
                edge("lseek(int,long,int)", w -> w.result(w.posix().lseek(w.open(w.file("f", "")), 3L << 32, SEEK_SET)))
                        .differs("lseek", "-1 EOVERFLOW"),
                success(
                        "lseekLong(int,long,int)",
                        w -> w.result(w.posix().lseekLong(w.open(w.file("f", "")), 3L << 32, SEEK_SET))),
                failure("lseekLong(int,long,int)", w -> w.result(w.posix().lseekLong(w.pipe()[0], 0, SEEK_SET))),
                success("close(int)", w -> w.result(w.posix().close(w.posix().dup(w.open(w.file("f", "")))))),
                failure("close(int)", w -> w.result(w.posix().close(-1))),
                success("dup(int)", w -> {
                    int fd = w.later(w.posix().dup(w.open(w.file("f", ""))));
                    return (fd >= 0) + w.result(w.posix().fcntl(fd, Fcntl.F_GETFD));
                }),
                failure("dup(int)", w -> w.result(w.posix().dup(-1))),
                success("dup2(int,int)", w -> {
                    int fd = w.open(w.file("f", "abc"));
                    int[] pipe = w.pipe();
                    boolean is = w.posix().dup2(fd, pipe[0]) == pipe[0];
                    return is
                            + w.result(w.posix().fcntl(pipe[0], Fcntl.F_GETFD))
                            + w.result(w.posix().lseek(pipe[0], 0, SEEK_END));
                }),
                failure("dup2(int,int)", w -> w.result(w.posix().dup2(-1, 5))),
                edge("dup2(int,int)", w -> {
                    int fd = w.open(w.file("f", "abc"));
                    return w.posix().dup2(fd, fd) == fd;
                }),
                success("pipe(int[])", w -> {
                    int[] fds = new int[2];
                    String result = w.result(w.posix().pipe(fds));
                    w.later(fds[0]);
                    w.later(fds[1]);
                    return result
                            + w.posix().write(fds[1], new byte[3], 3)
                            + w.posix().read(fds[0], new byte[3], 3)
                            + w.result(w.posix().fcntl(fds[0], Fcntl.F_GETFD))
                            + w.result(w.posix().fcntl(fds[1], Fcntl.F_GETFD));
                }),
                failure("pipe(int[])", w -> w.result(w.posix().pipe(null))),
                edge("pipe(int[])", w -> w.posix().pipe(new int[1])).oursAlone("arrays", "IllegalArgumentException"),
                success(
                        "fcntl(int,Fcntl)",
                        w -> w.result(w.posix().fcntl(w.open(w.file("f", ""), O_WRONLY), Fcntl.F_GETFL) & O_WRONLY)),
                failure("fcntl(int,Fcntl)", w -> w.result(w.posix().fcntl(-1, Fcntl.F_GETFL))),
                success("fcntl(int,Fcntl,int)", w -> {
                    int fd = w.later(w.posix().fcntl(w.open(w.file("f", "")), Fcntl.F_DUPFD, 200));
                    return (fd >= 200) + w.result(w.posix().fcntl(fd, Fcntl.F_GETFD));
                }),
                failure("fcntl(int,Fcntl,int)", w -> w.result(w.posix().fcntl(-1, Fcntl.F_SETFD, 1))),
                edge("fcntl(int,Fcntl,int)", w -> w.result(w.posix().fcntl(w.open(w.file("f", "")), Fcntl.F_GETLK, 1)))
                        .differs("fcntl", "IllegalArgumentException"),
                edge(
                        "fcntl(int,Fcntl,int)",
                        w -> w.result(w.posix().fcntl(-1, Fcntl.F_FULLFSYNC, 1))
                                + w.result(w.posix().fcntl(w.open(w.file("f", "")), Fcntl.F_FULLFSYNC, 1))),
                edge(
                        "fcntl(int,Fcntl,int)",
                        w -> w.result(w.posix().fcntl(w.open(w.file("f", "")), Fcntl.FNONBLOCK, 1))),
                success("fcntlInt(int,Fcntl,int)", w -> {
                    int fd = w.open(w.file("f", ""));
                    return w.result(w.posix().fcntlInt(fd, Fcntl.F_SETFD, 1))
                            + w.result(w.posix().fcntl(fd, Fcntl.F_GETFD));
                }),
                failure("fcntlInt(int,Fcntl,int)", w -> w.result(w.posix().fcntlInt(-1, Fcntl.F_SETFD, 1))),
                success("fcntl(int,Fcntl,int[])", DescriptorBehaviours::fcntlOfArray),
                failure("fcntl(int,Fcntl,int[])", w -> w.result(fcntl(w, -1, 1))),
                edge("fcntl(int,Fcntl,int[])", w -> fcntl(w, w.open(w.file("f", "")))),
                edge("fcntl(int,Fcntl,int[])", w -> fcntl(w, w.open(w.file("f", "")), 1, 2)),
                success("flock(int,int)", w -> w.result(w.posix().flock(w.open(w.file("f", "")), LOCK_EX))),
                failure("flock(int,int)", w -> {
                    w.posix().flock(w.open(w.file("f", "")), LOCK_EX);
                    return w.result(w.posix().flock(w.open(w.path("f")), LOCK_EX | LOCK_NB));
                }),
                success("fsync(int)", w -> w.result(w.posix().fsync(w.open(w.file("f", ""))))),
                failure("fsync(int)", w -> w.result(w.posix().fsync(w.pipe()[0]))),
                success("fdatasync(int)", w -> w.result(w.posix().fdatasync(w.open(w.file("f", ""))))),
                failure("fdatasync(int)", w -> w.result(w.posix().fdatasync(-1))),
                success("ftruncate(int,long)", w -> {
                    int fd = w.open(w.file("f", ""));
                    return w.result(w.posix().ftruncate(fd, 5L << 32)) + Files.size(Path.of(w.path("f")));
                }),
                failure(
                        "ftruncate(int,long)",
                        w -> w.result(w.posix().ftruncate(w.open(w.file("f", ""), O_RDONLY), 5))),
                success("isatty(int)", w -> w.posix().isatty(w.open("/dev/ptmx"))),
                failure(
                        "isatty(int)",
                        w -> w.posix().isatty(w.open(w.file("f", "")))
                                + w.posix().isatty(-1)),
                success("isatty(FileDescriptor)", w -> w.posix().isatty(new FileDescriptor())),
                failure("isatty(FileDescriptor)", w -> w.posix().isatty((FileDescriptor) null)),
                success(
                        "fpathconf(int,Pathconf)",
                        w -> w.result(w.posix().fpathconf(w.open(w.file("f", "")), Pathconf._PC_NAME_MAX))),
                failure("fpathconf(int,Pathconf)", w -> w.result(w.posix().fpathconf(-1, Pathconf._PC_NAME_MAX))),
                success("fchmod(int,int)", w -> {
                    int fd = w.open(w.file("f", ""));
                    return w.result(w.posix().fchmod(fd, 0611))
                            + Integer.toOctalString(w.posix().fstat(fd).mode());
                }),
                failure("fchmod(int,int)", w -> w.result(w.posix().fchmod(-1, 0600))),
                success("fchown(int,int,int)", w -> {
                    int fd = w.open(w.file("f", ""));
                    return w.result(w.posix().fchown(fd, 12, -1))
                            + w.posix().fstat(fd).uid();
                }),
                failure("fchown(int,int,int)", w -> w.result(w.posix().fchown(-1, 1, 1))),
                success("fstat(int)", w -> PathBehaviours.describe(w.posix().fstat(w.open(w.file("f", "abc"))))),
                failure("fstat(int)", w -> w.posix().fstat(-1) != null),
                success("fstat(int,FileStat)", w -> {
                    FileStat stat = w.posix().allocateStat();
                    int result = w.posix().fstat(w.open(w.file("f", "abc")), stat);
                    return w.result(result) + PathBehaviours.describe(stat);
                }),
                failure(
                        "fstat(int,FileStat)",
                        w -> w.result(w.posix().fstat(-1, w.posix().allocateStat()))),
                success("fstat(FileDescriptor)", w -> w.posix().fstat(new FileDescriptor()) != null),
                failure("fstat(FileDescriptor)", w -> w.posix().fstat((FileDescriptor) null) != null),
                success(
                        "fstat(FileDescriptor,FileStat)",
                        w -> w.result(
                                w.posix().fstat(new FileDescriptor(), w.posix().allocateStat()))),
                failure(
                        "fstat(FileDescriptor,FileStat)",
                        w -> w.result(
                                w.posix().fstat((FileDescriptor) null, w.posix().allocateStat()))),
                success("futimes(int,long[],long[])", w -> {
                    int fd = w.open(w.file("f", ""));
                    return w.result(w.posix().futimes(fd, new long[] {5, 7}, new long[] {9, 11}))
                            + PathBehaviours.times(w.path("f"));
                }),
                failure(
                        "futimes(int,long[],long[])",
                        w -> w.result(w.posix().futimes(-1, new long[] {5, 7}, new long[] {9, 11}))),
                edge("futimes(int,long[],long[])", w -> {
                    int fd = w.open(w.file("f", ""));
                    return w.result(w.posix().futimes(fd, null, null)) + PathBehaviours.isRecent(w.path("f"));
                }),
                success("futimens(int,long[],long[])", w -> {
                    int fd = w.open(w.file("f", ""));
                    return w.result(w.posix().futimens(fd, new long[] {5, 7}, new long[] {9, 11}))
                            + PathBehaviours.times(w.path("f"));
                }),
                failure(
                        "futimens(int,long[],long[])",
                        w -> w.result(w.posix().futimens(-1, new long[] {5, 7}, new long[] {9, 11}))),
                success("futimens(int,Pointer)", w -> {
                    int fd = w.open(w.file("f", ""));
                    return w.result(w.posix().futimens(fd, PathBehaviours.times(5, 7, 9, 11)))
                            + PathBehaviours.times(w.path("f"));
                }),
                failure(
                        "futimens(int,Pointer)",
                        w -> w.result(w.posix().futimens(-1, PathBehaviours.times(5, 7, 9, 11)))));
    }

    private static Object fcntlOfArray(World w) throws Exception {
        int fd = w.open(w.file("f", ""));
        return w.result(fcntl(w, fd, 1)) + w.result(w.posix().fcntl(fd, Fcntl.F_GETFD));
    }

    @SuppressWarnings("deprecation")
    private static int fcntl(World w, int fd, int... arguments) {
        return w.posix().fcntl(fd, Fcntl.F_SETFD, arguments);
    }
}
