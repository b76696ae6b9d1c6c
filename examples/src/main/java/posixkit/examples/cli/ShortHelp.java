package posixkit.examples.cli;

import picocli.CommandLine.Option;

/** The options {@code --help} and {@code --version}, for subcommands in which {@code -h} means something else. */
public final class ShortHelp {
    @Option(names = "--help", usageHelp = true, description = "Show this help message and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print version information and exit.")
    private boolean version;
}
