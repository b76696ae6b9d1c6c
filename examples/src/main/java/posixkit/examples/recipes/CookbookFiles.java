package posixkit.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static posixkit.constants.Errno.EWOULDBLOCK;
import static posixkit.constants.FlockOperation.LOCK_EX;
import static posixkit.constants.FlockOperation.LOCK_NB;
import static posixkit.constants.Mmap.MAP_SHARED;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.onlinux.constants.LinuxInotify.IN_CLOSE_WRITE;
import static posixkit.onlinux.constants.LinuxInotify.IN_CREATE;
import static posixkit.onlinux.constants.LinuxOpenat2.RESOLVE_BENEATH;

import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Dirents;
import posixkit.memory.Mapping;
import posixkit.onlinux.InotifyEvents;

/** Contains the recipes of {@code docs/cookbook.md} about files. */
public final class CookbookFiles {
    private static final Posix posix = Posix.get();

    private CookbookFiles() {}

    static void lockAFile(String path) throws ErrnoException {
        // snippet: lock
        var io = posix.io();
        try (Fd file = Fd.own(posix.files().open(path, O_CREAT | O_RDWR, 0644))) {
            io.flock(file.num(), LOCK_EX); // waits until no other process has it
            try (Fd again = Fd.own(posix.files().open(path, O_RDWR))) {
                int result = io.flockOrErrno(again.num(), LOCK_EX | LOCK_NB);
                System.out.println(result == -EWOULDBLOCK ? "locked" : "free");
            }
        } // to close the file is to unlock it
        // end
    }

    static void mapAFile(String path) throws ErrnoException {
        // snippet: map-file
        try (Fd file = Fd.own(posix.files().open(path, O_CREAT | O_RDWR, 0644))) {
            posix.io().ftruncate(file.num(), 4096);
            try (Mapping map = posix.memory().mmap(file.num(), 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED)) {
                map.putLong(0, map.getLong(0) + 1);
                System.out.println("opened " + map.getLong(0) + " times");
            }
        }
        // end
    }

    static void readADirectory(String path) throws ErrnoException {
        // snippet: directory
        var files = posix.onLinux().files();
        Dirents entries = files.newDirents(256 * 1024); // reused: no allocation for an entry
        long names = 0;
        long bytes = 0;
        try (Fd directory = Fd.own(posix.files().open(path, O_RDONLY | O_DIRECTORY))) {
            while (files.getdents64(directory.num(), entries) > 0) {
                while (entries.nextNamed()) {
                    names++;
                    bytes += entries.namlen();
                }
            }
        }
        System.out.println(names + " names of " + bytes + " bytes");
        // end
    }

    static void openBeneath(String directory, String untrusted) throws ErrnoException {
        // snippet: beneath
        var files = posix.onLinux().files();
        try (Fd top = Fd.own(posix.files().open(directory, O_RDONLY | O_DIRECTORY))) {
            try (Fd file = Fd.own(files.openat2(top.num(), untrusted, O_RDONLY, 0, RESOLVE_BENEATH))) {
                System.out.println(posix.io().fstat(file.num()).size() + " bytes");
            } catch (ErrnoException e) {
                System.out.println(e.name()); // EXDEV: it leads out, by .. or by a symbolic link
            }
        }
        // end
    }

    static void watchADirectory(String directory) throws ErrnoException {
        // snippet: watch
        var inotify = posix.onLinux().inotify();
        try (Fd watcher = Fd.own(inotify.inotifyInit1(0))) {
            inotify.inotifyAddWatch(watcher.num(), directory, IN_CREATE | IN_CLOSE_WRITE);
            try (Fd file = Fd.own(posix.files().creat(directory + "/new", 0644))) {
                posix.io().write(file.num(), "text".getBytes(UTF_8));
            }
            InotifyEvents events = inotify.newEvents(4096);
            inotify.readEvents(watcher.num(), events); // waits, if nothing has happened
            while (events.next()) {
                System.out.println((events.mask() == IN_CREATE ? "created " : "written ") + events.name());
            }
        }
        // end
    }

    static void keepAnAttribute(String path) throws ErrnoException {
        // snippet: xattrs
        var xattrs = posix.xattrs();
        xattrs.setxattr(path, "user.origin", "https://example.org/".getBytes(UTF_8));
        for (String name : xattrs.listxattr(path)) {
            System.out.println(name + " = " + new String(xattrs.getxattr(path, name), UTF_8));
        }
        // end
    }
}
