package org.superlance.crashmailbatch.bench;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.superlance.listener.testkit.PackagedCommand;

/**
 * Pipes crashes into the packaged crashmailbatch as fast as it takes them, and prints how many it takes a second beside
 * what reading and acknowledging them alone takes: {@code EventsBench [events [events with a state directory]]}.
 */
public final class EventsBench {

    private static final Path JAR = PackagedCommand.file("crashmailbatch");
    private static final int PROCESSES = 1_000;
    private static final List<String> OPTIONS =
            List.of("-t", "ops@example.com", "-f", "me@example.com", "-H", "127.0.0.1:1", "-i", "60");

    private final PrintStream out;

    private EventsBench(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int onDisk = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        new EventsBench(System.out).run(events, onDisk);
    }

    private void run(int events, int onDisk) throws IOException, InterruptedException {
        Path state = Files.createTempDirectory("crashmailbatch-bench");
        double reading = rate(readingAlone(), events);
        tell("reading and acknowledging alone", events, reading, reading);
        tell("crashmailbatch, in memory", events, rate(packaged("/dev/null/none"), events), reading);
        tell("crashmailbatch, each on disk", onDisk, rate(packaged(state.toString()), onDisk), reading);
    }

    private void tell(String what, int events, double rate, double reading) {
        out.printf(
                Locale.ROOT,
                "%-32s %,8d events %,10.0f a second, %5.1f times as long as reading%n",
                what,
                events,
                rate,
                reading / rate);
    }

    private static List<String> packaged(String state) {
        List<String> command = new ArrayList<>(List.of(JAR.toString()));
        command.addAll(OPTIONS);
        command.addAll(List.of("--state-dir", state));
        return command;
    }

    private static List<String> readingAlone() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                NoopListener.class.getName());
    }

    /** Events a second, from the first to the answer to the last. */
    private static double rate(List<String> command, int events) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(Path.of("target/bench.log").toFile());
        builder.environment().put("SUPERVISOR_SERVER_URL", "http://127.0.0.1:1");
        builder.environment().put("SUPERVISOR_PROCESS_NAME", "crashmailbatch");
        builder.environment().put("SUPERVISOR_GROUP_NAME", "crashmailbatch");
        Process listener = builder.start();
        try (BufferedReader answers = listener.inputReader()) {
            expect("READY", answers.readLine());
            long start = System.nanoTime();
            Thread writer = new Thread(() -> write(listener.getOutputStream(), events), "writer");
            writer.start();
            for (int i = 0; i < events; i++) {
                expect("RESULT 2", answers.readLine());
                expect("OKREADY", answers.readLine());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            writer.join(Duration.ofSeconds(10).toMillis());
            return events / seconds;
        } finally {
            listener.destroyForcibly();
        }
    }

    private static void write(OutputStream pipe, int events) {
        try {
            BufferedOutputStream out = new BufferedOutputStream(pipe);
            for (int i = 0; i < events; i++) {
                out.write(event(i).getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException("the listener takes no more events", e);
        }
    }

    private static String event(int number) {
        String payload = "processname:worker_" + number % PROCESSES
                + " groupname:worker from_state:RUNNING expected:0 pid:" + (1_000 + number);
        return "ver:3.0 server:supervisor serial:" + number + " pool:crashmailbatch poolserial:" + number
                + " eventname:PROCESS_STATE_EXITED len:" + payload.length() + "\n" + payload;
    }

    private static void expect(String expected, String line) throws IOException {
        if (!expected.equals(line)) {
            throw new IOException("instead of " + expected + " came: " + line);
        }
    }
}
