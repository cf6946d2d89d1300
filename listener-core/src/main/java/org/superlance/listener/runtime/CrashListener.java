package org.superlance.listener.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.crash.FailureAnalyzer;
import org.superlance.listener.crash.FailureEventListener;
import org.superlance.listener.crash.FailureHandler;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.FailureStates;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.crash.batch.Batch;
import org.superlance.listener.crash.batch.BatchMailer;
import org.superlance.listener.crash.batch.BatchSchedule;
import org.superlance.listener.crash.batch.BatchStates;
import org.superlance.listener.crash.batch.FailureLineFormatter;
import org.superlance.listener.crash.batch.MailBatchFormatter;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.process.OomKillCounter;
import org.superlance.listener.process.ProcessStart;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.RpcResult;

/** A listener that notifies people of failures of processes. */
public final class CrashListener implements RunningListener {

    /** supervisord gives a listener ten seconds to end, by default: these two make seven. */
    private static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(4);

    private static final Duration ONCE_DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    /** A supervisord that has started within this time before its listener has started its programs with it. */
    private static final Duration SAME_START = Duration.ofMinutes(1);

    private final CrashSettings settings;
    private final ListenerContext context;
    private final FailureQueue failureQueue;
    private final FailureHandler handler;
    private final FailureEventListener failureEventListener;
    private final EventListener events;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Puts the parts together.
     *
     * @param failureQueue what waits for the handler; closed with this listener
     */
    public CrashListener(
            CrashSettings settings,
            ListenerContext context,
            FailureQueue failureQueue,
            FailureAnalyzer analyzer,
            FailureHandler handler) {
        this.settings = settings;
        this.context = context;
        this.failureQueue = failureQueue;
        this.handler = handler;
        this.failureEventListener = new FailureEventListener(
                settings::wants,
                failureQueue,
                handler,
                analyzer,
                new FailureEventListener.Context(
                        context.supervisor(),
                        context.directory(),
                        context.self(),
                        ListenerSection.of(context.process())
                                .map(ListenerSection::isAloneInItsPool)
                                .orElse(false),
                        ListenerSection.of(context.process())
                                .map(ListenerSection::isNamed)
                                .orElse(true),
                        ProcessStart.withParents(context.clock().instant(), SAME_START),
                        context.workers(),
                        context.clock()));
        context.pauses().watch(List.of());
        context.state().status().registerFailures(failureQueue::size);
        this.events = new InstrumentedEventListener(failureEventListener, context);
    }

    /** One that mails several failures together. */
    public static CrashListener ofMailBatches(BatchConfig config, ListenerContext context) {
        FailureLineFormatter lines = new FailureLineFormatter(context.clock());
        Batch.Formatter formatter = new MailBatchFormatter(lines, config.collapse(), context.host());
        return ofBatches(
                config,
                context,
                new BatchMailer.Format(context.command(), context.host(), config.subject(), lines, formatter));
    }

    /** One that tells of several failures together, in a format of its own. */
    public static CrashListener ofBatches(BatchConfig config, ListenerContext context, BatchMailer.Format format) {
        FailureQueue failureQueue = context.state().failureQueue();
        FailureAnalyzer analyzer = new FailureAnalyzer(context.supervisor(), new OomKillCounter(), context.clock(), 0);
        NotificationQueue queue = context.dryRun() ? new LoggingNotifier() : context.queue();
        return new CrashListener(
                config,
                context,
                failureQueue,
                analyzer,
                new BatchMailer(
                        failureQueue,
                        queue,
                        new BatchSchedule(config.interval(), config.groupWait()),
                        format,
                        now -> analyzer.snapshot(now)::detailsWithoutLogTail,
                        context.clock(),
                        Optional.of(new BatchStates(
                                context.alerts(),
                                new FailureStates(
                                        context.alerts(), context.supervisor(), FailureStates.Recovery.OF_STARTS),
                                queue,
                                context.steady(),
                                context.pauses())),
                        context.history(),
                        context.pauses()));
    }

    @Override
    public void start() {
        started.set(true);
        failureEventListener.start();
    }

    @Override
    public void onEvent(Event event) {
        events.onEvent(event);
    }

    @Override
    public void onLost(long number) {
        events.onLost(number);
    }

    /** Shows what is down now, and tells of it as the listener would. */
    @Override
    public int runOnce() throws InterruptedException {
        RpcResult<List<ProcessInfo>> processes = context.supervisor().processes();
        if (processes.value().isEmpty()) {
            context.process().err().println(context.command() + ": " + processes.sentence());
            return ExitStatus.UNKNOWN;
        }
        List<ProcessInfo> selected =
                processes.value().get().stream().filter(this::isSelected).toList();
        List<ProcessFailure> failures =
                selected.stream().flatMap(process -> wanted(process).stream()).toList();
        List<ProcessPattern> unknown = settings.referencedProcesses().stream()
                .filter(name -> selected.stream().noneMatch(process -> name.matches(process.name())))
                .toList();
        show(selected, failures, unknown);
        failures.forEach(failureQueue::enqueue);
        handler.flush(context.clock().instant());
        boolean delivered = context.queue().drain(ONCE_DELIVERY_TIMEOUT);
        return RunningListener.statusOnce(delivered && failures.isEmpty(), unknown.isEmpty());
    }

    @Override
    public Backlog backlog() {
        return new Backlog(0, failureQueue.size(), context.queue().pending());
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (started.get() && context.directory().isEmpty()) {
                // nothing of it is on disk: what waits is told now or never
                context.workers().execute(failureEventListener::flush);
            }
            context.workers().shutdown();
            if (!context.workers().awaitTermination(HANDLER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                context.workers().shutdownNow();
            }
            if (started.get()) {
                context.queue().drain(DELIVERY_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.queue().close();
        failureQueue.close();
        context.close();
    }

    private void show(List<ProcessInfo> selected, List<ProcessFailure> failures, List<ProcessPattern> unknown) {
        ProcessStateTable table = new ProcessStateTable(context.clock().getZone());
        for (ProcessInfo process : selected) {
            boolean told =
                    failures.stream().anyMatch(failure -> failure.process().equals(process.name()));
            table.add(process, told ? "would be told" : "nothing to tell");
        }
        unknown.forEach(table::addUnknown);
        context.process().printer().print(table.text());
        if (failures.isEmpty()) {
            context.process().printer().println("There is nothing to tell: none of these is down now.");
        }
    }

    /** The options select, whatever may happen to it. */
    private boolean isSelected(ProcessInfo process) {
        return Arrays.stream(FailureType.values()).anyMatch(type -> settings.wants(failure(type, process)));
    }

    private Optional<ProcessFailure> wanted(ProcessInfo process) {
        return FailureType.of(process).map(type -> failure(type, process)).filter(settings::wants);
    }

    private static ProcessFailure failure(FailureType type, ProcessInfo process) {
        Namespec name = process.name();
        Instant time = process.stop().equals(Instant.EPOCH) ? process.now() : process.stop();
        return new ProcessFailure(type, name, OptionalLong.empty(), type.usualOrigin(), time);
    }
}
