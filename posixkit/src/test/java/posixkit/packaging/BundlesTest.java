package posixkit.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * An OSGi framework runs posixkit: core is a bundle, and the systems are fragments of core. On JDK 22 and later nothing else is needed.
 * On an older JDK somebody has to make a bundle of jffi, which is none.
 */
class BundlesTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));

    @TempDir
    Path dir;

    @Test
    @EnabledForJreRange(min = JRE.JAVA_22, disabledReason = "needs the foreign-function API: jffi is no bundle")
    void aFrameworkRunsCoreWithItsFragments() throws Exception {
        Framework framework = new FrameworkFactory()
                .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, dir.toString(), "felix.resolver.parallelism", "1"));
        framework.start();
        try {
            for (String fragment : List.of("linux", "darwin", "ffm")) {
                install(framework, fragment);
            }
            Bundle core = install(framework, "core");
            core.start();
            Class<?> posix = core.loadClass("posixkit.Posix");
            Object processes =
                    posix.getMethod("processes").invoke(posix.getMethod("get").invoke(null));
            Object pid = core.loadClass("posixkit.process.Processes")
                    .getMethod("getpid")
                    .invoke(processes);
            assertEquals((int) ProcessHandle.current().pid(), pid);
        } finally {
            framework.stop();
            framework.waitForStop(10_000);
        }
    }

    private static Bundle install(Framework framework, String module) throws Exception {
        String name = "posixkit-" + module + "-" + System.getProperty("posixkit.version") + ".jar";
        return framework
                .getBundleContext()
                .installBundle(ROOT.resolve(module)
                        .resolve("target")
                        .resolve(name)
                        .toUri()
                        .toString());
    }
}
