package org.superlance.oomemonitor;

import org.superlance.listener.process.ProcessDetails;
import org.superlance.listener.restart.RestartHooks;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartNotifier;
import org.superlance.listener.restart.RestartNotifier.RestartMessages;
import org.superlance.listener.restart.RestartQueue;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.runtime.ListenerContext;
import org.superlance.listener.runtime.MonitorListener;
import org.superlance.listener.runtime.RunningListener;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.DeserializationFilter;
import org.superlance.oomemonitor.Marker.MarkerProbe;
import org.superlance.oomemonitor.Marker.MarkerVerdict;
import org.superlance.oomemonitor.MarkerRemover.DisposingMarkerRemover;
import org.superlance.oomemonitor.MarkerRemover.DryRunMarkerRemover;

/** The command {@code oome_monitor}. */
public final class OomeMonitor {

    private OomeMonitor() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        return EventListenerRunner.run(OomeMonitorCommand::new, OomeMonitor::create, context, arguments);
    }

    private static RunningListener create(OomeMonitorConfig config, ListenerContext context) {
        ProcessDetails details = ProcessDetails.ofThisMachine();
        TrustedPath paths = new TrustedPath();
        HeapDumpListing heapDumps = new HeapDumpListing(paths);
        MarkerRemover.Disposal disposal = config.keep()
                .<MarkerRemover.Disposal>map(directory -> new MarkerArchive(directory, paths, context.clock()))
                .orElse(MarkerRemover.Disposal.DELETION);
        MarkerRegistry markers = new MarkerRegistry(
                file -> MarkerProbe.at(file, paths),
                context.dryRun() ? new DryRunMarkerRemover() : new DisposingMarkerRemover(disposal, paths));
        OomeCheck check = new OomeCheck(
                config::watches,
                details,
                MarkerVerdict.ProgramOwners::new,
                new MarkerLocator(details, config.file(), config.template(), paths),
                markers,
                heapDumps);
        RestartManager restarts = context.restartManager(config.rules(), config.heading());
        RestartMessages messages = new RestartMessages(config.heading(), context.host(), context.clock())
                .withAppendix(name -> "\n" + heapDumps.listing(name));
        return new MonitorListener(
                config,
                context,
                check,
                restarts,
                RestartQueue.parallel(
                        restarts,
                        decision -> RestartHooks.NONE.withWhileStopped(markers.removalStep(decision.name())),
                        RestartNotifier.perRestart(messages, context.alerts())),
                MonitorListener.Report.titled("MARKER"));
    }
}
