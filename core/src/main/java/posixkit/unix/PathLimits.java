package posixkit.unix;

import static posixkit.constants.Pathconf._PC_2_SYMLINKS;
import static posixkit.constants.Pathconf._PC_ALLOC_SIZE_MIN;
import static posixkit.constants.Pathconf._PC_ASYNC_IO;
import static posixkit.constants.Pathconf._PC_CHOWN_RESTRICTED;
import static posixkit.constants.Pathconf._PC_FILESIZEBITS;
import static posixkit.constants.Pathconf._PC_LINK_MAX;
import static posixkit.constants.Pathconf._PC_MAX_CANON;
import static posixkit.constants.Pathconf._PC_MAX_INPUT;
import static posixkit.constants.Pathconf._PC_NAME_MAX;
import static posixkit.constants.Pathconf._PC_NO_TRUNC;
import static posixkit.constants.Pathconf._PC_PATH_MAX;
import static posixkit.constants.Pathconf._PC_PIPE_BUF;
import static posixkit.constants.Pathconf._PC_PRIO_IO;
import static posixkit.constants.Pathconf._PC_REC_INCR_XFER_SIZE;
import static posixkit.constants.Pathconf._PC_REC_MAX_XFER_SIZE;
import static posixkit.constants.Pathconf._PC_REC_MIN_XFER_SIZE;
import static posixkit.constants.Pathconf._PC_REC_XFER_ALIGN;
import static posixkit.constants.Pathconf._PC_SYMLINK_MAX;
import static posixkit.constants.Pathconf._PC_SYNC_IO;
import static posixkit.constants.Pathconf._PC_VDISABLE;

import java.util.Set;

/**
 * Contains the numbers ({@code _PC_NAME_MAX}, …) with which callers of {@code pathconf} and {@code fpathconf} select a limit.
 * <b>Internal.</b>
 */
final class PathLimits {
    /** The numbers that select a limit on every operating system. An operating system may have more numbers. */
    static final Set<Integer> NAMES = Set.of(
            _PC_2_SYMLINKS,
            _PC_ALLOC_SIZE_MIN,
            _PC_ASYNC_IO,
            _PC_CHOWN_RESTRICTED,
            _PC_FILESIZEBITS,
            _PC_LINK_MAX,
            _PC_MAX_CANON,
            _PC_MAX_INPUT,
            _PC_NAME_MAX,
            _PC_NO_TRUNC,
            _PC_PATH_MAX,
            _PC_PIPE_BUF,
            _PC_PRIO_IO,
            _PC_REC_INCR_XFER_SIZE,
            _PC_REC_MAX_XFER_SIZE,
            _PC_REC_MIN_XFER_SIZE,
            _PC_REC_XFER_ALIGN,
            _PC_SYMLINK_MAX,
            _PC_SYNC_IO,
            _PC_VDISABLE);

    private PathLimits() {}
}
