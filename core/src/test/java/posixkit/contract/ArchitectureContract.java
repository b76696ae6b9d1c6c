package posixkit.contract;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import posixkit.Call;
import posixkit.Fd;
import posixkit.Names;
import posixkit.Outcome;
import posixkit.process.SpawnFailure;
import posixkit.testing.Roles;

/** What must never be, for core and one system. CONTRIBUTING says why; this says where. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // to import the classes once for all tests
public abstract class ArchitectureContract {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));
    private static final String[] ROLES = {
        "posixkit.event",
        "posixkit.file",
        "posixkit.id",
        "posixkit.memory",
        "posixkit.net",
        "posixkit.process",
        "posixkit.system",
        "posixkit.time",
        "posixkit.onlinux",
        "posixkit.ondarwin"
    };
    private static final String[] INTERNAL = {"posixkit.unix..", "posixkit.ffi..", "posixkit.spi.."};
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w.\"])(0[xX][0-9a-fA-F_]+|[0-9][0-9_]*)[lL]?(?![\\w.])");

    /** Methods that have a {@code byte[]} where another has a {@code String}, and why. */
    private static final Map<String, String> BYTES = Map.of();

    private JavaClasses ours;

    /** {@code linux} or {@code darwin}. */
    protected abstract String system();

    private JavaClasses ours() {
        if (ours == null) {
            ours = new ClassFileImporter()
                    .importPaths(ROOT.resolve("core/target/classes"), ROOT.resolve(system() + "/target/classes"));
        }
        return ours;
    }

    @Test
    void coreDoesNotAskWhichTargetItIsOn() {
        noClasses()
                .that(resideInAPackage("posixkit..")
                        .and(not(resideInAnyPackage(
                                "posixkit.ffi",
                                "posixkit.spi",
                                "..constants",
                                "..layout",
                                "..call",
                                "..symbols",
                                "posixkit." + system())))
                        .and(not(named("posixkit.Posix", "posixkit.Posix$Current", "posixkit.Target"))))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("posixkit.Target")
                .check(ours());
    }

    @Test
    void jnrIsKnownToTheFfiRoomAloneAndToBindingsAsAnnotations() {
        noClasses()
                .that(not(resideInAPackage("posixkit.ffi")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("jnr..", "com.kenai..")
                        .and(not(resideInAPackage("jnr.ffi.annotations")))
                        .and(not(named("jnr.ffi.provider.jffi.NoX86"))))
                .check(ours());
        classes()
                .that()
                .resideInAPackage("posixkit..")
                .should(new ArchCondition<>("carry jnr-ffi's annotations only as a binding") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean annotated = type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(
                                        d -> d.getTargetClass().getPackageName().startsWith("jnr.ffi"));
                        if (annotated && !type.isInterface()) {
                            events.add(SimpleConditionEvent.violated(type, type.getName() + " is no binding"));
                        }
                    }
                })
                .allowEmptyShould(true)
                .check(new ClassFileImporter().importPaths(ROOT.resolve(system() + "/target/classes")));
    }

    @Test
    void coreKnowsNeitherSystemAndTheSystemsNotEachOther() {
        noClasses()
                .that(not(resideInAPackage("posixkit." + system() + "..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("posixkit.linux..", "posixkit.darwin.."))
                .check(ours());
        noClasses()
                .that(resideInAPackage("posixkit." + system() + ".."))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(system().equals("linux") ? "posixkit.darwin.." : "posixkit.linux.."))
                .check(ours());
    }

    @Test
    void rolesSpeakOfNothingInternal() {
        noClasses()
                .that(resideInAnyPackage(ROLES))
                .should()
                .dependOnClassesThat(resideInAnyPackage(INTERNAL).or(resideInAnyPackage("jnr..", "..layout")))
                .check(ours());
    }

    @Test
    void everyAbstractMethodOfARoleIsACallOrMakesAStructure() {
        methods()
                .that()
                .areDeclaredInClassesThat(resideInAnyPackage(ROLES).and(isRole()))
                .should(new ArchCondition<>("carry @Call if abstract") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        boolean isAbstract = method.getModifiers().contains(JavaModifier.ABSTRACT);
                        boolean call = method.isAnnotatedWith(Call.class);
                        boolean isTwin = method.getName().endsWith(Roles.TWIN);
                        if (isAbstract
                                && !call
                                && !isTwin
                                && !method.getName().startsWith("new")
                                && !Roles.isNoCall(method.reflect())) {
                            events.add(SimpleConditionEvent.violated(method, method.getFullName()));
                        }
                    }
                })
                .check(ours());
    }

    @Test
    void defaultMethodsCallOnlyTheirOwnInterface() {
        methods()
                .that()
                .areDeclaredInClassesThat(resideInAnyPackage(ROLES).and(isRole()))
                .should(
                        new ArchCondition<>(
                                "call only their own interface, Outcome, their package's records and the JDK") {
                            @Override
                            public void check(JavaMethod method, ConditionEvents events) {
                                for (JavaAccess<?> access : method.getAccessesFromSelf()) {
                                    JavaClass owner = access.getTargetOwner();
                                    boolean isResult = owner.isRecord()
                                            && owner.getPackageName()
                                                    .equals(method.getOwner().getPackageName());
                                    if (!owner.equals(method.getOwner())
                                            && !isResult
                                            && !owner.getName().equals(Outcome.class.getName())
                                            && !owner.getName().equals(Fd.class.getName())
                                            && !owner.getName().equals(Names.class.getName())
                                            && !owner.getName().equals(SpawnFailure.class.getName())
                                            && !owner.getPackageName().endsWith(".constants")
                                            && !owner.getPackageName().startsWith("java.")) {
                                        events.add(SimpleConditionEvent.violated(method, access.getDescription()));
                                    }
                                }
                            }
                        })
                .check(ours());
    }

    @Test
    void aNameIsAString() {
        List<String> wrong = new ArrayList<>();
        List<String> exceptions = new ArrayList<>();
        for (Class<?> type : Roles.publicTypes()) {
            if (!List.of(ROLES).contains(type.getPackageName())) {
                continue;
            }
            List<Method> declared = new ArrayList<>(List.of(type.getDeclaredMethods()));
            for (Class<?> nested : type.getDeclaredClasses()) {
                declared.addAll(List.of(nested.getDeclaredMethods()));
            }
            declared.removeIf(method -> !Modifier.isPublic(method.getModifiers()));
            Set<String> texts = declared.stream()
                    .filter(method -> signature(method).contains("String"))
                    .map(ArchitectureContract::signature)
                    .collect(Collectors.toSet());
            for (Method method : declared) {
                String signature = signature(method);
                boolean isTwice = signature.contains("byte[]") && texts.contains(signature.replace("byte[]", "String"));
                boolean isBytes =
                        method.getName().endsWith("Bytes") || method.getName().endsWith("Bytes" + Roles.TWIN);
                if (isTwice || isBytes) {
                    (BYTES.containsKey(signature) ? exceptions : wrong).add(signature);
                }
            }
        }
        assertEquals(List.of(), wrong, "takes or returns a name as bytes");
        assertEquals(BYTES.keySet(), Set.copyOf(exceptions), "exceptions that are not needed");
    }

    /** The class, the name and the parameters of a method. */
    private static String signature(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    @Test
    void inheritanceIsOneLevelBelowASharedBodyAndAllElseIsFinal() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .doNotHaveModifier(JavaModifier.FINAL)
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveNameMatching("posixkit\\.unix\\.Unix\\w+")
                .check(ours());
        classes()
                .that()
                .resideInAPackage("posixkit." + system())
                .should(new ArchCondition<>("override and never add") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        JavaClass parent = type.getRawSuperclass().orElse(null);
                        if (parent == null || !parent.getPackageName().equals("posixkit.unix")) {
                            return;
                        }
                        for (JavaMethod method : type.getMethods()) {
                            boolean hidden = method.getModifiers().contains(JavaModifier.PRIVATE)
                                    || method.getModifiers().contains(JavaModifier.STATIC)
                                    || method.getModifiers().contains(JavaModifier.SYNTHETIC);
                            if (!hidden && !overrides(method)) {
                                events.add(SimpleConditionEvent.violated(method, method.getFullName() + " is new"));
                            }
                        }
                    }
                })
                .check(ours());
    }

    @Test
    void nothingStaticChanges() {
        fields().that().areStatic().should().beFinal().check(ours());
        fields().that()
                .areStatic()
                .and()
                .haveRawType(resideInAnyPackage("java.util..").and(not(named("java.util.List", "java.util.Set"))))
                .should()
                .beDeclaredIn("posixkit.unix.Scratch")
                .orShould()
                .beDeclaredIn("posixkit.unix.Slots")
                .orShould()
                .beDeclaredIn("posixkit.unix.HandOff")
                .orShould()
                .beDeclaredInClassesThat(resideInAPackage("..symbols"))
                .allowEmptyShould(true)
                .check(ours());
    }

    @Test
    void nobodyPrintsExitsFinalizesOrReachesIntoTheJvm() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .dependOnClassesThat(resideInAnyPackage("sun..", "jdk.internal..", "java.util.logging"))
                .check(ours());
        methods().should().notHaveName("finalize").check(ours());
    }

    @Test
    void nothingGeneratedIsWrittenByHand() throws IOException {
        for (Path source : sources()) {
            String room = source.getParent().getFileName().toString();
            assertTrue(!room.equals("constants") && !room.equals("layout"), source + " is in a generated package");
        }
    }

    /**
     * Numbers of the ABI come from the tables. What is left in bodies is arithmetic; a number that is not 0, 1 or 2 has a
     * name, or stands in a comment.
     */
    @Test
    void bodiesHoldNoNumberThatACompilerCouldTell() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources()) {
            boolean body = source.toString().matches(".*/posixkit/(unix|linux|darwin)/.*")
                    && !source.endsWith("NameCodec.java")
                    && !source.endsWith("Scratch.java");
            if (!body) {
                continue;
            }
            for (String line : Files.readAllLines(source)) {
                String code = line.replaceAll("\"[^\"]*\"", "\"\"").replaceFirst("//.*", "");
                boolean named = code.contains("static final") || code.contains("@Variadic(");
                boolean comment = code.strip().startsWith("*") || code.strip().startsWith("/*");
                Matcher number = NUMBER.matcher(code);
                while (!named && !comment && number.find()) {
                    if (!number.group(1).matches("[012]")) {
                        found.add(source.getFileName() + ": " + line.strip());
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }

    private static boolean overrides(JavaMethod method) {
        Class<?>[] parameters = method.reflect().getParameterTypes();
        for (JavaClass parent : method.getOwner().getAllRawSuperclasses()) {
            if (parent.tryGetMethod(method.getName(), parameters).isPresent()) {
                return true;
            }
        }
        return method.getOwner().getAllRawInterfaces().stream()
                .anyMatch(parent ->
                        parent.tryGetMethod(method.getName(), parameters).isPresent());
    }

    /** Roles are the interfaces with methods that are marked as calls. Structures and doors have none. */
    private static DescribedPredicate<JavaClass> isRole() {
        return DescribedPredicate.describe(
                "roles",
                type -> type.isInterface()
                        && type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(Call.class)));
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        return DescribedPredicate.describe(
                "named " + List.of(names), type -> List.of(names).contains(type.getName()));
    }

    private List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("core", system())) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }
}
