package org.superlance.procmon.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.procmon.log.ServerLog.Level;

class LogsTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Logs logs = new Logs(out, out, Path.of("."), "supervisor");

    @BeforeEach
    void inDirectory() {
        logs = new Logs(out, out, directory, "supervisor");
    }

    @Test
    void putsAsideWhatHasBecomeTooLargeAndKeepsAsManyAsItShould() throws Exception {
        Path file = directory.resolve("x.log");
        try (Sink sink = logs.open(file, 4, 2)) {
            for (String text : List.of("one1", "two2", "th", "ree3", "last")) {
                write(sink, text);
            }
            write(sink, "now");
        }

        assertThat(file).content().isEqualTo("now");
        assertThat(directory.resolve("x.log.1")).content().isEqualTo("last");
        assertThat(directory.resolve("x.log.2")).content().isEqualTo("three3");
        assertThat(directory.resolve("x.log.3")).doesNotExist();
    }

    @Test
    void goesOnWhereItWasAndNeverPutsAsideWithoutALimit() throws Exception {
        Path file = Files.writeString(directory.resolve("x.log"), "before\n");
        try (Sink sink = logs.open(file, 0, 2)) {
            write(sink, "after\n");
        }

        assertThat(file).content().isEqualTo("before\nafter\n");
    }

    @Test
    void clearsAndReopens() throws Exception {
        Path file = directory.resolve("x.log");
        try (Sink sink = logs.open(file, 0, 0)) {
            write(sink, "gone");
            sink.clear();
            write(sink, "moved");
            Files.move(file, directory.resolve("old.log"));
            write(sink, " still");
            sink.reopen();
            write(sink, "new");
        }

        assertThat(file).content().isEqualTo("new");
        assertThat(directory.resolve("old.log")).content().isEqualTo("moved still");
    }

    /** As root, /dev/null would be gone for everybody. */
    @Test
    void whatIsNoFileIsNeitherClearedNorPutAside() throws Exception {
        Path device = directory.resolve("device");
        Files.createSymbolicLink(device, Path.of("/dev/null"));
        try (Sink sink = logs.open(device, 4, 2)) {
            write(sink, "a line that is long enough");
            sink.clear();
            sink.reopen();
            write(sink, "a line that is long enough");
        }

        assertThat(device).isSymbolicLink();
        assertThat(directory.resolve("device.1")).doesNotExist();
    }

    @Test
    void aFileThatWasReplacedBySomethingElseIsNotPutAside() throws Exception {
        Path file = directory.resolve("x.log");
        try (Sink sink = logs.open(file, 8, 2)) {
            write(sink, "one");
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("/dev/null"));
            write(sink, "two and three");
            sink.clear();
        }

        assertThat(file).isSymbolicLink();
        assertThat(directory.resolve("x.log.1")).doesNotExist();
    }

    @Test
    void stdoutIsOursHoweverItIsCalled() throws Exception {
        try (Sink sink = logs.open(Path.of("/dev/stdout"), 4, 2)) {
            write(sink, "hello");
        }

        assertThat(out).asString().isEqualTo("hello");
    }

    @Test
    void automaticLogsOfAnEarlierRunAreRemovedAndNoOthers() throws Exception {
        Path old = logs.automatic("web", "stdout");
        Path aside = Files.createFile(old.resolveSibling(old.getFileName() + ".1"));
        Path other = new Logs(out, out, directory, "another").automatic("web", "stdout");

        logs.cleanUp();

        assertThat(old.getFileName().toString())
                .startsWith("web-stdout---supervisor-")
                .endsWith(".log");
        assertThat(old).doesNotExist();
        assertThat(aside).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void theServersLogHasSupervisordsFormatAndALineForAnEntry() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-21T01:54:56.007Z"), ZoneId.of("Europe/Berlin"));
        ServerLog log = new ServerLog(List.of(logs.stdoutSink()), Level.WARN, clock);

        log.info("too little");
        log.warn("exited: web\n2026-11-21 00:00:00,000 INFO forged (é)");

        assertThat(out.toString(UTF_8))
                .isEqualTo("2026-11-21 02:54:56,007 WARN exited: web?2026-11-21 00:00:00,000 INFO forged (é)\n");
    }

    private static void write(Sink sink, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        sink.write(bytes, 0, bytes.length);
    }
}
