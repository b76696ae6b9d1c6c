package posixkit.examples.files;

import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.onlinux.constants.LinuxInotify.IN_ATTRIB;
import static posixkit.onlinux.constants.LinuxInotify.IN_CLOEXEC;
import static posixkit.onlinux.constants.LinuxInotify.IN_CLOSE_WRITE;
import static posixkit.onlinux.constants.LinuxInotify.IN_CREATE;
import static posixkit.onlinux.constants.LinuxInotify.IN_DELETE;
import static posixkit.onlinux.constants.LinuxInotify.IN_DELETE_SELF;
import static posixkit.onlinux.constants.LinuxInotify.IN_DONT_FOLLOW;
import static posixkit.onlinux.constants.LinuxInotify.IN_IGNORED;
import static posixkit.onlinux.constants.LinuxInotify.IN_ISDIR;
import static posixkit.onlinux.constants.LinuxInotify.IN_MODIFY;
import static posixkit.onlinux.constants.LinuxInotify.IN_MOVED_FROM;
import static posixkit.onlinux.constants.LinuxInotify.IN_MOVED_TO;
import static posixkit.onlinux.constants.LinuxInotify.IN_MOVE_SELF;
import static posixkit.onlinux.constants.LinuxInotify.IN_ONLYDIR;
import static posixkit.onlinux.constants.LinuxInotify.IN_UNMOUNT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.event.PollFds;
import posixkit.examples.cli.DirectoryReader;
import posixkit.file.Stat;
import posixkit.onlinux.Inotify;
import posixkit.onlinux.InotifyEvents;

/**
 * Watches files with inotify. In a recursive watch, a new directory is watched as soon as its creation is known. What was created in it
 * before that is found by reading the directory, and reported once.
 */
final class InotifyWatcher implements ChangeWatcher {
    private static final int BYTES = 1 << 16;
    private static final int IN_DIRECTORY =
            IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;
    private static final Map<Integer, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put(IN_CREATE, "create");
        WORDS.put(IN_MODIFY, "modify");
        WORDS.put(IN_CLOSE_WRITE, "close");
        WORDS.put(IN_ATTRIB, "attrib");
        WORDS.put(IN_DELETE, "delete");
        WORDS.put(IN_MOVED_FROM, "moved-from");
        WORDS.put(IN_MOVED_TO, "moved-to");
        WORDS.put(IN_DELETE_SELF, "delete-self");
        WORDS.put(IN_MOVE_SELF, "move-self");
        WORDS.put(IN_UNMOUNT, "unmount");
    }

    private final Posix posix;
    private final Inotify inotify;
    private final boolean recursive;
    private final ObjIntConsumer<String> failed;
    private final Fd fd;
    private final InotifyEvents events;
    private final PollFds ready;
    private final Map<Integer, String> paths = new HashMap<>();
    private final Set<Integer> operands = new HashSet<>();
    private final Set<String> reported = new HashSet<>();
    private final List<Change> changes = new ArrayList<>();

    InotifyWatcher(Posix posix, boolean recursive, ObjIntConsumer<String> failed) throws ErrnoException {
        this.posix = posix;
        this.recursive = recursive;
        this.failed = failed;
        inotify = posix.onLinux().inotify();
        fd = Fd.own(posix.io(), inotify.inotifyInit1(IN_CLOEXEC));
        events = inotify.newEvents(BYTES);
        ready = posix.poll().newPollFds(1);
        ready.add(fd.num(), POLLIN);
    }

    @Override
    public void add(String path) throws ErrnoException {
        int watch = inotify.inotifyAddWatch(fd.num(), path, IN_DIRECTORY | IN_DELETE_SELF | IN_MOVE_SELF);
        paths.put(watch, path);
        operands.add(watch);
        if (recursive && posix.files().stat(path).isDirectory()) {
            addTree(path, false);
        }
    }

    /** Watches all directories in a directory that is watched already. If {@code isNew} is set, reports what is in them. */
    private void addTree(String directory, boolean isNew) throws ErrnoException {
        List<String> directories = new ArrayList<>();
        Stat stat = posix.files().newStat();
        try (DirectoryReader reader = new DirectoryReader(posix)) {
            reader.open(directory);
            while (reader.nextNamed()) {
                String path = DirectoryReader.join(directory, reader.name());
                boolean isDirectory = reader.lstat(stat) == 0 && stat.isDirectory();
                if (isNew && reported.add(path)) {
                    changes.add(new Change(WORDS.get(IN_CREATE), isDirectory ? path + "/" : path));
                }
                if (isDirectory) {
                    directories.add(path);
                }
            }
        }
        for (String each : directories) {
            addDirectory(each, isNew);
        }
    }

    private void addDirectory(String path, boolean isNew) {
        int watch = inotify.inotifyAddWatchOrErrno(fd.num(), path, IN_DIRECTORY | IN_ONLYDIR | IN_DONT_FOLLOW);
        try {
            if (watch < 0) {
                throw new ErrnoException("inotify_add_watch", -watch);
            }
            paths.put(watch, path);
            addTree(path, isNew);
        } catch (ErrnoException e) {
            // A directory that is gone already cannot be watched, and its end is reported by the directory above it.
            if (!e.name().equals("ENOENT") && !e.name().equals("ENOTDIR")) {
                failed.accept(path, e.errno());
            }
        }
    }

    @Override
    public List<Change> await(int millis) throws ErrnoException {
        Deadline deadline = new Deadline(millis);
        changes.clear();
        while (changes.isEmpty() && !isIdle() && posix.poll().poll(ready, deadline.millisLeft()) > 0) {
            inotify.readEvents(fd.num(), events);
            while (events.next()) {
                if (events.isOverflow()) {
                    changes.add(new Change("overflow", ""));
                } else {
                    handle(paths.get(events.wd()), events.mask(), events.name());
                }
            }
        }
        return List.copyOf(changes);
    }

    private void handle(String watched, int mask, String name) throws ErrnoException {
        if ((mask & IN_IGNORED) != 0) {
            paths.remove(events.wd());
            return;
        }
        if (watched == null || name.isEmpty() && !operands.contains(events.wd())) {
            return; // from a directory that was moved away, or known from the directory above
        }
        String path = name.isEmpty() ? watched : DirectoryReader.join(watched, name);
        boolean isDirectory = (mask & IN_ISDIR) != 0 && !name.isEmpty();
        boolean isKnown = (mask & IN_CREATE) != 0 && reported.remove(path);
        if ((mask & (IN_DELETE | IN_MOVED_FROM)) != 0) {
            reported.remove(path);
        }
        if (!isKnown) {
            WORDS.forEach((bit, word) -> {
                if ((mask & bit) != 0) {
                    changes.add(new Change(word, isDirectory ? path + "/" : path));
                }
            });
        }
        if (recursive && isDirectory) {
            if ((mask & IN_MOVED_FROM) != 0) {
                forget(path);
            } else if ((mask & (IN_CREATE | IN_MOVED_TO)) != 0 && !isKnown) {
                addDirectory(path, (mask & IN_CREATE) != 0);
            }
        }
    }

    /** Ends the watches in a directory that was moved. If it is still in a watched directory, another event says so. */
    private void forget(String directory) throws ErrnoException {
        for (Map.Entry<Integer, String> each : List.copyOf(paths.entrySet())) {
            if (each.getValue().equals(directory) || each.getValue().startsWith(directory + "/")) {
                paths.remove(each.getKey());
                inotify.inotifyRmWatchOrErrno(fd.num(), each.getKey());
            }
        }
    }

    @Override
    public boolean isIdle() {
        return paths.isEmpty();
    }

    @Override
    public void close() throws ErrnoException {
        fd.close();
    }
}
