package org.superlance.listener.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.restart.Cycles;
import org.superlance.listener.restart.RestartBudget;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.supervisor.ProcessPattern;
import picocli.CommandLine.Option;

/** When to act: the options that all restarting listeners share. */
public final class RuleOptions {

    @Option(
            names = "--cycles",
            paramLabel = "N[/M]",
            description = "Act only after N ticks in a row, or N of the last M, were bad.")
    Cycles cycles = Cycles.ONE;

    @Option(
            names = "--min-uptime",
            paramLabel = "DURATION",
            description = "Leave a process alone that is younger, such as 5m.")
    Duration minUptime = Duration.ZERO;

    @Option(
            names = "--max-restarts",
            paramLabel = "N/DURATION",
            description = "Restart one process at most N times within the duration, such as 3/1h; then hold, and say so"
                    + " once.")
    @Nullable
    RestartBudget budget;

    @Option(
            names = "--exclude",
            paramLabel = "NAME",
            description = "Never act on this: name, group:name or group:*; may be repeated.")
    List<ProcessPattern> excluded = new ArrayList<>();

    /** After how many bad ticks to act, for a plugin that finds something at a single tick only. */
    public Cycles cycles() {
        return cycles;
    }

    RestartRules rules(int atMost) {
        return new RestartRules(cycles, minUptime, Optional.ofNullable(budget), atMost);
    }
}
