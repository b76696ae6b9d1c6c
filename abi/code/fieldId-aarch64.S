// As fieldId-x86_64.S.

    .set    FROM_REFLECTED_FIELD, 8 * 8

    .globl  fieldId
fieldId:
    mov     x1, x2
    ldr     x9, [x0]
    ldr     x9, [x9, #FROM_REFLECTED_FIELD]
    br      x9
