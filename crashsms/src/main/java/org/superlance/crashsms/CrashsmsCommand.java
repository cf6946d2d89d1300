package org.superlance.crashsms;

import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.runtime.BatchCommand;

/** The flags of crashsms. */
final class CrashsmsCommand extends BatchCommand {

    CrashsmsCommand() {
        super(
                OptionGroup.of(
                                "crashsms",
                                "Sends crashes as messages that each fit one SMS. Run by supervisord as an event listener"
                                        + " for PROCESS_STATE_EXITED events.")
                        .synopsis("crashsms -t address -f address [-i minutes] [-s subject] [-H host[:port]] [-u user]"
                                + " [-p password] [--tls] [-e TICK_x] [more options]"),
                ProcessFailure.FailureType.EXITED,
                "");
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
