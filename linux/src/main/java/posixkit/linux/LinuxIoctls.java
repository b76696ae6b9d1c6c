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
import static posixkit.onlinux.constants.Fs.BLKALIGNOFF;
import static posixkit.onlinux.constants.Fs.BLKDISCARDZEROES;
import static posixkit.onlinux.constants.Fs.BLKFLSBUF;
import static posixkit.onlinux.constants.Fs.BLKGETSIZE;
import static posixkit.onlinux.constants.Fs.BLKIOMIN;
import static posixkit.onlinux.constants.Fs.BLKIOOPT;
import static posixkit.onlinux.constants.Fs.BLKPBSZGET;
import static posixkit.onlinux.constants.Fs.BLKRAGET;
import static posixkit.onlinux.constants.Fs.BLKRASET;
import static posixkit.onlinux.constants.Fs.BLKROGET;
import static posixkit.onlinux.constants.Fs.BLKROSET;
import static posixkit.onlinux.constants.Fs.BLKROTATIONAL;
import static posixkit.onlinux.constants.Fs.BLKRRPART;
import static posixkit.onlinux.constants.Fs.BLKSECTGET;
import static posixkit.onlinux.constants.Fs.BLKSSZGET;
import static posixkit.onlinux.constants.Fs.FIBMAP;
import static posixkit.onlinux.constants.Fs.FICLONE;
import static posixkit.onlinux.constants.Fs.FIDEDUPERANGE;
import static posixkit.onlinux.constants.Fs.FIFREEZE;
import static posixkit.onlinux.constants.Fs.FIGETBSZ;
import static posixkit.onlinux.constants.Fs.FITHAW;
import static posixkit.onlinux.constants.Fs.FS_IOC_FIEMAP;
import static posixkit.onlinux.constants.Ioctl.FIOQSIZE;
import static posixkit.onlinux.constants.Ioctl.SIOCGIFHWADDR;
import static posixkit.onlinux.constants.Ioctl.SIOCGIFINDEX;
import static posixkit.onlinux.constants.Ioctl.SIOCGIFMAP;
import static posixkit.onlinux.constants.Ioctl.SIOCGIFNAME;
import static posixkit.onlinux.constants.Ioctl.SIOCGIFTXQLEN;
import static posixkit.onlinux.constants.Ioctl.SIOCGSKNS;
import static posixkit.onlinux.constants.Ioctl.SIOCOUTQNSD;
import static posixkit.onlinux.constants.Ioctl.SIOCSIFHWADDR;
import static posixkit.onlinux.constants.Ioctl.SIOCSIFMAP;
import static posixkit.onlinux.constants.Ioctl.SIOCSIFNAME;
import static posixkit.onlinux.constants.Ioctl.SIOCSIFTXQLEN;
import static posixkit.onlinux.constants.Ioctl.TCFLSH;
import static posixkit.onlinux.constants.Ioctl.TCGETS;
import static posixkit.onlinux.constants.Ioctl.TCSBRK;
import static posixkit.onlinux.constants.Ioctl.TCSBRKP;
import static posixkit.onlinux.constants.Ioctl.TCSETS;
import static posixkit.onlinux.constants.Ioctl.TCSETSF;
import static posixkit.onlinux.constants.Ioctl.TCSETSW;
import static posixkit.onlinux.constants.Ioctl.TCXONC;
import static posixkit.onlinux.constants.Ioctl.TIOCGPTPEER;
import static posixkit.onlinux.constants.Ioctl.TIOCGSID;
import static posixkit.onlinux.constants.Ioctl.TIOCGSOFTCAR;
import static posixkit.onlinux.constants.Ioctl.TIOCSSOFTCAR;
import static posixkit.onlinux.constants.Ioctl.TIOCVHANGUP;
import static posixkit.onlinux.constants.Namespace.NS_GET_NSTYPE;
import static posixkit.onlinux.constants.Namespace.NS_GET_OWNER_UID;
import static posixkit.onlinux.constants.Namespace.NS_GET_PARENT;
import static posixkit.onlinux.constants.Namespace.NS_GET_USERNS;
import static posixkit.onlinux.constants.Tun.TUNGETIFF;
import static posixkit.onlinux.constants.Tun.TUNSETDEBUG;
import static posixkit.onlinux.constants.Tun.TUNSETGROUP;
import static posixkit.onlinux.constants.Tun.TUNSETIFF;
import static posixkit.onlinux.constants.Tun.TUNSETLINK;
import static posixkit.onlinux.constants.Tun.TUNSETNOCSUM;
import static posixkit.onlinux.constants.Tun.TUNSETOFFLOAD;
import static posixkit.onlinux.constants.Tun.TUNSETOWNER;
import static posixkit.onlinux.constants.Tun.TUNSETPERSIST;
import static posixkit.onlinux.constants.Tun.TUNSETQUEUE;

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
