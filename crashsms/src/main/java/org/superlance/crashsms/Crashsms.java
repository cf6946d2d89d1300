package org.superlance.crashsms;

import org.superlance.listener.crash.batch.Batch;
import org.superlance.listener.crash.batch.BatchMailer;
import org.superlance.listener.crash.batch.FailureLineFormatter;
import org.superlance.listener.runtime.BatchConfig;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.CrashListener;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.runtime.ListenerContext;
import org.superlance.listener.runtime.RunningListener;
import org.superlance.listener.supervisor.DeserializationFilter;

/** The command {@code crashsms}. */
public final class Crashsms {

    private static final int MAX_SUBJECT_LENGTH = 20;

    private Crashsms() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        return EventListenerRunner.run(CrashsmsCommand::new, Crashsms::create, context, arguments);
    }

    private static RunningListener create(BatchConfig config, ListenerContext context) {
        // what is left must be enough for a line
        String subject = SmsBatchFormatter.plain(config.subject(), MAX_SUBJECT_LENGTH);
        FailureLineFormatter lines = new FailureLineFormatter(context.clock());
        Batch.Formatter formatter = new SmsBatchFormatter(lines, subject, config.collapse());
        return CrashListener.ofBatches(
                config, context, new BatchMailer.Format(context.command(), context.host(), subject, lines, formatter));
    }
}
