// As call-x86_64.S.

    .globl  call
call:
    svc     #0
