package org.superlance.listener.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.superlance.listener.testkit.TestedServer;

/** A real supervisord with a socket file and a TCP port, both with the user {@code user} and a password. */
final class Supervisord implements Closeable {

    static final String USER = "user";
    static final String PASSWORD = "pässword:1";

    private final Path directory;
    private final int port;
    private final Process process;

    private Supervisord(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    static Supervisord start(Path directory, String programs) throws IOException {
        int port = freePort();
        Path configuration = directory.resolve("supervisord.conf");
        Files.writeString(configuration, configuration(directory, port) + programs, UTF_8);
        List<String> command = List.of("/usr/bin/supervisord", "-n", "-c", configuration.toString());
        ProcessBuilder builder = new ProcessBuilder(TestedServer.command(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("stdout").toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Supervisord supervisord = new Supervisord(directory, port, builder.start());
        until(() -> Files.exists(directory.resolve("s.sock")));
        return supervisord;
    }

    private static String configuration(Path directory, int port) {
        return """
                [supervisord]
                nodaemon=true
                user=%1$s
                logfile=%2$s/supervisord.log
                pidfile=%2$s/supervisord.pid
                childlogdir=%2$s
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
                [unix_http_server]
                file=%2$s/s.sock
                username=%4$s
                password=%5$s
                [inet_http_server]
                port=127.0.0.1:%3$d
                username=%4$s
                password=%5$s
                """.formatted(System.getProperty("user.name"), directory, port, USER, PASSWORD);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    ServerAddress socketFile() {
        return ServerAddress.parse("unix://" + directory.resolve("s.sock"));
    }

    ServerAddress port() {
        return ServerAddress.parse("http://127.0.0.1:" + port);
    }

    /** Waits until it is so, for half a minute at most. */
    static void until(BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("it did not happen within 30 s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
