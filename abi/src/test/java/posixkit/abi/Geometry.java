package posixkit.abi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Judges a table by how C lays structures out: each member at the next multiple of its alignment, the whole as aligned as the
 * member that is most. A structure that has members nobody asked for, or is packed, does not come out so, and says where.
 */
final class Geometry {
    private Geometry() {}

    /** Where structures are not what their members make them, in the table's order: what is said, and what would follow. */
    static List<String> surprises(Facts facts) {
        List<String> surprises = new ArrayList<>();
        for (Facts.StructFact struct : facts.structs.values()) {
            List<Facts.FieldFact> members = new ArrayList<>(
                    facts.fields.getOrDefault(struct.name(), Map.of()).values());
            members.sort(Comparator.comparingInt(Facts.FieldFact::offset).thenComparing(Facts.FieldFact::path));
            int end = 0;
            int alignment = 1;
            for (Facts.FieldFact member : members) {
                int natural = Math.max(1, member.kind().width());
                int expected = up(end, Math.min(natural, struct.align()));
                alignment = Math.max(alignment, natural);
                if (member.offset() != expected) {
                    surprises.add(member.name() + " at " + member.offset() + " not " + expected);
                }
                end = Math.max(end, member.offset() + member.kind().size());
            }
            if (alignment != struct.align()) {
                surprises.add(struct.name() + " align " + struct.align() + " not " + alignment);
            }
            int size = up(end, struct.align());
            if (size != struct.size()) {
                surprises.add(struct.name() + " size " + struct.size() + " not " + size);
            }
        }
        return surprises;
    }

    private static int up(int offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }
}
