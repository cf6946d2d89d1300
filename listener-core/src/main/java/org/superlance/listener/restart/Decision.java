package org.superlance.listener.restart;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Durations;

/**
 * What is to be done about one process, and why. The log line, the table and the mail all print this.
 *
 * @param reason the finding's reason, and what the policy adds to it
 * @param changed whether this says something that was not said at the tick before
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

    public boolean isActionable() {
        return type == DecisionType.RESTART || type == DecisionType.START;
    }

    /** {@code restarting web:w1: RSS 312.4MB exceeds 200MB (-a); pid 4711, up 3h12m}. */
    public String sentence() {
        return type.participle + " " + details();
    }

    /** What would be done, after "would": {@code restart web:w1: RSS 312.4MB exceeds 200MB (-a); pid 4711, up 3h12m}. */
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

    /** What is to be done about a process. */
    public enum DecisionType {
        /** Nothing is wrong with it. */
        OK("leave", "leaving"),
        /** Restart it now. */
        RESTART("restart", "restarting"),
        /** It does not run and should: start it now. */
        START("start", "starting"),
        /** Sick, but not for as many ticks as asked. */
        WAIT("not restart", "not yet restarting"),
        /** Sick, but younger than the minimum uptime. */
        YOUNG("not restart", "not yet restarting"),
        /** Sick, but restarted as often as allowed. */
        HOLD("not restart", "not restarting"),
        /** Sick, but its restart is under way already. */
        BUSY("leave", "leaving");

        private final String verb;
        private final String participle;

        DecisionType(String verb, String participle) {
            this.verb = verb;
            this.participle = participle;
        }

        /** As a table shows it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
