package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import posixkit.testing.BoundCall;
import posixkit.testing.BoundInterfaces;
import posixkit.testing.Prototypes;

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

    /** What follows the dots of functions that are variadic on this system alone. */
    protected Map<String, List<String>> behindDotsHere() {
        return Map.of();
    }

    private Map<String, List<String>> behindDots() {
        Map<String, List<String>> all = new TreeMap<>(BEHIND_DOTS);
        all.putAll(behindDotsHere());
        return all;
    }

    /** Fewer mutants, and the bindings were not found. */
    private static final int MANY = 1000;

    private final Map<String, Prototypes> tables = new TreeMap<>();

    /** The targets of the system whose symbols the bindings of this process have. */
    protected abstract List<String> targets();

    /** Functions that are exported although no header of libc declares them, with the prototypes their manuals give. */
    protected Map<String, String> undeclared() {
        return Map.of();
    }

    /** Bindings of what no header of libc declares in any version we have tables of. */
    protected Set<Class<?>> withoutPrototypes() {
        return Set.of();
    }

    /**
     * The functions whose result Java cannot take for what it is. Ids are unsigned ints, and handed out as ints; of a result
     * narrower than an int the body clears what is above. Lengths and clocks never need the highest bit.
     */
    protected abstract Map<String, String> unusualResults();

    /** Core's and the system's; those that only repeat another's methods need not be looked at again. */
    private Set<Class<?>> bindings() {
        Set<Class<?>> bindings = BoundInterfaces.symbols("posixkit.unix");
        bindings.addAll(BoundInterfaces.symbols(getClass().getPackageName()));
        bindings.removeIf(binding -> binding.getDeclaredMethods().length == 0);
        // The functions of old libcs are declared by no header; tests call them.
        bindings.removeIf(binding -> binding.getSimpleName().equals("Old"));
        bindings.removeAll(withoutPrototypes());
        return bindings;
    }

    private Prototypes table(String target) {
        boolean ours = targets().contains(target);
        return tables.computeIfAbsent(target, t -> Prototypes.of(t, ours ? undeclared() : Map.of(), behindDots()));
    }

    /** In an order of its own: reflection has none. The interfaces for arguments on the stack are for one target alone. */
    private List<BoundCall> calls(String target) {
        return bindings().stream()
                .filter(binding -> target.equals("darwin-aarch64")
                        || !binding.getSimpleName().equals("OnTheStack"))
                .flatMap(binding -> Arrays.stream(binding.getDeclaredMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .sorted(Comparator.comparing(Method::getName))
                        .map(this::call))
                .distinct()
                .toList();
    }

    private BoundCall call(Method method) {
        Map<String, String> symbols = BoundInterfaces.otherSymbols(method.getDeclaringClass());
        String symbol = symbols.getOrDefault(method.getName(), method.getName());
        return BoundCall.of(method, symbol, behindDots().containsKey(symbol));
    }

    /** A binding in core is as wide as the widest of four targets wants it, one of a system as its two. */
    private Optional<String> complaint(String target, BoundCall call) {
        boolean shared = call.binding().getPackageName().equals("posixkit.unix.symbols");
        return table(target)
                .complaint(
                        call,
                        (shared ? ALL : targets()).stream().map(this::table).toList());
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
