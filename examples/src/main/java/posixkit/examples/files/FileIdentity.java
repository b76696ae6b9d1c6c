package posixkit.examples.files;

import posixkit.file.Stat;

/** What makes a file the same file under all of its names. */
record FileIdentity(long device, long inode) {
    static FileIdentity of(Stat stat) {
        return new FileIdentity(stat.dev(), stat.ino());
    }
}
