package posixkit.net;

import java.util.Objects;
import posixkit.print.Printer;

/**
 * The number and the name of a network interface ({@code struct if_nameindex}).
 *
 * @param index the number of the interface
 * @param name the name of the interface
 */
public record Ifname(int index, String name) {
    public Ifname {
        Objects.requireNonNull(name, "name");
    }

    /** Returns the number and the name as text. */
    @Override
    public String toString() {
        return "Ifname[index=" + index + ", name=" + Printer.quoted(name) + "]";
    }
}
