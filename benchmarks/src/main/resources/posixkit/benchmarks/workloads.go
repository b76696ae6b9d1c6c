// The workloads with Go's package syscall, beside the C loops in the same process. Arguments: the name of a workload, the seconds
// of measuring, a directory for files. Prints a line for each variant, in the form of the class Row. Prints nothing for a name
// that it does not know.
package main

// #include "loops.c"
import "C"

import (
	"fmt"
	"math/rand"
	"os"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

const block = time.Millisecond / 2

type loop func(n int) int

type variant struct {
	label string
	run   loop
}

// Returns a loop around an operation.
func each(op func() int) loop {
	return func(n int) int {
		sum := 0
		for i := 0; i < n; i++ {
			sum += op()
		}
		return sum
	}
}

// Returns the result of a call, or -errno if the call failed.
func value(result int, err error) int {
	if err != nil {
		return -int(err.(syscall.Errno))
	}
	return result
}

func must(result int, err error) int {
	if err != nil {
		panic(err)
	}
	return result
}

// Creates a file. Its path has the same length as in the Java variants.
func file(directory string, size int) string {
	path := directory + "/"
	path += strings.Repeat("f", max(1, 42-len(path)))
	if err := os.WriteFile(path, make([]byte, size), 0600); err != nil {
		panic(err)
	}
	return path
}

func max(a, b int) int {
	if a > b {
		return a
	}
	return b
}

func pipe(flags int) (int, int) {
	var fds [2]int
	must(0, syscall.Pipe2(fds[:], flags|syscall.O_CLOEXEC))
	return fds[0], fds[1]
}

func udp() (int, syscall.Sockaddr) {
	fd := must(syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0))
	must(0, syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}))
	address, err := syscall.Getsockname(fd)
	must(0, err)
	return fd, address
}

func cstring(text string) C.long { return C.long(uintptr(unsafe.Pointer(C.CString(text)))) }

// Returns the C loop of a workload and the variants in Go.
func workload(name, directory string) (loop, []variant) {
	var st syscall.Stat_t
	one := make([]byte, 1)
	page := make([]byte, 65536)
	switch name {
	case "getppid":
		return func(n int) int { return int(C.loop_getppid(C.long(n), 0, 0, 0, 0, 0)) },
			[]variant{{"", each(syscall.Getppid)}}
	case "stat":
		path := file(directory, 1)
		c := cstring(path)
		return func(n int) int { return int(C.loop_stat(C.long(n), c, 0, 0, 0, 0)) },
			[]variant{{"reused", each(func() int { return value(0, syscall.Stat(path, &st)) + int(st.Size) })}}
	case "stat-missing":
		path := file(directory, 1)
		os.Remove(path)
		c := cstring(path)
		return func(n int) int { return int(C.loop_stat_only(C.long(n), c, 0, 0, 0, 0)) },
			[]variant{{"value", each(func() int { return value(0, syscall.Stat(path, &st)) })}}
	case "fstat":
		fd := must(syscall.Open(file(directory, 1), syscall.O_RDONLY, 0))
		return func(n int) int { return int(C.loop_fstat(C.long(n), C.long(fd), 0, 0, 0, 0)) },
			[]variant{{"", each(func() int { return value(0, syscall.Fstat(fd, &st)) + int(st.Size) })}}
	case "open-close":
		path := file(directory, 1)
		c := cstring(path)
		return func(n int) int { return int(C.loop_open_close(C.long(n), c, 0, 0, 0, 0)) },
			[]variant{{"", each(func() int {
				fd, err := syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
				return value(0, syscall.Close(value(fd, err)))
			})}}
	case "read-1":
		fd := must(syscall.Open("/dev/zero", syscall.O_RDONLY, 0))
		return func(n int) int { return int(C.loop_read(C.long(n), C.long(fd), 1, 0, 0, 0)) },
			[]variant{{"direct", each(func() int { return value(syscall.Read(fd, one)) })}}
	case "write-4k":
		fd := must(syscall.Open("/dev/null", syscall.O_WRONLY, 0))
		return func(n int) int { return int(C.loop_write(C.long(n), C.long(fd), 4096, 0, 0, 0)) },
			[]variant{{"direct", each(func() int { return value(syscall.Write(fd, page[:4096])) })}}
	case "eagain":
		fd, _ := pipe(syscall.O_NONBLOCK)
		return func(n int) int { return int(C.loop_read(C.long(n), C.long(fd), 1, 0, 0, 0)) },
			[]variant{{"direct", each(func() int { return value(syscall.Read(fd, one)) })}}
	case "pread-4k", "pread-64k":
		size := map[string]int{"pread-4k": 4096, "pread-64k": 65536}[name]
		fd := must(syscall.Open(file(directory, size), syscall.O_RDONLY, 0))
		return func(n int) int { return int(C.loop_pread(C.long(n), C.long(fd), C.long(size), 0, 0, 0)) },
			[]variant{{"direct", each(func() int { return value(syscall.Pread(fd, page[:size], 0)) })}}
	case "epoll":
		set := must(syscall.EpollCreate1(syscall.EPOLL_CLOEXEC))
		from, to := pipe(0)
		must(0, syscall.EpollCtl(set, syscall.EPOLL_CTL_ADD, from, &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(from)}))
		events := make([]syscall.EpollEvent, 64)
		return func(n int) int { return int(C.loop_epoll(C.long(n), C.long(set), C.long(to), 0, 0, 0)) },
			[]variant{{"", each(func() int {
				sum := value(syscall.Write(to, one))
				sum += value(syscall.EpollWait(set, events, -1))
				return sum + value(syscall.Read(int(events[0].Fd), one))
			})}}
	case "list-10000":
		for k := 0; k < 10000; k++ {
			os.WriteFile(directory+"/entry-"+strconv.Itoa(k), nil, 0600)
		}
		c := cstring(directory)
		buffer := make([]byte, 32768)
		return func(n int) int { return int(C.loop_getdents(C.long(n), c, 32768, 0, 0, 0)) },
			[]variant{{"names", each(func() int {
				fd := must(syscall.Open(directory, syscall.O_RDONLY|syscall.O_DIRECTORY|syscall.O_CLOEXEC, 0))
				names := make([]string, 0, 10000)
				for {
					length := must(syscall.ReadDirent(fd, buffer))
					if length == 0 {
						break
					}
					_, _, names = syscall.ParseDirent(buffer[:length], -1, names)
				}
				syscall.Close(fd)
				return len(names)
			})}}
	case "datagram":
		to, a := udp()
		from, b := udp()
		must(0, syscall.Connect(to, b))
		must(0, syscall.Connect(from, a))
		return func(n int) int { return int(C.loop_datagram(C.long(n), C.long(to), C.long(from), 64, 0, 0)) },
			[]variant{{"", each(func() int {
				return value(syscall.Write(to, page[:64])) + value(syscall.Read(from, page[:64]))
			})}}
	case "mmap-touch-munmap":
		size := 16 * 4096
		fd := must(syscall.Open(file(directory, size), syscall.O_RDWR, 0))
		return func(n int) int { return int(C.loop_map(C.long(n), C.long(fd), C.long(size), 0, 0, 0)) },
			[]variant{{"", each(func() int {
				memory, err := syscall.Mmap(fd, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
				must(0, err)
				sum := 0
				for at := 0; at < size; at += 4096 {
					sum += int(memory[at])
				}
				return sum + value(0, syscall.Munmap(memory))
			})}}
	case "spawn":
		c := cstring("/bin/true")
		environment := os.Environ()
		return func(n int) int { return int(C.loop_spawn(C.long(n), c, 0, 0, 0, 0)) },
			[]variant{{"", each(func() int {
				pid := must(syscall.ForkExec("/bin/true", []string{"/bin/true"}, &syscall.ProcAttr{Env: environment, Files: []uintptr{0, 1, 2}}))
				var status syscall.WaitStatus
				must(syscall.Wait4(pid, &status, 0, nil))
				return int(status)
			})}}
	case "gettimeofday":
		var tv syscall.Timeval
		return func(n int) int { return int(C.loop_gettimeofday(C.long(n), 0, 0, 0, 0, 0)) },
			[]variant{{"", each(func() int {
				result := value(0, syscall.Gettimeofday(&tv))
				if tv.Sec > 0 {
					result++
				}
				return result
			})}}
	}
	return nil, nil
}

func timed(run loop, n int) time.Duration {
	start := time.Now()
	run(n)
	return time.Since(start)
}

func quantile(values []float64, q float64) float64 {
	sorted := append([]float64(nil), values...)
	sort.Float64s(sorted)
	at := q * float64(len(sorted)-1)
	below := int(at)
	if below+1 == len(sorted) {
		return sorted[below]
	}
	return sorted[below] + (at-float64(below))*(sorted[below+1]-sorted[below])
}

func main() {
	name := os.Args[1]
	seconds, err := strconv.ParseFloat(os.Args[2], 64)
	if err != nil {
		panic(err)
	}
	c, inGo := workload(name, os.Args[3])
	if c == nil {
		return
	}
	all := append([]variant{{"C", c}}, inGo...)
	sizes := make([]int, len(all))
	for k, v := range all {
		if v.run(3) != c(3) {
			panic("Go does other work than C: " + name)
		}
		sizes[k] = 1
		for timed(v.run, sizes[k]) < block/2 {
			sizes[k] *= 2
		}
	}
	nanos := make([][]float64, len(all))
	ratios := make([][]float64, len(all))
	for end := time.Now().Add(time.Duration(seconds * 1e9)); time.Now().Before(end) || len(nanos[0]) < 31; {
		round := make([]float64, len(all))
		for _, k := range rand.Perm(len(all)) {
			round[k] = float64(timed(all[k].run, sizes[k])) / float64(sizes[k])
		}
		for k := range all {
			nanos[k] = append(nanos[k], round[k])
			ratios[k] = append(ratios[k], round[k]/round[0])
		}
	}
	for k := 1; k < len(all); k++ {
		fmt.Printf("row\t%s\tGo\t%s\t\tNaN\t%g\t%g\t%g\t%g\tNaN\n", name, all[k].label,
			quantile(ratios[k], 0.25), quantile(ratios[k], 0.5), quantile(ratios[k], 0.75), quantile(nanos[k], 0.5))
	}
}
