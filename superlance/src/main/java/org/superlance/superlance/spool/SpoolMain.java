package org.superlance.superlance.spool;

import java.util.List;
import java.util.OptionalInt;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.runtime.CommandContext;

/** Runs {@code superlance spool}. */
public final class SpoolMain {

    private SpoolMain() {}

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        SpoolCommand command = new SpoolCommand();
        ArgumentParser commandLine = new ArgumentParser(command, List.of(), context.out(), context.err());
        OptionalInt ended = commandLine.parse(arguments);
        return ended.orElse(ExitStatus.OK);
    }
}
