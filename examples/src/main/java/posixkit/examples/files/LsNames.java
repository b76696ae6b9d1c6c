package posixkit.examples.files;

import static posixkit.constants.Mode.S_IFBLK;
import static posixkit.constants.Mode.S_IFCHR;
import static posixkit.constants.Mode.S_IFDIR;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Mode.S_IFLNK;
import static posixkit.constants.Mode.S_IFMT;
import static posixkit.constants.Mode.S_IFREG;
import static posixkit.constants.Mode.S_IFSOCK;
import static posixkit.constants.Mode.S_ISGID;
import static posixkit.constants.Mode.S_ISUID;
import static posixkit.constants.Mode.S_ISVTX;
import static posixkit.constants.Mode.S_IWOTH;
import static posixkit.constants.Mode.S_IXGRP;
import static posixkit.constants.Mode.S_IXOTH;
import static posixkit.constants.Mode.S_IXUSR;

import java.util.List;
import posixkit.examples.cli.Quoting;

/**
 * Makes the names of a listing: quoted or as they are, with the colours that GNU ls has without {@code LS_COLORS}, or without
 * colours. Files with capabilities and targets of
 * links have no colour of their own.
 */
final class LsNames {
    private static final String RESET = "\u001B[0m";
    private static final int EXECUTABLE = S_IXUSR | S_IXGRP | S_IXOTH;

    private final boolean quoted;
    private final boolean coloured;
    private boolean wasColoured;

    LsNames(boolean quoted, boolean coloured) {
        this.quoted = quoted;
        this.coloured = coloured;
    }

    boolean areColoured() {
        return coloured;
    }

    /** Returns the name as it is printed, without colours. */
    String plain(String name) {
        return quoted ? Quoting.forShellIfNeeded(name) : name;
    }

    /** Returns the name of a directory as it is printed above its files. A colon in it would mislead, so it is quoted. */
    String heading(String path) {
        return quoted && path.contains(":") ? Quoting.forShell(path) : plain(path);
    }

    /**
     * Returns what to print before a name, so that quoted and other names have their first letters in one column: a space if
     * this name has no quotes and another name in the list has.
     */
    String indent(String name, boolean othersAreQuoted) {
        return othersAreQuoted && plain(name).equals(name) ? " " : "";
    }

    boolean anyIsQuoted(List<LsEntry> entries) {
        return quoted && entries.stream().anyMatch(entry -> !plain(entry.name()).equals(entry.name()));
    }

    /** Returns the name in the colour of files with this {@code mode}. */
    String coloured(String name, int mode) {
        String colour = coloured ? colour(mode) : "";
        if (colour.isEmpty()) {
            return plain(name);
        }
        String first = wasColoured ? "" : RESET; // as GNU ls: the terminal may have been left in another colour
        wasColoured = true;
        return first + "\u001B[" + colour + "m" + plain(name) + RESET;
    }

    private static String colour(int mode) {
        return switch (mode & S_IFMT) {
            case S_IFREG -> regularColour(mode);
            case S_IFDIR -> directoryColour(mode);
            case S_IFLNK -> "01;36";
            case S_IFIFO -> "33";
            case S_IFSOCK -> "01;35";
            case S_IFBLK, S_IFCHR -> "01;33";
            default -> "";
        };
    }

    private static String regularColour(int mode) {
        if ((mode & S_ISUID) != 0) {
            return "37;41";
        }
        if ((mode & S_ISGID) != 0) {
            return "30;43";
        }
        return (mode & EXECUTABLE) == 0 ? "" : "01;32";
    }

    private static String directoryColour(int mode) {
        boolean isSticky = (mode & S_ISVTX) != 0;
        if ((mode & S_IWOTH) != 0) {
            return isSticky ? "30;42" : "34;42";
        }
        return isSticky ? "37;44" : "01;34";
    }
}
