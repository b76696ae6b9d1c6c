// long spawn(job *job): starts a child and lets it walk the job's steps, the last of which makes it another program. Returns its
// pid when it is one, or has failed and said so in the job; or -errno, if there was no child.
//
// The child runs in this process's memory, on a stack of its own, while the calling thread sleeps; the other threads do not. So it
// touches nothing but the job, and calls nothing but the kernel: libc would write errno to the sleeping thread's. No signal may
// run one of the JVM's handlers there: all are blocked until steps have reset what is caught, and then set the program's mask.

#include "facts.h"
#include "spawn.inc"

    .globl  spawn
spawn:
    push    %rbx                        // the caller's
    mov     %rdi, %rbx                  // the job, in a register that no call changes

    mov     $SYS_rt_sigprocmask, %eax
    mov     $SIG_SETMASK, %edi
    lea     JOB_ALL_SIGNALS(%rbx), %rsi
    lea     JOB_OLD_MASK(%rbx), %rdx
    mov     $KERNEL_SIGSET, %r10d
    syscall

    mov     $SYS_clone, %eax
    mov     JOB_FLAGS(%rbx), %rdi
    mov     JOB_STACK(%rbx), %rsi
    lea     JOB_PIDFD(%rbx), %rdx       // used only with CLONE_PIDFD
    xor     %r10d, %r10d                // no tid is stored for the child
    xor     %r8d, %r8d                  // and it keeps the thread pointer, which it does not use
    syscall
    test    %rax, %rax
    jz      child

    push    %rax                        // the pid, or -errno
    mov     $SYS_rt_sigprocmask, %eax
    mov     $SIG_SETMASK, %edi
    lea     JOB_OLD_MASK(%rbx), %rsi
    xor     %edx, %edx                  // what it was meanwhile is of no interest
    mov     $KERNEL_SIGSET, %r10d
    syscall
    pop     %rax
    pop     %rbx
    ret

child:
    lea     JOB_STEPS(%rbx), %r12       // the first step
1:  mov     STEP_NUMBER(%r12), %rax
    mov     STEP_ARGUMENTS(%r12), %rdi
    mov     STEP_ARGUMENTS+8(%r12), %rsi
    mov     STEP_ARGUMENTS+16(%r12), %rdx
    mov     STEP_ARGUMENTS+24(%r12), %r10
    mov     STEP_ARGUMENTS+32(%r12), %r8
    mov     STEP_ARGUMENTS+40(%r12), %r9
    syscall
    cmp     $-MOST_ERRNO, %rax
    jae     4f                          // unsigned: from -MOST_ERRNO to -1
    mov     STEP_STORE(%r12), %rcx
    test    %rcx, %rcx
    jz      2f
    mov     %rax, (%rcx)
2:  mov     STEP_STORE_TOO(%r12), %rcx
    test    %rcx, %rcx
    jz      3f
    mov     %rax, (%rcx)
3:  add     $STEP_SIZE, %r12
    jmp     1b
4:  cmp     $-ENOEXEC, %rax
    jne     5f
    mov     STEP_NOEXEC(%r12), %rcx
    test    %rcx, %rcx
    jnz     6f
5:  mov     STEP_OTHERWISE(%r12), %rcx
    test    %rcx, %rcx
    jz      failed
6:  mov     %rcx, %r12
    jmp     1b

failed:
    neg     %rax
    mov     %rax, JOB_ERRNO(%rbx)
    mov     STEP_ID(%r12), %rax
    mov     %rax, JOB_FAILED(%rbx)
    mov     $SYS_exit_group, %eax
    mov     $NEVER_RAN, %edi
    syscall
    ud2                                 // exit_group does not return
