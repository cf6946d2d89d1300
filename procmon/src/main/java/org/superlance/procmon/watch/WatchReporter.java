package org.superlance.procmon.watch;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.runtime.ListenerEnvironment;
import org.superlance.procmon.watch.WatchDecision.Kind;

/** Says in the log what is decided and what comes of it, and tells people what they want to know of it. */
final class WatchReporter implements Consumer<WatchDecision> {

    private static final Logger LOG = LoggerFactory.getLogger(WatchReporter.class);

    /** Why it was started, for machines. */
    private static final String CAUSE = "down";

    private final WatchSettings settings;
    private final NotificationQueue queue;
    private final Metrics metrics;
    private final String host;
    private final InstantSource clock;

    WatchReporter(WatchSettings settings, NotificationQueue queue, ListenerEnvironment place) {
        this.settings = settings;
        this.queue = queue;
        this.metrics = place.metrics();
        this.host = place.host();
        this.clock = place.clock();
    }

    @Override
    public void accept(WatchDecision decision) {
        log(decision);
        count(decision);
        alert(decision).ifPresent(queue::accept);
    }

    private void log(WatchDecision decision) {
        String sentence =
                (settings.dryRun() && decision.isToBeActedOn() ? "dry run, would " : "") + decision.sentence();
        switch (decision.kind()) {
            case NOT_NEEDED, BROUGHT_BACK -> LOG.info("{}", sentence);
            case NEXT_START, KILLED -> LOG.warn("{}", sentence);
            case GIVEN_UP -> LOG.error("{}", sentence);
        }
    }

    private void count(WatchDecision decision) {
        switch (decision.kind()) {
            case NEXT_START -> metrics.count(Metric.DECISIONS, "start");
            case GIVEN_UP -> metrics.count(Metric.DECISIONS, "hold");
            case KILLED -> metrics.count(Metric.DECISIONS, "kill");
            case NOT_NEEDED -> metrics.count(Metric.DECISIONS, "ok");
            case BROUGHT_BACK -> metrics.count(Metric.RESTARTS, decision.name().toString(), CAUSE, "restarted");
        }
        if (decision.startFailed()) {
            metrics.count(Metric.RESTARTS, decision.name().toString(), CAUSE, "start_failed");
        }
    }

    private Optional<Alert> alert(WatchDecision decision) {
        if (decision.kind() == Kind.NEXT_START || decision.kind() == Kind.NOT_NEEDED) {
            return Optional.empty();
        }
        String event = decision.kind().name().toLowerCase(Locale.ROOT);
        String subject = settings.heading() + ": process " + decision.name() + " " + event.replace('_', ' ');
        String text = "Process " + decision.name() + " on " + host + ":\n" + decision.reason() + ".\n";
        return Optional.of(Alert.of(
                clock.instant(),
                subject,
                text,
                Map.of(
                        "command",
                        "procmon",
                        "host",
                        host,
                        "group",
                        decision.name().group(),
                        "process",
                        decision.name().name(),
                        "event",
                        event)));
    }
}
