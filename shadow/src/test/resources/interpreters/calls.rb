# Prints what it sees of processes, files and users. Run twice, on jnr-posix alone and on the shadow, it prints the same.
require 'etc'
require 'fcntl'
require 'fileutils'
require 'socket'
require 'tmpdir'

def say(name, value = nil)
  value = yield if block_given?
  puts "#{name}: #{value.inspect}"
rescue SystemCallError, IOError, ArgumentError, NameError, NotImplementedError => e
  puts "#{name}: #{e.class}: #{e.message.gsub($folder, 'FOLDER')}"
end

Dir.mktmpdir do |folder|
  $folder = folder
  file = File.join(folder, 'file')

  # Process
  say('pid') { Process.pid > 1 && Process.pid == Integer(File.readlink('/proc/self')) }
  say('ppid') { Process.ppid == Integer(File.read('/proc/self/status')[/^PPid:\s*(\d+)/, 1]) }
  say('ids') { [Process.uid, Process.euid, Process.gid, Process.egid] }
  say('groups') { Process.groups.sort }
  say('pgrp') { Process.getpgrp == Process.getpgid(0) }
  say('getpgid of nobody') { Process.getpgid(0x3fffffff) }
  say('getpriority') { Process.getpriority(Process::PRIO_PROCESS, 0) }
  say('limits') { Process.getrlimit(:NOFILE) }
  say('limits of core') { Process.getrlimit(Process::RLIMIT_CORE).map { |each| each == Process::RLIM_INFINITY } }
  say('setrlimit') { soft, hard = Process.getrlimit(:NOFILE); Process.setrlimit(:NOFILE, soft - 1, hard); Process.getrlimit(:NOFILE)[0] == soft - 1 }
  say('kill 0') { Process.kill(0, Process.pid) }
  say('kill of nobody') { Process.kill(0, 0x3fffffff) }
  say('times') { Process.times.utime >= 0 }
  say('clock') { Process.clock_gettime(Process::CLOCK_MONOTONIC) > 0 }

  # File
  File.write(file, 'some text')
  File.chmod(0640, file)
  stat = File.stat(file)
  say('stat') { [stat.size, stat.mode.to_s(8), stat.uid, stat.gid, stat.nlink, stat.ftype, stat.blksize, stat.blocks] }
  say('stat of a device') { found = File.stat('/dev/null'); [found.ftype, found.rdev, found.chardev?] }
  say('times of a file') { File.utime(Time.at(1), Time.at(1_000_000_000), file); [File.atime(file).to_i, File.mtime(file).to_i] }
  say('permissions') { [stat.readable?, stat.writable?, stat.executable?, stat.owned?, stat.grpowned?, stat.setuid?] }
  say('missing') { File.stat(File.join(folder, 'missing')).size }
  say('symlink') { File.symlink('file', File.join(folder, 'link')); File.readlink(File.join(folder, 'link')) }
  say('lstat') { File.lstat(File.join(folder, 'link')).symlink? }
  say('link') { File.link(file, File.join(folder, 'hard')); File.stat(file).nlink }
  say('rename') { File.rename(File.join(folder, 'hard'), File.join(folder, 'renamed')); Dir.children(folder).sort }
  say('truncate') { File.truncate(file, 4); File.size(file) }
  say('mkfifo') { File.mkfifo(File.join(folder, 'fifo'), 0600); File.ftype(File.join(folder, 'fifo')) }
  say('mkdir') { Dir.mkdir(File.join(folder, 'sub'), 0700); File.stat(File.join(folder, 'sub')).mode.to_s(8) }
  say('mkdir again') { Dir.mkdir(File.join(folder, 'sub')) }
  say('rmdir') { Dir.rmdir(File.join(folder, 'sub')) }
  say('unlink of a missing file') { File.unlink(File.join(folder, 'missing')) }
  say('umask') { before = File.umask(027); now = File.umask(before); [now.to_s(8), File.umask == before] }
  say('chown') { File.chown(nil, nil, file) }
  say('access') { [File.readable?('/etc/passwd'), File.executable?('/etc/passwd'), File.world_readable?('/etc/passwd')] }
  say('identical') { File.identical?(file, File.join(folder, 'link')) }

  # IO
  say('flock') do
    File.open(file, 'r+') do |first|
      File.open(file, 'r+') do |second|
        [first.flock(File::LOCK_EX), second.flock(File::LOCK_EX | File::LOCK_NB), first.flock(File::LOCK_UN), second.flock(File::LOCK_SH)]
      end
    end
  end
  say('seek and read') { File.open(file, 'r+') { |io| io.seek(2); [io.pos, io.read] } }
  say('sysread') { File.open(file) { |io| [io.sysread(2), io.sysseek(0), io.sysread(4)] } }
  say('pread') { File.open(file) { |io| io.pread(2, 1) } }
  say('end of file') { File.open(file) { |io| io.sysread(100); io.sysread(1) } }
  say('fsync') { File.open(file, 'a') { |io| io.write('more'); [io.fsync, io.size] } }
  say('close-on-exec') { File.open(file) { |io| [io.close_on_exec?, io.fcntl(Fcntl::F_GETFD) & Fcntl::FD_CLOEXEC] } }
  say('isatty') { File.open('/dev/null') { |io| io.isatty } }
  say('descriptors') { File.open(file) { |io| io.fileno > 2 && IO.for_fd(io.fileno, autoclose: false).sysread(2) } }
  say('pipe') { IO.pipe { |reader, writer| writer.write('through'); writer.close; reader.read } }
  say('dup') { File.open(file) { |io| copy = io.dup; copy.sysread(3); [io.pos, copy.close] } }
  say('reopen') { File.open(file) { |io| io.reopen('/dev/null'); io.read } }
  say('select') { IO.pipe { |reader, writer| nothing = IO.select([reader], nil, nil, 0); writer << 'x'; [nothing, IO.select([reader], nil, nil, 5)[0] == [reader]] } }

  # Programs
  say('system') { system('exit 3'); [$?.exitstatus, $?.success?] }
  say('backticks') { `echo to me; echo not to me >&2` }
  say('spawn with redirection') do
    target = File.join(folder, 'target')
    pid = Process.spawn({ 'GIVEN' => 'value' }, 'echo $GIVEN; cat; echo problem >&2', out: target, err: [:child, :out], in: file, chdir: '/')
    _, status = Process.wait2(pid)
    [status.exitstatus, File.read(target)]
  end
  say('spawn into a pipe') { IO.pipe { |reader, writer| pid = Process.spawn('echo', 'two words', out: writer); writer.close; Process.wait(pid); reader.read } }
  say('spawn of nothing') { Process.spawn('/no/such/program') }
  say('killed') { pid = Process.spawn('sleep', '60'); Process.kill(:TERM, pid); Process.wait(pid); [$?.signaled?, $?.termsig] }
  say('wait for nobody') { Process.wait(0x3fffffff) }
  say('popen') { IO.popen(['tr', 'a-z', 'A-Z'], 'r+') { |io| io.write('loud'); io.close_write; io.read } }
  say('inherited') { File.open(file) { |io| io.close_on_exec = false; `cat /dev/fd/#{io.fileno}` } }

  # Users
  say('getpwuid') { Etc.getpwuid(Process.uid).to_a }
  say('getpwnam') { Etc.getpwnam('nobody').to_a }
  say('getgrgid') { Etc.getgrgid(0).to_a }
  say('getgrnam') { Etc.getgrnam('daemon').to_a }
  say('getpwnam of nobody') { Etc.getpwnam('no-such-user') }
  say('all users') { users = []; Etc.passwd { |each| users << each.name }; users }
  say('all groups') { groups = []; Etc.group { |each| groups << [each.name, each.mem] }; groups }
  say('login') { Etc.getlogin.class }
  say('sysconf') { Etc.sysconf(Etc::SC_PAGESIZE) }
  say('host') { Socket.gethostname.empty? }

  # Descriptors that travel
  say('descriptor passing') do
    one, other = UNIXSocket.pair
    File.open(file) do |io|
      one.send_io(io)
      got = other.recv_io
      [got.class, got.fileno != io.fileno, got.sysread(4)]
    end
  end
  say('a unix server') do
    path = File.join(folder, 'socket')
    server = UNIXServer.new(path)
    client = UNIXSocket.new(path)
    accepted = server.accept
    client.write('hello')
    client.close_write
    [accepted.read, File.socket?(path), File.stat(path).ftype]
  end
end
