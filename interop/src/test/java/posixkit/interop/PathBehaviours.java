package posixkit.interop;

import static posixkit.constants.Access.R_OK;
import static posixkit.constants.Access.X_OK;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.interop.Behaviour.edge;
import static posixkit.interop.Behaviour.failure;
import static posixkit.interop.Behaviour.success;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import jnr.constants.platform.Fcntl;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.posix.FileStat;
import jnr.posix.NanosecondFileStat;
import jnr.posix.POSIXFactory;
import posixkit.Posix;

/** What the calls by path do. */
final class PathBehaviours {
    private static final String NONE = "/no/such";
    private static final String LONG = "x".repeat(200) + "/" + "y".repeat(2000);

    private PathBehaviours() {}

    static List<Behaviour> list() {
        return List.of(
                success("open(CharSequence,int,int)", w -> {
                    int fd = w.later(w.posix().open(w.path("f"), O_RDWR | O_CREAT, 0640));
                    return (fd >= 0) + " " + w.result(w.posix().fcntl(fd, Fcntl.F_GETFD)) + " " + mode(w.path("f"));
                }),
                failure(
                        "open(CharSequence,int,int)",
                        w -> w.result(w.posix().open(w.file("f", ""), O_CREAT | O_EXCL, 0600))),
                edge("open(CharSequence,int,int)", w -> w.result(w.posix().open(null, O_RDONLY, 0))),
                edge("open(CharSequence,int,int)", w -> {
                            w.file("f", "");
                            return w.later(w.posix().open(w.path("f") + "\0g", O_RDONLY, 0)) >= 0;
                        })
                        .differs("nul", "IllegalArgumentException"),
                success("access(CharSequence,int)", w -> w.result(w.posix().access(w.file("f", ""), R_OK))),
                failure("access(CharSequence,int)", w -> w.result(w.posix().access(w.file("f", ""), X_OK))),
                success("chmod(String,int)", w -> {
                    String f = w.file("f", "");
                    return w.result(w.posix().chmod(f, 04751)) + mode(f);
                }),
                failure("chmod(String,int)", w -> w.result(w.posix().chmod(NONE, 0600))),
                edge("chmod(String,int)", w -> w.result(w.posix().chmod(null, 0600))),
                failure("lchmod(String,int)", w -> w.result(w.posix().lchmod(NONE, 0600))),
                success("lchmod(String,int)", w -> {
                    String f = w.file("f", "");
                    return w.result(w.posix().lchmod(f, 0611)) + mode(f);
                }),
                edge("lchmod(String,int)", w -> {
                    Files.createSymbolicLink(Path.of(w.path("l")), Path.of("nowhere"));
                    return w.result(w.posix().lchmod(w.path("l"), 0600));
                }),
                success("chown(String,int,int)", w -> {
                    String f = w.file("f", "");
                    return w.result(w.posix().chown(f, 12, -1)) + owner(f);
                }),
                failure("chown(String,int,int)", w -> w.result(w.posix().chown(NONE, 1, 1))),
                success("lchown(String,int,int)", w -> {
                    Files.createSymbolicLink(Path.of(w.path("l")), Path.of("nowhere"));
                    return w.result(w.posix().lchown(w.path("l"), 13, 14)) + owner(w.path("l"));
                }),
                failure("lchown(String,int,int)", w -> w.result(w.posix().lchown(NONE, 1, 1))),
                success("link(String,String)", w -> {
                    String f = w.file("f", "abc");
                    return w.result(w.posix().link(f, w.path("g"))) + Files.readString(Path.of(w.path("g")));
                }),
                failure("link(String,String)", w -> w.result(w.posix().link(NONE, w.path("g")))),
                success("symlink(String,String)", w -> {
                    String result = w.result(w.posix().symlink("target", w.path("l")));
                    return result + Files.readSymbolicLink(Path.of(w.path("l")));
                }),
                failure("symlink(String,String)", w -> w.result(w.posix().symlink("a", w.file("f", "")))),
                success("rename(CharSequence,CharSequence)", w -> {
                    String f = w.file("f", "abc");
                    return w.result(w.posix().rename(f, w.path("g"))) + Files.readString(Path.of(w.path("g")));
                }),
                failure(
                        "rename(CharSequence,CharSequence)",
                        w -> w.result(w.posix().rename(NONE, w.path("g")))),
                success("unlink(CharSequence)", w -> w.result(w.posix().unlink(w.file("f", "")))),
                failure("unlink(CharSequence)", w -> w.result(w.posix().unlink(w.path("f")))),
                success("mkdir(String,int)", w -> w.result(w.posix().mkdir(w.path("d"), 0710)) + mode(w.path("d"))),
                failure("mkdir(String,int)", w -> w.result(w.posix().mkdir(w.path(""), 0700))),
                success("rmdir(String)", w -> {
                    Files.createDirectory(Path.of(w.path("d")));
                    return w.result(w.posix().rmdir(w.path("d"))) + Files.exists(Path.of(w.path("d")));
                }),
                failure("rmdir(String)", w -> {
                    w.file("f", "");
                    return w.result(w.posix().rmdir(w.path("")));
                }),
                success("mkfifo(String,int)", w -> w.result(w.posix().mkfifo(w.path("p"), 0620)) + mode(w.path("p"))),
                failure("mkfifo(String,int)", w -> w.result(w.posix().mkfifo(w.file("f", ""), 0600))),
                success("truncate(CharSequence,long)", w -> {
                    String f = w.file("f", "abc");
                    return w.result(w.posix().truncate(f, 5L << 32)) + Files.size(Path.of(f));
                }),
                failure("truncate(CharSequence,long)", w -> w.result(w.posix().truncate(w.file("f", ""), -1))),
                success("chdir(String)", w -> {
                            Files.createDirectory(Path.of(w.path("d")));
                            String result = w.result(w.posix().chdir(w.path("d")));
                            return result + " " + w.posix().getcwd()
                                    + w.result(w.posix().chdir("/"));
                        })
                        .inChild(),
                failure("chdir(String)", w -> w.result(w.posix().chdir(NONE))),
                success("getcwd()", w -> w.result((Object) w.posix().getcwd())),
                failure("getcwd()", w -> {
                            Files.createDirectory(Path.of(w.path("d")));
                            w.posix().chdir(w.path("d"));
                            Files.delete(Path.of(w.path("d")));
                            w.posix().errno(0);
                            String cwd = w.posix().getcwd();
                            String result = w.result((Object) cwd);
                            w.posix().chdir("/");
                            return result;
                        })
                        .differs("getcwd", "null ENOENT")
                        .inChild(),
                edge("getcwd()", w -> {
                            w.posix().chdir(w.path(""));
                            for (int i = 0; i < 30; i++) {
                                w.posix().mkdir("d".repeat(100), 0700);
                                w.posix().chdir("d".repeat(100));
                            }
                            int length =
                                    w.posix().getcwd().length() - w.path("").length();
                            w.posix().chdir("/");
                            return length;
                        })
                        .differs("getcwd", "3030")
                        .inChild(),
                success("umask(int)", w -> {
                    int before = w.posix().umask(027);
                    return before + " " + w.posix().umask(before);
                }),
                success("stat(String)", w -> describe(w.posix().stat(w.file("f", "abc")))),
                failure("stat(String)", w -> w.posix().stat(NONE) != null),
                edge("stat(String)", w -> {
                            FileStat stat = w.posix().stat("/dev/null");
                            return stat.major(stat.rdev()) + " " + stat.minor(stat.rdev());
                        })
                        .differs("devices", "1 3"),
                edge("stat(String)", w -> {
                            Posix.get().ids().setgroups(4242);
                            String f = w.file("f", "");
                            w.posix().chown(f, 1, 4242);
                            return w.posix().stat(f).isGroupOwned();
                        })
                        .differs("groups", "true")
                        .inChild(),
                edge(
                        "stat(String)",
                        w -> w.posix().stat(w.file("sn\u00f6w\u2603", "abc")).st_size()),
                success("stat(String,FileStat)", w -> {
                    FileStat stat = w.posix().allocateStat();
                    return w.result(w.posix().stat(w.file("f", "abc"), stat)) + describe(stat);
                }),
                failure(
                        "stat(String,FileStat)",
                        w -> w.result(w.posix().stat(NONE, w.posix().allocateStat()))),
                edge("stat(String,FileStat)", w -> {
                            FileStat foreign = POSIXFactory.getNativePOSIX().allocateStat();
                            return w.result(w.posix().stat(w.file("f", "abc"), foreign)) + describe(foreign);
                        })
                        .withBoth(),
                edge("stat(String,FileStat)", w -> {
                            FileStat stat = w.posix().allocateStat();
                            int result = POSIXFactory.getNativePOSIX().stat(w.file("f", "abc"), stat);
                            return result + describe(stat);
                        })
                        .withBoth(),
                success("lstat(String)", w -> {
                    Files.createSymbolicLink(Path.of(w.path("l")), Path.of("nowhere"));
                    return describe(w.posix().lstat(w.path("l")));
                }),
                failure("lstat(String)", w -> w.posix().lstat(NONE) != null),
                success("lstat(String,FileStat)", w -> {
                    Files.createSymbolicLink(Path.of(w.path("l")), Path.of("nowhere"));
                    FileStat stat = w.posix().allocateStat();
                    return w.result(w.posix().lstat(w.path("l"), stat)) + describe(stat);
                }),
                failure(
                        "lstat(String,FileStat)",
                        w -> w.result(w.posix().lstat(NONE, w.posix().allocateStat()))),
                success("readlink(String)", w -> {
                    Files.createSymbolicLink(Path.of(w.path("l")), Path.of("target"));
                    return w.result((Object) w.posix().readlink(w.path("l")));
                }),
                failure("readlink(String)", w -> w.result((Object) w.posix().readlink(w.file("f", "")))),
                edge("readlink(String)", w -> {
                            Files.createSymbolicLink(Path.of(w.path("l")), Path.of(LONG));
                            return w.posix().readlink(w.path("l")).length();
                        })
                        .differs("readlink", "2201"),
                edge("readlink(String)", w -> {
                            Posix.get().files().symlink("\udcff", w.path("l"));
                            return w.posix().readlink(w.path("l")).equals("\udcff");
                        })
                        .differs("encoding", "true"),
                success("readlink(CharSequence,byte[],int)", w -> {
                    byte[] bytes = new byte[100];
                    long length = w.posix().readlink(link(w), bytes, 100);
                    return w.result(length) + World.text(bytes, length);
                }),
                failure(
                        "readlink(CharSequence,byte[],int)",
                        w -> w.result(w.posix().readlink(w.file("f", ""), new byte[9], 9))),
                edge("readlink(CharSequence,byte[],int)", w -> {
                            byte[] bytes = {7, 7, 7, 7, 7, 7, 7, 7};
                            w.posix().readlink(link(w), bytes, 3);
                            return World.text(bytes, 3) + bytes[3] + bytes[7];
                        })
                        .differs("tail", "tar77"),
                edge(
                        "readlink(CharSequence,byte[],int)",
                        w -> w.result(w.posix().readlink(link(w), new byte[3], 3))),
                success("readlink(CharSequence,ByteBuffer,int)", w -> {
                    ByteBuffer bytes = ByteBuffer.allocateDirect(100);
                    long length = w.posix().readlink(link(w), bytes, 100);
                    byte[] copy = new byte[6];
                    bytes.get(copy);
                    return w.result(length) + World.text(copy, 6);
                }),
                failure(
                        "readlink(CharSequence,ByteBuffer,int)",
                        w -> w.result(w.posix().readlink(NONE, ByteBuffer.allocate(9), 9))),
                success("readlink(CharSequence,Pointer,int)", w -> {
                    Pointer bytes = Memory.allocateDirect(Runtime.getSystemRuntime(), 100);
                    return w.result(w.posix().readlink(link(w), bytes, 100))
                            + bytes.getString(0, 6, java.nio.charset.StandardCharsets.UTF_8);
                }),
                failure(
                        "readlink(CharSequence,Pointer,int)",
                        w -> w.result(
                                w.posix().readlink(NONE, Memory.allocateDirect(Runtime.getSystemRuntime(), 9), 9))),
                success("utimes(String,long[],long[])", w -> {
                    String f = w.file("f", "");
                    return w.result(w.posix().utimes(f, new long[] {5, 7}, new long[] {9, 11})) + times(f);
                }),
                failure(
                        "utimes(String,long[],long[])",
                        w -> w.result(w.posix().utimes(NONE, new long[] {5, 7}, new long[] {9, 11}))),
                edge("utimes(String,long[],long[])", w -> {
                    String f = w.file("f", "");
                    w.posix().utimes(f, new long[] {5, 7}, new long[] {9, 11});
                    return w.result(w.posix().utimes(f, null, null)) + isRecent(f);
                }),
                success("utimes(String,Pointer)", w -> {
                    String f = w.file("f", "");
                    return w.result(w.posix().utimes(f, times(5, 7, 9, 11))) + times(f);
                }),
                failure("utimes(String,Pointer)", w -> w.result(w.posix().utimes(NONE, times(5, 7, 9, 11)))),
                edge("utimes(String,Pointer)", w -> {
                    String f = w.file("f", "");
                    return w.result(w.posix().utimes(f, (Pointer) null)) + isRecent(f);
                }),
                success("lutimes(String,long[],long[])", w -> {
                    String l = link(w);
                    return w.result(w.posix().lutimes(l, new long[] {5, 7}, new long[] {9, 11})) + times(l);
                }),
                failure(
                        "lutimes(String,long[],long[])",
                        w -> w.result(w.posix().lutimes(NONE, new long[] {5, 7}, new long[] {9, 11}))),
                edge("lutimes(String,long[],long[])", w -> {
                    String l = link(w);
                    w.posix().lutimes(l, new long[] {5, 7}, new long[] {9, 11});
                    return w.result(w.posix().lutimes(l, null, null)) + isRecent(l);
                }),
                success("utimensat(int,String,long[],long[],int)", w -> {
                    String l = link(w);
                    return w.result(w.posix()
                                    .utimensat(AT_FDCWD, l, new long[] {5, 7}, new long[] {9, 11}, AT_SYMLINK_NOFOLLOW))
                            + times(l);
                }),
                failure(
                        "utimensat(int,String,long[],long[],int)",
                        w -> w.result(w.posix().utimensat(AT_FDCWD, NONE, new long[] {5, 7}, new long[] {9, 11}, 0))),
                edge("utimensat(int,String,long[],long[],int)", w -> {
                    String f = w.file("f", "");
                    return w.result(w.posix().utimensat(AT_FDCWD, f, null, null, 0)) + isRecent(f);
                }),
                edge(
                        "utimensat(int,String,long[],long[],int)",
                        w -> w.result(w.posix().utimensat(AT_FDCWD, null, null, (long[]) null, 0))),
                success("utimensat(int,String,Pointer,int)", w -> {
                    String f = w.file("f", "");
                    return w.result(w.posix().utimensat(AT_FDCWD, f, times(5, 7, 9, 11), 0)) + times(f);
                }),
                failure(
                        "utimensat(int,String,Pointer,int)",
                        w -> w.result(w.posix().utimensat(-5, "relative", times(5, 7, 9, 11), 0))),
                success("allocateStat()", w -> w.posix().allocateStat() instanceof NanosecondFileStat));
    }

    private static String link(World w) throws java.io.IOException {
        return Files.createSymbolicLink(Path.of(w.path("l")), Path.of("target")).toString();
    }

    private static String mode(String path) throws java.io.IOException {
        return Integer.toOctalString((int) Files.getAttribute(Path.of(path), "unix:mode"));
    }

    private static String owner(String path) throws java.io.IOException {
        return " " + Files.getAttribute(Path.of(path), "unix:uid", LinkOption.NOFOLLOW_LINKS) + ":"
                + Files.getAttribute(Path.of(path), "unix:gid", LinkOption.NOFOLLOW_LINKS);
    }

    static String times(String path) throws java.io.IOException {
        return " " + Files.getAttribute(Path.of(path), "lastAccessTime", LinkOption.NOFOLLOW_LINKS) + " "
                + Files.getAttribute(Path.of(path), "lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    }

    static boolean isRecent(String path) throws java.io.IOException {
        return System.currentTimeMillis()
                        - Files.getLastModifiedTime(Path.of(path), LinkOption.NOFOLLOW_LINKS)
                                .toMillis()
                < 60_000;
    }

    /** Two structures of two longs each in native memory. */
    static Pointer times(long... numbers) {
        Pointer memory = Memory.allocateDirect(Runtime.getSystemRuntime(), numbers.length * Long.BYTES);
        memory.put(0, numbers, 0, numbers.length);
        return memory;
    }

    /** All that a {@link FileStat} says that does not differ from one run to the next. */
    static String describe(FileStat stat) {
        long now = System.currentTimeMillis() / 1000;
        return String.join(
                " ",
                stat.ftype(),
                Integer.toOctalString(stat.mode()),
                "" + stat.uid(),
                "" + stat.gid(),
                "" + stat.nlink(),
                "" + stat.st_size(),
                "" + stat.blocks(),
                "" + stat.blockSize(),
                "" + (now - stat.mtime() < 60 && now - stat.atime() < 60 && now - stat.ctime() < 60),
                "" + (((NanosecondFileStat) stat).mTimeNanoSecs() < 1_000_000_000),
                "" + (((NanosecondFileStat) stat).aTimeNanoSecs() < 1_000_000_000),
                "" + (((NanosecondFileStat) stat).cTimeNanoSecs() < 1_000_000_000),
                "" + (stat.ino() > 0) + (stat.dev() > 0) + stat.rdev(),
                "" + stat.isFile() + stat.isDirectory() + stat.isSymlink() + stat.isFifo() + stat.isSocket(),
                "" + stat.isBlockDev() + stat.isCharDev() + stat.isNamedPipe() + stat.isEmpty(),
                "" + stat.isReadable() + stat.isReadableReal() + stat.isWritable() + stat.isWritableReal(),
                "" + stat.isExecutable() + stat.isExecutableReal() + stat.isOwned() + stat.isROwned(),
                "" + stat.isGroupOwned() + stat.isSetuid() + stat.isSetgid() + stat.isSticky(),
                "" + stat.isIdentical(stat) + stat.groupMember(0));
    }
}
