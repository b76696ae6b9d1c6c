// As buffered-x86_64.S.

    .set    GET_LONG_FIELD, 101 * 8

    .globl  buffered
buffered:
    stp     x29, x30, [sp, #-64]!
    stp     x19, x20, [sp, #16]
    stp     x21, x22, [sp, #32]
    str     x23, [sp, #48]
    mov     w19, w2                     // fd
    mov     x20, x5                     // count
    sxtw    x21, w4                     // index
    mov     x22, x6                     // a4
    mov     x23, x7                     // a5
    mov     x1, x3                      // the buffer
    ldr     x2, 7f
    ldr     x9, [x0]
    ldr     x9, [x9, #GET_LONG_FIELD]
    blr     x9
    add     x1, x0, x21                 // address
    mov     w0, w19
    mov     x2, x20
    mov     x3, x22
    mov     x4, x23
    ldr     x5, [sp, #64]               // a6
    ldr     w8, 6f
    svc     #0
    ldr     x23, [sp, #48]
    ldp     x21, x22, [sp, #32]
    ldp     x19, x20, [sp, #16]
    ldp     x29, x30, [sp], #64
    ret
    .balign 8

    .globl  field
field:
7:  .quad   0

    .globl  number
number:
6:  .long   0
