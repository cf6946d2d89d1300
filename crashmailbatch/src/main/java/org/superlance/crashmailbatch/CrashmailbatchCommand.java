package org.superlance.crashmailbatch;

import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.runtime.BatchCommand;

/** The flags of crashmailbatch. */
final class CrashmailbatchCommand extends BatchCommand {

    CrashmailbatchCommand() {
        super(
                OptionGroup.of(
                                "crashmailbatch",
                                "Sends one mail for all programs that exited unexpectedly within a few minutes. Run by"
                                        + " supervisord as an event listener for PROCESS_STATE_EXITED events.")
                        .synopsis(
                                "crashmailbatch -t address -f address [-i minutes] [-s subject] [-H host[:port]] [-u user]"
                                        + " [-p password] [--tls] [-e TICK_x] [more options]"),
                ProcessFailure.FailureType.EXITED,
                "Crash alert from supervisord");
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:crashmailbatch]
                command=crashmailbatch -t ops@example.com -f supervisord@example.com
                events=PROCESS_STATE_EXITED
                """;
    }
}
