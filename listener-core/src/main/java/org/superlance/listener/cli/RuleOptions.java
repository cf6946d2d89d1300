package org.superlance.listener.cli;

import java.time.Duration;
import java.util.List;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.restart.RestartRules.CycleThreshold;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.RateLimit;

/** When to act: the options that all restarting listeners share. */
public final class RuleOptions extends OptionGroup {

    final Option<CycleThreshold> threshold = value(CycleThreshold.class, "--cycles")
            .paramLabel("N[/M]")
            .defaultValue(CycleThreshold.ONE)
            .description("Restart only after N consecutive failed checks (N/M: N of the last M).");

    final Option<Duration> minUptime = value(Duration.class, "--min-uptime")
            .paramLabel("DURATION")
            .defaultValue(Duration.ZERO)
            .description("Do not restart a process that has been up for less, such as 5m.");

    final Option<RateLimit> budget = value(RateLimit.class, "--max-restarts")
            .paramLabel("N/DURATION")
            .description("Restart one process at most N times within the duration, such as 3/1h; then hold, and"
                    + " report that once.");

    public final Option<List<ProcessPattern>> excluded = list(ProcessPattern.class, "--exclude")
            .paramLabel("NAME")
            .description("Never act on this process: name, group:name or group:*. May be repeated.");

    /** After how many bad ticks to act, for a plugin that finds something at a single tick only. */
    public CycleThreshold threshold() {
        return threshold.value();
    }

    public RestartRules rules(int atMost) {
        return new RestartRules(threshold.value(), minUptime.value(), budget.optional(), atMost);
    }
}
