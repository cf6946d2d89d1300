package org.superlance.fatalmailbatch;

import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.runtime.BatchCommand;

/** The flags of fatalmailbatch. */
final class FatalmailbatchCommand extends BatchCommand {

    FatalmailbatchCommand() {
        super(
                OptionGroup.of(
                                "fatalmailbatch",
                                "Sends one mail for all programs that went FATAL within a few minutes. Run by supervisord as"
                                        + " an event listener for PROCESS_STATE_FATAL events.")
                        .synopsis(
                                "fatalmailbatch -t address -f address [-i minutes] [-s subject] [-H host[:port]] [-u user]"
                                        + " [-p password] [--tls] [-e TICK_x] [more options]"),
                ProcessFailure.FailureType.FATAL,
                "Fatal start alert from supervisord");
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:fatalmailbatch]
                command=fatalmailbatch -t ops@example.com -f supervisord@example.com
                events=PROCESS_STATE_FATAL
                """;
    }
}
