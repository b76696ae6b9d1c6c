// long buffered(JNIEnv *env, jclass class, int fd, jobject buffer, int index, long count, a4, a5, a6): a native method that makes
// the system call number(fd, address of the byte at index, count, a4, a5, a6). It reads the address from the field
// java.nio.Buffer.address, whose id is put into each copy of this code, and so is the number of the call.

    .set    GET_LONG_FIELD, 101 * 8     // its place in the table of JNI functions

    .globl  buffered
buffered:
    push    %rbx
    push    %rbp
    push    %r12                        // three registers: the stack is aligned for a call again
    mov     %edx, %ebx                  // fd
    mov     %r9, %rbp                   // count
    movslq  %r8d, %r12                  // index
    mov     %rcx, %rsi                  // the buffer
    mov     7f(%rip), %rdx
    mov     (%rdi), %rax
    call    *GET_LONG_FIELD(%rax)
    lea     (%rax, %r12), %rsi          // address
    mov     %ebx, %edi
    mov     %rbp, %rdx
    mov     32(%rsp), %r10              // a4: behind three registers and the return address
    mov     40(%rsp), %r8
    mov     48(%rsp), %r9
    .byte   0xb8                        // mov $number, %eax

    .globl  number
number:
    .long   0
    syscall
    pop     %r12
    pop     %rbp
    pop     %rbx
    ret
    .balign 8

    .globl  field
field:
7:  .quad   0
