package posixkit.testing;

import java.io.IOException;
import java.util.List;

/** What a system adds to the hostile calls of {@link HostileProgram}. */
public interface HostileSystem {
    /** Returns true if the method does harm because that is what it is for. */
    boolean isTooGood(String method);

    /** Opens descriptors of kinds that only this system has. One that cannot be opened is −errno. */
    List<Integer> descriptors();

    /** Lets this process go on after calls that have changed its settings. */
    void settle() throws IOException;

    /** Returns true if the system's own library keeps descriptors of such a target, for example {@code anon_inode:[eventfd]}. */
    boolean keeps(String target);
}
