// long plainCall(long function, a1, …, a6): a C function that calls the function at an address and returns its result unchanged.

    .globl  plainCall
plainCall:
    mov     %rdi, %r11                  // function
    mov     %rsi, %rdi                  // a1
    mov     %rdx, %rsi
    mov     %rcx, %rdx
    mov     %r8, %rcx
    mov     %r9, %r8
    mov     8(%rsp), %r9                // a6
    xor     %eax, %eax                  // a variadic function gets no floating-point argument
    jmp     *%r11
