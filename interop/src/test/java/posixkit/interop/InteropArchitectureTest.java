package posixkit.interop;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import posixkit.testing.Roles;

/** What must never be in this module. */
class InteropArchitectureTest {
    private static final List<String> EVERYDAY = List.of(
            "java.lang",
            "java.io",
            "java.net",
            "java.nio",
            "java.nio.channels",
            "java.nio.file",
            "java.time",
            "java.util");

    private static final JavaClasses OURS =
            new ClassFileImporter().importPaths(Path.of(System.getProperty("posixkit.root"), "interop/target/classes"));

    @Test
    void itKnowsCoreByItsPublicPackagesAlone() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "posixkit.unix..",
                        "posixkit.ffi..",
                        "posixkit.spi..",
                        "posixkit.linux..",
                        "posixkit.darwin..",
                        "com.kenai.."))
                .check(OURS);
    }

    @Test
    void itUsesNoUnsafeAndEndsNoJvm() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("sun..", "jdk.internal.."))
                .check(OURS);
        noClasses().should().callMethod(System.class, "exit", int.class).check(OURS);
    }

    @Test
    void itHasNoStaticStateThatChanges() {
        fields().that().areStatic().should().beFinal().check(OURS);
    }

    @Test
    void noPublicTypeIsNamedLikeOneOfCoreOrOfTheJdk() {
        Set<String> names = new TreeSet<>();
        for (JavaClass type : OURS) {
            if (type.getModifiers().contains(JavaModifier.PUBLIC)
                    && !type.getSimpleName().isEmpty()) {
                names.add(type.getSimpleName());
            }
        }
        assertFalse(names.isEmpty());
        Set<String> taken =
                Roles.publicTypes().stream().map(Class::getSimpleName).collect(Collectors.toSet());
        assertEquals(Set.of(), names.stream().filter(taken::contains).collect(Collectors.toSet()));
        for (String name : names) {
            for (String everyday : EVERYDAY) {
                assertFalse(exists(everyday + "." + name), everyday + "." + name);
            }
        }
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
