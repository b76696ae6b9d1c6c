package posixkit.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that is bound is exported: by Apple's own lists, and by the C library of this machine. */
class SymbolsTest {
    static Collection<String> targets() {
        return Abi.TARGETS;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everythingBoundIsExportedOnItsProcessor(String target) throws IOException {
        Map<String, String> exported = exported(target);
        TreeSet<String> bound = new TreeSet<>(SpecReader.read(Room.ABI, Abi.system(target)).symbols);
        Facts.read(Room.ABI, target).functions.values().forEach(f -> bound.add(f.symbol()));
        bound.removeIf(symbol -> !exported.getOrDefault(symbol, "-").equals("-"));
        assertEquals(List.of(), List.copyOf(bound));
    }

    @Test
    void everySymbolOfLinuxResolvesInThisLibc() throws IOException, InterruptedException {
        assumeTrue(Room.LINUX.contains(Toolchain.HOST), "this is " + Toolchain.HOST);
        assumeTrue(Files.exists(Path.of("/proc/self/maps")), "nothing here tells which libc is loaded");
        Path libc = libc();
        assumeTrue(libc != null, "no glibc in this process; the list is glibc's");
        Map<String, List<String>> live = dynamicSymbols(libc);
        String newest = live.values().stream()
                .flatMap(List::stream)
                .filter(v -> v.matches("2\\.\\d+"))
                .max((a, b) -> minor(a) - minor(b))
                .orElseThrow();
        List<String> unresolved = new ArrayList<>();
        exported(Toolchain.HOST).forEach((symbol, first) -> {
            if (!first.equals("-") && minor(first) <= minor(newest) && !live.containsKey(symbol)) {
                unresolved.add(symbol);
            }
        });
        assertEquals(List.of(), unresolved, () -> libc + " is glibc " + newest);
    }

    /** A system's symbols, and since when a processor has them: a version, or "-". */
    private static Map<String, String> exported(String target) throws IOException {
        Map<String, String> symbols = new HashMap<>();
        Path file = Room.ABI.resolve("facts").resolve(Abi.system(target) + ".symbols");
        for (String line : Files.readAllLines(file)) {
            String[] columns = line.split("\\s+");
            if (!line.startsWith("#")) {
                symbols.put(columns[0], columns[target.endsWith("-x86_64") ? 2 : 3]);
            }
        }
        return symbols;
    }

    private static Path libc() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .filter(name -> name.endsWith("/libc.so.6"))
                .map(Path::of)
                .findFirst()
                .orElse(null);
    }

    private static Map<String, List<String>> dynamicSymbols(Path library) throws IOException, InterruptedException {
        Process nm;
        try {
            nm = new ProcessBuilder("nm", "-D", library.toString()).start();
        } catch (IOException e) {
            assumeTrue(false, "nm is missing");
            throw e;
        }
        Map<String, List<String>> symbols = new HashMap<>();
        Pattern line = Pattern.compile("(?m)^\\S+ [A-TV-Zi] (\\w+)@@?GLIBC_([\\d.]+)$");
        Matcher m = line.matcher(new String(nm.getInputStream().readAllBytes()));
        while (m.find()) {
            symbols.computeIfAbsent(m.group(1), s -> new ArrayList<>()).add(m.group(2));
        }
        assertEquals(0, nm.waitFor());
        return symbols;
    }

    private static int minor(String version) {
        return Integer.parseInt(Arrays.asList(version.split("\\.")).get(1));
    }
}
