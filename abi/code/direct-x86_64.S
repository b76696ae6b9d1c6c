// long direct(JNIEnv *env, jclass class, a1, …, a6): a native method that makes one system call and returns what the kernel
// returns, a value or −errno. The number of the call is put into each copy of this code.

    .globl  direct
direct:
    mov     %rdx, %rdi                  // a1: a native method has two arguments before its own
    mov     %rcx, %rsi                  // a2
    mov     %r8, %rdx                   // a3
    mov     %r9, %r10                   // a4: the kernel takes it in r10, because syscall overwrites rcx
    mov     8(%rsp), %r8                // a5; a call with fewer arguments loads what the kernel ignores
    mov     16(%rsp), %r9               // a6
    .byte   0xb8                        // mov $number, %eax

    .globl  number
number:
    .long   0
    syscall
    ret
