package org.superlance.superlance.pause;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.pause.Pause;
import org.superlance.listener.pause.PauseFiles;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.Durations;

/** Runs {@code superlance pause}. */
public final class PauseMain {

    private static final Duration MIN = Duration.ofSeconds(1);

    private PauseMain() {}

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        PauseCommand command = new PauseCommand();
        ArgumentParser commandLine = new ArgumentParser(command, List.of(), context.out(), context.err());
        OptionalInt ended = commandLine.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        try {
            Duration length = checked(command.length.value());
            List<ProcessPattern> named = Operator.patterns(command.programs.value());
            Operator operator = new Operator(context, command.operator);
            int status = operator.write(
                    files -> pause(files, named.isEmpty() ? List.of(Pause.ALL) : named, length, context));
            if (status == ExitStatus.OK) {
                operator.warnUnlessAnybodyObeys();
                KnownPrograms.ask(named, command.server, context).warnOf(named, context);
            }
            return status;
        } catch (IllegalArgumentException e) {
            return commandLine.usageError(String.valueOf(e.getMessage()));
        }
    }

    private static Duration checked(Duration length) {
        if (length.compareTo(Pause.MAX) > 0) {
            throw new IllegalArgumentException("option '--for': a pause lasts " + Durations.format(Pause.MAX)
                    + " at most; pause again before it ends, or leave the program out of the options of the listener");
        }
        if (length.compareTo(MIN) < 0) {
            throw new IllegalArgumentException("option '--for': a pause lasts " + Durations.format(MIN) + " at least");
        }
        return length;
    }

    private static int pause(PauseFiles files, List<ProcessPattern> programs, Duration length, CommandContext context)
            throws IOException {
        Instant now = context.clock().instant();
        for (ProcessPattern some : programs) {
            Pause pause = files.pause(some, length, Operator.user(context), now);
            context.printer()
                    .println(pause.subject() + " "
                            + pause.clause(now, context.clock().getZone())
                            + ": not restarted, and nothing is sent until then");
        }
        return ExitStatus.OK;
    }
}
