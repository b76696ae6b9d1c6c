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
import static posixkit.constants.Ioctl.TIOCSPGRP;
import static posixkit.constants.Ioctl.TIOCSTI;
import static posixkit.constants.Ioctl.TIOCSWINSZ;
import static posixkit.onlinux.constants.LinuxFs.BLKALIGNOFF;
import static posixkit.onlinux.constants.LinuxFs.BLKDISCARDZEROES;
import static posixkit.onlinux.constants.LinuxFs.BLKFLSBUF;
import static posixkit.onlinux.constants.LinuxFs.BLKGETSIZE;
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
import static posixkit.onlinux.constants.LinuxFs.FIDEDUPERANGE;
import static posixkit.onlinux.constants.LinuxFs.FIFREEZE;
import static posixkit.onlinux.constants.LinuxFs.FIGETBSZ;
import static posixkit.onlinux.constants.LinuxFs.FITHAW;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC_FIEMAP;
import static posixkit.onlinux.constants.LinuxIoctl.FIOQSIZE;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFHWADDR;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFINDEX;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFMAP;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFNAME;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFTXQLEN;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGSKNS;
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
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGPTPEER;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGSID;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGSOFTCAR;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCSSOFTCAR;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCVHANGUP;
import static posixkit.onlinux.constants.LinuxNamespace.NS_GET_NSTYPE;
import static posixkit.onlinux.constants.LinuxNamespace.NS_GET_OWNER_UID;
import static posixkit.onlinux.constants.LinuxNamespace.NS_GET_PARENT;
import static posixkit.onlinux.constants.LinuxNamespace.NS_GET_USERNS;
import static posixkit.onlinux.constants.LinuxTun.TUNGETIFF;
import static posixkit.onlinux.constants.LinuxTun.TUNSETDEBUG;
import static posixkit.onlinux.constants.LinuxTun.TUNSETGROUP;
import static posixkit.onlinux.constants.LinuxTun.TUNSETIFF;
import static posixkit.onlinux.constants.LinuxTun.TUNSETLINK;
import static posixkit.onlinux.constants.LinuxTun.TUNSETNOCSUM;
import static posixkit.onlinux.constants.LinuxTun.TUNSETOFFLOAD;
import static posixkit.onlinux.constants.LinuxTun.TUNSETOWNER;
import static posixkit.onlinux.constants.LinuxTun.TUNSETPERSIST;
import static posixkit.onlinux.constants.LinuxTun.TUNSETQUEUE;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import posixkit.linux.layout.Ifreq;
import posixkit.linux.layout.Termios_t;
import posixkit.linux.layout.Winsize;

/**
 * What requests to {@code ioctl} take that their own numbers do not say: those from before numbers had a size in them, and
 * those whose size was never true. What holds addresses of more to write to, such as SIOCGIFCONF, is on none of the lists.
 */
final class LinuxIoctls {
    /** None of those below, and as far as we know what its number says. */
    static final int AS_IT_SAYS = 0;

    /** Writes as much as the structure's own members ask for. */
    static final int ANY = -1;

    private static final Set<Long> NUMBERS = set(
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
            TIOCVHANGUP,
            TUNSETDEBUG,
            TUNSETGROUP,
            TUNSETLINK,
            TUNSETNOCSUM,
            TUNSETOFFLOAD,
            TUNSETOWNER,
            TUNSETPERSIST);
    private static final Set<Long> BYTES = set(TIOCSTI);
    private static final Set<Long> SHORTS = set(BLKROTATIONAL, BLKSECTGET);
    private static final Set<Long> INTS = set(
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
    private static final Set<Long> LONGS = set(BLKGETSIZE, BLKRAGET, FIOQSIZE);
    private static final Set<Long> WINDOWS = set(TIOCGWINSZ, TIOCSWINSZ);

    /** The kernel's structure is shorter than libc's, and begins as it does. */
    private static final Set<Long> TERMINALS = set(TCGETS, TCSETS, TCSETSF, TCSETSW);

    /** A tunnel's say they take an int. */
    private static final Set<Long> INTERFACES = set(
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

    private static final Set<Long> BEYOND = set(FIDEDUPERANGE, FS_IOC_FIEMAP);

    private LinuxIoctls() {}

    static boolean takesNumber(long request) {
        return NUMBERS.contains(request);
    }

    /** How long its structure is, {@link #AS_IT_SAYS} or {@link #ANY}. */
    static int size(long request) {
        if (BEYOND.contains(request)) {
            return ANY;
        } else if (INTS.contains(request)) {
            return Integer.BYTES;
        } else if (INTERFACES.contains(request)) {
            return Ifreq.SIZE;
        } else if (WINDOWS.contains(request)) {
            return Winsize.SIZE;
        } else if (TERMINALS.contains(request)) {
            return Termios_t.SIZE;
        } else if (LONGS.contains(request)) {
            return Long.BYTES;
        } else if (SHORTS.contains(request)) {
            return Short.BYTES;
        } else if (BYTES.contains(request)) {
            return Byte.BYTES;
        }
        return AS_IT_SAYS;
    }

    private static Set<Long> set(long... requests) {
        return LongStream.of(requests).boxed().collect(Collectors.toUnmodifiableSet());
    }
}
