// long kernelCall(long number, a1, …, a6): a C function that makes the system call number and returns what the kernel returns, a
// value or −errno.

    .globl  kernelCall
kernelCall:
    mov     %rdi, %rax                  // number
    mov     %rsi, %rdi                  // a1
    mov     %rdx, %rsi                  // a2
    mov     %rcx, %rdx                  // a3
    mov     %r8, %r10                   // a4: the kernel takes it in r10, because syscall overwrites rcx
    mov     %r9, %r8                    // a5
    mov     8(%rsp), %r9                // a6
    syscall
    ret
