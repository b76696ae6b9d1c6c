/* Terminals.  Linux's have nearly the same settings, under other numbers; speeds are numbers on Darwin and codes on Linux. */
#include "standin.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>

struct pair { uint64_t darwin; unsigned host; };

static const struct pair input[] = {
    {D_BRKINT, BRKINT}, {D_ICRNL, ICRNL}, {D_IGNBRK, IGNBRK}, {D_IGNCR, IGNCR}, {D_IGNPAR, IGNPAR}, {D_IMAXBEL, IMAXBEL},
    {D_INLCR, INLCR}, {D_INPCK, INPCK}, {D_ISTRIP, ISTRIP}, {D_IUTF8, IUTF8}, {D_IXANY, IXANY}, {D_IXOFF, IXOFF}, {D_IXON, IXON},
    {D_PARMRK, PARMRK}, {0, 0},
};
static const struct pair output[] = {
    {D_OPOST, OPOST}, {D_ONLCR, ONLCR}, {D_OCRNL, OCRNL}, {D_ONOCR, ONOCR}, {D_ONLRET, ONLRET}, {D_OFILL, OFILL}, {D_OFDEL, OFDEL},
    {D_OXTABS, XTABS}, {0, 0},
};
static const struct pair line[] = {
    {D_CSTOPB, CSTOPB}, {D_CREAD, CREAD}, {D_PARENB, PARENB}, {D_PARODD, PARODD}, {D_HUPCL, HUPCL}, {D_CLOCAL, CLOCAL},
    {D_CRTSCTS, CRTSCTS}, {0, 0},
};
static const struct pair sizes[] = {{D_CS5, CS5}, {D_CS6, CS6}, {D_CS7, CS7}, {D_CS8, CS8}};
static const struct pair local[] = {
    {D_ISIG, ISIG}, {D_ICANON, ICANON}, {D_ECHO, ECHO}, {D_ECHOE, ECHOE}, {D_ECHOK, ECHOK}, {D_ECHONL, ECHONL},
    {D_ECHOCTL, ECHOCTL}, {D_ECHOPRT, ECHOPRT}, {D_ECHOKE, ECHOKE}, {D_FLUSHO, FLUSHO}, {D_NOFLSH, NOFLSH}, {D_TOSTOP, TOSTOP},
    {D_PENDIN, PENDIN}, {D_IEXTEN, IEXTEN}, {D_EXTPROC, EXTPROC}, {0, 0},
};
static const struct { int darwin, host; } characters[] = {
    {D_VEOF, VEOF}, {D_VEOL, VEOL}, {D_VEOL2, VEOL2}, {D_VERASE, VERASE}, {D_VWERASE, VWERASE}, {D_VKILL, VKILL},
    {D_VREPRINT, VREPRINT}, {D_VINTR, VINTR}, {D_VQUIT, VQUIT}, {D_VSUSP, VSUSP}, {D_VSTART, VSTART}, {D_VSTOP, VSTOP},
    {D_VLNEXT, VLNEXT}, {D_VDISCARD, VDISCARD}, {D_VMIN, VMIN}, {D_VTIME, VTIME},
};
static const struct { unsigned bits; speed_t host; } speeds[] = {
    {D_B0, B0}, {D_B50, B50}, {D_B75, B75}, {D_B110, B110}, {D_B134, B134}, {D_B150, B150}, {D_B200, B200}, {D_B300, B300}, {D_B600, B600}, {D_B1200, B1200},
    {D_B1800, B1800}, {D_B2400, B2400}, {D_B4800, B4800}, {D_B9600, B9600}, {D_B19200, B19200}, {D_B38400, B38400}, {D_B57600, B57600},
    {D_B115200, B115200}, {D_B230400, B230400},
};

enum { DISABLED = 0xFF /* _POSIX_VDISABLE of Darwin; 0 on Linux */ };

static uint64_t to_darwin(const struct pair *pairs, unsigned host) {
    uint64_t flags = 0;
    for (; pairs->host != 0; pairs++) {
        if ((host & pairs->host) == pairs->host) flags |= pairs->darwin;
    }
    return flags;
}

static unsigned to_host(const struct pair *pairs, uint64_t flags) {
    unsigned host = 0;
    for (; pairs->host != 0; pairs++) {
        if ((flags & pairs->darwin) == pairs->darwin) host |= pairs->host;
    }
    return host;
}

static uint64_t bits_of(const char *call, speed_t host) {
    for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++) {
        if (speeds[i].host == host) return speeds[i].bits;
    }
    standin_die(call, "speed %#x of Linux", (unsigned) host);
}

static speed_t speed_of(const char *call, uint64_t bits) {
    for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++) {
        if (speeds[i].bits == bits) return speeds[i].host;
    }
    standin_die(call, "speed %llu", (unsigned long long) bits);
}

static bool is_count(int darwin) {
    return darwin == D_VMIN || darwin == D_VTIME;
}

DARWIN(int, tcgetattr, int fd, struct darwin_termios *t) {
    struct termios host;
    int (*get)(int, struct termios *) = standin_libc("tcgetattr");
    if (get(fd, &host) != 0) return (int) standin_result("tcgetattr", -1);
    memset(t, 0, sizeof *t);
    t->c_iflag = to_darwin(input, host.c_iflag);
    t->c_oflag = to_darwin(output, host.c_oflag);
    t->c_cflag = to_darwin(line, host.c_cflag);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        if ((host.c_cflag & CSIZE) == sizes[i].host) t->c_cflag |= sizes[i].darwin;
    }
    t->c_lflag = to_darwin(local, host.c_lflag);
    memset(t->c_cc, DISABLED, sizeof t->c_cc);
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
        int darwin = characters[i].darwin;
        uint8_t c = host.c_cc[characters[i].host];
        t->c_cc[darwin] = c == 0 && !is_count(darwin) ? DISABLED : c;
    }
    speed_t (*out)(const struct termios *) = standin_libc("cfgetospeed");
    t->c_ispeed = t->c_ospeed = bits_of("tcgetattr", out(&host));
    return 0;
}

DARWIN(int, tcsetattr, int fd, int actions, const struct darwin_termios *t) {
    static const int hosts[] = {[D_TCSANOW] = TCSANOW, [D_TCSADRAIN] = TCSADRAIN, [D_TCSAFLUSH] = TCSAFLUSH};
    struct termios host;
    int (*get)(int, struct termios *) = standin_libc("tcgetattr");
    int (*set)(int, int, const struct termios *) = standin_libc("tcsetattr");
    int (*speed)(struct termios *, speed_t) = standin_libc("cfsetospeed");
    if (actions & D_TCSASOFT) standin_die("tcsetattr", "TCSASOFT");
    if (actions < 0 || actions >= (int) (sizeof hosts / sizeof *hosts)) return standin_fail(D_EINVAL);
    if (get(fd, &host) != 0) return (int) standin_result("tcsetattr", -1);
    host.c_iflag = to_host(input, t->c_iflag);
    host.c_oflag = to_host(output, t->c_oflag);
    host.c_cflag = to_host(line, t->c_cflag);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        if ((t->c_cflag & D_CSIZE) == sizes[i].darwin) host.c_cflag |= sizes[i].host;
    }
    host.c_lflag = to_host(local, t->c_lflag);
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
        int darwin = characters[i].darwin;
        uint8_t c = t->c_cc[darwin];
        host.c_cc[characters[i].host] = c == DISABLED && !is_count(darwin) ? 0 : c;
    }
    speed(&host, speed_of("tcsetattr", t->c_ospeed));
    return (int) standin_result("tcsetattr", set(fd, hosts[actions], &host));
}

DARWIN(void, cfmakeraw, struct darwin_termios *t) {
    t->c_iflag &= ~(uint64_t) (D_IMAXBEL | D_IXOFF | D_INPCK | D_BRKINT | D_PARMRK | D_ISTRIP | D_INLCR | D_IGNCR | D_ICRNL
            | D_IXON | D_IGNPAR);
    t->c_iflag |= D_IGNBRK;
    t->c_oflag &= ~(uint64_t) D_OPOST;
    t->c_lflag &= ~(uint64_t) (D_ECHO | D_ECHOE | D_ECHOK | D_ECHONL | D_ICANON | D_ISIG | D_IEXTEN | D_NOFLSH | D_TOSTOP
            | D_PENDIN);
    t->c_cflag &= ~(uint64_t) (D_CSIZE | D_PARENB);
    t->c_cflag |= D_CS8 | D_CREAD;
    t->c_cc[D_VMIN] = 1;
    t->c_cc[D_VTIME] = 0;
}

DARWIN(uint64_t, cfgetispeed, const struct darwin_termios *t) {
    return t->c_ispeed;
}

DARWIN(uint64_t, cfgetospeed, const struct darwin_termios *t) {
    return t->c_ospeed;
}

DARWIN(int, cfsetispeed, struct darwin_termios *t, uint64_t speed) {
    t->c_ispeed = speed;
    return 0;
}

DARWIN(int, cfsetospeed, struct darwin_termios *t, uint64_t speed) {
    t->c_ospeed = speed;
    return 0;
}

DARWIN(int, tcdrain, int fd) {
    return (int) ANSWER(ioctl, fd, TCSBRK, 1);
}

DARWIN(int, tcsendbreak, int fd, int duration) {
    (void) duration; /* Darwin does not look at it either */
    return (int) ANSWER(ioctl, fd, TCSBRK, 0);
}

DARWIN(int, tcflush, int fd, int queue) {
    switch (queue) {
        case D_TCIFLUSH: return (int) ANSWER(ioctl, fd, TCFLSH, TCIFLUSH);
        case D_TCOFLUSH: return (int) ANSWER(ioctl, fd, TCFLSH, TCOFLUSH);
        case D_TCIOFLUSH: return (int) ANSWER(ioctl, fd, TCFLSH, TCIOFLUSH);
        default: return standin_fail(D_EINVAL);
    }
}

DARWIN(int, tcflow, int fd, int action) {
    switch (action) {
        case D_TCOOFF: return (int) ANSWER(ioctl, fd, TCXONC, TCOOFF);
        case D_TCOON: return (int) ANSWER(ioctl, fd, TCXONC, TCOON);
        case D_TCIOFF: return (int) ANSWER(ioctl, fd, TCXONC, TCIOFF);
        case D_TCION: return (int) ANSWER(ioctl, fd, TCXONC, TCION);
        default: return standin_fail(D_EINVAL);
    }
}

DARWIN(int, isatty, int fd) {
    struct winsize size;
    return ANSWER(ioctl, fd, TIOCGWINSZ, &size) == 0;
}

DARWIN(int, tcgetpgrp, int fd) {
    int group;
    return ANSWER(ioctl, fd, TIOCGPGRP, &group) == 0 ? group : -1;
}

DARWIN(int, tcsetpgrp, int fd, int group) {
    return (int) ANSWER(ioctl, fd, TIOCSPGRP, &group);
}

DARWIN(int, tcgetsid, int fd) {
    int session;
    return ANSWER(ioctl, fd, TIOCGSID, &session) == 0 ? session : -1;
}

/* This one returns the number of the error; ptsname_r does not. */
DARWIN(int, ttyname_r, int fd, char *buffer, size_t size) {
    int (*name)(int, char *, size_t) = standin_libc("ttyname_r");
    int error = name(fd, buffer, size);
    return error == 0 ? 0 : standin_errno("ttyname_r", error);
}

DARWIN(int, posix_openpt, int flags) {
    int host = flags & D_O_NOCTTY ? O_NOCTTY : 0;
    if ((flags & D_O_ACCMODE) != D_O_RDWR) standin_die("posix_openpt", "access %#x", (unsigned) flags);
    if (flags & D_O_CLOEXEC) host |= O_CLOEXEC;
    return (int) ANSWER(openat, AT_FDCWD, "/dev/ptmx", O_RDWR | host);
}

DARWIN(int, grantpt, int fd) {
    unsigned number;
    return (int) ANSWER(ioctl, fd, TIOCGPTN, &number);
}

DARWIN(int, unlockpt, int fd) {
    int lock = 0;
    return (int) ANSWER(ioctl, fd, TIOCSPTLCK, &lock);
}

DARWIN(int, ptsname_r, int fd, char *buffer, size_t size) {
    int (*name)(int, char *, size_t) = standin_libc("ptsname_r");
    int error = name(fd, buffer, size);
    return error == 0 ? 0 : standin_fail(standin_errno("ptsname_r", error));
}
