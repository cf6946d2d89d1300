package org.superlance.listener.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.configcheck.ConfigCheckContext;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.RpcResult;

/** A listener that follows what happens to processes, and acts on it by itself. */
public final class WatcherListener implements RunningListener {

    private static final Logger LOG = LoggerFactory.getLogger(WatcherListener.class);

    /** supervisord gives a listener ten seconds to end, by default: these two make eight. */
    private static final Duration RESTART_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration ONCE_DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    private final WatcherCommand plugin;
    private final ListenerContext context;
    private final ProcessSelector selector;
    private final RestartManager restartManager;
    private final ProcessWatcher watcher;
    private final EventListener events;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Puts the parts together. */
    public WatcherListener(WatcherCommand plugin, ListenerContext context) {
        this.plugin = plugin;
        this.context = context;
        this.selector = selector(plugin, context);
        this.restartManager = new RestartManager(
                context.supervisor(), context.state().journal(context.clock()), context.workers(), context.metrics());
        ListenerEnvironment place =
                new ListenerEnvironment(context.host(), context.directory(), context.clock(), context.metrics());
        this.watcher = plugin.watcher(new WatcherContext(
                place, selector, context.supervisor(), context.queue(), restartManager, context.workers()));
        this.events = new InstrumentedEventListener(watcher, context.metrics(), context.clock());
    }

    /** Leaves out the listener's own pool. */
    private static ProcessSelector selector(WatcherCommand plugin, ListenerContext context) {
        List<ProcessPattern> excluded = new ArrayList<>(plugin.excluded());
        context.self().map(Namespec::group).map(ProcessPattern::ofGroup).ifPresent(excluded::add);
        return new ProcessSelector(
                context.self(),
                excluded,
                Stream.concat(plugin.referencedProcesses().stream(), plugin.excluded().stream())
                        .toList());
    }

    /** Finishes what an earlier life of this listener has begun, and is ready for events. */
    @Override
    public void start() {
        restartManager.resume(report -> LOG.info("{}: {}", report.name(), report.sentence()));
        watcher.start();
    }

    @Override
    public void onEvent(Event event) {
        events.onEvent(event);
    }

    @Override
    public void onLost(long number) {
        events.onLost(number);
    }

    @Override
    public int runOnce() throws InterruptedException {
        RpcResult<List<ProcessInfo>> processes = context.supervisor().processes();
        if (processes.value().isEmpty()) {
            context.process().err().println(context.command() + ": " + processes.sentence());
            return ExitStatus.FAILED;
        }
        show(processes.value().get());
        boolean well = context.dryRun() || watcher.actOnce(processes.value().get());
        return context.queue().drain(ONCE_DELIVERY_TIMEOUT) && well ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private void show(List<ProcessInfo> processes) {
        ProcessStateTable table = new ProcessStateTable(context.clock().getZone());
        for (ProcessInfo process : processes) {
            watcher.describe(process).ifPresent(verdict -> table.add(process, verdict));
        }
        selector.unmatched(processes).forEach(table::addUnknown);
        context.process().printer().print(table.text());
    }

    @Override
    public List<Diagnostic> check(ConfigCheckContext found) {
        return plugin.inspect(found);
    }

    /** Finishes what is under way and delivers what can be delivered, all in less time than supervisord gives. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            watcher.stop();
            restartManager.finish(RESTART_TIMEOUT);
            context.queue().drain(DELIVERY_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.close();
    }
}
