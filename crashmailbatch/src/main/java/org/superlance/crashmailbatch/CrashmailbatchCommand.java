package org.superlance.crashmailbatch;

import org.superlance.listener.cli.BatchCommand;
import org.superlance.listener.crash.Incident;
import picocli.CommandLine.Command;

/** The flags of crashmailbatch. */
@Command(
        name = "crashmailbatch",
        description = "Mails about programs that died unexpectedly: one mail for all that died within some minutes."
                + " To be run by supervisord as an event listener for PROCESS_STATE_EXITED.",
        customSynopsis = "crashmailbatch -t address -f address [-i minutes] [-s subject] [-H host[:port]] [-u user]"
                + " [-p password] [--tls] [-e TICK_x] [more options]",
        sortOptions = false)
final class CrashmailbatchCommand extends BatchCommand {

    CrashmailbatchCommand() {
        super(Incident.Kind.EXITED, "Crash alert from supervisord");
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
