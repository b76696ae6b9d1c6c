package posixkit.system;

import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import posixkit.print.Printer;

/**
 * A listener that records every call of a {@link posixkit.Posix#watchedBy watched} {@code Posix} as an event of JDK Flight
 * Recorder. The name of the event is {@code posixkit.Syscall}. The event is disabled by default. To record the event, enable it
 * in a recording: {@code jcmd PID JFR.start +posixkit.Syscall#enabled=true +posixkit.Syscall#threshold=1ms}.
 */
public final class SyscallEvents implements SyscallListener {
    /** The Flight Recorder event for one call. */
    @Name("posixkit.Syscall")
    @Label("System Call")
    @Description("A system call made through posixkit")
    @Category("posixkit")
    @Enabled(false)
    @StackTrace
    @Threshold("0 ms")
    static final class SyscallEvent extends Event {
        @Label("Name")
        String name;

        @Label("Arguments")
        String arguments;

        @Label("Result")
        String result;

        @Label("Errno")
        int errno;
    }

    private final ThreadLocal<SyscallEvent> begun = new ThreadLocal<>();

    public SyscallEvents() {}

    @Override
    public void enters(String name, List<Object> arguments) {
        SyscallEvent event = new SyscallEvent();
        if (event.isEnabled()) {
            event.begin();
            begun.set(event);
        }
    }

    @Override
    public void exits(Syscall call) {
        SyscallEvent event = begun.get();
        if (event == null) {
            return;
        }
        begun.remove();
        event.end();
        if (event.shouldCommit()) {
            event.name = call.name();
            event.arguments = Printer.values(call.arguments());
            event.result = Printer.value(call.result());
            event.errno = call.errno();
            event.commit();
        }
    }
}
