package org.superlance.listener.runtime;

import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import org.superlance.listener.cli.BatchMailOptions;
import org.superlance.listener.cli.BatchOptions;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.cli.SelectionOptions;
import org.superlance.listener.configcheck.RequiredEvents;
import org.superlance.listener.crash.FailureAnalyzer;
import org.superlance.listener.crash.FailureHandler;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.batch.Batch;
import org.superlance.listener.crash.batch.BatchMailer;
import org.superlance.listener.crash.batch.FailureLineFormatter;
import org.superlance.listener.crash.batch.MailBatchFormatter;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.process.OomKillCounter;
import org.superlance.listener.supervisor.ProcessPattern;

/** A command that collects failures of one kind and tells of them together. */
public abstract class BatchCommand implements CrashCommand {

    private final OptionGroup options;
    private final ProcessFailure.FailureType type;
    private final String usualSubject;

    private final BatchMailOptions mail;
    private final BatchOptions batch;
    private final SelectionOptions selection;
    private final ListenerOptions listener;

    /**
     * One that has these options, and those of all batch listeners.
     *
     * @param usualSubject without {@code --subject}; empty for none
     */
    protected BatchCommand(OptionGroup options, ProcessFailure.FailureType type, String usualSubject) {
        this.options = options;
        this.mail = options.with(new BatchMailOptions());
        this.batch = options.with(new BatchOptions());
        this.selection = options.with(new SelectionOptions());
        this.listener = options.with(new ListenerOptions());
        this.type = type;
        this.usualSubject = usualSubject;
    }

    /**
     * How a batch is put into words: as a mail, unless the command knows better.
     *
     * @param subject goes out with it; may be empty
     * @param collapse more repeats of one process than this are told in one line
     */
    protected Batch.Formatter formatter(
            FailureLineFormatter lineFormatter, String subject, OptionalInt collapse, String host) {
        return new MailBatchFormatter(lineFormatter, collapse, host);
    }

    /** The subject, as long as the command has room for. */
    protected String fitting(String subject) {
        return subject;
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
    public final List<ProcessPattern> referencedProcesses() {
        return selection.named();
    }

    @Override
    public final void validate() {
        batch.validate();
    }

    @Override
    public final NotificationConfig notifications() {
        return mail.toConfig();
    }

    @Override
    public final boolean wants(ProcessFailure failure) {
        return failure.type() == type && selection.includes(failure.process());
    }

    @Override
    public final List<ProcessPattern> excluded() {
        return selection.excluded.value();
    }

    @Override
    public final List<RequiredEvents> requiredEvents() {
        return List.of(RequiredEvents.of(type.event()));
    }

    @Override
    public final FailureHandler handler(CrashContext context) {
        ListenerEnvironment place = context.place();
        FailureLineFormatter lineFormatter =
                new FailureLineFormatter(place.clock().getZone());
        FailureAnalyzer failureAnalyzer = new FailureAnalyzer(
                context.supervisor(), new OomKillCounter(), place.clock().getZone(), 0);
        String subject = fitting(batch.subject.optional().orElse(usualSubject));
        Batch.Formatter formatter = formatter(lineFormatter, subject, batch.most(), place.host());
        return new BatchMailer(
                context.failureQueue(),
                listener.isDryRun() ? new LoggingNotifier() : context.queue(),
                batch.times(),
                new BatchMailer.Format(subject, lineFormatter, formatter),
                now -> failureAnalyzer.snapshot(now)::detailsWithoutLogTail,
                place.clock());
    }

    @Override
    public final OptionGroup options() {
        return options;
    }
}
