package posixkit.examples.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import posixkit.ErrnoException;
import posixkit.id.Accounts;
import posixkit.id.Group;
import posixkit.id.Passwd;

/** Finds the names of users or groups by their ids, and remembers them. */
public final class AccountNames {
    private final Lookup lookup;
    private final Map<Integer, Optional<String>> byId = new HashMap<>();

    private interface Lookup {
        Optional<String> name(int id) throws ErrnoException;
    }

    private AccountNames(Lookup lookup) {
        this.lookup = lookup;
    }

    public static AccountNames ofUsers(Accounts accounts) {
        return new AccountNames(id -> Optional.ofNullable(accounts.getpwuid(id)).map(Passwd::name));
    }

    public static AccountNames ofGroups(Accounts accounts) {
        return new AccountNames(id -> Optional.ofNullable(accounts.getgrgid(id)).map(Group::name));
    }

    /** Returns the name of the user or group {@code id}; an empty result if there is none, or if it cannot be found out. */
    public Optional<String> of(int id) {
        return byId.computeIfAbsent(id, i -> {
            try {
                return lookup.name(i);
            } catch (ErrnoException e) {
                return Optional.empty(); // Then the number is printed, as coreutils do.
            }
        });
    }
}
