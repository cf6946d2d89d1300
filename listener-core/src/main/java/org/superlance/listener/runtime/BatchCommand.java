package org.superlance.listener.runtime;

import java.util.Collection;
import java.util.List;
import org.superlance.listener.cli.BatchOptions;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.configcheck.RequiredEvents;
import org.superlance.listener.crash.ProcessFailure;

/** The options of a command that notifies people of several failures of one kind together. */
public abstract class BatchCommand implements ListenerCommand<BatchConfig> {

    private final OptionGroup options;
    private final ProcessFailure.FailureType type;
    private final String defaultSubject;
    private final BatchOptions batch;
    private final ListenerOptions listener;

    /**
     * One that has these options, and those of all such commands.
     *
     * @param defaultSubject without {@code --subject}; empty for none
     */
    protected BatchCommand(OptionGroup options, ProcessFailure.FailureType type, String defaultSubject) {
        this.options = options;
        this.batch = options.with(new BatchOptions());
        this.listener = options.with(new ListenerOptions());
        this.type = type;
        this.defaultSubject = defaultSubject;
    }

    @Override
    public final OptionGroup options() {
        return options;
    }

    @Override
    public final ListenerOptions listener() {
        return listener;
    }

    @Override
    public final Collection<String> legacyLongOptions() {
        return List.of(
                "--help",
                "--interval",
                "--toEmail",
                "--fromEmail",
                "--subject",
                "--smtpHost",
                "--tickEvent",
                "--userName",
                "--password",
                "--tls");
    }

    @Override
    public final BatchConfig toConfig() {
        batch.validate();
        return new BatchConfig(
                type,
                batch.interval(),
                batch.groupWait(),
                batch.collapse(),
                batch.subject().orElse(defaultSubject),
                batch.processes(),
                batch.named(),
                batch.notifications());
    }

    @Override
    public final List<RequiredEvents> requiredEvents() {
        return List.of(RequiredEvents.of(type.event()));
    }
}
