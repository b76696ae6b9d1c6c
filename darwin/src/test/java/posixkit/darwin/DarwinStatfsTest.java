package posixkit.darwin;

import static posixkit.constants.Pathconf._PC_MAX_CANON;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import posixkit.contract.StatfsContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinStatfsTest extends StatfsContract {
    private static final Map<String, Long> OF_ALL = Map.ofEntries(
            Map.entry("LINK_MAX", 32767L),
            Map.entry("PIPE_BUF", 512L),
            Map.entry("_POSIX_ASYNC_IO", 1L),
            Map.entry("_POSIX_CHOWN_RESTRICTED", 200112L),
            Map.entry("_POSIX_PRIO_IO", 0L),
            Map.entry("_POSIX_SYNC_IO", 0L),
            Map.entry("POSIX_ALLOC_SIZE_MIN", 1L),
            Map.entry("POSIX_REC_INCR_XFER_SIZE", 4096L),
            Map.entry("POSIX_REC_MAX_XFER_SIZE", 65536L),
            Map.entry("POSIX_REC_MIN_XFER_SIZE", 4096L),
            Map.entry("POSIX_REC_XFER_ALIGN", 4096L),
            Map.entry("SYMLINK_MAX", 255L),
            Map.entry("POSIX2_SYMLINKS", 1L));
    private static final Map<String, Long> OF_FILES =
            Map.of("NAME_MAX", 255L, "PATH_MAX", 1024L, "_POSIX_NO_TRUNC", 200112L, "FILESIZEBITS", 64L);
    private static final Map<String, Long> OF_DEVICES =
            Map.of("MAX_CANON", 1024L, "MAX_INPUT", 1024L, "_POSIX_VDISABLE", 255L);

    /** Returns the limits of HFS+ in XNU's sources. */
    @Override
    protected OptionalLong limit(String name, Path path) {
        boolean plain = Files.isDirectory(path) || Files.isRegularFile(path);
        Long limit = OF_ALL.getOrDefault(name, (plain ? OF_FILES : OF_DEVICES).get(name));
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    /** Returns the first half of the id: that is what statvfs takes, in the sources of Apple's libc. */
    @Override
    protected long idOfStatvfs(ByteBuffer idOfStatfs) {
        return idOfStatfs.getInt(0);
    }

    @Override
    protected int unlimited() {
        return _PC_MAX_CANON;
    }
}
