package org.superlance.httpok;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.httpok.HeartbeatProbe.FileTimes;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.httpok.ProbeResult.Outcome;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.TestCommand;

class HeartbeatProbeTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");

    @TempDir
    Path directory;

    private final AtomicReference<Instant> wall = new AtomicReference<>(NOW);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final HeartbeatLog log = new HeartbeatLog(wall::get, nanos::get);
    private Path file;

    @BeforeEach
    void beat() throws Exception {
        file = Files.createFile(directory.resolve("beat"));
        touch(requireNonNull(wall.get()));
    }

    @Test
    void isGoodWhileTheFileIsTouched() throws Exception {
        assertThat(probe().outcome()).isEqualTo(Outcome.GOOD);
        pass(Duration.ofSeconds(60));
        assertThat(probe().reason()).isEqualTo("heartbeat " + file + ": touched 1m ago");
        pass(Duration.ofSeconds(1));
        assertThat(probe().outcome()).isEqualTo(Outcome.BAD);
        assertThat(probe().reason()).isEqualTo("heartbeat " + file + ": not touched for 1m1s, more than 1m");
        touch(requireNonNull(wall.get()));
        assertThat(probe().outcome()).isEqualTo(Outcome.GOOD);
    }

    @Test
    void saysThatWhatIsMeantForADirectoryIsNone() {
        FileTimes times = new FileTimes(new TrustedPath());

        ProbeResult result =
                new HeartbeatProbe(file.resolve("x"), Duration.ofMinutes(1), Await.LIMIT, times, log).run();

        assertThat(result.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(result.reason()).isEqualTo("cannot check heartbeat " + file + "/x: " + file + " is not a directory");
    }

    @Test
    void isBadWithoutTheFile() throws Exception {
        Files.delete(file);

        assertThat(probe().cause()).isEqualTo(Cause.HEARTBEAT);
        assertThat(probe().reason()).isEqualTo("heartbeat " + file + ": the file is missing");
    }

    @Test
    void blamesNoProcessForAFileThatIsOlderThanIt() throws Exception {
        touch(NOW.minusSeconds(3_600));

        ProbeResult result = probe();

        assertThat(result.isBad()).isTrue();
        assertThat(result.after(Duration.ofSeconds(60)).isBad()).isTrue();
        assertThat(result.after(Duration.ofSeconds(59)).outcome()).isEqualTo(Outcome.INDETERMINATE);
    }

    @Test
    void stallsThoughTheFileIsOfTheFuture() throws Exception {
        touch(NOW.plusSeconds(3_600));

        assertThat(probe().reason()).endsWith(": touched 0s ago; the time of the file is 1h ahead of the clock");
        pass(Duration.ofSeconds(61));

        assertThat(probe().outcome()).isEqualTo(Outcome.BAD);
    }

    @Test
    void noticesAProcessThatHangsThoughTheClockIsSetBack() {
        probe();
        wall.set(NOW.minusSeconds(3_600));
        pass(Duration.ofSeconds(61));

        assertThat(probe().reason()).contains("not touched for 1m1s");
    }

    @Test
    void blamesNobodyWhenTheClockIsSetForward() throws Exception {
        probe();
        pass(Duration.ofSeconds(20));
        touch(requireNonNull(wall.get()));
        pass(Duration.ofSeconds(10));
        wall.updateAndGet(now -> now.plusSeconds(3_600));

        assertThat(probe().outcome()).isEqualTo(Outcome.GOOD);
        pass(Duration.ofSeconds(31));
        assertThat(probe().outcome())
                .as("since the last look before it was touched")
                .isEqualTo(Outcome.BAD);
    }

    @Test
    void followsALinkOfItsOwnUser() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertThat(probe(link, new TrustedPath()).outcome()).isEqualTo(Outcome.GOOD);
    }

    @Test
    void looksAtNothingThatAStrangerLinksTo() throws Exception {
        assumeTrue(isRoot(), "root, who can make files of another user");
        Path theirs = Files.createDirectory(directory.resolve("theirs"));
        Path link = Files.createSymbolicLink(theirs.resolve("link"), file);
        TestCommand.output(List.of("chown", "-h", "nobody", theirs.toString(), link.toString()));

        ProbeResult result = probe(link, new TrustedPath());

        assertThat(result.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(result.reason())
                .contains(link + " is a symbolic link that another user can change (", "name the file itself");
        Path plain = Files.createFile(theirs.resolve("plain"));
        Files.setLastModifiedTime(plain, FileTime.from(NOW));
        assertThat(probe(plain, new TrustedPath()).outcome()).isEqualTo(Outcome.GOOD);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void touch(Instant time) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private void pass(Duration time) {
        wall.updateAndGet(now -> now.plus(time));
        nanos.addAndGet(time.toNanos());
    }

    private ProbeResult probe() {
        return probe(file, new TrustedPath());
    }

    private ProbeResult probe(Path path, TrustedPath paths) {
        return new HeartbeatProbe(path, Duration.ofSeconds(60), Await.LIMIT, new FileTimes(paths), log).run();
    }
}
