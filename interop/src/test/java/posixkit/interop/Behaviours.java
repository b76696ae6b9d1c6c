package posixkit.interop;

import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Memory;
import jnr.ffi.Runtime;

/** The list of what the methods of {@code POSIX} and {@code Linux} do. */
final class Behaviours {
    private Behaviours() {}

    /** Starts the thread of jnr-ffi that frees memory. It never ends, and no test is to blame for it. */
    static void startTheThreadOfJnr() {
        Memory.allocateDirect(Runtime.getSystemRuntime(), 1);
    }

    static List<Behaviour> all() {
        List<Behaviour> all = new ArrayList<>(PathBehaviours.list());
        all.addAll(DescriptorBehaviours.list());
        all.addAll(ProcessBehaviours.list());
        all.addAll(SystemBehaviours.list());
        return all;
    }
}
