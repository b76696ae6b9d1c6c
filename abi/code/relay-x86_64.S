// void relay(int signal, siginfo_t *info, void *context): the handler of signals that a program reads from a pipe. It writes the
// siginfo to the pipe, which never blocks. It calls nothing but the kernel, so the thread's errno stays as it is; the thread may
// be anywhere.
//
// When it returns, the kernel gives the thread all its registers back; none is kept here.

#include "facts.h"
#include "relay.inc"

    .globl  relay
relay:
    mov     9f(%rip), %rbx              // the table
    imul    $ENTRY_SIZE, %edi, %edi
    add     %rdi, %rbx                  // the signal's entry
    lock incl ENTRY_RUNNING(%rbx)       // from here on Java does not close the descriptor
    mov     ENTRY_FD(%rbx), %edi
    test    %edi, %edi
    js      1f                          // nobody wants it any more
    mov     $SYS_write, %eax            // the second argument is in its place: info
    mov     $RECORD, %edx
    syscall
    test    %rax, %rax
    jns     1f
    lock incq ENTRY_LOST(%rbx)
    cmp     $-EPIPE, %rax
    jne     1f
    movl    $-1, ENTRY_FD(%rbx)         // nobody reads: if the signal is SIGPIPE itself, writing again would never end
1:  lock decl ENTRY_RUNNING(%rbx)
    ret                                 // to the C library's restorer

    .globl  cell
cell:
9:  .quad   0                           // Java writes the table's address here, before this may run
