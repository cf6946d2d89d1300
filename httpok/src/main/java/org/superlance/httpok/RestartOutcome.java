package org.superlance.httpok;

import org.jspecify.annotations.Nullable;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.RestartResult;

/** What becomes of one process that is acted on. Guarded by the {@link CheckFailureNotifier} that it belongs to. */
final class RestartOutcome {

    private final Decision decision;
    private String core = "";
    private @Nullable RestartResult report;
    private boolean told;

    RestartOutcome(Decision decision) {
        this.decision = decision;
    }

    Decision decision() {
        return decision;
    }

    void coreDump(String text) {
        core = text;
    }

    /** What the gcore command said; empty if it was not asked. */
    String coreDumpResult() {
        return core;
    }

    void ended(RestartResult report) {
        this.report = report;
    }

    boolean isKnown() {
        return report != null;
    }

    /** Whether there is nothing more to be heard of it. */
    boolean isOver() {
        return report != null && report.outcome() != RestartResult.Outcome.START_FAILED;
    }

    void markReported() {
        told = true;
    }

    /** Whether its letter is gone. */
    boolean isReported() {
        return told;
    }

    String sentence() {
        return report == null
                ? "its " + decision.type() + " is still under way"
                : switch (report.outcome()) {
                    case RESTARTED -> "restarted: " + report.sentence();
                    case SKIPPED -> "left alone: " + report.sentence();
                    case STOP_FAILED -> "failed to stop: " + report.sentence();
                    case START_FAILED -> "failed to start: " + report.sentence() + "; trying on";
                };
    }
}
