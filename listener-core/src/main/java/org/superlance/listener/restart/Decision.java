package org.superlance.listener.restart;

import java.time.Duration;
import java.util.Optional;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Durations;

/**
 * What is to be done about one process, and why. The log line, the table and the mail all print this.
 *
 * @param reason the finding's reason, and what the policy adds to it
 * @param news whether this says something that was not said at the tick before
 */
public record Decision(Finding finding, Verdict verdict, String reason, boolean news) {

    public Namespec name() {
        return finding.process().name();
    }

    public ProcessInfo process() {
        return finding.process();
    }

    public Optional<Duration> uptime() {
        return process().uptime();
    }

    public boolean isToBeActedOn() {
        return verdict == Verdict.RESTART || verdict == Verdict.START;
    }

    /** {@code restart web:w1: RSS 312.4MB is more than 200MB (-a); pid 4711, up 3h12m}. */
    public String sentence() {
        return verdict.verb() + " " + name() + ": " + reason + "; " + who();
    }

    /** {@code pid 4711, up 3h12m}. */
    public String who() {
        return (process().hasPid()
                        ? "pid " + process().pid()
                        : process().state().toString())
                + uptime().map(up -> ", up " + Durations.format(up)).orElse("");
    }
}
