package org.superlance.listener.restart;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.supervisor.Namespec;

/** What a patrol's decisions lead to. */
public interface Actions {

    /** Whether a restart of that process is going on. */
    boolean isUnderWay(Namespec name);

    /** Begins to restart what the decision is about, and tells people of it. */
    void restart(Decision decision);

    /** Tells people that the process is sick and held back from. */
    void hold(Decision decision);

    /** Restarts for real. */
    static Actions real(Restarter restarter, Letters letters, Outbox outbox) {
        return new Actions() {
            @Override
            public boolean isUnderWay(Namespec name) {
                return restarter.isUnderWay(name);
            }

            @Override
            public void restart(Decision decision) {
                log().warn("{}", decision.sentence());
                restarter.restart(
                        decision.process(),
                        report -> letters.about(decision, report).ifPresent(outbox::accept));
            }

            @Override
            public void hold(Decision decision) {
                log().warn("{}", decision.sentence());
                letters.aboutHolding(decision).ifPresent(outbox::accept);
            }
        };
    }

    /** Says what would be done. */
    static Actions dryRun() {
        return new Actions() {
            @Override
            public boolean isUnderWay(Namespec name) {
                return false;
            }

            @Override
            public void restart(Decision decision) {
                log().warn("dry run, would {}", decision.sentence());
            }

            @Override
            public void hold(Decision decision) {
                log().warn("dry run, would {}", decision.sentence());
            }
        };
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Actions.class);
    }
}
