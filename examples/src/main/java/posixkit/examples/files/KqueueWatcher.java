package posixkit.examples.files;

import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_VNODE;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ADD;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_CLEAR;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_ATTRIB;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_DELETE;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_EXTEND;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_RENAME;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_WRITE;
import static posixkit.ondarwin.constants.DarwinOpen.O_EVTONLY;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ObjIntConsumer;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.examples.cli.DirectoryReader;
import posixkit.ondarwin.Kevents;
import posixkit.ondarwin.Kqueue;

/**
 * Watches files with a kqueue, which needs an open descriptor for each file. It does not say which file in a directory was created or
 * deleted, so a changed directory is read again and compared.
 */
final class KqueueWatcher implements ChangeWatcher {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int NOTES = NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB | NOTE_DELETE | NOTE_RENAME;
    private static final int AT_ONCE = 64;

    private final Posix posix;
    private final Kqueue kqueue;
    private final boolean recursive;
    private final ObjIntConsumer<String> failed;
    private final Fd queue;
    private final Kevents change;
    private final Kevents ready;
    private final Map<Integer, Watched> open = new HashMap<>();

    /** {@code names} are those in a directory; null if the file is no directory. */
    private record Watched(Fd fd, String path, TreeSet<String> names) {}

    KqueueWatcher(Posix posix, boolean recursive, ObjIntConsumer<String> failed) throws ErrnoException {
        this.posix = posix;
        this.recursive = recursive;
        this.failed = failed;
        kqueue = posix.onDarwin().kqueue();
        queue = Fd.own(posix.io(), kqueue.kqueue());
        change = kqueue.newKevents(1);
        ready = kqueue.newKevents(AT_ONCE);
    }

    @Override
    public void add(String path) throws ErrnoException {
        Watched watched = open(path);
        if (watched.names != null) {
            for (String name : watched.names) {
                addEntry(DirectoryReader.join(path, name));
            }
        }
    }

    private Watched open(String path) throws ErrnoException {
        Fd fd = Fd.own(posix.io(), posix.files().open(path, O_EVTONLY | O_CLOEXEC));
        boolean isDirectory = posix.io().fstat(fd.num()).isDirectory();
        Watched watched = new Watched(fd, path, isDirectory ? names(path) : null);
        open.put(fd.num(), watched);
        change.set(0, fd.num(), EVFILT_VNODE, EV_ADD | EV_CLEAR, NOTES, 0, 0);
        kqueue.kevent(queue.num(), change, 1, null, 0);
        return watched;
    }

    /** Watches a file in a watched directory, and a directory in it if the watch is recursive. */
    private void addEntry(String path) {
        try {
            boolean isDirectory = posix.files().lstat(path).isDirectory();
            if (isDirectory && recursive) {
                add(path);
            } else if (posix.files().lstat(path).isRegularFile()) {
                open(path);
            }
        } catch (ErrnoException e) {
            if (!e.name().equals("ENOENT")) { // gone already
                failed.accept(path, e.errno());
            }
        }
    }

    private TreeSet<String> names(String directory) throws ErrnoException {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryReader reader = new DirectoryReader(posix)) {
            reader.open(directory);
            while (reader.nextNamed()) {
                names.add(reader.name());
            }
        }
        return names;
    }

    @Override
    public List<Change> await(int millis) throws ErrnoException {
        Deadline deadline = new Deadline(millis);
        List<Change> changes = new ArrayList<>();
        int count = 1;
        while (count > 0 && changes.isEmpty() && !isIdle()) {
            int left = deadline.millisLeft();
            count = kqueue.kevent(queue.num(), null, 0, ready, left < 0 ? -1 : left * NANOS_PER_MILLI);
            for (int i = 0; i < count; i++) {
                Watched watched = open.get((int) ready.ident(i));
                if (watched != null) {
                    handle(watched, ready.fflags(i), changes);
                }
            }
        }
        return changes;
    }

    private void handle(Watched watched, int notes, List<Change> changes) throws ErrnoException {
        if ((notes & NOTE_DELETE) != 0) {
            changes.add(new Change("delete-self", watched.path));
        } else if ((notes & NOTE_RENAME) != 0) {
            changes.add(new Change("move-self", watched.path));
        } else if ((notes & NOTE_WRITE) != 0 && watched.names != null) {
            compare(watched, changes);
        } else if ((notes & (NOTE_WRITE | NOTE_EXTEND)) != 0) {
            changes.add(new Change("modify", watched.path));
        } else if ((notes & NOTE_ATTRIB) != 0) {
            changes.add(new Change("attrib", watched.path));
        }
        if ((notes & (NOTE_DELETE | NOTE_RENAME)) != 0) {
            open.remove(watched.fd.num());
            watched.fd.close();
        }
    }

    /** Reports the names that a directory has lost and got. A renamed file is one of each. */
    private void compare(Watched directory, List<Change> changes) throws ErrnoException {
        TreeSet<String> now = names(directory.path);
        for (String name : directory.names) {
            if (!now.contains(name)) {
                changes.add(new Change("delete", DirectoryReader.join(directory.path, name)));
            }
        }
        for (String name : now) {
            if (!directory.names.contains(name)) {
                String path = DirectoryReader.join(directory.path, name);
                changes.add(new Change("create", path));
                addEntry(path);
            }
        }
        directory.names.clear();
        directory.names.addAll(now);
    }

    @Override
    public boolean isIdle() {
        return open.isEmpty();
    }

    @Override
    public void close() throws ErrnoException {
        for (Watched each : open.values()) {
            each.fd.close();
        }
        queue.close();
    }
}
