package posixkit.linux;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import posixkit.constants.Errno;

/**
 * A system call and the error that strace injects.
 *
 * @param calls are the system calls that the C library or machine code may make
 * @param which says, if only one system call is to fail, which of each kind that is, from 1 on
 * @param again tells whether the next such call of the program must succeed
 */
record Fault(List<String> calls, int errno, List<Integer> which, Again again, Creation creation) {
    /** What becomes of the call if no error is injected. */
    enum Again {
        /** It succeeds. */
        SUCCEEDS,

        /** It may fail: the kernel or the user may lack what it takes. */
        MAY_FAIL,

        /** It must never be made. */
        NEVER
    }

    /** A call that creates something and removes it again. */
    interface Creation {
        void make() throws IOException;
    }

    /** Returns an option of strace that lets each of the system calls fail. */
    String option() {
        return injection(String.join(",", calls));
    }

    /** Returns an option that lets the first of the system calls fail in each thread. */
    String optionForTheFirst() {
        return option() + ":when=1";
    }

    /** Returns options that let one system call of each kind fail. */
    List<String> optionsForOne() {
        return IntStream.range(0, calls.size())
                .mapToObj(i -> injection(calls.get(i)) + ":when=" + which.get(i))
                .toList();
    }

    private String injection(String names) {
        return "inject=" + names + ":error=" + Errno.name(errno);
    }

    @Override
    public String toString() {
        return calls + " " + which + " " + Errno.name(errno);
    }
}
