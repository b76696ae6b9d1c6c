// int intCall(long function, a1, …, a6): a C function that calls the function at an address, and returns its result, or −errno if
// the result is −1. The address of the function that returns the address of errno is put into this code.

    .globl  intCall
intCall:
    mov     %rdi, %r11                  // function
    mov     %rsi, %rdi                  // a1
    mov     %rdx, %rsi
    mov     %rcx, %rdx
    mov     %r8, %rcx
    mov     %r9, %r8
    mov     8(%rsp), %r9                // a6
    push    %rax                        // aligns the stack
    xor     %eax, %eax                  // a variadic function gets no floating-point argument
    call    *%r11
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

    .globl  errnoFunction
errnoFunction:
9:  .quad   0
