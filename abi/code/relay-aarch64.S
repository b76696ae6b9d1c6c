// void relay(int signal, siginfo_t *info, void *context): as relay-x86_64.S has it, where the why is.

#include "facts.h"
#include "relay.inc"

    .globl  relay
relay:
    ldr     x19, 9f                     // the table
    mov     w9, #ENTRY_SIZE
    umaddl  x19, w0, w9, x19            // the signal's entry
    add     x20, x19, #ENTRY_RUNNING
1:  ldaxr   w9, [x20]
    add     w9, w9, #1
    stlxr   w10, w9, [x20]
    cbnz    w10, 1b                     // another thread wrote there meanwhile
    dmb     ish                         // the count is seen before the descriptor is read
    ldr     w0, [x19, #ENTRY_FD]
    tbnz    w0, #31, 3f                 // negative: nobody wants it any more
    mov     x8, #SYS_write              // the second argument is in its place: info
    mov     x2, #RECORD
    svc     #0
    tbz     x0, #63, 3f                 // not negative: it is in the pipe
    add     x21, x19, #ENTRY_LOST
2:  ldxr    x9, [x21]
    add     x9, x9, #1
    stxr    w10, x9, [x21]
    cbnz    w10, 2b
    cmn     x0, #EPIPE
    b.ne    3f
    mov     w9, #-1
    str     w9, [x19, #ENTRY_FD]        // nobody reads: if the signal is SIGPIPE itself, writing again would never end
3:  ldaxr   w9, [x20]
    sub     w9, w9, #1
    stlxr   w10, w9, [x20]
    cbnz    w10, 3b
    ret                                 // to the kernel's restorer; x30 is as it was

    .globl  cell
    .balign 8
cell:
9:  .quad   0                           // Java writes the table's address here, before this may run
