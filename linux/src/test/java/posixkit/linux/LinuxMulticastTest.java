package posixkit.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import posixkit.contract.MulticastContract;

class LinuxMulticastTest extends MulticastContract {
    /** A line for each interface, and under it one for each group: the address as a number, in the processor's order. */
    @Override
    protected List<String> groups4() throws IOException {
        List<String> groups = new ArrayList<>();
        String device = "";
        for (String line : Files.readAllLines(Path.of("/proc/thread-self/net/igmp"))) {
            String[] words = line.strip().split("\\s+");
            if (!line.startsWith("\t")) {
                device = words[1];
            } else if (device.equals("lo")) {
                int group = Integer.parseUnsignedInt(words[0], 16);
                groups.add(
                        (group & 0xFF) + "." + (group >> 8 & 0xFF) + "." + (group >> 16 & 0xFF) + "." + (group >>> 24));
            }
        }
        return groups;
    }

    @Override
    protected List<String> groups6() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/net/igmp6")).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words[1].equals("lo"))
                .map(words -> words[2])
                .toList();
    }
}
