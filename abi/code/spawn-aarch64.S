// long spawn(job *job): as spawn-x86_64.S has it, where the why is.

#include "facts.h"
#include "spawn.inc"

    .globl  spawn
spawn:
    stp     x29, x30, [sp, #-32]!       // the caller's frame and where to return to
    str     x19, [sp, #16]              // the caller's
    mov     x19, x0                     // the job, in a register that no call changes

    mov     x0, #SIG_SETMASK
    add     x1, x19, #JOB_ALL_SIGNALS
    add     x2, x19, #JOB_OLD_MASK
    mov     x3, #KERNEL_SIGSET
    mov     x8, #SYS_rt_sigprocmask
    svc     #0

    ldr     x0, [x19, #JOB_FLAGS]
    ldr     x1, [x19, #JOB_STACK]
    add     x2, x19, #JOB_PIDFD         // used only with CLONE_PIDFD
    mov     x3, #0                      // it keeps the thread pointer, which it does not use
    mov     x4, #0                      // and no tid is stored for the child
    mov     x8, #SYS_clone
    svc     #0
    cbz     x0, child

    str     x0, [sp, #24]               // the pid, or -errno
    mov     x0, #SIG_SETMASK
    add     x1, x19, #JOB_OLD_MASK
    mov     x2, #0                      // what it was meanwhile is of no interest
    mov     x3, #KERNEL_SIGSET
    mov     x8, #SYS_rt_sigprocmask
    svc     #0
    ldr     x0, [sp, #24]
    ldr     x19, [sp, #16]
    ldp     x29, x30, [sp], #32
    ret

child:
    add     x20, x19, #JOB_STEPS        // the first step
1:  ldr     x8, [x20, #STEP_NUMBER]
    ldp     x0, x1, [x20, #STEP_ARGUMENTS]
    ldp     x2, x3, [x20, #STEP_ARGUMENTS+16]
    ldp     x4, x5, [x20, #STEP_ARGUMENTS+32]
    svc     #0
    cmn     x0, #MOST_ERRNO             // carries from -MOST_ERRNO to -1
    b.cs    4f
    ldr     x1, [x20, #STEP_STORE]
    cbz     x1, 2f
    str     x0, [x1]
2:  ldr     x1, [x20, #STEP_STORE_TOO]
    cbz     x1, 3f
    str     x0, [x1]
3:  add     x20, x20, #STEP_SIZE
    b       1b
4:  cmn     x0, #ENOEXEC
    b.ne    5f
    ldr     x1, [x20, #STEP_NOEXEC]
    cbnz    x1, 6f
5:  ldr     x1, [x20, #STEP_OTHERWISE]
    cbz     x1, failed
6:  mov     x20, x1
    b       1b

failed:
    neg     x0, x0
    str     x0, [x19, #JOB_ERRNO]
    ldr     x0, [x20, #STEP_ID]
    str     x0, [x19, #JOB_FAILED]
    mov     x0, #NEVER_RAN
    mov     x8, #SYS_exit_group
    svc     #0
    brk     #0                          // exit_group does not return
