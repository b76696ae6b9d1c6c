package posixkit.examples.cli;

import static posixkit.constants.Mode.S_IFBLK;
import static posixkit.constants.Mode.S_IFCHR;
import static posixkit.constants.Mode.S_IFDIR;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Mode.S_IFLNK;
import static posixkit.constants.Mode.S_IFMT;
import static posixkit.constants.Mode.S_IFREG;
import static posixkit.constants.Mode.S_IFSOCK;
import static posixkit.constants.Mode.S_IRGRP;
import static posixkit.constants.Mode.S_IROTH;
import static posixkit.constants.Mode.S_IRUSR;
import static posixkit.constants.Mode.S_ISGID;
import static posixkit.constants.Mode.S_ISUID;
import static posixkit.constants.Mode.S_ISVTX;
import static posixkit.constants.Mode.S_IWGRP;
import static posixkit.constants.Mode.S_IWOTH;
import static posixkit.constants.Mode.S_IWUSR;
import static posixkit.constants.Mode.S_IXGRP;
import static posixkit.constants.Mode.S_IXOTH;
import static posixkit.constants.Mode.S_IXUSR;

import java.util.Locale;
import posixkit.file.Stat;

/** Converts the type and the permissions of a file to words and letters. */
public final class FileMode {
    private FileMode() {}

    public static String type(Stat stat) {
        return switch (stat.mode() & S_IFMT) {
            case S_IFREG -> stat.size() == 0 ? "regular empty file" : "regular file";
            case S_IFDIR -> "directory";
            case S_IFLNK -> "symbolic link";
            case S_IFIFO -> "fifo";
            case S_IFSOCK -> "socket";
            case S_IFCHR -> "character special file";
            case S_IFBLK -> "block special file";
            default -> "weird file";
        };
    }

    /** Returns the type and the permissions as {@code ls -l} shows them, for example {@code -rwxr-xr-x}. */
    public static String letters(Stat stat) {
        return letters(stat.mode());
    }

    /** Same as {@link #letters(Stat)}, for the {@code st_mode} of a file. */
    public static String letters(int mode) {
        return typeLetter(mode)
                + letter(mode, S_IRUSR, 'r')
                + letter(mode, S_IWUSR, 'w')
                + execute(mode, S_IXUSR, S_ISUID, "s")
                + letter(mode, S_IRGRP, 'r')
                + letter(mode, S_IWGRP, 'w')
                + execute(mode, S_IXGRP, S_ISGID, "s")
                + letter(mode, S_IROTH, 'r')
                + letter(mode, S_IWOTH, 'w')
                + execute(mode, S_IXOTH, S_ISVTX, "t");
    }

    private static String typeLetter(int mode) {
        return switch (mode & S_IFMT) {
            case S_IFREG -> "-";
            case S_IFDIR -> "d";
            case S_IFLNK -> "l";
            case S_IFIFO -> "p";
            case S_IFSOCK -> "s";
            case S_IFCHR -> "c";
            case S_IFBLK -> "b";
            default -> "?";
        };
    }

    private static char letter(int mode, int bit, char letter) {
        return (mode & bit) == 0 ? '-' : letter;
    }

    private static String execute(int mode, int bit, int special, String letter) {
        boolean may = (mode & bit) != 0;
        if ((mode & special) == 0) {
            return may ? "x" : "-";
        }
        return may ? letter : letter.toUpperCase(Locale.ROOT);
    }
}
