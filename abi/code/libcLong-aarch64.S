// As libcLong-x86_64.S.

    .globl  libcLong
libcLong:
    stp     x29, x30, [sp, #-16]!
    mov     x0, x2                      // a1: a native method has two arguments before its own
    mov     x1, x3
    mov     x2, x4
    mov     x3, x5
    mov     x4, x6
    mov     x5, x7                      // a6
    ldr     x9, 8f
    blr     x9
    cmn     x0, #1
    b.eq    1f
    ldp     x29, x30, [sp], #16
    ret
1:  ldr     x9, 9f
    blr     x9
    ldrsw   x0, [x0]
    neg     x0, x0
    ldp     x29, x30, [sp], #16
    ret
    .balign 8

    .globl  function
function:
8:  .quad   0

    .globl  errnoFunction
errnoFunction:
9:  .quad   0
