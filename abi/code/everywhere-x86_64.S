// void everywhere(int signal, siginfo_t *info, void *context): the handler of a signal by which a thread is asked to make the
// round's call. It makes no other, and touches nothing of libc's or the JVM's: the thread may be anywhere.
//
// When it returns, the kernel gives the thread all its registers back; none is kept here.

#include "facts.h"
#include "everywhere.inc"

    .globl  everywhere
everywhere:
    cmpl    $SI_TKILL, siginfo_t_si_code(%rsi)
    jne     out                         // a signal from a timer, a queue: not ours
    mov     9f(%rip), %rbx
    mov     (%rbx), %rbx                // the round
    test    %rbx, %rbx
    jz      out                         // there is none
    mov     ROUND_PID(%rbx), %eax
    cmp     %eax, siginfo_t_si_pid(%rsi)
    jne     out                         // another process's

    mov     $SYS_gettid, %eax
    syscall
    mov     %eax, %ebp                  // this thread
    mov     ROUND_SLOTS(%rbx), %r13d
    lea     ROUND_SIZE(%rbx), %r12      // the first slot
1:  test    %r13d, %r13d
    jz      out                         // no slot is this thread's
    cmp     %ebp, SLOT_TID(%r12)
    jne     2f
    mov     $REQUESTED, %eax
    mov     $RUNNING, %ecx
    lock cmpxchg %ecx, SLOT_STATE(%r12)
    je      run
2:  add     $SLOT_SIZE, %r12            // a number comes again when its thread has ended: there may be another slot
    dec     %r13d
    jmp     1b

run:
    mov     ROUND_NUMBER(%rbx), %rax
    mov     ROUND_ARGUMENTS(%rbx), %rdi
    mov     ROUND_ARGUMENTS+8(%rbx), %rsi
    mov     ROUND_ARGUMENTS+16(%rbx), %rdx
    mov     ROUND_ARGUMENTS+24(%rbx), %r10
    mov     ROUND_ARGUMENTS+32(%rbx), %r8
    mov     ROUND_ARGUMENTS+40(%rbx), %r9
    syscall
    mov     %rax, SLOT_RESULT(%r12)
    movl    $DONE, SLOT_STATE(%r12)     // stores of x86 are seen in their order
out:
    ret                                 // to the C library's restorer

    .globl  cell
cell:
9:  .quad   0                           // Java writes here where the round's address is, before this may run
