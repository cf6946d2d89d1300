package org.superlance.procmon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.PackagedCommand;

/** The file that is shipped, running; its log and its children's output are read line by line. */
final class PackagedProcmon implements AutoCloseable {

    private static final String JAR = PackagedCommand.file("procmon").toString();
    private static final Pattern STARTED = Pattern.compile("started, pid (\\d+)");

    private final Process process;
    private final List<String> lines = new ArrayList<>();

    private PackagedProcmon(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output of procmon");
        reader.setDaemon(true);
        reader.start();
    }

    /** It ignores no signal, whatever the one does who runs the tests. */
    static PackagedProcmon run(String... arguments) {
        return start(List.of(), arguments);
    }

    /** @param before what stands in front of the command */
    static PackagedProcmon start(List<String> before, String... arguments) {
        List<String> words = new ArrayList<>(List.of("env", "--default-signal"));
        words.addAll(before);
        words.add(JAR);
        words.add("run");
        words.addAll(List.of(arguments));
        try {
            return new PackagedProcmon(new ProcessBuilder(words)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** The pid of the next child that is started. */
    long started() {
        Matcher matcher = STARTED.matcher(line("started, pid "));
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    /** Waits for a line that holds this; takes it, and leaves the others to be waited for. */
    String line(String part) {
        List<String> found = new ArrayList<>();
        Await.until("a line with '" + part + "'", () -> take(part, found), this::all);
        return found.get(0);
    }

    private boolean take(String part, List<String> found) {
        synchronized (lines) {
            lines.stream().filter(line -> line.contains(part)).findFirst().ifPresent(line -> {
                lines.remove(line);
                found.add(line);
            });
        }
        return !found.isEmpty();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            // it was closed: nobody waits for lines any more
        }
    }

    /** The lines that nobody has taken so far. */
    String all() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Waits for its end and returns the exit status. */
    int status() throws InterruptedException {
        assertThat(process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("it has ended")
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
