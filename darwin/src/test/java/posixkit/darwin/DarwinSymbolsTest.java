package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posixkit.Target;
import posixkit.contract.SymbolsContract;
import posixkit.testing.Exported;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;

/** Each trampoline leads to the address of its C function, as nm reports it. */
@NeedsTool("cc")
class DarwinSymbolsTest extends SymbolsContract {
    private static final Path CALLS = Path.of(System.getProperty("posixkit.root"), "abi", "calls");
    private static final int DOCUMENTED = 123;

    /** A documented name and its symbol on either processor. */
    private record Trampoline(String name, String onX86, String onArm64) {
        static Trampoline of(String[] columns) {
            String[] symbols = columns[2].split("\\|");
            return new Trampoline(columns[0], symbols[0], symbols[symbols.length - 1]);
        }

        String symbol() {
            return Target.IS_X86_64 ? onX86 : onArm64;
        }

        /** Returns the name in C. On Apple's arm64 it is the symbol too. */
        String function() {
            return onArm64;
        }
    }

    private static List<Trampoline> trampolines() throws IOException {
        return Files.readAllLines(CALLS.resolve("darwin.txt")).stream()
                .map(line -> line.split("\t"))
                .filter(columns -> columns[1].equals("trampoline"))
                .map(Trampoline::of)
                .toList();
    }

    /** The pending list holds exactly what the stand-in does not export. */
    @Test
    @NeedsProc
    @NeedsTool("nm")
    void everyTrampolineLeadsToItsFunction() throws IOException {
        Map<String, Long> exported = Exported.by(Path.of(System.getProperty(DarwinPosix.LIBRARY)));
        Map<String, Long> expected = new TreeMap<>();
        Map<String, Long> found = new TreeMap<>();
        Map<String, Long> exactly = new TreeMap<>();
        for (Trampoline trampoline : trampolines()) {
            expected.put(trampoline.name, exported.getOrDefault(trampoline.symbol(), 0L));
            found.put(trampoline.name, symbols.address(trampoline.function()));
            exactly.put(trampoline.name, symbols.address(trampoline.symbol()));
        }
        assertEquals(DOCUMENTED, expected.size());
        assertEquals(expected, found);
        assertEquals(expected, exactly);
        Set<String> missing = new TreeSet<>(expected.keySet());
        missing.removeIf(name -> expected.get(name) != 0);
        Set<String> pending = new TreeSet<>(expected.keySet());
        pending.retainAll(Files.readAllLines(CALLS.resolve("pending.txt")).stream()
                .map(line -> line.replaceFirst("^darwin ", ""))
                .toList());
        Set<String> done = new TreeSet<>(pending);
        done.removeAll(missing);
        assertEquals(Set.of(), done, "exported, so no longer pending");
        missing.removeAll(pending);
        assertEquals(Set.of(), missing, "not exported");
    }

    /** If two functions had one address, one of the names would be wrong. */
    @Test
    void differentFunctionsAreAtDifferentAddresses() throws IOException {
        Set<Long> addresses = trampolines().stream()
                .map(trampoline -> symbols.address(trampoline.function()))
                .filter(address -> address != 0)
                .collect(Collectors.toSet());
        long present = trampolines().stream()
                .filter(trampoline -> symbols.address(trampoline.function()) != 0)
                .count();
        assertEquals(present, addresses.size());
    }

    @ParameterizedTest
    @CsvSource({"stat, stat$INODE64", "fstat, fstat$INODE64", "lstat, lstat$INODE64", "fstatat, fstatat$INODE64"})
    void theNameInCMeansTheFunctionOfToday(String function, String onX86) {
        String symbol = Target.IS_X86_64 ? onX86 : function;
        assertEquals(symbol, symbols.function(function).symbol());
        assertNotEquals(0, symbols.address(function));
        assertEquals(symbols.address(symbol), symbols.address(function));
        assertEquals(Target.IS_X86_64, symbols.address(onX86) != 0);
    }

    @Test
    void whatNoTableHasIsLookedUpAsItIs() {
        assertNotEquals(0, symbols.address("__open"));
    }
}
