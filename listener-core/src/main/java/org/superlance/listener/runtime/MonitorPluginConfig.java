package org.superlance.listener.runtime;

import java.time.Duration;
import java.util.List;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.supervisor.ProcessPattern;

/** Makes a listener of a command that is its own config still. */
public record MonitorPluginConfig(MonitorCommand plugin, NotificationConfig notifications) implements MonitorSettings {

    /** As a {@link ListenerFactory} does. */
    public static RunningListener create(MonitorPluginConfig config, ListenerContext context) {
        MonitorCommand plugin = config.plugin();
        if (context.dryRun()) {
            plugin.listener().dryRun().assign(true);
        }
        Metrics metrics = context.metrics();
        ListenerEnvironment place =
                new ListenerEnvironment(context.host(), context.directory(), context.clock(), metrics);
        RestartManager restartManager = new RestartManager(
                context.supervisor(), context.state().journal(context.clock()), context.workers(), metrics);
        return new MonitorListener(
                config,
                context,
                plugin.check(place),
                restartManager,
                plugin.executor(restartManager, context.queue(), place),
                new MonitorReport() {
                    @Override
                    public String valueTitle() {
                        return plugin.valueTitle();
                    }

                    @Override
                    public List<String> remarks() {
                        return plugin.remarks();
                    }

                    @Override
                    public List<Diagnostic> diagnostics(List<Diagnostic> ofProcesses) {
                        return plugin.inspect(ofProcesses, place);
                    }
                });
    }

    @Override
    public RestartRules rules() {
        return plugin.ruleOptions().rules(plugin.maxConcurrentRestarts());
    }

    @Override
    public Duration minRestartInterval() {
        return plugin.minRestartInterval();
    }

    @Override
    public List<ProcessPattern> referencedProcesses() {
        return plugin.referencedProcesses();
    }

    @Override
    public List<ProcessPattern> excluded() {
        return plugin.ruleOptions().excluded.value();
    }
}
