package posixkit.darwin;

import static posixkit.constants.Ioctl.FIOASYNC;
import static posixkit.constants.Ioctl.FIONBIO;
import static posixkit.constants.Ioctl.FIONREAD;
import static posixkit.constants.Ioctl.SIOCADDMULTI;
import static posixkit.constants.Ioctl.SIOCATMARK;
import static posixkit.constants.Ioctl.SIOCDELMULTI;
import static posixkit.constants.Ioctl.SIOCDIFADDR;
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
import static posixkit.constants.Ioctl.TIOCCONS;
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
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCEJECT;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETBLOCKCOUNT;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETBLOCKSIZE;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETCOMMANDPOOLSIZE;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETFEATURES;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETFIRMWAREPATH;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETLOCATION;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETMAXBLOCKCOUNTREAD;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETMAXBLOCKCOUNTWRITE;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETMAXBYTECOUNTREAD;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETMAXBYTECOUNTWRITE;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETMAXSEGMENTADDRESSABLEBITCOUNT;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETMAXSEGMENTBYTECOUNTREAD;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETMAXSEGMENTBYTECOUNTWRITE;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETMAXSEGMENTCOUNTREAD;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETMAXSEGMENTCOUNTWRITE;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETMINSEGMENTALIGNMENTBYTECOUNT;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCGETPHYSICALBLOCKSIZE;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCISFORMATTED;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCISWRITABLE;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCREQUESTIDLE;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCSYNCHRONIZE;
import static posixkit.ondarwin.constants.DarwinDisk.DKIOCSYNCHRONIZECACHE;
import static posixkit.ondarwin.constants.DarwinIoctl.FIODTYPE;
import static posixkit.ondarwin.constants.DarwinIoctl.FIOGETOWN;
import static posixkit.ondarwin.constants.DarwinIoctl.FIOSETOWN;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCAIFADDR;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCDIFADDR_IN6;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGHIWAT;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGIFADDR_IN6;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGIFAFLAG_IN6;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGIFALIFETIME_IN6;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGIFALTMTU;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGIFCAP;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGIFDEVMTU;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGIFDSTADDR_IN6;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGIFFUNCTIONALTYPE;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGIFNETMASK_IN6;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGIFPHYS;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGIFWAKEFLAGS;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGKEVFILT;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGKEVID;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGKEVVENDOR;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCGLOWAT;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCIFCREATE;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCIFDESTROY;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCSHIWAT;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCSIFALTMTU;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCSIFCAP;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCSIFLLADDR;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCSIFPHYS;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCSKEVFILT;
import static posixkit.ondarwin.constants.DarwinIoctl.SIOCSLOWAT;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCCDTR;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCDCDTIMESTAMP;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCDRAIN;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCEXT;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCFLUSH;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCGDRAINWAIT;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCGETA;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCGSIZE;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCIXOFF;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCIXON;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCMGDTRWAIT;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCMODG;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCMODS;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCMSDTRWAIT;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCPTYGNAME;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCPTYGRANT;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCPTYUNLK;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCREMOTE;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCSDRAINWAIT;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCSDTR;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCSETA;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCSETAF;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCSETAW;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCSSIZE;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCSTART;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCSTAT;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCSTOP;
import static posixkit.ondarwin.constants.DarwinIoctl.TIOCUCNTL;

import posixkit.unix.NumberSet;

/**
 * Lists the ioctl requests of macOS for which posixkit knows the kind or the size of the argument. The number of an ioctl request
 * contains the size of the structure that the kernel reads or writes. But some structures contain an address, and the kernel also
 * writes to that address. For such a request, the size does not tell how much memory the kernel writes. SIOCGIFCONF and
 * SIOCGIFMEDIA are examples. The lists below contain no such request.
 */
final class DarwinIoctls {
    /** Requests without an argument, and requests whose argument is a number. */
    private static final NumberSet NUMBERS = NumberSet.of(
            DKIOCEJECT,
            DKIOCREQUESTIDLE,
            DKIOCSYNCHRONIZECACHE,
            TIOCCDTR,
            TIOCDRAIN,
            TIOCIXOFF,
            TIOCIXON,
            TIOCPTYGRANT,
            TIOCPTYUNLK,
            TIOCSDTR,
            TIOCSIG,
            TIOCSTART,
            TIOCSTAT,
            TIOCSTOP);

    private static final NumberSet AS_THEIR_NUMBERS_SAY = NumberSet.of(
            DKIOCGETBLOCKCOUNT,
            DKIOCGETBLOCKSIZE,
            DKIOCGETCOMMANDPOOLSIZE,
            DKIOCGETFEATURES,
            DKIOCGETFIRMWAREPATH,
            DKIOCGETLOCATION,
            DKIOCGETMAXBLOCKCOUNTREAD,
            DKIOCGETMAXBLOCKCOUNTWRITE,
            DKIOCGETMAXBYTECOUNTREAD,
            DKIOCGETMAXBYTECOUNTWRITE,
            DKIOCGETMAXSEGMENTADDRESSABLEBITCOUNT,
            DKIOCGETMAXSEGMENTBYTECOUNTREAD,
            DKIOCGETMAXSEGMENTBYTECOUNTWRITE,
            DKIOCGETMAXSEGMENTCOUNTREAD,
            DKIOCGETMAXSEGMENTCOUNTWRITE,
            DKIOCGETMINSEGMENTALIGNMENTBYTECOUNT,
            DKIOCGETPHYSICALBLOCKSIZE,
            DKIOCISFORMATTED,
            DKIOCISWRITABLE,
            DKIOCSYNCHRONIZE,
            FIOASYNC,
            FIODTYPE,
            FIOGETOWN,
            FIONBIO,
            FIONREAD,
            FIOSETOWN,
            SIOCADDMULTI,
            SIOCAIFADDR,
            SIOCATMARK,
            SIOCDELMULTI,
            SIOCDIFADDR,
            SIOCDIFADDR_IN6,
            SIOCGHIWAT,
            SIOCGIFADDR,
            SIOCGIFADDR_IN6,
            SIOCGIFAFLAG_IN6,
            SIOCGIFALIFETIME_IN6,
            SIOCGIFALTMTU,
            SIOCGIFBRDADDR,
            SIOCGIFCAP,
            SIOCGIFDEVMTU,
            SIOCGIFDSTADDR,
            SIOCGIFDSTADDR_IN6,
            SIOCGIFFLAGS,
            SIOCGIFFUNCTIONALTYPE,
            SIOCGIFMETRIC,
            SIOCGIFMTU,
            SIOCGIFNETMASK,
            SIOCGIFNETMASK_IN6,
            SIOCGIFPHYS,
            SIOCGIFWAKEFLAGS,
            SIOCGKEVFILT,
            SIOCGKEVID,
            SIOCGKEVVENDOR,
            SIOCGLOWAT,
            SIOCGPGRP,
            SIOCIFCREATE,
            SIOCIFDESTROY,
            SIOCSHIWAT,
            SIOCSIFADDR,
            SIOCSIFALTMTU,
            SIOCSIFBRDADDR,
            SIOCSIFCAP,
            SIOCSIFDSTADDR,
            SIOCSIFFLAGS,
            SIOCSIFLLADDR,
            SIOCSIFMETRIC,
            SIOCSIFMTU,
            SIOCSIFNETMASK,
            SIOCSIFPHYS,
            SIOCSKEVFILT,
            SIOCSLOWAT,
            SIOCSPGRP,
            TIOCCONS,
            TIOCDCDTIMESTAMP,
            TIOCEXT,
            TIOCFLUSH,
            TIOCGDRAINWAIT,
            TIOCGETA,
            TIOCGETD,
            TIOCGPGRP,
            TIOCGSIZE,
            TIOCGWINSZ,
            TIOCMBIC,
            TIOCMBIS,
            TIOCMGDTRWAIT,
            TIOCMGET,
            TIOCMODG,
            TIOCMODS,
            TIOCMSDTRWAIT,
            TIOCMSET,
            TIOCOUTQ,
            TIOCPKT,
            TIOCPTYGNAME,
            TIOCREMOTE,
            TIOCSDRAINWAIT,
            TIOCSETA,
            TIOCSETAF,
            TIOCSETAW,
            TIOCSETD,
            TIOCSPGRP,
            TIOCSSIZE,
            TIOCSTI,
            TIOCSWINSZ,
            TIOCUCNTL);

    private DarwinIoctls() {}

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
}
