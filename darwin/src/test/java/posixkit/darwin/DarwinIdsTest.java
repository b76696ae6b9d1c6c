package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Limits.NGROUPS_MAX;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posixkit.contract.IdsContract;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.PosixShell;

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

    /** XNU looks at the number first. */
    @Test
    @NeedsRoot
    void tooManyGroupsAreEinvalForNobodyToo() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("seteuid 1234"));
            assertEquals("EINVAL", child.ask("setgroupsUpTo " + (NGROUPS_MAX + 1)));
            assertEquals("EPERM", child.ask("setgroupsUpTo " + NGROUPS_MAX));
        }
    }
}
