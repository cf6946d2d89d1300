package org.superlance.packaging.cds;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.logging.LogProvider;
import org.superlance.listener.supervisor.DeserializationFilter;
import org.superlance.listener.util.Threads;
import org.superlance.superlance.Superlance;

/** Runs each listener with two events, against a supervisord and a mail server that only exist here. */
public final class CdsTrainingRun {

    private static final String EXITED = "processname:w0 groupname:web from_state:RUNNING expected:0 pid:1";
    private static final String FATAL = "processname:w0 groupname:web from_state:BACKOFF";

    private final Path directory;
    private final Semaphore mails = new Semaphore(0);
    private int failures;

    private CdsTrainingRun(Path directory) {
        this.directory = directory;
    }

    /** @param arguments a directory for what the listeners keep */
    public static void main(String[] arguments) throws IOException {
        // as the launcher does
        System.setProperty("slf4j.provider", LogProvider.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN");
        DeserializationFilter.forbid();
        CommandContext.ofThisProcess();
        CdsTrainingRun cdsTrainingRun = new CdsTrainingRun(Path.of(arguments[0]).toAbsolutePath());
        cdsTrainingRun.run();
        // some listeners still have work that is not needed
        System.exit(cdsTrainingRun.failures);
    }

    private void run() throws IOException {
        try (ServerSocketChannel supervisord = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                ServerSocket mailServer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocket webServer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            supervisord.bind(UnixDomainSocketAddress.of(directory.resolve("sock")));
            Threads.start("supervisord", new FakeSupervisord(supervisord)::serve);
            Threads.start("mail server", new FakeMailServer(mailServer, mails)::serve);
            Threads.start("web server", new FakeWebServer(webServer)::serve);
            String url = "http://127.0.0.1:" + webServer.getLocalPort() + "/";
            String host = "127.0.0.1:" + mailServer.getLocalPort();
            List<String> mail = List.of("-m", "a@example.com", "--smtpHost", host, "--fromEmail", "b@example.com");
            List<String> batch =
                    List.of("-t", "a@example.com", "-H", host, "-f", "b@example.com", "--group-wait", "0s");
            List<String> sendmail = List.of("-m", "a@example.com", "-s", "cat >/dev/null; echo sent");
            String tick = "when:" + Instant.now().plusSeconds(60).getEpochSecond();
            // First, because the archive is laid out in this order: what listeners load with which nothing is wrong
            mails.release();
            attend("TICK_60", tick, List.of(), "memmon", "-a", "100GB", "-m", "a@example.com");
            allInOne(tick, url);
            listen("TICK_60", tick, mail, "memmon", "-a", "1KB", "-p", "web:w0=1KB");
            listen("TICK_60", tick, mail, "httpok", "-p", "web:*", "-t", "1", "http://" + host + "/");
            listen("TICK_60", tick, mail, "timemon", "-g", "web", "-i", "second", "-n", "1");
            listen("TICK_60", tick, mail, "oome_monitor", "all");
            // what finds nothing, and has nobody to tell, uses classes that the others do not
            listen("TICK_60", tick, List.of(), "httpok", "-p", "web:*", "--body", "OK", url);
            mails.release();
            attend("TICK_60", tick, List.of(), "timemon", "-g", "web", "-i", "hour", "-n", "24");
            // Nor do those that keep in memory what the others have in files. Root's would have the operator's state
            // directory
            // by default, since the package is installed; a dry run has none.
            for (List<String> arguments : List.of(
                    List.of("memmon", "-a", "100GB", "--dry-run"),
                    List.of("httpok", "-p", "web:*", url, "--dry-run"),
                    List.of("timemon", "-g", "web", "-i", "hour", "-n", "24", "--dry-run"),
                    List.of("oome_monitor", "all", "--dry-run"))) {
                mails.release();
                run("TICK_60", tick, arguments);
            }
            listen("PROCESS_STATE_EXITED", EXITED, mail, "crashmail");
            // nobody tells of this mail, but a listener finishes what it has begun before it ends
            mails.release();
            attend("PROCESS_STATE_EXITED", EXITED, sendmail, "crashmail");
            // no mail ends this one, so it has the time to compare the table with what the first has written down
            attend("TICK_60", tick, sendmail, "crashmail");
            listen("PROCESS_STATE_EXITED", EXITED, batch, "crashmailbatch");
            listen("PROCESS_STATE_FATAL", FATAL, batch, "fatalmailbatch");
            listen("PROCESS_STATE_EXITED", EXITED, batch, "crashsms");
        }
    }

    /** What reads the file of {@code superlance}, and passes events on. */
    private void allInOne(String tick, String url) throws IOException {
        Path file = directory.resolve("superlance.conf");
        StringBuilder sections = new StringBuilder("[superlance]\nstate-dir=" + directory + "\n");
        for (String command : List.of(
                "memmon -a 100GB -m a@example.com",
                "crashmail -m a@example.com",
                "crashmailbatch -t a@example.com -f b@example.com",
                "fatalmailbatch -t a@example.com -f b@example.com",
                "crashsms -t a@example.com -f b@example.com",
                "timemon -g web -i hour -n 24 -m a@example.com",
                "oome_monitor all -m a@example.com",
                "httpok -p web:* -m a@example.com " + url,
                "procmon watch -a")) {
            String name = command.substring(0, command.indexOf(' '));
            sections.append("[eventlistener:").append(name).append("]\n");
            sections.append("command=").append(command).append("\nevents=TICK_60\n");
        }
        Files.writeString(file, sections);
        mails.release();
        run("TICK_60", tick, List.of(file.toString()));
    }

    /** Until the first mail. */
    private void listen(String event, String payload, List<String> options, String... command) {
        mails.drainPermits();
        attend(event, payload, options, command);
    }

    /** A tick, after which deaths are looked for in the log of supervisord, and the event. */
    private void attend(String event, String payload, List<String> options, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(options);
        arguments.addAll(List.of("--state-dir", directory.toString()));
        run(event, payload, arguments);
    }

    private void run(String event, String payload, List<String> arguments) {
        CommandContext context = context(new EventStream(event, payload, mails), arguments.get(0));
        if (Superlance.run(context, arguments.toArray(String[]::new)) != 0) {
            failures++;
        }
    }

    private CommandContext context(InputStream events, String name) {
        Map<String, String> environment = Map.of(
                "SUPERVISOR_SERVER_URL", "unix://" + directory.resolve("sock"),
                "SUPERVISOR_PROCESS_NAME", name,
                "SUPERVISOR_GROUP_NAME", name);
        return new CommandContext(
                events,
                OutputStream.nullOutputStream(),
                System.err,
                environment,
                Clock.system(ZoneId.systemDefault()),
                false,
                false,
                task -> {});
    }

    /**
     * A tick and an event as supervisord sends them, between which another listener of the pool has got one, and the end of the
     * stream when there was time to mail about it.
     */
    private static final class EventStream extends InputStream {

        private static final int TIMEOUT_SECONDS = 2;

        private final ByteArrayInputStream events;
        private final Semaphore mails;

        EventStream(String name, String payload, Semaphore mails) {
            String both = event(1, "TICK_60", "when:" + Instant.now().getEpochSecond()) + event(3, name, payload);
            this.events = new ByteArrayInputStream(both.getBytes(StandardCharsets.US_ASCII));
            this.mails = mails;
        }

        private static String event(int serial, String name, String payload) {
            return "ver:3.0 server:supervisor serial:" + serial + " pool:rehearsal poolserial:" + serial + " eventname:"
                    + name + " len:" + payload.length() + "\n" + payload;
        }

        @Override
        public int read() {
            int next = events.read();
            return next < 0 ? awaitEnd() : next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = events.read(bytes, offset, length);
            return count < 0 ? awaitEnd() : count;
        }

        private int awaitEnd() {
            try {
                if (!mails.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    System.err.println("no mail was sent");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return -1;
        }
    }
}
