package org.superlance.superlance.pause;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.pause.Pause;
import org.superlance.listener.pause.PauseFiles;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.supervisor.ProcessPattern;

/** Runs {@code superlance resume}. */
public final class ResumeMain {

    private ResumeMain() {}

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        ResumeCommand command = new ResumeCommand();
        ArgumentParser commandLine = new ArgumentParser(command, List.of(), context.out(), context.err());
        OptionalInt ended = commandLine.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        try {
            List<ProcessPattern> programs = Operator.patterns(command.programs.value());
            return new Operator(context, command.operator).write(files -> resume(files, programs, context));
        } catch (IllegalArgumentException e) {
            return commandLine.usageError(String.valueOf(e.getMessage()));
        }
    }

    private static int resume(PauseFiles files, List<ProcessPattern> programs, CommandContext context)
            throws IOException {
        Instant now = context.clock().instant();
        List<Pause> changed = files.resume(programs, Operator.user(context), now);
        for (Pause pause : changed) {
            context.printer()
                    .println(
                            pause.resumed().isPresent()
                                    ? pause.subject() + " resumed"
                                    : pause.subject() + " "
                                            + pause.clause(now, context.clock().getZone()));
        }
        if (changed.isEmpty()) {
            context.printer().println("nothing to resume: none of these programs is paused in " + files.path());
        }
        return ExitStatus.OK;
    }
}
