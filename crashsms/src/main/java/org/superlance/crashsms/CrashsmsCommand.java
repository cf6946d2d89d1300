package org.superlance.crashsms;

import java.util.OptionalInt;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.batch.Batch;
import org.superlance.listener.crash.batch.FailureLineFormatter;
import org.superlance.listener.runtime.BatchCommand;

/** The flags of crashsms. */
final class CrashsmsCommand extends BatchCommand {

    private static final int MAX_SUBJECT_LENGTH = 20;

    CrashsmsCommand() {
        super(
                OptionGroup.of(
                                "crashsms",
                                "Tells of programs that died unexpectedly, in messages that each fit one SMS."
                                        + " To be run by supervisord as an event listener for PROCESS_STATE_EXITED.")
                        .synopsis("crashsms -t address -f address [-i minutes] [-s subject] [-H host[:port]] [-u user]"
                                + " [-p password] [--tls] [-e TICK_x] [more options]"),
                ProcessFailure.FailureType.EXITED,
                "");
    }

    /** What is left must be enough for a line. */
    @Override
    protected String fitting(String subject) {
        return SmsBatchFormatter.plain(subject, MAX_SUBJECT_LENGTH);
    }

    @Override
    protected Batch.Formatter formatter(
            FailureLineFormatter lineFormatter, String subject, OptionalInt collapse, String host) {
        return new SmsBatchFormatter(lineFormatter, subject, collapse);
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:crashsms]
                command=crashsms -t ops@example.com -f supervisord@example.com
                events=PROCESS_STATE_EXITED
                """;
    }
}
