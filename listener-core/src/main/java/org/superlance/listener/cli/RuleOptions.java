package org.superlance.listener.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.restart.HookSettings;
import org.superlance.listener.restart.RestartOrder;
import org.superlance.listener.restart.RestartOrder.Dependency;
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

    final Option<String> beforeRestart = value(String.class, "--before-restart")
            .secret()
            .paramLabel("COMMAND")
            .description("Run this shell command before each stop, such as one that drains a load balancer or takes a"
                    + " thread dump; ALERT_PROCESS, ALERT_PID and more say for what.");

    final Option<String> afterRestart = value(String.class, "--after-restart")
            .secret()
            .paramLabel("COMMAND")
            .description("Run this shell command once when a restart has ended, whatever came of it (ALERT_OUTCOME).");

    final Option<Duration> hookTimeout = value(Duration.class, "--hook-timeout")
            .paramLabel("DURATION")
            .description("Kill the command of --before-restart or --after-restart after this long (default: 1m).");

    final Option<Boolean> requireHook = flag("--require-hook")
            .description("Do not restart if the command of --before-restart fails; report that, and try again when a"
                    + " restart is due the next time.");

    final Option<List<Dependency>> depends = list(Dependency.class, "--depends")
            .paramLabel("NAME=NAME[,NAME...]")
            .converter(Dependency::parse)
            .description(
                    "Restart the first program only while the others are RUNNING, and after them if they are restarted"
                            + " too, such as web=db,cache. May be repeated.");

    final Option<Boolean> restartDependants = flag("--restart-dependants")
            .description("After a restart of a program, also restart those that depend on it by --depends.");

    /** After how many bad ticks to act, for a plugin that finds something at a single tick only. */
    public CycleThreshold threshold() {
        return threshold.value();
    }

    public RestartRules rules(int atMost) {
        return new RestartRules(threshold.value(), minUptime.value(), budget.optional(), atMost, hooks(), order());
    }

    private Optional<RestartOrder> order() {
        return depends.value().isEmpty() && !restartDependants.value()
                ? Optional.empty()
                : Optional.of(new RestartOrder(depends.value(), restartDependants.value()));
    }

    private Optional<HookSettings> hooks() {
        if (beforeRestart.isSet() || afterRestart.isSet() || requireHook.value()) {
            return Optional.of(new HookSettings(
                    beforeRestart.optional(),
                    afterRestart.optional(),
                    hookTimeout.optional().orElse(HookSettings.DEFAULT_TIMEOUT),
                    requireHook.value()));
        }
        if (hookTimeout.isSet()) {
            throw new IllegalArgumentException("--hook-timeout needs --before-restart or --after-restart");
        }
        return Optional.empty();
    }
}
