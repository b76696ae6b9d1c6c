package posixkit.examples.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Makes {@code --color=never} the only way to give a value to an option that can also be without one. In {@code --color never}, the
 * word is an operand, as in GNU programs. An option with this class has a {@code fallbackValue} and no {@code defaultValue}.
 */
public final class AttachedValue implements IParameterPreprocessor {
    @Override
    public boolean preprocess(Stack<String> left, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if (!"=".equals(info.get("separator"))) {
            left.push(((OptionSpec) option).fallbackValue());
        }
        return false;
    }
}
