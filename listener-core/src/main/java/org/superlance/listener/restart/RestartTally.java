package org.superlance.listener.restart;

import java.time.InstantSource;
import java.util.Collection;
import java.util.function.IntSupplier;
import org.superlance.listener.history.History;
import org.superlance.listener.history.HistoryEvent.RestartEvent;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.supervisor.Namespec;

/**
 * What came of restarts, in metrics and in the history of the listener.
 *
 * @param clock for the history
 */
public record RestartTally(Metrics metrics, History history, InstantSource clock) {

    /** Has the metrics tell that a program was not restarted yet, so that its first restart is an increase. */
    public static void expect(Namespec program, Collection<String> causes, Metrics metrics) {
        for (String cause : causes) {
            for (RestartResult.Outcome outcome : RestartResult.Outcome.values()) {
                metrics.add(Metric.RESTARTS, 0, program.toString(), cause, outcome.label());
            }
        }
    }

    void registerInProgress(IntSupplier number) {
        metrics.registerGauge(Metric.RESTARTS_UNDER_WAY, number::getAsInt);
    }

    void record(Decision decision, RestartResult result) {
        String name = result.name().toString();
        String cause = decision.result().cause();
        String outcome = result.outcome().label();
        metrics.count(Metric.RESTARTS, name, cause, outcome);
        history.record(new RestartEvent(clock.instant(), name, cause, outcome, decision.reason(), result.sentence()));
    }
}
