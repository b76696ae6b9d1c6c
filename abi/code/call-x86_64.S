// The one instruction by which a program calls the kernel, to be put before one that is traced.

    .globl  call
call:
    syscall
