package org.superlance.listener.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;

/** A supervisord of the test's own, in a private directory, that leaves nothing behind when it is closed. */
public final class RealSupervisord implements AutoCloseable {

    /** For an orderly end; then it is killed. */
    private static final Duration STOP = Duration.ofSeconds(60);

    private static final RpcTimeouts PATIENT = new RpcTimeouts(Await.LIMIT, Await.LIMIT, Await.LIMIT);

    private final Path directory;
    private final Function<RealSupervisord, String> text;
    private final @Nullable ReservedPort port;
    private final Login login;
    private final Map<String, String> environment;
    private final UnaryOperator<List<String>> launcher;
    private final MarkedProcesses everything = new MarkedProcesses();
    private @Nullable Process process;
    private @Nullable SupervisorClient client;
    private boolean configured;

    RealSupervisord(
            Path directory,
            Function<RealSupervisord, String> text,
            @Nullable ReservedPort port,
            Login login,
            Map<String, String> environment,
            UnaryOperator<List<String>> launcher) {
        this.directory = directory.toAbsolutePath();
        this.text = text;
        this.port = port;
        this.login = login;
        this.environment = Map.copyOf(environment);
        this.launcher = launcher;
    }

    /** @param directory private to this server, and short: a socket's path may have about 100 characters */
    public static RealSupervisordBuilder in(Path directory) {
        return new RealSupervisordBuilder(directory.toAbsolutePath());
    }

    /** Writes the configuration, the first time; starts the server and waits until it listens on its socket. */
    public void start() {
        if (!TestCommand.isInstalled("supervisord")) {
            throw new AssertionError("supervisord is not installed: bin/test installs it");
        }
        try {
            if (!configured) {
                Files.writeString(confFile(), text.apply(this));
                configured = true;
            }
            process = builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start supervisord", e);
        }
        try {
            await("supervisord at " + url(), () -> isListening() || !isAlive());
            if (!isAlive()) {
                throw new AssertionError("supervisord did not start\n" + everythingUseful());
            }
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private ProcessBuilder builder() {
        List<String> command = List.of("supervisord", "-n", "-c", confFile().toString());
        ProcessBuilder builder = new ProcessBuilder(FreshStart.of(launcher.apply(command)))
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(console().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SUPERVISOR_"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        everything.mark(builder);
        return builder;
    }

    /** Stops it and everything under it, at last with SIGKILL. Does nothing when it does not run. */
    @Override
    public void close() {
        Process server = process;
        if (server == null) {
            return;
        }
        server.destroy();
        try {
            server.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.destroyForcibly();
        everything.kill();
        process = null;
        disconnect();
    }

    private synchronized void disconnect() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    /** What {@code supervisorctl} says, whatever its exit status. */
    public String ctl(String... words) {
        List<String> command = List.of("supervisorctl", "-c", confFile().toString());
        return TestCommand.output(
                Stream.concat(command.stream(), Stream.of(words)).toList());
    }

    /** Calls it by XML-RPC, which takes milliseconds where {@code supervisorctl} takes a good part of a second. */
    public synchronized SupervisorClient client() {
        SupervisorClient connected = client;
        if (connected == null) {
            connected = new XmlRpcSupervisorClient(ServerUrl.parse(url()).withCredentials(user(), password()), PATIENT);
            client = connected;
        }
        return connected;
    }

    /** What it tells of all programs and event listeners. */
    public List<ProcessInfo> processes() {
        return value(client().processes());
    }

    /** @param name {@code group:name}, or the one name of both */
    public ProcessInfo info(String name) {
        return value(client().process(Namespec.parse(name)));
    }

    /** The pid of a program; 0 when it does not run. */
    public long pid(String name) {
        return info(name).pid();
    }

    /** Whether it says that the program is in this state. */
    public boolean isIn(ProcessState state, String name) {
        return info(name).state() == state;
    }

    /** Waits until it says that the program is in this state: one that lasts. */
    public void await(ProcessState state, String name) {
        await(name + " " + state, () -> isIn(state, name));
    }

    /** Waits until it says that the program is RUNNING. */
    public void awaitRunning(String name) {
        await(ProcessState.RUNNING, name);
    }

    private static <T> T value(RpcResult<T> result) {
        return result.value().orElseThrow(() -> new AssertionError(result.sentence()));
    }

    /** The server's own process. */
    public ProcessHandle process() {
        Process server = process;
        if (server == null) {
            throw new IllegalStateException("supervisord is not started");
        }
        return server.toHandle();
    }

    /** As {@code SUPERVISOR_SERVER_URL} is in the environment of its listeners. */
    public String url() {
        return "unix://" + socket();
    }

    /** The same server by TCP, if the builder was told so. */
    public String inetUrl() {
        if (port == null) {
            throw new IllegalStateException("this supervisord has no port: say inet() to its builder");
        }
        return "http://127.0.0.1:" + port.number();
    }

    public String user() {
        return login.user();
    }

    public String password() {
        return login.password();
    }

    /** The line that gives an event listener the login that is usual. */
    public static String credentials() {
        return "environment=SUPERVISOR_USERNAME=\"" + Login.USUAL.user() + "\",SUPERVISOR_PASSWORD=\""
                + Login.USUAL.password() + "\"";
    }

    /** Who may call it. */
    record Login(String user, String password) {

        static final Login USUAL = new Login("tester", "s3cret:word");
    }

    /** May be changed while it runs, for {@code ctl("update")}. */
    public Path confFile() {
        return directory.resolve("supervisord.conf");
    }

    Path socket() {
        return directory.resolve("s.sock");
    }

    private Path console() {
        return directory.resolve("console.log");
    }

    /** supervisord's own log. */
    public String log() {
        return GrowingTextFile.tail(directory.resolve("supervisord.log"));
    }

    /** @param program the part of the section's name after the colon */
    public String stderrOf(String program) {
        return GrowingTextFile.tail(directory.resolve(program + ".stderr.log"));
    }

    /** @param program the part of the section's name after the colon */
    public String stdoutOf(String program) {
        return GrowingTextFile.tail(directory.resolve(program + ".stdout.log"));
    }

    /** Waits until a part of supervisord's own log matches. */
    public void awaitLog(String regex) {
        Pattern pattern = Pattern.compile(regex);
        await("/" + regex + "/ in the log", () -> pattern.matcher(log()).find());
    }

    /** Waits for the condition; on failure tells the status and all logs. */
    public void await(String what, BooleanSupplier condition) {
        await(what, Await.LIMIT, condition);
    }

    void await(String what, Duration limit, BooleanSupplier condition) {
        Await.until(what, limit, condition, this::everythingUseful);
    }

    private boolean isAlive() {
        return process != null && process.isAlive();
    }

    private boolean isListening() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket()));
        } catch (IOException e) {
            // that is the answer
            return false;
        }
    }

    private String everythingUseful() {
        String status = isAlive() ? "status:\n" + ctl("status") : "supervisord is not running\n";
        return status + GrowingTextFile.allLogsIn(directory);
    }
}
