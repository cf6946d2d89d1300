package org.superlance.superlance;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.superlance.listener.cli.CommandLines;
import org.superlance.listener.cli.Surroundings;
import org.superlance.listener.supervisor.Deserialization;

/** The command {@code superlance}. */
public final class Superlance {

    private Superlance() {}

    public static void main(String[] arguments) {
        Deserialization.forbid();
        System.exit(run(Surroundings.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(Surroundings surroundings, String... arguments) {
        Commands commands = new Commands();
        Optional<Command> named = arguments.length == 0 ? Optional.empty() : commands.named(arguments[0]);
        if (named.isPresent()) {
            return named.get().run(surroundings, Arrays.copyOfRange(arguments, 1, arguments.length));
        }
        CommandLines commandLine = new CommandLines(new SuperlanceCommand(), List.of(), surroundings);
        OptionalInt ended = commandLine.parse(arguments);
        return ended.isPresent()
                ? ended.getAsInt()
                : commandLine.refuse("name a command: " + String.join(", ", commands.names()));
    }
}
