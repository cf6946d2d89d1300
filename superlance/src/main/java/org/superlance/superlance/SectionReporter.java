package org.superlance.superlance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.configcheck.RequiredEvents;
import org.superlance.listener.event.Event;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.notify.OpenState;
import org.superlance.listener.runtime.Backlog;
import org.superlance.listener.runtime.ListenerCommand;
import org.superlance.listener.runtime.ListenerContext;
import org.superlance.listener.runtime.ListenerSettings;
import org.superlance.listener.runtime.RunningListener;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.superlance.status.ConfiguredListener;

/**
 * The listener that tells of sections which are not run: a state of each, for people, for the status and for metrics, that
 * begins when the section is refused and ends when it runs. It acts on no event.
 */
final class SectionReporter implements RunningListener {

    /** The kind of the state, and the event of the alerts. */
    private static final String NOT_RUN = ConfiguredListener.NOT_RUN;

    private static final Logger LOG = LoggerFactory.getLogger(SectionReporter.class);

    private final RefusedSections refused;
    private final ListenerContext context;

    SectionReporter(RefusedSections refused, ListenerContext context) {
        this.refused = refused;
        this.context = context;
    }

    @Override
    public void start() {
        refused.onChange(this::request);
        request();
    }

    private void request() {
        try {
            context.workers().execute(this::tell);
        } catch (RejectedExecutionException e) {
            LOG.debug("ending: sections that are not run are told of by the next process");
        }
    }

    private void tell() {
        Map<String, String> reasons = refused.all();
        for (OpenState state : context.alerts().open()) {
            if (state.what().equals(NOT_RUN) && !reasons.containsKey(state.process())) {
                context.alerts().end(state, over(state.process()), "It is as it should be.");
            }
        }
        reasons.forEach((section, sentence) -> context.alerts().begin(NOT_RUN, alert(section, sentence)));
    }

    private Alert alert(String section, String sentence) {
        Map<String, String> labels = new HashMap<>();
        labels.put("command", context.command());
        labels.put("host", context.host());
        labels.put("event", NOT_RUN);
        labels.put("group", section);
        labels.put("process", section);
        labels.put("severity", "critical");
        // two files may have a section of one name
        context.self().ifPresent(self -> labels.put("listener", self.toString()));
        return Alert.of(
                context.clock().instant(),
                isFile(section)
                        ? "superlance: its file is not reloaded"
                        : "superlance: section " + section + " is not run",
                sentence + "\nWrite it correctly, and have the file read again: supervisorctl signal HUP "
                        + context.self().map(Object::toString).orElse(ListenerFile.SELF) + "\n",
                labels);
    }

    private static String over(String section) {
        return isFile(section)
                ? "superlance: its file is right again"
                : "superlance: section " + section + " is run again";
    }

    private static boolean isFile(String section) {
        return section.equals(ListenerFile.SELF);
    }

    @Override
    public void onEvent(Event event) {
        // it has subscribed to none
    }

    @Override
    public int runOnce() {
        return ExitStatus.OK;
    }

    @Override
    public Backlog backlog() {
        return new Backlog(0, 0, context.queue().pending());
    }

    @Override
    public void close() {
        context.close();
    }

    /** Its options: those of all listeners. */
    static final class Command implements ListenerCommand<Config> {

        private final OptionGroup options = OptionGroup.of("superlance", "Tells of sections that are not run.");
        private final MailOptions mail = options.with(new MailOptions());
        private final ListenerOptions listener = options.with(new ListenerOptions());

        @Override
        public OptionGroup options() {
            return options;
        }

        @Override
        public ListenerOptions listener() {
            return listener;
        }

        @Override
        public Config toConfig() {
            return new Config(mail.toConfig());
        }

        @Override
        public List<String> legacyLongOptions() {
            return List.of();
        }

        @Override
        public String exampleSection() {
            return "";
        }

        @Override
        public List<RequiredEvents> requiredEvents() {
            return List.of();
        }
    }

    /** Whom to tell. */
    record Config(NotificationConfig notifications) implements ListenerSettings {

        @Override
        public List<ProcessPattern> referencedProcesses() {
            return List.of();
        }

        @Override
        public List<ProcessPattern> excluded() {
            return List.of();
        }
    }
}
