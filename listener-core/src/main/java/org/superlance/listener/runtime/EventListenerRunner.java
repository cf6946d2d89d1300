package org.superlance.listener.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.cli.ListenerOptions.GeneralConfig;
import org.superlance.listener.cli.LogFormat;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.event.EventListenerProtocol;
import org.superlance.listener.event.EventListenerProtocol.ProtocolException;
import org.superlance.listener.event.SerialGapDetector;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.LabelledQueue;
import org.superlance.listener.notify.NotificationConfig.AlertLife;
import org.superlance.listener.notify.NotificationConfig.Receiver;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.runtime.ListenerCommand.OtherTask;
import org.superlance.listener.runtime.logging.LogConfigurator;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;
import org.superlance.listener.util.ListenerExecutor;
import org.superlance.listener.util.MonotonicClock;
import org.superlance.listener.util.RepeatedTask;
import org.superlance.listener.util.Threads;

/**
 * Runs a listener from its arguments to its exit status: under supervisord, once by hand, or to check its configuration.
 *
 * @param <C> the config of the listener
 */
public final class EventListenerRunner<C extends ListenerSettings> {

    /** What a command that is used by hand is called in the state directory: no section can have that name. */
    private static final Namespec BY_HAND = new Namespec("by-hand", "by-hand");

    /** A server that is not called. */
    private static final String NOBODY = "http://localhost:1";

    /** How long a listener without a name waits for the first event, which has it: a tick comes each minute. */
    private static final Duration MAX_NAMELESS = Duration.ofSeconds(75);

    /** How long it may take to notice that the JAR was overwritten. */
    private static final Duration MAX_NOTICE = Duration.ofMinutes(1);

    /** How often it is looked whether a reminder is due. */
    private static final Duration REMINDER_CHECK = Duration.ofSeconds(10);

    private final ListenerFactory<C> factory;
    private final C config;
    private final GeneralConfig general;
    private final String command;
    private final Supplier<String> options;
    private final List<Receiver> receivers;
    private final String host;
    private final CommandContext context;

    private EventListenerRunner(
            ListenerFactory<C> factory,
            C config,
            GeneralConfig general,
            String command,
            Supplier<String> options,
            CommandContext context) {
        this.factory = factory;
        this.config = config;
        this.general = general;
        this.command = command;
        this.options = options;
        this.context = context;
        this.host = context.hostName();
        this.receivers = config.notifications().receivers(host, context.environment(), context.clock());
    }

    /**
     * Does what the arguments ask for.
     *
     * @param commands makes the command, with its options as they are before any is given
     * @return the exit status
     */
    public static <C extends ListenerSettings> int run(
            Supplier<? extends ListenerCommand<C>> commands,
            ListenerFactory<C> factory,
            CommandContext context,
            String... arguments) {
        ListenerCommand<C> command = commands.get();
        ArgumentParser parser =
                new ArgumentParser(command.options(), command.legacyLongOptions(), context.out(), context.err());
        OptionalInt ended = parser.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        if (command.listener().logFormat() == LogFormat.JSON) {
            LogConfigurator.json(context.environment().getOrDefault("SUPERVISOR_GROUP_NAME", parser.name()));
        }
        try {
            GeneralConfig general = command.listener().toConfig();
            if (general.once() && context.sharedProcess().isPresent()) {
                throw new IllegalArgumentException(
                        "--once works only from a shell, not for a listener in a shared process; remove it");
            }
            Optional<OtherTask> other = command.otherTask();
            if (other.isPresent()) {
                if (ListenerSection.of(context).isPresent()) {
                    throw new IllegalArgumentException(other.get().option()
                            + " works only from a shell, not for a listener of supervisord; remove it");
                }
                return other.get().task().applyAsInt(general, context);
            }
            if (general.check()) {
                return new ConfigCheckCommand<>(commands, factory, general, context).run(command, parser);
            }
            EventListenerRunner<C> runner = new EventListenerRunner<>(
                    factory, command.toConfig(), general, parser.name(), parser::describe, context);
            return general.once() ? runner.runOnce() : runner.listen(command.exampleSection());
        } catch (IllegalArgumentException e) {
            return parser.usageError(String.valueOf(e.getMessage()));
        }
    }

    private int runOnce() {
        ServerUrl server =
                config.asksSupervisorOnce() ? SupervisorLocator.fromOptions(general, context) : ServerUrl.parse(NOBODY);
        if (general.verbose()) {
            LogConfigurator.verbose();
        } else if (config.restartsOnce() || !config.asksSupervisorOnce()) {
            LogConfigurator.quiet();
        }
        ListenerStateStore state = config.restartsOnce()
                ? ListenerStateStore.open(
                        general, new ListenerId(command, BY_HAND.group(), BY_HAND.name(), server.toString()), context)
                : ListenerStateStore.none();
        RunningListener listener = create(
                state,
                new XmlRpcSupervisorClient(server, RpcTimeouts.standard()),
                ListenerExecutor.start(config.threads()),
                Optional.empty());
        context.onTermination().accept(listener::close);
        try (listener) {
            return listener.runOnce();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        } finally {
            LogConfigurator.endQuiet();
        }
    }

    private int listen(String exampleSection) {
        Optional<ListenerSection> section = ListenerSection.of(context);
        if (section.isEmpty()) {
            ListenerSection.explainManualStart(context, command, exampleSection, "--once --dry-run [options]");
            return ExitStatus.USAGE;
        }
        return serve(section.get(), context, this::create);
    }

    /** If the directory of its state is not free yet, events are held back until it is. */
    private EventService create(ListenerSection section) {
        if (general.verbose()) {
            LogConfigurator.verbose();
        }
        ServerUrl server = SupervisorLocator.fromSection(section, context);
        ListenerId id =
                new ListenerId(command, section.name().group(), section.name().name(), server.toString());
        Supplier<ListenerStateStore> states = () -> ListenerStateStore.of(general, id, context);
        ListenerStateStore first = states.get();
        return first.tryOwn()
                ? create(section, server, first)
                : new DeferredListener(first, states, state -> create(section, server, state));
    }

    private EventService create(ListenerSection section, ServerUrl server, ListenerStateStore state) {
        XmlRpcSupervisorClient supervisor = new XmlRpcSupervisorClient(server, RpcTimeouts.standard());
        ScheduledExecutorService workers;
        try {
            workers = ListenerExecutor.start(config.threads());
        } catch (OutOfMemoryError e) {
            // the next attempt must find it free
            state.close();
            throw e;
        }
        workers.execute(supervisor::prepare);
        RunningListener listener = create(state, supervisor, workers, Optional.of(section.self()));
        return new AnnouncedListener(
                new GroupNameResolver(listener, supervisor, workers),
                listener::backlog,
                command,
                options.get(),
                state,
                general.dryRun(),
                context.clock());
    }

    /** If that fails, nothing is left open for the next attempt to stumble over. */
    private RunningListener create(
            ListenerStateStore state,
            SupervisorClient supervisor,
            ScheduledExecutorService workers,
            Optional<Namespec> self) {
        try {
            state.openHistory(workers, context.clock());
            AlertLife life = config.notifications().life();
            String ownName = self.map(Namespec::toString).orElse("");
            NotificationQueue queue = general.dryRun()
                    ? NotificationQueue.none()
                    : new LabelledQueue(state.notificationQueue(receivers, context.clock()), life.labels(), ownName);
            AlertBook alerts = self.isPresent()
                    ? state.alertBook(queue, life, ownName, context.clock())
                    : new AlertBook(Optional.empty(), queue, life, ownName, context.clock());
            ListenerContext made = new ListenerContext(
                    command,
                    context,
                    host,
                    self,
                    supervisor,
                    state,
                    queue,
                    alerts,
                    workers,
                    new MonotonicClock(context.clock()),
                    general.dryRun());
            RunningListener listener = factory.create(config, made);
            warn(config.warnings());
            if (self.isPresent()) {
                remindOf(alerts, state, workers);
                AbandonedStateScan.schedule(made, listener);
                ProgramMetrics.schedule(made, config);
                StatusWriter.schedule(made, options.get());
                RequestPoll.schedule(made, listener);
            } else {
                // nobody else does: what an earlier run has held back may be due
                state.release();
            }
            return listener;
        } catch (RuntimeException | Error e) {
            workers.shutdownNow();
            supervisor.close();
            state.close();
            throw e;
        }
    }

    private static void warn(List<String> sentences) {
        if (!sentences.isEmpty()) {
            Logger log = LoggerFactory.getLogger(EventListenerRunner.class);
            sentences.forEach(log::warn);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    private static void remindOf(AlertBook alerts, ListenerStateStore state, ScheduledExecutorService workers) {
        workers.schedule(new RepeatedTask("telling what was held back", state::release), 1, TimeUnit.SECONDS);
        Runnable reminder = new RepeatedTask("reminding of what lasts", () -> {
            state.release();
            alerts.remind();
        });
        workers.scheduleWithFixedDelay(
                reminder, REMINDER_CHECK.toSeconds(), REMINDER_CHECK.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Serves the events of the supervisord that has started this command, until it goes away or tells us to end.
     *
     * @param services makes what handles the events, once, after READY: what it needs to get ready does not keep
     *     supervisord waiting. Where supervisord has told the listener no name, that is after the first event, which does.
     * @return the exit status
     */
    public static int serve(
            ListenerSection section,
            CommandContext context,
            Function<ListenerSection, ? extends EventService> services) {
        SerialGapDetector losses = new SerialGapDetector(section.isAloneInItsPool(), System::nanoTime);
        AtomicReference<EventService> running = new AtomicReference<>();
        context.onTermination().accept(() -> close(running, "told to end"));
        try {
            EventListenerProtocol protocol = new EventListenerProtocol(context.in(), context.out(), losses);
            if (section.isNamed()) {
                protocol.run(() -> begin(() -> services.apply(section), context, running));
            } else {
                LateService late = new LateService(name -> begin(() -> services.apply(name), context, running));
                context.onTermination().accept(late::cancel);
                late.makeWithin(MAX_NAMELESS, section);
                protocol.runFromFirstEvent(first -> late.get(section.named(first.pool())));
            }
            return ExitStatus.OK;
        } catch (ProtocolException e) {
            LoggerFactory.getLogger(EventListenerRunner.class)
                    .error("{}; exiting, so that supervisord restarts this listener", e.getMessage());
            return ExitStatus.FAILED;
        } catch (LinkageError e) {
            leaveToJarWatcher();
            throw e;
        } finally {
            close(running, "supervisord has closed the connection");
        }
    }

    /**
     * Waits as long as the watcher takes to see that the JAR was overwritten, and to end this process with a sentence. The
     * event is not acknowledged, so that supervisord sends it to the next one.
     */
    private static void leaveToJarWatcher() {
        try {
            new CountDownLatch(1).await(MAX_NOTICE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Makes the service when the first event tells the listener's name, or after a while without: a listener to whom nothing
     * happens has other things to do, such as what an earlier life of it has left.
     */
    private static final class LateService {

        private final Function<ListenerSection, EventService> services;
        private final CountDownLatch over = new CountDownLatch(1);
        private @Nullable EventService service;

        LateService(Function<ListenerSection, EventService> services) {
            this.services = services;
        }

        void makeWithin(Duration limit, ListenerSection nameless) {
            Threads.start("nameless", () -> {
                try {
                    if (!over.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                        get(nameless);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                    LoggerFactory.getLogger(EventListenerRunner.class).error("cannot start before the first event", e);
                }
            });
        }

        synchronized EventService get(ListenerSection section) {
            over.countDown();
            EventService made = service;
            if (made == null) {
                made = services.apply(section);
                service = made;
            }
            return made;
        }

        void cancel() {
            over.countDown();
        }
    }

    private static EventService begin(
            Supplier<? extends EventService> services, CommandContext context, AtomicReference<EventService> running) {
        EventService service = service(services, context);
        running.set(service);
        service.start();
        return service;
    }

    /** In a process that several listeners share, whoever runs them cares for errors, and for the JAR. */
    private static EventService service(Supplier<? extends EventService> services, CommandContext context) {
        return context.sharedProcess().isPresent()
                ? services.get()
                : new ResilientService(
                        services,
                        ResilientService.DELAYS,
                        InstalledJar.ofThisProcess(),
                        jar -> endForNewJar(jar, context));
    }

    private static void endForNewJar(Path jar, CommandContext context) {
        try {
            LoggerFactory.getLogger(EventListenerRunner.class)
                    .error(
                            "{} was overwritten while this listener runs it; exiting, so that supervisord starts the new"
                                    + " one; use mv or install to replace it without this",
                            jar);
        } catch (LinkageError e) {
            context.err().println(jar + " was overwritten while this listener runs it; exiting");
        }
        context.exit().accept(ExitStatus.FAILED);
    }

    private static void close(AtomicReference<EventService> running, String why) {
        EventService service = running.get();
        if (service != null) {
            service.close(why);
        }
    }

    /** Handles the events of supervisord from its start until it is closed. */
    public interface EventService extends EventListener, AutoCloseable {

        /** Begins, before the first event comes. */
        void start();

        /** Finishes what is under way, within the time that supervisord gives; a second call does nothing. Any thread. */
        @Override
        void close();

        /** The same, and says in the log why. */
        default void close(String why) {
            close();
        }
    }
}
