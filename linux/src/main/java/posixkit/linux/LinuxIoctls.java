package posixkit.linux;

import static posixkit.constants.Ioctl.FIOASYNC;
import static posixkit.constants.Ioctl.FIONBIO;
import static posixkit.constants.Ioctl.FIONREAD;
import static posixkit.constants.Ioctl.SIOCADDMULTI;
import static posixkit.constants.Ioctl.SIOCATMARK;
import static posixkit.constants.Ioctl.SIOCDELMULTI;
import static posixkit.constants.Ioctl.SIOCGIFADDR;
import static posixkit.constants.Ioctl.SIOCGIFBRDADDR;
import static posixkit.constants.Ioctl.SIOCGIFDSTADDR;
import static posixkit.constants.Ioctl.SIOCGIFFLAGS;
import static posixkit.constants.Ioctl.SIOCGIFMETRIC;
import static posixkit.constants.Ioctl.SIOCGIFMTU;
import static posixkit.constants.Ioctl.SIOCGIFNETMASK;
import static posixkit.constants.Ioctl.SIOCGPGRP;
import static posixkit.constants.Ioctl.SIOCSIFADDR;
import static posixkit.constants.Ioctl.SIOCSIFBRDADDR;
import static posixkit.constants.Ioctl.SIOCSIFDSTADDR;
import static posixkit.constants.Ioctl.SIOCSIFFLAGS;
import static posixkit.constants.Ioctl.SIOCSIFMETRIC;
import static posixkit.constants.Ioctl.SIOCSIFMTU;
import static posixkit.constants.Ioctl.SIOCSIFNETMASK;
import static posixkit.constants.Ioctl.SIOCSPGRP;
import static posixkit.constants.Ioctl.TIOCGETD;
import static posixkit.constants.Ioctl.TIOCGPGRP;
import static posixkit.constants.Ioctl.TIOCGWINSZ;
import static posixkit.constants.Ioctl.TIOCMBIC;
import static posixkit.constants.Ioctl.TIOCMBIS;
import static posixkit.constants.Ioctl.TIOCMGET;
import static posixkit.constants.Ioctl.TIOCMSET;
import static posixkit.constants.Ioctl.TIOCOUTQ;
import static posixkit.constants.Ioctl.TIOCPKT;
import static posixkit.constants.Ioctl.TIOCSETD;
import static posixkit.constants.Ioctl.TIOCSIG;
import static posixkit.constants.Ioctl.TIOCSPGRP;
import static posixkit.constants.Ioctl.TIOCSTI;
import static posixkit.constants.Ioctl.TIOCSWINSZ;
import static posixkit.onlinux.constants.LinuxFs.BLKALIGNOFF;
import static posixkit.onlinux.constants.LinuxFs.BLKBSZGET;
import static posixkit.onlinux.constants.LinuxFs.BLKBSZSET;
import static posixkit.onlinux.constants.LinuxFs.BLKDISCARDZEROES;
import static posixkit.onlinux.constants.LinuxFs.BLKFLSBUF;
import static posixkit.onlinux.constants.LinuxFs.BLKGETDISKSEQ;
import static posixkit.onlinux.constants.LinuxFs.BLKGETSIZE;
import static posixkit.onlinux.constants.LinuxFs.BLKGETSIZE64;
import static posixkit.onlinux.constants.LinuxFs.BLKIOMIN;
import static posixkit.onlinux.constants.LinuxFs.BLKIOOPT;
import static posixkit.onlinux.constants.LinuxFs.BLKPBSZGET;
import static posixkit.onlinux.constants.LinuxFs.BLKRAGET;
import static posixkit.onlinux.constants.LinuxFs.BLKRASET;
import static posixkit.onlinux.constants.LinuxFs.BLKROGET;
import static posixkit.onlinux.constants.LinuxFs.BLKROSET;
import static posixkit.onlinux.constants.LinuxFs.BLKROTATIONAL;
import static posixkit.onlinux.constants.LinuxFs.BLKRRPART;
import static posixkit.onlinux.constants.LinuxFs.BLKSECTGET;
import static posixkit.onlinux.constants.LinuxFs.BLKSSZGET;
import static posixkit.onlinux.constants.LinuxFs.FIBMAP;
import static posixkit.onlinux.constants.LinuxFs.FICLONE;
import static posixkit.onlinux.constants.LinuxFs.FICLONERANGE;
import static posixkit.onlinux.constants.LinuxFs.FIFREEZE;
import static posixkit.onlinux.constants.LinuxFs.FIGETBSZ;
import static posixkit.onlinux.constants.LinuxFs.FITHAW;
import static posixkit.onlinux.constants.LinuxFs.FITRIM;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC32_GETFLAGS;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC32_GETVERSION;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC32_SETFLAGS;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC32_SETVERSION;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC_FSGETXATTR;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC_FSSETXATTR;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC_GETFLAGS;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC_GETFSLABEL;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC_GETVERSION;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC_SETFLAGS;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC_SETFSLABEL;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC_SETVERSION;
import static posixkit.onlinux.constants.LinuxIoctl.FIOQSIZE;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFHWADDR;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFINDEX;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFMAP;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFNAME;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFTXQLEN;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGSKNS;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGSTAMPNS_NEW;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGSTAMP_NEW;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCOUTQNSD;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCSIFHWADDR;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCSIFMAP;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCSIFNAME;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCSIFTXQLEN;
import static posixkit.onlinux.constants.LinuxIoctl.TCFLSH;
import static posixkit.onlinux.constants.LinuxIoctl.TCGETS;
import static posixkit.onlinux.constants.LinuxIoctl.TCSBRK;
import static posixkit.onlinux.constants.LinuxIoctl.TCSBRKP;
import static posixkit.onlinux.constants.LinuxIoctl.TCSETS;
import static posixkit.onlinux.constants.LinuxIoctl.TCSETSF;
import static posixkit.onlinux.constants.LinuxIoctl.TCSETSW;
import static posixkit.onlinux.constants.LinuxIoctl.TCXONC;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGDEV;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGEXCL;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGPKT;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGPTLCK;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGPTN;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGPTPEER;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGSID;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGSOFTCAR;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCSPTLCK;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCSSOFTCAR;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCVHANGUP;
import static posixkit.onlinux.constants.LinuxNamespace.NS_GET_NSTYPE;
import static posixkit.onlinux.constants.LinuxNamespace.NS_GET_OWNER_UID;
import static posixkit.onlinux.constants.LinuxNamespace.NS_GET_PARENT;
import static posixkit.onlinux.constants.LinuxNamespace.NS_GET_USERNS;
import static posixkit.onlinux.constants.LinuxTun.TUNGETDEVNETNS;
import static posixkit.onlinux.constants.LinuxTun.TUNGETFEATURES;
import static posixkit.onlinux.constants.LinuxTun.TUNGETIFF;
import static posixkit.onlinux.constants.LinuxTun.TUNGETSNDBUF;
import static posixkit.onlinux.constants.LinuxTun.TUNGETVNETBE;
import static posixkit.onlinux.constants.LinuxTun.TUNGETVNETHDRSZ;
import static posixkit.onlinux.constants.LinuxTun.TUNGETVNETLE;
import static posixkit.onlinux.constants.LinuxTun.TUNSETCARRIER;
import static posixkit.onlinux.constants.LinuxTun.TUNSETDEBUG;
import static posixkit.onlinux.constants.LinuxTun.TUNSETFILTEREBPF;
import static posixkit.onlinux.constants.LinuxTun.TUNSETGROUP;
import static posixkit.onlinux.constants.LinuxTun.TUNSETIFF;
import static posixkit.onlinux.constants.LinuxTun.TUNSETIFINDEX;
import static posixkit.onlinux.constants.LinuxTun.TUNSETLINK;
import static posixkit.onlinux.constants.LinuxTun.TUNSETNOCSUM;
import static posixkit.onlinux.constants.LinuxTun.TUNSETOFFLOAD;
import static posixkit.onlinux.constants.LinuxTun.TUNSETOWNER;
import static posixkit.onlinux.constants.LinuxTun.TUNSETPERSIST;
import static posixkit.onlinux.constants.LinuxTun.TUNSETQUEUE;
import static posixkit.onlinux.constants.LinuxTun.TUNSETSNDBUF;
import static posixkit.onlinux.constants.LinuxTun.TUNSETSTEERINGEBPF;
import static posixkit.onlinux.constants.LinuxTun.TUNSETVNETBE;
import static posixkit.onlinux.constants.LinuxTun.TUNSETVNETHDRSZ;
import static posixkit.onlinux.constants.LinuxTun.TUNSETVNETLE;

import posixkit.linux.layout.Termios_t;
import posixkit.linux.layout.Winsize_t;
import posixkit.unix.NumberSet;
import posixkit.unix.layout.Ifreq;

/**
 * Lists the ioctl requests whose arguments posixkit knows. A review has found out what the kernel reads and writes for each
 * listed request. If a listed request takes a structure, the kernel never writes to an address that the structure contains. All
 * requests that are not listed are unknown, even if their numbers contain a size. For example, FS_IOC_GETFSMAP is not listed,
 * because the kernel writes records after the end of the structure. SIOCGIFCONF is not listed, because the kernel writes to an
 * address that the structure contains.
 */
final class LinuxIoctls {
    /** The result of {@link #size} if this class lists no size for the request. */
    static final int UNKNOWN = -1;

    private static final NumberSet NUMBERS = NumberSet.of(
            BLKFLSBUF,
            BLKRASET,
            BLKRRPART,
            FICLONE,
            FIFREEZE,
            FITHAW,
            NS_GET_NSTYPE,
            NS_GET_PARENT,
            NS_GET_USERNS,
            SIOCGSKNS,
            TCFLSH,
            TCSBRK,
            TCSBRKP,
            TCXONC,
            TIOCGPTPEER,
            TIOCSIG,
            TIOCVHANGUP,
            TUNGETDEVNETNS,
            TUNSETDEBUG,
            TUNSETGROUP,
            TUNSETLINK,
            TUNSETNOCSUM,
            TUNSETOFFLOAD,
            TUNSETOWNER,
            TUNSETPERSIST);
    private static final NumberSet BYTES = NumberSet.of(TIOCSTI);
    private static final NumberSet SHORTS = NumberSet.of(BLKROTATIONAL, BLKSECTGET);
    private static final NumberSet INTS = NumberSet.of(
            BLKALIGNOFF,
            BLKDISCARDZEROES,
            BLKIOMIN,
            BLKIOOPT,
            BLKPBSZGET,
            BLKROGET,
            BLKROSET,
            BLKSSZGET,
            FIBMAP,
            FIGETBSZ,
            FIOASYNC,
            FIONBIO,
            FIONREAD,
            NS_GET_OWNER_UID,
            SIOCATMARK,
            SIOCGPGRP,
            SIOCOUTQNSD,
            SIOCSPGRP,
            TIOCGETD,
            TIOCGPGRP,
            TIOCGSID,
            TIOCGSOFTCAR,
            TIOCMBIC,
            TIOCMBIS,
            TIOCMGET,
            TIOCMSET,
            TIOCOUTQ,
            TIOCPKT,
            TIOCSETD,
            TIOCSPGRP,
            TIOCSSOFTCAR);
    private static final NumberSet LONGS = NumberSet.of(BLKGETSIZE, BLKRAGET, FIOQSIZE);
    private static final NumberSet WINDOWS = NumberSet.of(TIOCGWINSZ, TIOCSWINSZ);

    /**
     * Requests for terminal settings. Callers pass libc's {@code struct termios}. The kernel uses a shorter structure with the
     * same first members, so it uses only the first part of libc's structure.
     */
    private static final NumberSet TERMINALS = NumberSet.of(TCGETS, TCSETS, TCSETSF, TCSETSW);

    /**
     * Requests about a network interface. All of them take a {@code struct ifreq}. The numbers of the requests for tunnels
     * contain another size, the size of an int. This class ignores that size.
     */
    private static final NumberSet INTERFACES = NumberSet.of(
            SIOCADDMULTI,
            SIOCDELMULTI,
            SIOCGIFADDR,
            SIOCGIFBRDADDR,
            SIOCGIFDSTADDR,
            SIOCGIFFLAGS,
            SIOCGIFHWADDR,
            SIOCGIFINDEX,
            SIOCGIFMAP,
            SIOCGIFMETRIC,
            SIOCGIFMTU,
            SIOCGIFNAME,
            SIOCGIFNETMASK,
            SIOCGIFTXQLEN,
            SIOCSIFADDR,
            SIOCSIFBRDADDR,
            SIOCSIFDSTADDR,
            SIOCSIFFLAGS,
            SIOCSIFHWADDR,
            SIOCSIFMAP,
            SIOCSIFMETRIC,
            SIOCSIFMTU,
            SIOCSIFNAME,
            SIOCSIFNETMASK,
            SIOCSIFTXQLEN,
            TUNGETIFF,
            TUNSETIFF,
            TUNSETQUEUE);

    private static final NumberSet AS_THEIR_NUMBERS_SAY = NumberSet.of(
            BLKBSZGET,
            BLKBSZSET,
            BLKGETDISKSEQ,
            BLKGETSIZE64,
            FICLONERANGE,
            FITRIM,
            FS_IOC32_GETFLAGS,
            FS_IOC32_GETVERSION,
            FS_IOC32_SETFLAGS,
            FS_IOC32_SETVERSION,
            FS_IOC_FSGETXATTR,
            FS_IOC_FSSETXATTR,
            FS_IOC_GETFLAGS,
            FS_IOC_GETFSLABEL,
            FS_IOC_GETVERSION,
            FS_IOC_SETFLAGS,
            FS_IOC_SETFSLABEL,
            FS_IOC_SETVERSION,
            SIOCGSTAMPNS_NEW,
            SIOCGSTAMP_NEW,
            TIOCGDEV,
            TIOCGEXCL,
            TIOCGPKT,
            TIOCGPTLCK,
            TIOCGPTN,
            TIOCSPTLCK,
            TUNGETFEATURES,
            TUNGETSNDBUF,
            TUNGETVNETBE,
            TUNGETVNETHDRSZ,
            TUNGETVNETLE,
            TUNSETCARRIER,
            TUNSETFILTEREBPF,
            TUNSETIFINDEX,
            TUNSETSNDBUF,
            TUNSETSTEERINGEBPF,
            TUNSETVNETBE,
            TUNSETVNETHDRSZ,
            TUNSETVNETLE);

    private LinuxIoctls() {}

    static boolean takesNumber(long request) {
        return NUMBERS.contains(request);
    }

    /**
     * Returns true if posixkit knows that the size field in the request number {@code request} is right. A size field is right if
     * it contains the size of the structure that the request takes.
     */
    static boolean isSizeInNumber(long request) {
        return AS_THEIR_NUMBERS_SAY.contains(request);
    }

    /**
     * Returns the size in bytes of the memory that {@code request} reads or writes. Returns {@link #UNKNOWN} if this class lists
     * no size for the request, for example because the number of the request contains the size.
     */
    static int size(long request) {
        if (INTS.contains(request)) {
            return Integer.BYTES;
        } else if (INTERFACES.contains(request)) {
            return Ifreq.SIZE;
        } else if (WINDOWS.contains(request)) {
            return Winsize_t.SIZE;
        } else if (TERMINALS.contains(request)) {
            return Termios_t.SIZE;
        } else if (LONGS.contains(request)) {
            return Long.BYTES;
        } else if (SHORTS.contains(request)) {
            return Short.BYTES;
        } else if (BYTES.contains(request)) {
            return Byte.BYTES;
        }
        return UNKNOWN;
    }
}
