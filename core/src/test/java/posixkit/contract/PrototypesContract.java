package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import posixkit.testing.BoundCall;
import posixkit.testing.BoundInterfaces;
import posixkit.testing.Prototypes;
import posixkit.unix.IoctlCalls;
import posixkit.unix.VariadicCalls;

/**
 * The bindings against the prototypes in the fact tables: the symbol and whether this processor has it, how many arguments,
 * how wide, how wide the result, and who is variadic. And the judge against bindings that are wrong in one thing.
 */
public abstract class PrototypesContract {
    private static final List<String> ALL = List.of("linux-x86_64", "linux-aarch64", "darwin-x86_64", "darwin-aarch64");

    /** What the manuals let follow the dots, and bodies pass. */
    private static final Map<String, List<String>> BEHIND_DOTS = Map.of(
            "open", List.of("u32"),
            "openat", List.of("u32"),
            "fcntl", List.of("ptr"),
            "ioctl", List.of("ptr"),
            "syscall", List.of("u64", "u64", "u64", "u64"));

    /** Fewer mutants, and the bindings were not found. */
    private static final int MANY = 1000;

    private final Map<String, Prototypes> tables = new TreeMap<>();

    /** Those of the system. */
    protected abstract List<String> targets();

    /** Bindings whose symbols a target does not have. */
    protected Set<Class<?>> notOn(String target) {
        return Set.of();
    }

    /** Bindings of core's that this system has better ones for. */
    protected Set<Class<?>> replaced() {
        return Set.of();
    }

    /** Functions that are exported although no header of libc declares them, with the prototypes their manuals give. */
    protected Map<String, String> undeclared() {
        return Map.of();
    }

    /** Bindings of what no header of libc declares in any version we have tables of. */
    protected Set<Class<?>> withoutPrototypes() {
        return Set.of();
    }

    /** The bindings of variadic functions. */
    protected Set<Class<?>> variadic() {
        return Set.of(VariadicCalls.class, IoctlCalls.class);
    }

    /**
     * The functions whose result Java cannot take for what it is. Ids are unsigned ints, and handed out as ints; of a result
     * narrower than an int the body clears what is above.
     */
    protected abstract Map<String, String> unusualResults();

    /** Core's and the system's; those that only repeat another's methods need not be looked at again. */
    private Set<Class<?>> bindings() {
        Set<Class<?>> bindings = BoundInterfaces.of("posixkit.unix");
        bindings.addAll(BoundInterfaces.of(getClass().getPackageName()));
        bindings.removeIf(binding -> binding.getDeclaredMethods().length == 0);
        bindings.removeAll(withoutPrototypes());
        bindings.removeAll(replaced());
        return bindings;
    }

    private Prototypes table(String target) {
        boolean ours = targets().contains(target);
        return tables.computeIfAbsent(target, t -> Prototypes.of(t, ours ? undeclared() : Map.of(), BEHIND_DOTS));
    }

    /** In an order of its own: reflection has none. */
    private List<BoundCall> calls(String target) {
        Set<Class<?>> bindings = bindings();
        bindings.removeAll(notOn(target));
        return bindings.stream()
                .flatMap(binding -> Arrays.stream(binding.getMethods()).sorted(Comparator.comparing(Method::getName)))
                .map(method -> BoundCall.of(method, variadic().contains(method.getDeclaringClass())))
                .distinct()
                .toList();
    }

    /** A binding in core is as wide as the widest of four targets wants it, one of a system as its two. */
    private Optional<String> complaint(String target, BoundCall call) {
        boolean shared = call.binding().getPackageName().equals("posixkit.unix");
        return table(target)
                .complaint(
                        call,
                        (shared ? ALL : targets()).stream().map(this::table).toList());
    }

    @Test
    void everyBindingIsOnSomeTarget() {
        assertEquals(Set.of(), bindings().stream().filter(this::isNowhere).collect(Collectors.toSet()));
    }

    private boolean isNowhere(Class<?> binding) {
        return targets().stream().allMatch(target -> notOn(target).contains(binding));
    }

    @Test
    void everyBindingFitsItsPrototype() {
        List<String> complaints = new ArrayList<>();
        for (String target : targets()) {
            calls(target).forEach(call -> complaint(target, call).ifPresent(complaints::add));
        }
        assertEquals(List.of(), complaints);
    }

    @Test
    void resultsThatJavaCannotTakeAsTheyAreAreKnown() {
        Map<String, String> found = new TreeMap<>();
        for (String target : targets()) {
            calls(target).forEach(call -> table(target)
                    .unusualResult(call.symbol())
                    .ifPresent(kind -> found.put(call.symbol(), kind)));
        }
        assertEquals(new TreeMap<>(unusualResults()), found);
    }

    /** Nothing is worth a judge that would let a wrong one pass. */
    @Test
    void aBindingThatIsWrongInOneThingIsRefused() {
        int refused = 0;
        List<BoundCall> passed = new ArrayList<>();
        for (String target : targets()) {
            for (BoundCall mutant : calls(target).stream()
                    .flatMap(call -> call.mutants().stream())
                    .toList()) {
                if (complaint(target, mutant).isPresent()) {
                    refused++;
                } else {
                    passed.add(mutant);
                }
            }
        }
        assertEquals(List.of(), passed);
        assertTrue(refused > MANY, "only " + refused + " were tried");
        System.out.println("bindings " + String.join(", ", targets()) + ": " + refused + " wrong ones refused");
    }
}
