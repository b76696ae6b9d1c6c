package posixkit.mutation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A line of a body gone wrong, as PIT's report tells of it.
 *
 * @param known who it is in a list that does not change with every line above it
 * @param identity who it is among PIT's exported classes
 */
record Mutant(String type, String known, String identity, String line, String description) {

    /** Those that no test of PIT's noticed: they survived, or no line of theirs was run in PIT's own JVM. */
    static List<Mutant> unnoticed(NodeList mutations) {
        List<Mutant> unnoticed = new ArrayList<>();
        for (int i = 0; i < mutations.getLength(); i++) {
            Element mutation = (Element) mutations.item(i);
            if (mutation.getAttribute("detected").equals("false")) {
                unnoticed.add(of(mutation));
            }
        }
        return unnoticed;
    }

    static Mutant of(Element mutation) {
        String type = text(mutation, "mutatedClass");
        String method = text(mutation, "mutatedMethod");
        String mutator = text(mutation, "mutator");
        String identity = "clazz=" + type + ", method=" + method + ", methodDesc="
                + text(mutation, "methodDescription") + "], indexes=[" + indexes(mutation) + "], mutator="
                + mutator
                + "]";
        String known = type + "." + method + " "
                + mutator.substring(mutator.lastIndexOf('.') + 1).replace("Mutator", "");
        return new Mutant(type, known, identity, text(mutation, "lineNumber"), text(mutation, "description"));
    }

    /** Where PIT left the classes of a type's mutants, each in a directory of its own. */
    Path exports(Path reports) {
        return reports.resolve("export").resolve(type.replace('.', '/')).resolve("mutants");
    }

    /** Several where the compiler repeated the line, as it does with what stands in a finally. */
    private static String indexes(Element mutation) {
        NodeList indexes = mutation.getElementsByTagName("index");
        List<String> all = new ArrayList<>();
        for (int i = 0; i < indexes.getLength(); i++) {
            all.add(indexes.item(i).getTextContent());
        }
        return String.join(", ", all);
    }

    private static String text(Element mutation, String name) {
        return mutation.getElementsByTagName(name).item(0).getTextContent();
    }
}
