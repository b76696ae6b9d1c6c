package posixkit.examples.files;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on a terminal how far copying is, how fast, and how long it will take. It shows nothing while all files are small. */
final class CopyProgress implements AutoCloseable {
    private static final long WORTH_SHOWING = 1L << 24;
    private static final long MEBI = 1L << 20;
    private static final int MILLIS = 200;

    private final boolean onTerminal;
    private ProgressBar bar;
    private long expected;
    private long done;

    CopyProgress(boolean onTerminal) {
        this.onTerminal = onTerminal;
    }

    /** A file of this size will be copied next. */
    void begin(long size) {
        expected += size;
        if (bar != null) {
            bar.maxHint(expected);
        } else if (onTerminal && expected >= WORTH_SHOWING) {
            bar = new ProgressBarBuilder()
                    .setTaskName("pk cp")
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" MiB", MEBI)
                    .setInitialMax(expected)
                    .setUpdateIntervalMillis(MILLIS)
                    .showSpeed()
                    .build();
            bar.stepTo(done);
        }
    }

    void add(long bytes) {
        done += bytes;
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
