package posixkit.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import posixkit.abi.Facts.CodeFact;

/**
 * Assembles sources of {@code abi/code}, and returns their machine code. Only the sources for the processor of one target are
 * assembled. These sources can use the constants and the structure offsets of the target by name.
 */
final class CodeReader {
    private CodeReader() {}

    static List<CodeFact> read(Path abi, Facts facts, Toolchain assembler) throws IOException {
        String ending = "-" + Abi.processor(facts.target) + ".S";
        Path dir = Files.createTempDirectory("posixkit-code");
        try (Stream<Path> files = Files.list(abi.resolve("code"))) {
            Files.writeString(dir.resolve("facts.h"), header(facts));
            return files.filter(file -> file.toString().endsWith(ending))
                    .map(file -> assemble(file, ending, dir, assembler))
                    .toList();
        } finally {
            Toolchain.delete(dir);
        }
    }

    private static CodeFact assemble(Path source, String ending, Path dir, Toolchain assembler) {
        String name = source.getFileName().toString().replace(ending, "");
        ObjectFile object = assembler.assemble(source, dir);
        Map<String, Integer> places = new TreeMap<>(object.numbers);
        places.putAll(object.labels);
        if (!Integer.valueOf(0).equals(places.remove(name))) {
            throw new AbiException(source + ": does not begin with " + name);
        }
        return new CodeFact(name, HexFormat.of().formatHex(object.code()), places);
    }

    /**
     * Returns the text of {@code facts.h}, which the assembler sources can include. The text defines each constant whose value
     * fits into a signed 32-bit number, under the C name of the constant. It leaves out larger values, because most instructions
     * cannot contain them. The text also defines the offset of each structure member, under the name {@code struct_member}.
     */
    private static String header(Facts facts) {
        StringBuilder text = new StringBuilder();
        facts.constants.values().stream()
                .filter(c -> c.value() == (int) c.value())
                .forEach(c -> text.append("#define %s %s%n".formatted(c.name(), c.number())));
        facts.fields.values().stream()
                .flatMap(fields -> fields.values().stream())
                .forEach(f -> text.append("#define %s %d%n".formatted(f.name().replace('.', '_'), f.offset())));
        return text.toString();
    }
}
