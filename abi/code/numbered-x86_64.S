// long numbered(JNIEnv *env, jclass class, long number, a1, …, a6): a native method that makes the system call number and returns
// what the kernel returns, a value or −errno.

    .globl  numbered
numbered:
    mov     %rdx, %rax                  // number
    mov     %rcx, %rdi                  // a1
    mov     %r8, %rsi                   // a2
    mov     %r9, %rdx                   // a3
    mov     8(%rsp), %r10               // a4; a call with fewer arguments loads what the kernel ignores
    mov     16(%rsp), %r8               // a5
    mov     24(%rsp), %r9               // a6
    syscall
    ret
