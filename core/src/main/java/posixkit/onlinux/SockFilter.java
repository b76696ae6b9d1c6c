package posixkit.onlinux;

/**
 * One instruction of a classic BPF program ({@code struct sock_filter}). In C, the macros {@code BPF_STMT} and {@code BPF_JUMP}
 * make it.
 *
 * @param code what the instruction does: a sum of constants {@code BPF_…}, for example {@code BPF_RET | BPF_K}
 * @param jt how many instructions a jump skips if its condition is true, 0 to 255
 * @param jf how many instructions a jump skips if its condition is false, 0 to 255
 * @param k the operand, an unsigned number
 */
public record SockFilter(int code, int jt, int jf, int k) {
    private static final int MOST_CODE = 0xFFFF;
    private static final int MOST_JUMP = 0xFF;

    public SockFilter {
        check("code", code, MOST_CODE);
        check("jt", jt, MOST_JUMP);
        check("jf", jf, MOST_JUMP);
    }

    /** Returns an instruction that is no jump. */
    public static SockFilter statement(int code, int k) {
        return new SockFilter(code, 0, 0, k);
    }

    private static void check(String name, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " is not in 0…" + most);
        }
    }

    /** Returns the members as text, the code and the operand in hexadecimal. */
    @Override
    public String toString() {
        return "SockFilter[code=0x" + Integer.toHexString(code) + ", jt=" + jt + ", jf=" + jf + ", k=0x"
                + Integer.toHexString(k) + "]";
    }
}
