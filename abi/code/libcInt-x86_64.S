// int libcInt(JNIEnv *env, jclass class, a1, …, a6): a native method that calls a function of libc, and returns its result, or
// −errno if the result is −1. The addresses of the function and of the function that returns the address of errno are put into
// each copy of this code.

    .globl  libcInt
libcInt:
    mov     %rdx, %rdi                  // a1: a native method has two arguments before its own
    mov     %rcx, %rsi
    mov     %r8, %rdx
    mov     %r9, %rcx
    mov     8(%rsp), %r8                // a5; a call with fewer arguments loads what the function ignores
    mov     16(%rsp), %r9               // a6
    push    %rax                        // aligns the stack
    xor     %eax, %eax                  // a variadic function gets no floating-point argument
    call    *8f(%rip)
    cmp     $-1, %eax
    je      1f
    pop     %rcx
    ret
1:  call    *9f(%rip)
    mov     (%rax), %eax
    neg     %eax
    pop     %rcx
    ret
    .balign 8

    .globl  function
function:
8:  .quad   0

    .globl  errnoFunction
errnoFunction:
9:  .quad   0
