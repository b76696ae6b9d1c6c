package posixkit.abi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posixkit.abi.ProbeWriter.Probe;

/**
 * Compiles the probes for a target, and reads the facts from the object files. A probe is a C source from which the compiler
 * computes sizes, offsets and values.
 */
final class ProbeReader {
    private static final Pattern WORD = Pattern.compile("\\s*\\.(?:quad|xword|8byte)\\s+\"?([\\w$]+)\"?");

    private final Toolchain compiler;
    private final Path dir;

    private ProbeReader(Toolchain compiler, Path dir) {
        this.compiler = compiler;
        this.dir = dir;
    }

    static Facts read(Spec spec, Toolchain compiler) throws IOException {
        Path dir = Files.createTempDirectory("posixkit-probe");
        try {
            ProbeReader reader = new ProbeReader(compiler, dir);
            Facts facts = new Facts(compiler.target());
            facts.vintage.add(reader.vintage());
            for (Probe probe : ProbeWriter.write(spec.on(compiler.target()))) {
                reader.read(probe, facts);
            }
            return facts;
        } finally {
            Toolchain.delete(dir);
        }
    }

    private void read(Probe probe, Facts facts) throws IOException {
        ByteBuffer answers = answers(probe.source());
        probe.replies().forEach(reply -> reply.accept(facts, answers.getLong(), answers.getLong(), answers.getLong()));
        if (probe.calls().isEmpty()) {
            return;
        }
        List<String> symbols = symbols(probe.source());
        for (int i = 0; i < symbols.size(); i++) {
            Facts.FuncFact f = facts.functions.get(probe.calls().get(i).name());
            facts.add(new Facts.FuncFact(f.name(), f.result(), f.params(), f.variadic(), symbols.get(i), f.header()));
        }
    }

    /**
     * Compiles {@code source}, a probe, and returns the object file as a buffer. In the object file, the numbers that the
     * compiler computed follow two marker words. The position of the returned buffer is at the first of these numbers.
     */
    private ByteBuffer answers(String source) throws IOException {
        ByteBuffer object =
                ByteBuffer.wrap(Files.readAllBytes(compile(source, "-c"))).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 16 <= object.limit(); at += 1) {
            if (object.getLong(at) == ProbeWriter.MAGIC[0] && object.getLong(at + 8) == ProbeWriter.MAGIC[1]) {
                return object.position(at + 16);
            }
        }
        throw new AbiException(compiler + " left no answers");
    }

    /**
     * Compiles a probe to assembler text, and returns symbols of C functions. {@code source} is the C source of the probe. It
     * defines an array with the name {@link ProbeWriter#FUNCTIONS}, which contains pointers to C functions. The result contains
     * the symbols of the functions in this array, in the same order. The symbol of a function can differ from the function's name: in Darwin's headers, {@code stat} can have the symbol
     * {@code stat$INODE64}.
     */
    private List<String> symbols(String source) throws IOException {
        String prefix = compiler.target().startsWith("darwin") ? "_" : "";
        List<String> symbols = new ArrayList<>();
        boolean in = false;
        for (String line : Files.readAllLines(compile(source, "-S"))) {
            if (in) {
                Matcher m = WORD.matcher(line);
                if (!m.lookingAt() || m.group(1).equals("0")) {
                    break;
                }
                symbols.add(m.group(1).substring(prefix.length()));
            }
            in |= line.startsWith(prefix + ProbeWriter.FUNCTIONS + ":");
        }
        return symbols;
    }

    /**
     * Returns the first line of the table of facts. The line is a comment with the version of the headers. On Linux, the line
     * contains two versions: one of the headers of glibc, and one of the headers of the kernel.
     */
    private String vintage() throws IOException {
        String linux = """
                #include <features.h>
                #include <linux/version.h>
                const unsigned long long probe[] = { 0x%xULL, 0x%xULL,
                  __GLIBC__, __GLIBC_MINOR__, LINUX_VERSION_CODE >> 16, (LINUX_VERSION_CODE >> 8) & 255 };
                """;
        String darwin = """
                #include <AvailabilityMacros.h>
                const unsigned long long probe[] = { 0x%xULL, 0x%xULL,
                  MAC_OS_X_VERSION_MAX_ALLOWED / 10000, MAC_OS_X_VERSION_MAX_ALLOWED / 100 %% 100 };
                """;
        boolean isLinux = compiler.target().startsWith("linux");
        ByteBuffer a = answers((isLinux ? linux : darwin).formatted(ProbeWriter.MAGIC[0], ProbeWriter.MAGIC[1]));
        String what = isLinux
                ? "glibc %d.%d headers, linux %d.%d headers"
                        .formatted(a.getLong(), a.getLong(), a.getLong(), a.getLong())
                : "macOS %d.%d SDK headers".formatted(a.getLong(), a.getLong());
        return "# " + compiler.target() + ": " + what;
    }

    private Path compile(String source, String mode) throws IOException {
        Path c = Files.writeString(dir.resolve("probe.c"), source);
        Path out = dir.resolve("probe" + mode);
        String errors = compiler.compile(c, out, mode);
        if (!errors.isEmpty()) {
            throw new AbiException(compiler + ":\n" + errors);
        }
        return out;
    }
}
