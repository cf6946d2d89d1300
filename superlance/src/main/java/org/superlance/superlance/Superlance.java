package org.superlance.superlance;

import java.util.Arrays;
import java.util.Optional;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.supervisor.DeserializationFilter;

/** The command {@code superlance}. */
public final class Superlance {

    private Superlance() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        SuperlanceSubcommands commands = SuperlanceSubcommands.all();
        Optional<SuperlanceSubcommand> named = arguments.length == 0 ? Optional.empty() : commands.find(arguments[0]);
        return named.isPresent()
                ? named.get().run(context, Arrays.copyOfRange(arguments, 1, arguments.length))
                : new SuperlanceMain(commands, context).run(arguments);
    }
}
