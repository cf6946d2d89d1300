package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.crash.FailureDetails;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.restart.RestartJournal.FileRestartJournal;
import org.superlance.listener.restart.RestartNote;
import org.superlance.listener.supervisor.Namespec;

/** The files that version 0.1.0 has left in a state directory: they are read after an update, and still written so. */
class StoredFilesTest {

    private static final Instant TIME = Instant.parse("2026-11-21T02:54:56.192Z");

    private static final List<Alert> ALERTS = List.of(
            new Alert(
                    "1d1b6a36-9c0f-4d0e-8f0b-0d6a3f1c2b10",
                    TIME,
                    "memmon: web:w1 restarted",
                    "RSS 251.4MB exceeds 200MB.\n\nHost: h\n",
                    Map.of("group", "web", "process", "w1", "command", "memmon", "host", "h")),
            new Alert(
                    "odd_characters",
                    TIME.plusSeconds(1),
                    " a \\ and a\nnew line: prógrammé 🚀 ",
                    "\nSubject: not one\n\nno new line at the end",
                    Map.of("a:b", "", "process", "\u202ex\t")));

    private static final List<ProcessFailure> FAILURES = List.of(
            new ProcessFailure(FailureType.EXITED, new Namespec("web", "w1"), OptionalLong.of(4711), "RUNNING", TIME),
            new ProcessFailure(
                    FailureType.FATAL, new Namespec("db", "db"), OptionalLong.empty(), "BACKOFF", TIME.plusMillis(1)),
            new ProcessFailure(
                    FailureType.BACKOFF,
                    new Namespec("prógrammé", "a b:c"),
                    OptionalLong.empty(),
                    "STARTING",
                    TIME.plusMillis(2)));

    private static final FailureDetails DETAILS = new FailureDetails(
            Optional.of("terminated by SIGKILL"),
            Optional.of(Duration.ofMillis(10_800_123)),
            true,
            "The end of its stderr log:\nout of memory\n  at main");

    private static final List<Namespec> STOPPED =
            List.of(new Namespec("g", "e".repeat(210)), new Namespec("g*", "prógrammé 50%"), new Namespec("web", "w1"));

    @TempDir
    private Path directory;

    @Test
    void alertsThatWaitAreFoundAndWrittenTheSame() throws Exception {
        copy("outbox", directory);
        try (DiskSpool<Alert> spool = new DiskSpool<>(directory, Alert.CODEC)) {
            assertThat(spool.names().stream().flatMap(name -> spool.read(name).stream()))
                    .containsExactlyElementsOf(ALERTS);
        }

        Path written = Files.createDirectory(directory.resolve("written"));
        try (DiskSpool<Alert> spool = new DiskSpool<>(written, Alert.CODEC)) {
            ALERTS.forEach(spool::add);
        }

        assertThat(contents(written)).isEqualTo(contents(stored("outbox")));
    }

    @Test
    void failuresThatWaitAreFoundAndWrittenTheSame() throws Exception {
        copy("incidents", directory);
        try (FailureQueue queue = failures(directory)) {
            queue.admit(found -> true);
            assertThat(queue.waiting()).extracting(QueuedFailure::failure).containsExactlyElementsOf(FAILURES);
            assertThat(queue.waiting())
                    .extracting(QueuedFailure::details)
                    .containsExactly(Optional.empty(), Optional.empty(), Optional.of(DETAILS));

            // all over again: as it is when it is taken in, and as it is once somebody has looked into it
            queue.update(queue.waiting().get(2).withDetails(FailureDetails.UNKNOWN));
            queue.update(queue.waiting()
                    .get(2)
                    .withDetails(new FailureDetails(Optional.of("exit status 1"), Optional.empty(), false, "")));
            queue.update(queue.waiting().get(2).withDetails(DETAILS));
        }

        assertThat(contents(directory)).isEqualTo(contents(stored("incidents")));
    }

    @Test
    void aFailureIsWrittenAsItWas() throws Exception {
        try (FailureQueue queue = failures(directory)) {
            FAILURES.forEach(queue::enqueue);
            queue.update(queue.waiting().get(2).withDetails(DETAILS));

            Map<String, String> expected = new TreeMap<>();
            List<String> before = List.copyOf(contents(stored("incidents")).values());
            for (int i = 0; i < FAILURES.size(); i++) {
                String content = before.get(i);
                String id = content.substring("Id: ".length(), content.indexOf('\n'));
                String now = queue.waiting().get(i).id();
                expected.put("20261121T025456." + (192 + i) + "Z-" + now + ".alert", content.replace(id, now));
            }
            assertThat(contents(directory)).isEqualTo(expected);
        }
    }

    @Test
    void programsThatAreToBeStartedAgainAreFoundAndWrittenSoThatTheyAreFound() throws Exception {
        copy("restarts", directory);
        List<RestartNote> notes = new FileRestartJournal(directory, InstantSource.system()).pending();
        assertThat(notes).extracting(RestartNote::name).containsExactlyElementsOf(STOPPED);
        assertThat(notes).extracting(RestartNote::since).containsOnly(TIME);

        Path written = Files.createDirectory(directory.resolve("written"));
        FileRestartJournal journal = new FileRestartJournal(written, InstantSource.fixed(TIME));
        notes.forEach(journal::record);

        Map<String, String> before = contents(stored("restarts"));
        assertThat(contents(written))
                .hasSameSizeAs(before)
                .allSatisfy((name, text) -> assertThat(text).startsWith(before.get(name)));
        notes.forEach(journal::remove);
        assertThat(written).isEmptyDirectory();
    }

    private static FailureQueue failures(Path directory) throws IOException {
        return new FailureQueue(Optional.of(new DiskSpool<>(directory, QueuedFailure.CODEC)), Metrics.none());
    }

    private static Path stored(String name) throws URISyntaxException {
        return Path.of(StoredFilesTest.class.getResource("files-0.1.0/" + name).toURI());
    }

    private static void copy(String name, Path to) throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(stored(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        contents.remove("lock");
        return contents;
    }
}
