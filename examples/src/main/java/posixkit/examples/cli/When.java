package posixkit.examples.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** When a subcommand does something that is meant for people, such as colours: always, never, or on a terminal. */
public enum When {
    ALWAYS,
    AUTO,
    NEVER;

    public boolean holds(boolean onTerminal) {
        return this == ALWAYS || this == AUTO && onTerminal;
    }

    /**
     * Makes {@code --color=never} the only way to give a value. In {@code --color never}, the word is an operand, as in GNU ls.
     * An option with this class has no {@code defaultValue}; its field has one.
     */
    public static final class Attached implements IParameterPreprocessor {
        @Override
        public boolean preprocess(Stack<String> left, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (!"=".equals(info.get("separator"))) {
                left.push(((OptionSpec) option).fallbackValue());
            }
            return false;
        }
    }
}
