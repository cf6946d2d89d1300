package org.superlance.superlance.status;

import java.util.List;
import java.util.OptionalInt;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.runtime.CommandContext;

/** Runs {@code superlance status}. */
public final class StatusMain {

    private StatusMain() {}

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        StatusCommand command = new StatusCommand();
        ArgumentParser commandLine = new ArgumentParser(command, List.of(), context.out(), context.err());
        OptionalInt ended = commandLine.parse(arguments);
        return ended.orElse(ExitStatus.OK);
    }
}
