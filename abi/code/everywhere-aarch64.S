// void everywhere(int signal, siginfo_t *info, void *context): as everywhere-x86_64.S has it, where the why is.

#include "facts.h"
#include "everywhere.inc"

    .globl  everywhere
everywhere:
    ldr     w9, [x1, #siginfo_t_si_code]
    cmn     w9, #-SI_TKILL              // the code is negative
    b.ne    out                         // a signal from a timer, a queue: not ours
    ldr     x19, 9f
    ldr     x19, [x19]                  // the round
    cbz     x19, out                    // there is none
    ldr     w9, [x1, #siginfo_t_si_pid]
    ldr     w10, [x19, #ROUND_PID]
    cmp     w9, w10
    b.ne    out                         // another process's

    mov     x8, #SYS_gettid
    svc     #0
    mov     w20, w0                     // this thread
    add     x9, x19, #ROUND_SLOTS
    ldar    w21, [x9]                   // as many as are filled
    add     x22, x19, #ROUND_SIZE       // the first slot
1:  cbz     w21, out                    // no slot is this thread's
    ldr     w9, [x22, #SLOT_TID]
    cmp     w9, w20
    b.ne    2f
    add     x10, x22, #SLOT_STATE
3:  ldaxr   w9, [x10]
    cmp     w9, #REQUESTED
    b.ne    2f
    mov     w11, #RUNNING
    stxr    w12, w11, [x10]
    cbnz    w12, 3b                     // another thread wrote there meanwhile
    b       run
2:  add     x22, x22, #SLOT_SIZE        // a number comes again when its thread has ended: there may be another slot
    sub     w21, w21, #1
    b       1b

run:
    ldr     x8, [x19, #ROUND_NUMBER]
    ldp     x0, x1, [x19, #ROUND_ARGUMENTS]
    ldp     x2, x3, [x19, #ROUND_ARGUMENTS+16]
    ldp     x4, x5, [x19, #ROUND_ARGUMENTS+32]
    svc     #0
    str     x0, [x22, #SLOT_RESULT]
    mov     w9, #DONE
    add     x10, x22, #SLOT_STATE
    stlr    w9, [x10]                   // the result first
out:
    ret                                 // to the kernel's restorer; x30 is as it was

    .globl  cell
cell:
9:  .quad   0                           // Java writes here where the round's address is, before this may run
