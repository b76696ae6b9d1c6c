package posixkit.unix;

/** mmap, apart because of its sixth argument: see {@link posixkit.ffi.Native#loadSix}. <b>Internal.</b> */
public interface MapCall {
    long mmap(long address, long length, int prot, int flags, int fd, long offset);
}
