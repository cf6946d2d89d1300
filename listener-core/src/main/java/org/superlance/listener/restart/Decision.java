package org.superlance.listener.restart;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.status.ListenerStatus.Condition;
import org.superlance.listener.status.ListenerStatus.ProgramStatus;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Durations;

/**
 * What is done about one process, and why. The log line, the table and the mail all print this.
 *
 * @param reason the reason of the check result, and what the policy adds to it
 * @param changed whether it differs from that of the previous tick
 */
public record Decision(CheckResult result, DecisionType type, String reason, boolean changed) {

    public Namespec name() {
        return result.process().name();
    }

    public ProcessInfo process() {
        return result.process();
    }

    public Optional<Duration> uptime() {
        return process().uptime();
    }

    /** The same, with an addition to the reason. */
    Decision because(String addition) {
        return addition.isEmpty() ? this : new Decision(result, type, reason + addition, changed);
    }

    /** Whether the process was found healthy: one that could not be checked was not. */
    public boolean isHealthy() {
        return type == DecisionType.OK && !result.isIndeterminate();
    }

    public boolean isActionable() {
        return type == DecisionType.RESTART || type == DecisionType.START;
    }

    /** What the status of the listener says of the process; empty if it is simply well. */
    Optional<ProgramStatus> status() {
        return condition().map(condition -> status(condition, ""));
    }

    /**
     * The same, whatever the decision was.
     *
     * @param addition to the reason, a clause; may be empty
     */
    ProgramStatus status(Condition condition, String addition) {
        return new ProgramStatus(
                condition,
                name().toString(),
                process().pid(),
                result.value(),
                result.limit(),
                addition.isEmpty() ? reason : reason + "; " + addition);
    }

    private Optional<Condition> condition() {
        return switch (type) {
            case RESTART, START, BUSY -> Optional.of(Condition.RESTARTING);
            case WAIT, YOUNG -> Optional.of(Condition.OVER);
            case PAUSED -> Optional.of(Condition.PAUSED);
            case HOLD -> Optional.of(Condition.HELD);
            case OK ->
                result.isIndeterminate()
                        ? Optional.of(Condition.UNCLEAR)
                        : result.usage() >= CheckResult.NEAR ? Optional.of(Condition.NEAR) : Optional.empty();
        };
    }

    /** {@code restarting web:w1: RSS 312.4MB exceeds 200MB (-a); pid 4711, up 3h12m}. */
    public String sentence() {
        return type.participle + " " + details();
    }

    /**
     * What would be done, after "would": {@code restart web:w1: RSS 312.4MB exceeds 200MB (-a); pid 4711, up 3h12m}.
     */
    public String intention() {
        return type.verb + " " + details();
    }

    private String details() {
        return name() + ": " + reason + "; " + processLabel();
    }

    /** {@code pid 4711, up 3h12m}. */
    public String processLabel() {
        return (process().hasPid()
                        ? "pid " + process().pid()
                        : process().state().toString())
                + uptime().map(up -> ", up " + Durations.format(up)).orElse("");
    }

    /** What is done about a process. */
    public enum DecisionType {
        /** Healthy. */
        OK("leave", "leaving"),
        /** Restart it now. */
        RESTART("restart", "restarting"),
        /** It is not running and should be: start it now. */
        START("start", "starting"),
        /** Unhealthy, but for fewer ticks than {@code --cycles}. */
        WAIT("not restart", "not yet restarting"),
        /** Unhealthy, but its uptime is below {@code --min-uptime}. */
        YOUNG("not restart", "not yet restarting"),
        /** Unhealthy, but its restart limit is reached, or supervisord cannot stop it. */
        HOLD("not restart", "not restarting"),
        /** Unhealthy, but an operator has paused it. */
        PAUSED("not restart", "not restarting"),
        /** Unhealthy, but its restart is already in progress or must wait for others. */
        BUSY("leave", "leaving");

        private final String verb;
        private final String participle;

        DecisionType(String verb, String participle) {
            this.verb = verb;
            this.participle = participle;
        }

        /** As shown in a table. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
