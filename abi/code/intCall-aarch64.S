// As intCall-x86_64.S.

    .globl  intCall
intCall:
    stp     x29, x30, [sp, #-16]!
    mov     x9, x0                      // function
    mov     x0, x1                      // a1
    mov     x1, x2
    mov     x2, x3
    mov     x3, x4
    mov     x4, x5
    mov     x5, x6                      // a6
    blr     x9
    cmn     w0, #1
    b.eq    1f
    ldp     x29, x30, [sp], #16
    ret
1:  ldr     x9, 9f
    blr     x9
    ldr     w0, [x0]
    neg     w0, w0
    ldp     x29, x30, [sp], #16
    ret
    .balign 8

    .globl  errnoFunction
errnoFunction:
9:  .quad   0
