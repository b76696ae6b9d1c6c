// jfieldID fieldId(JNIEnv *env, jclass class, jobject field): a native method that returns the id of a java.lang.reflect.Field.

    .set    FROM_REFLECTED_FIELD, 8 * 8 // its place in the table of JNI functions

    .globl  fieldId
fieldId:
    mov     %rdx, %rsi
    mov     (%rdi), %rax
    jmp     *FROM_REFLECTED_FIELD(%rax)
