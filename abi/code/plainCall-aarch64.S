// As plainCall-x86_64.S.

    .globl  plainCall
plainCall:
    mov     x9, x0                      // function
    mov     x0, x1                      // a1
    mov     x1, x2
    mov     x2, x3
    mov     x3, x4
    mov     x4, x5
    mov     x5, x6                      // a6
    br      x9
