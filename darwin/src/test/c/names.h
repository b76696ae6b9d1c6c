/*
 * How a call of the stand-in gets the name libSystem gives it.
 *
 * Inside the library every call is a C function darwin_NAME, so that its Darwin prototype never meets glibc's; the
 * assembler label gives it the exported name.  Exports are protected: a reference from within stays within.  With
 * default visibility it would bind to the libc that came first, which has a function of the same name.
 *
 * -DSTANDIN_OMIT_mkdir leaves that one symbol out, as a macOS too old for it would.
 */
#ifndef STANDIN_NAMES_H
#define STANDIN_NAMES_H

/* THEN when X is a macro with the value 1, as -DX makes it, else OTHER: a 1 turns into a comma, which moves THEN up. */
#define STANDIN_PICK(x, then, other) STANDIN_PICK_PASTED(x, then, other)
#define STANDIN_PICK_PASTED(x, then, other) STANDIN_SECOND(STANDIN_COMMA_IF_##x then, other, ~)
#define STANDIN_COMMA_IF_1 ~,
#define STANDIN_SECOND(...) STANDIN_SECOND_OF(__VA_ARGS__)
#define STANDIN_SECOND_OF(first, second, ...) second

#define STANDIN_AS(symbol, omitted) \
    __asm__(symbol) __attribute__((visibility(STANDIN_PICK(omitted, "hidden", "protected"))))

/* DARWIN(int, rmdir, const char *path) { … } */
#define DARWIN(result, name, ...) DARWIN_AS(result, name, #name, __VA_ARGS__)
#ifndef STANDIN_LENIENT
#define DARWIN_AS(result, name, symbol, ...) \
    result darwin_##name(__VA_ARGS__) STANDIN_AS(symbol, STANDIN_OMIT_##name); \
    result darwin_##name(__VA_ARGS__)
#else
/*
 * The exported symbol notes the caller's registers and goes on to the C function, so that standin_die can return to the
 * caller from any depth: see lenient.c.  The arguments stay where they are.  Calls from within leave the symbol out.
 */
#define DARWIN_AS(result, name, symbol, ...) \
    __asm__(".pushsection .text\n" \
            ".globl \"" symbol "\"\n" \
            ".protected \"" symbol "\"\n" \
            ".type \"" symbol "\", @function\n" \
            "\"" symbol "\":\n" \
            "lea \"standin_body_" symbol "\"(%rip), %r11\n" \
            "jmp standin_enter\n" \
            ".size \"" symbol "\", . - \"" symbol "\"\n" \
            ".popsection"); \
    result darwin_##name(__VA_ARGS__) __asm__("standin_body_" symbol) __attribute__((visibility("hidden"))); \
    result darwin_##name(__VA_ARGS__)
#endif

/*
 * A call that takes the 64-bit inode layouts.  On x86_64 the plain name is the old layout's: whoever calls it forgot
 * the suffix, and on a Mac would read wrong fields without a word.  Here it says so and stops.
 */
#ifdef STANDIN_X86_64
#define DARWIN_INODE64(result, name, ...) \
    void standin_trap_##name(void) __asm__(#name) __attribute__((visibility("protected"))); \
    void standin_trap_##name(void) { standin_die(#name, "the old layout; bind " #name "$INODE64 on x86_64"); } \
    DARWIN_AS(result, name, #name "$INODE64", __VA_ARGS__)
#else
#define DARWIN_INODE64(result, name, ...) DARWIN(result, name, __VA_ARGS__)
#endif

#endif
