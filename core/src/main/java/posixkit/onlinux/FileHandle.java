package posixkit.onlinux;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import posixkit.onlinux.constants.LinuxHandle;

/**
 * Names a file in its file system for as long as the file exists, whatever its path is ({@code struct file_handle}). {@link
 * FileHandles} creates and opens handles. A program can store a handle and use it after a restart.
 *
 * @param type the kind of handle, which only the file system understands
 * @param bytes the file, in a form that only the file system understands; at most {@link #LONGEST} bytes
 * @param mountId the number of the mount of the file, as in the first column of {@code /proc/self/mountinfo}. It tells which file
 *     system the handle is for, until the file system is unmounted. {@link FileHandles#openByHandleAt} does not use it
 */
public record FileHandle(int type, byte[] bytes, long mountId) {
    /** The largest number of bytes of a handle. */
    public static final int LONGEST = LinuxHandle.MAX_HANDLE_SZ;

    public FileHandle {
        if (Objects.requireNonNull(bytes, "bytes").length > LONGEST) {
            throw new IllegalArgumentException("bytes: " + bytes.length + ", more than " + LONGEST);
        }
        bytes = bytes.clone();
    }

    /** Returns a copy of the bytes. */
    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileHandle that
                && type == that.type
                && mountId == that.mountId
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(bytes) + type) + Long.hashCode(mountId);
    }

    @Override
    public String toString() {
        return "FileHandle[type=" + Integer.toUnsignedString(type) + ", bytes="
                + HexFormat.of().formatHex(bytes) + ", mountId=" + mountId + "]";
    }
}
