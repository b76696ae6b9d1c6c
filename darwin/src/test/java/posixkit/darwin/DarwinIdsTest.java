package posixkit.darwin;

import static posixkit.constants.Limits.NGROUPS_MAX;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import posixkit.contract.IdsContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinIdsTest extends IdsContract {
    /** The effective group is the first of the list, and counts. */
    @Override
    protected String groups(String kernels, long effective) {
        return Stream.concat(Stream.of(Long.toString(effective)), Arrays.stream(kernels.split(" ")))
                .filter(group -> !group.isEmpty())
                .distinct()
                .limit(NGROUPS_MAX)
                .collect(Collectors.joining(" "));
    }
}
