package org.superlance.listener.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;

/**
 * A stand-in of the Go supervisord of ochinchina, in this JVM: real processes, a real socket, real listeners on pipes. It
 * answers and sends what the two releases answer and send where they differ from supervisord:
 *
 * <ul>
 *   <li>Events: an empty {@code groupname}, {@code from_state:Running}, {@code len} in bytes, numbers from 1; 0.7.4 sends no
 *       EXITED, every end is BACKOFF with {@code from_state:Stopped}, and FATAL after {@code startretries} ends in all.
 *   <li>Listeners: no variables of supervisord; they are in no list, and asking for one is a fault. They are killed at the
 *       end of the server.
 *   <li>Calls: 0.7.4 does what {@code stopProcess(x, false)} and {@code startProcess(x, false)} ask for and answers a fault,
 *       and shows what was stopped as BACKOFF without a pid. 0.7.3 answers true, and does nothing for a start within 5 s of
 *       a stop that came within 2 s of the start before. All faults are -32500; an unknown method is HTTP 400.
 * </ul>
 */
public final class GoSupervisord implements AutoCloseable {

    static final Duration STOP_WAIT = Duration.ofHours(1);
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final RpcTimeouts PATIENT = new RpcTimeouts(Await.LIMIT, Await.LIMIT, Await.LIMIT);

    /** A release of it. */
    public enum Release {
        V0_7_3,
        V0_7_4
    }

    private final Path directory;
    private final Release release;
    private final Map<String, GoProcess> processes = new LinkedHashMap<>();
    private final List<GoListener> listeners = new ArrayList<>();
    private final MarkedProcesses everything = new MarkedProcesses();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final SupervisorClient client;
    private @Nullable GoRpcServer rpc;
    private long serial;
    private volatile boolean ending;
    private volatile boolean signals = true;

    private GoSupervisord(Path directory, Release release) {
        this.directory = directory.toAbsolutePath();
        this.release = release;
        this.client = new XmlRpcSupervisorClient(ServerUrl.parse(url()), PATIENT);
    }

    /** @param directory private to this server, and short: a socket's path may have about 100 characters */
    public static GoSupervisord in(Path directory, Release release) {
        return new GoSupervisord(directory, release);
    }

    /** Adds a program, in the group of its own name. */
    public GoSupervisord program(String name, String command) {
        return program(name, name, command);
    }

    /** @param command for a shell, which it replaces */
    public GoSupervisord program(String group, String name, String command) {
        processes.put(name, new GoProcess(this, new Namespec(group, name), List.of("sh", "-c", "exec " + command)));
        return this;
    }

    /**
     * Adds an event listener.
     *
     * @param environment all that it gets beside that of this JVM
     */
    public GoSupervisord listener(String name, String events, List<String> command, Map<String, String> environment) {
        listeners.add(new GoListener(this, name, EventSubscription.parse(events), command, environment));
        return this;
    }

    /** Adds an event listener as its users do, with the server's URL. */
    public GoSupervisord listener(String name, String events, List<String> command) {
        return listener(name, events, command, Map.of("SUPERVISOR_SERVER_URL", url()));
    }

    /** Makes it a server that does not know {@code signalProcess}, as Supervisor before 3.2. */
    public GoSupervisord withoutSignals() {
        signals = false;
        return this;
    }

    boolean knowsSignals() {
        return signals;
    }

    /** Starts all. */
    public GoSupervisord start() throws IOException {
        rpc = GoRpcServer.listen(this, socket());
        listeners.forEach(GoListener::start);
        synchronized (this) {
            processes.values().forEach(GoProcess::start);
        }
        repeat(TICK, () -> {
            long when = Instant.now().getEpochSecond() / TICK.toSeconds() * TICK.toSeconds();
            publish("TICK_5", "when:" + when);
            if (when % 60 == 0) {
                publish("TICK_60", "when:" + when);
            }
        });
        return this;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the server
    private void repeat(Duration interval, Runnable task) {
        loop.scheduleAtFixedRate(task, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the server
    void later(Duration delay, Runnable task) {
        if (!ending) {
            loop.schedule(
                    () -> {
                        synchronized (this) {
                            task.run();
                        }
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Sends an event to all listeners that have subscribed to it. */
    public synchronized void publish(String eventName, String payload) {
        serial++;
        for (GoListener listener : listeners) {
            listener.offer(serial, eventName, payload);
        }
    }

    Process spawn(List<String> command, Map<String, String> environment, boolean piped, String name)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(FreshStart.of(command)).directory(directory.toFile());
        if (!piped) {
            builder.redirectInput(Path.of("/dev/null").toFile());
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(name, "stdout")));
        }
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log(name, "stderr")));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("SUPERVISOR_"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        everything.mark(builder);
        return builder.start();
    }

    private java.io.File log(String name, String stream) {
        return directory.resolve(name + "." + stream + ".log").toFile();
    }

    Release release() {
        return release;
    }

    boolean isEnding() {
        return ending;
    }

    Path directory() {
        return directory;
    }

    /** Null if there is no such process; its listeners are none. */
    synchronized @Nullable GoProcess find(String namespec) {
        Namespec name = Namespec.parse(namespec);
        GoProcess process = processes.get(name.name());
        return process == null || (namespec.contains(":") && !process.name().equals(name)) ? null : process;
    }

    synchronized List<GoProcess> all() {
        return List.copyOf(processes.values());
    }

    /** As the user writes it into {@code environment=}. */
    public String url() {
        return "unix://" + socket();
    }

    private Path socket() {
        return directory.resolve("go.sock");
    }

    /** Calls it. */
    public SupervisorClient client() {
        return client;
    }

    public ProcessInfo info(String name) {
        return client.process(Namespec.parse(name)).value().orElseThrow();
    }

    public long pid(String name) {
        return info(name).pid();
    }

    /** What the listener or program has written on stderr so far. */
    public String stderrOf(String name) {
        return GrowingTextFile.tail(log(name, "stderr").toPath());
    }

    /** The pid of a listener, which no call tells. */
    public long listenerPid(String name) {
        return listeners.stream()
                .filter(listener -> listener.name().equals(name))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    /** Waits until the program runs. */
    public void awaitRunning(String name) {
        await(name + " RUNNING", () -> info(name).state() == ProcessState.RUNNING);
    }

    /** Waits until the log of the listener has this. */
    public void awaitLog(String listener, String part) {
        await(
                "'" + part + "' in the log of " + listener,
                () -> stderrOf(listener).contains(part));
    }

    public void await(String what, BooleanSupplier condition) {
        Await.until(what, condition, () -> everythingUseful());
    }

    private String everythingUseful() {
        return all().stream()
                        .map(process -> process.name() + " " + process.describe())
                        .collect(Collectors.joining("\n", "status:\n", "\n"))
                + GrowingTextFile.allLogsIn(directory);
    }

    /** As its states are written: {@code Running}. */
    static String stateName(ProcessState state) {
        String name = state.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        ending = true;
        loop.shutdownNow();
        everything.kill();
        client.close();
        GoRpcServer server = rpc;
        if (server != null) {
            server.close();
        }
    }
}
