package posixkit.abi;

import java.nio.file.Path;

/** Generates Java sources, C headers and C assertions from the tables in {@code abi/facts}. The build runs this program. */
public final class Main {
    private static final String USAGE = """
            constants ABI_DIR OUT_DIR           constants of all targets as Java
            layouts ABI_DIR linux|darwin OUT    one system's structures as Java
            layouts ABI_DIR common OUT          the shared bodies' structures as Java
            calls ABI_DIR linux|darwin OUT      one system's bindings as Java
            calls ABI_DIR common OUT            the shared bindings as Java
            pages ABI_DIR OUT                   a list of all calls for the Javadoc
            header ABI_DIR TARGET OUT.h         one target's facts as a C header
            asserts ABI_DIR TARGET OUT_DIR      one target's facts as C that a compiler must accept
            """;

    private Main() {}

    public static void main(String... args) throws Exception {
        if (args.length < 3) {
            throw new AbiException(USAGE);
        }
        Path dir = Path.of(args[1]);
        Path out = Path.of(args[args.length - 1]);
        switch (args[0] + " " + args.length) {
            case "constants 3" -> ConstantWriter.write(Abi.read(dir), out);
            case "layouts 4" -> LayoutWriter.write(Abi.read(dir), args[2], out);
            case "calls 4" -> CallWriter.write(Abi.read(dir), args[2], out);
            case "pages 3" -> Output.write(out.resolve(CallIndexWriter.FILE), CallIndexWriter.write(dir));
            case "header 4" ->
                Output.write(out, HeaderWriter.write(Abi.read(dir).facts(args[2])));
            case "asserts 4" -> {
                Abi abi = Abi.read(dir);
                AssertWriter.write(abi.spec(args[2]), abi.facts(args[2]), out);
            }
            default -> throw new AbiException(USAGE);
        }
    }
}
