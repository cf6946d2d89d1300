package org.superlance.httpok;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.superlance.httpok.CheckFailureNotifier.CheckFailureMessage;
import org.superlance.httpok.CheckFailureNotifier.RestartOutcome;
import org.superlance.httpok.HttpCheck.CheckRound;
import org.superlance.httpok.HttpCheck.ResultRecorder;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.RestartHooks;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartNotifier.RestartMessages;
import org.superlance.listener.restart.RestartQueue;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.runtime.ListenerContext;
import org.superlance.listener.runtime.MonitorListener;
import org.superlance.listener.runtime.MonitorListener.OnceSummary;
import org.superlance.listener.runtime.RunningListener;
import org.superlance.listener.supervisor.DeserializationFilter;
import org.superlance.listener.supervisor.ProcessPattern;

/** The command {@code httpok}. */
public final class Httpok {

    private Httpok() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        return EventListenerRunner.run(HttpokCommand::new, Httpok::create, context, arguments);
    }

    private static RunningListener create(HttpokConfig config, ListenerContext context) {
        AtomicReference<CheckRound> lastRound = new AtomicReference<>(CheckRound.NONE);
        HttpMetrics httpMetrics = new HttpMetrics(context.metrics(), config.allTargets());
        HttpCheck check = new HttpCheck(
                new ProbeStrategy(config.checksIn(context.process().environment()), config.rule(), config.each()),
                config.targets(),
                config.untilFirstOk(),
                config.certificateDays(),
                config.expected(),
                context.clock(),
                round -> {
                    lastRound.set(round);
                    httpMetrics.record(round.results());
                },
                recorder(config, context));
        RestartManager restarts = context.restartManager(config.rules(), config.heading());
        CheckFailureNotifier notifier = new CheckFailureNotifier(
                context.alerts(),
                new CheckFailureMessage(
                        config.heading(), config.target(), config.isHttp(), context.host(), context.clock()),
                new RestartMessages(config.heading(), context.host(), context.clock()),
                lastRound::get,
                config.successThreshold(),
                CheckFailureNotifier.MAX_WAIT);
        return new MonitorListener(
                config,
                context,
                check,
                restarts,
                RestartQueue.parallel(restarts, decision -> hooks(decision, config.cores(), notifier), notifier),
                new Report(config, context.clock(), lastRound));
    }

    private static ResultRecorder recorder(HttpokConfig config, ListenerContext context) {
        ResultRecorder responses = ResultRecorder.ofResponseTimes(context.history());
        return config.hasPlugins()
                ? responses.andThen(new PluginRecorder(context.metrics(), context.history())::record)
                : responses;
    }

    private static RestartHooks hooks(Decision decision, Optional<CoreDumper> cores, CheckFailureNotifier notifier) {
        RestartOutcome outcome = notifier.expect(decision);
        return cores.filter(dumper -> decision.process().hasPid())
                .map(dumper -> RestartHooks.NONE.withBeforeStop(
                        (process, started) -> notifier.onCoreDump(outcome, dumper.dump(process, started))))
                .orElse(RestartHooks.NONE);
    }

    /** Also reports a bad response or an expiring certificate when nothing is restarted for it. */
    private record Report(HttpokConfig config, InstantSource clock, AtomicReference<CheckRound> lastRound)
            implements MonitorListener.Report {

        @Override
        public String valueTitle() {
            return "ANSWER";
        }

        @Override
        public List<String> remarks() {
            return round().stream()
                    .flatMap(round ->
                            Stream.concat(round.results().remarks().stream(), round.expiring().values().stream()))
                    .toList();
        }

        @Override
        public boolean isWell() {
            return round().map(round ->
                            round.failures().isEmpty() && round.expiring().isEmpty())
                    .orElse(true);
        }

        @Override
        public boolean canTell() {
            return round().map(round -> round.results().undecided().isEmpty()).orElse(true);
        }

        @Override
        public Optional<OnceSummary> summary(List<Decision> decisions, Collection<ProcessPattern> unknown) {
            return config.nagios()
                    ? round().map(round -> new NagiosSummary(config, clock).of(round, decisions, unknown))
                    : Optional.empty();
        }

        @Override
        public Optional<OnceSummary> summary(String failure) {
            return config.nagios() ? Optional.of(NagiosSummary.unknown(failure)) : Optional.empty();
        }

        @Override
        public List<Diagnostic> diagnostics(List<Diagnostic> ofProcesses) {
            return round().map(round -> round.diagnostics(ofProcesses)).orElse(ofProcesses);
        }

        /** Empty before the first check. */
        private Optional<CheckRound> round() {
            return Optional.ofNullable(lastRound.get());
        }
    }
}
