package org.superlance.listener.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.HostName;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.ListenerStateStore;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.configcheck.ListenerSectionConfig;
import org.superlance.listener.configcheck.PathCheck;
import org.superlance.listener.configcheck.ProcessNameCheck;
import org.superlance.listener.configcheck.SectionCheck;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;

/** Finds what is wrong with one listener, or will be. Changes nothing: nothing is restarted, told, locked or left behind. */
public final class ListenerConfigCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerConfigCheck.class);

    private final ListenerCommand plugin;
    private final String command;
    private final Optional<ListenerSectionConfig> conf;
    private final ServerUrl server;
    private final CommandContext context;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    /**
     * Looks at nothing yet.
     *
     * @param plugin with its options parsed
     * @param command its name
     * @param conf its section; empty if there is none
     * @param server its supervisord
     * @param context with the environment that the listener has
     */
    public ListenerConfigCheck(
            ListenerCommand plugin,
            String command,
            Optional<ListenerSectionConfig> conf,
            ServerUrl server,
            CommandContext context) {
        this.plugin = plugin;
        this.command = command;
        this.conf = conf;
        this.server = server;
        this.context = context;
    }

    /**
     * Looks.
     *
     * @param supervisor to look with
     * @param own the same supervisord, called as the listener would call it
     */
    public List<Diagnostic> check(SupervisorClient supervisor, SupervisorClient own) throws InterruptedException {
        diagnostics.addAll(checkSection());
        if (isValid()) {
            checkPaths();
            couriers();
            supervised(supervisor, own);
        }
        return List.copyOf(diagnostics);
    }

    /** Looks at the section alone, for one whose options cannot be read. */
    public List<Diagnostic> checkSection() {
        return conf.map(section -> new SectionCheck(section, plugin.requiredEvents()))
                .map(inspection -> Stream.of(
                                inspection.events(), isHosted() ? List.<Diagnostic>of() : inspection.process())
                        .flatMap(List::stream)
                        .toList())
                .orElse(List.of());
    }

    private boolean isHosted() {
        return context.sharedProcess().isPresent();
    }

    private boolean isValid() {
        try {
            plugin.validate(context);
            return true;
        } catch (IllegalArgumentException e) {
            diagnostics.add(Diagnostic.problem("the options are wrong: " + e.getMessage()));
            return false;
        }
    }

    private void checkPaths() {
        ListenerOptions options = plugin.listener();
        Namespec name = new Namespec(
                conf.map(ListenerSectionConfig::pool).orElse(command),
                conf.map(ListenerSectionConfig::pool).orElse(command));
        ListenerId id = new ListenerId(command, name, server.toString());
        ListenerStateStore.given(options, context)
                .flatMap(base -> PathCheck.state(base, id.fileName()))
                .ifPresent(diagnostics::add);
        if (ListenerStateStore.base(options, context).isEmpty()) {
            diagnostics.add(
                    Diagnostic.info("there is no state directory: what it is about to do and to tell is forgotten when"
                            + " it is killed; give it one with --state-dir DIR"));
        }
        options.metricsFile.optional().flatMap(PathCheck::metrics).ifPresent(diagnostics::add);
    }

    private void couriers() throws InterruptedException {
        for (Notifier notifier : plugin.notifiers(context)) {
            notifier.probe().stream()
                    .map(trouble -> Diagnostic.problem(trouble.replaceFirst("^The ", "the ")))
                    .forEach(diagnostics::add);
        }
    }

    private void supervised(SupervisorClient supervisor, SupervisorClient own) {
        RpcResult<List<ProcessInfo>> result = supervisor.processes();
        if (result.value().isEmpty()) {
            diagnostics.add(Diagnostic.problem(result.sentence()));
            return;
        }
        if (conf.isPresent()) {
            RpcResult<String> state = own.state();
            if (state.value().isEmpty()) {
                diagnostics.add(Diagnostic.problem("it cannot work: " + state.sentence()));
            }
        }
        List<ProcessInfo> all = result.value().get();
        ProcessNameCheck processes = new ProcessNameCheck(all);
        diagnostics.addAll(
                processes.names(Stream.concat(plugin.referencedProcesses().stream(), plugin.excluded().stream())
                        .toList()));
        if (!isHosted()) {
            conf.ifPresent(section -> {
                diagnostics.addAll(processes.running(section));
                diagnostics.addAll(new SectionCheck(section, plugin.requiredEvents()).buffer(all.size()));
            });
        }
        diagnostics.addAll(guarded(() -> plugin.inspect(context(all))));
    }

    private ConfigCheckContext context(List<ProcessInfo> all) {
        List<ProcessPattern> left = new ArrayList<>(plugin.excluded());
        context.sharedProcess()
                .map(Namespec::group)
                .or(() -> conf.map(ListenerSectionConfig::pool))
                .map(ProcessPattern::ofGroup)
                .ifPresent(left::add);
        return new ConfigCheckContext(
                new ListenerEnvironment(HostName.name(context), Optional.empty(), context.clock(), Metrics.none()),
                all.stream()
                        .filter(process -> left.stream().noneMatch(pattern -> pattern.matches(process.name())))
                        .toList(),
                conf.flatMap(section -> new SectionCheck(section, plugin.requiredEvents()).tick()));
    }

    private static List<Diagnostic> guarded(Supplier<List<Diagnostic>> look) {
        try {
            return look.get();
        } catch (RuntimeException e) {
            LOG.error("the inspection ran into a fault of this program", e);
            return List.of(Diagnostic.problem("not everything could be looked at, because of a fault of this program"));
        }
    }
}
