# Prints what it sees of processes, files and users. Run twice, on jnr-posix alone and on the shadow, it prints the same.
import errno, os, pwd, select, shutil, socket, subprocess, sys, tempfile
import posix


def say(name, call):
    try:
        print '%s: %r' % (name, call())
    except (OSError, IOError, KeyError, select.error, socket.error, AttributeError, NotImplementedError), e:
        print '%s: %s: %s' % (name, e.__class__.__name__, str(e).replace(folder, 'FOLDER'))


folder = tempfile.mkdtemp()
file = os.path.join(folder, 'file')
missing = os.path.join(folder, 'missing')

# Processes
say('pid', lambda: os.getpid() == int(os.readlink('/proc/self')))
say('ppid', lambda: os.getppid() > 0)
say('ids', lambda: (os.getuid(), os.geteuid(), os.getgid(), os.getegid()))
say('pgrp', lambda: os.getpgrp() > 0)
say('login', lambda: len(os.getlogin()) > 0)
say('kill 0', lambda: os.kill(os.getpid(), 0))
say('kill of nobody', lambda: os.kill(0x3fffffff, 0))
say('umask', lambda: (os.umask(os.umask(027)) == 027))
say('uname', lambda: os.uname()[0])
say('system', lambda: os.system('exit 3'))
say('popen', lambda: os.popen('echo to me').read())
say('cwd', lambda: os.getcwd() == posix.getcwd())
say('environment', lambda: 'PATH' in os.environ)
say('strerror', lambda: [os.strerror(each) for each in (errno.ENOENT, errno.EACCES, errno.EINTR)])
say('waitpid', lambda: os.waitpid(0x3fffffff, 0))

# Files
with open(file, 'w') as out:
    out.write('some text')
say('chmod', lambda: os.chmod(file, 0640))
say('stat', lambda: (lambda s: (oct(s.st_mode), s.st_size, s.st_uid, s.st_gid, s.st_nlink, s.st_ino > 0))(os.stat(file)))
say('stat of a device', lambda: oct(os.stat('/dev/null').st_mode))
say('stat of a missing file', lambda: os.stat(missing))
say('utime', lambda: (os.utime(file, (1, 1000000000)), os.stat(file).st_mtime, os.stat(file).st_atime))
say('symlink', lambda: (os.symlink('file', os.path.join(folder, 'symlink')), os.readlink(os.path.join(folder, 'symlink'))))
say('lstat', lambda: oct(os.lstat(os.path.join(folder, 'symlink')).st_mode))
say('link', lambda: (os.link(file, os.path.join(folder, 'link')), os.stat(file).st_nlink))
say('rename', lambda: (os.rename(os.path.join(folder, 'link'), os.path.join(folder, 'renamed')), sorted(os.listdir(folder))))
say('access', lambda: (os.access(file, os.R_OK), os.access(file, os.X_OK), os.access(missing, os.F_OK)))
say('chown', lambda: os.chown(file, os.getuid(), os.getgid()))
say('mkdir', lambda: (os.mkdir(os.path.join(folder, 'sub'), 0700), oct(os.stat(os.path.join(folder, 'sub')).st_mode)))
say('mkdir again', lambda: os.mkdir(os.path.join(folder, 'sub')))
say('rmdir', lambda: os.rmdir(os.path.join(folder, 'sub')))
say('unlink of a missing file', lambda: os.unlink(missing))


def with_descriptor(flags, call):
    def run():
        fd = os.open(file, flags)
        try:
            return call(fd)
        finally:
            os.close(fd)
    return run


say('read', with_descriptor(os.O_RDONLY, lambda fd: (os.read(fd, 4), os.lseek(fd, 1, 0), os.read(fd, 100))))
say('write', with_descriptor(os.O_RDWR, lambda fd: (os.write(fd, 'SOME'), os.fsync(fd))))
say('fstat', with_descriptor(os.O_RDONLY, lambda fd: os.fstat(fd).st_size))
say('fchmod', with_descriptor(os.O_RDWR, lambda fd: os.fchmod(fd, 0600)))
say('isatty of a file', with_descriptor(os.O_RDONLY, lambda fd: os.isatty(fd)))
say('pipe', lambda: (lambda ends: len(ends))(os.pipe()))
say('ftruncate', lambda: (lambda f: (f.truncate(4), f.close(), os.stat(file).st_size))(open(file, 'r+')))
say('isatty', lambda: sys.stdin.isatty())

# Programs
say('check_output', lambda: subprocess.check_output(['echo', 'two words']))
say('call', lambda: subprocess.call(['sh', '-c', 'exit 4']))


def redirected():
    target = os.path.join(folder, 'target')
    with open(target, 'w') as out:
        process = subprocess.Popen(['sh', '-c', 'echo $GIVEN; cat; echo problem >&2'], stdin=subprocess.PIPE, stdout=out,
                                   stderr=subprocess.STDOUT, cwd='/', env={'GIVEN': 'value'})
        process.communicate('input\n')
    return process.returncode, open(target).read()


say('redirection', redirected)
say('communicate', lambda: subprocess.Popen(['tr', 'a-z', 'A-Z'], stdin=subprocess.PIPE, stdout=subprocess.PIPE).communicate('loud'))
say('no such program', lambda: subprocess.call(['/no/such/program']))

# Users
say('getpwuid', lambda: pwd.getpwuid(os.getuid()))
say('getpwnam', lambda: pwd.getpwnam('nobody'))
say('getpwnam of nobody', lambda: pwd.getpwnam('no-such-user'))
say('all users', lambda: [each.pw_name for each in pwd.getpwall()])
import grp
say('getgrgid', lambda: grp.getgrgid(0))
say('getgrnam', lambda: grp.getgrnam('daemon'))
say('all groups', lambda: [(each.gr_name, each.gr_mem) for each in grp.getgrall()])


# select
def ready():
    server = socket.socket()
    server.bind(('127.0.0.1', 0))
    server.listen(1)
    client = socket.create_connection(server.getsockname())
    accepted = server.accept()[0]
    before = select.select([accepted], [], [], 0)[0]
    client.send('x')
    after = select.select([accepted], [], [], 5)[0]
    poll = select.poll()
    poll.register(accepted, select.POLLIN)
    events = [event for _, event in poll.poll(5000)]
    got = accepted.recv(1)
    for each in (client, accepted, server):
        each.close()
    return before, after == [accepted], events == [select.POLLIN], got


say('select', ready)
shutil.rmtree(folder)
