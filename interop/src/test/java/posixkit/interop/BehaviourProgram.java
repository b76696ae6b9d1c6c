package posixkit.interop;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The main class of a child JVM. It reads lines with {@code ours} or {@code theirs} and the index of a behaviour, and prints what is
 * seen, in one line each. It ends after a line that has a third word.
 */
public final class BehaviourProgram {
    private BehaviourProgram() {}

    public static void main(String[] args) throws Exception {
        List<Behaviour> all = Behaviours.all();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            String seen = World.run(all.get(Integer.parseInt(words[1])), words[0].equals("ours"));
            out.println(seen.replace("\n", "\\n"));
            if (words.length > 2) {
                return;
            }
        }
    }
}
