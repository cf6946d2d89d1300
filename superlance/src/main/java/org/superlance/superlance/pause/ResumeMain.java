package org.superlance.superlance.pause;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.pause.Pause;
import org.superlance.listener.pause.PauseFiles;
import org.superlance.listener.pause.PauseFiles.Resumed;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.TextSanitizer;

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
            Operator operator = new Operator(context, command.operator);
            KnownPrograms known = KnownPrograms.ask(programs, command.server, context);
            int status = operator.write(files -> resume(files, programs, known.names(), context));
            known.warnOf(programs, context);
            return status;
        } catch (IllegalArgumentException e) {
            return commandLine.usageError(String.valueOf(e.getMessage()));
        }
    }

    private static int resume(
            PauseFiles files, List<ProcessPattern> programs, List<Namespec> known, CommandContext context)
            throws IOException {
        Instant now = context.clock().instant();
        Resumed done = files.resume(programs, known, Operator.user(context), now);
        for (Pause pause : done.changed()) {
            context.printer()
                    .println(
                            pause.resumed().isPresent()
                                    ? pause.subject() + " resumed"
                                    : pause.subject() + " "
                                            + pause.clause(now, context.clock().getZone()));
        }
        if (programs.isEmpty() && done.changed().isEmpty()) {
            context.printer().println("nothing to resume: no program is paused in " + files.path());
        }
        for (ProcessPattern name : done.unpaused()) {
            context.err()
                    .println("superlance: '" + TextSanitizer.excerpt(name.toString()) + "' is not paused in "
                            + files.path());
        }
        return done.unpaused().isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
