package org.superlance.listener.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.history.HistoryEvent.DeathEvent;
import org.superlance.listener.history.HistoryReader.Content;
import org.superlance.listener.state.SpoolDirectory.Access;
import org.superlance.listener.supervisor.Namespec;

class FileHistoryTest {

    private static final int SIZE = 200_000;

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-28T00:00:00Z");
    private FileHistory history;

    @BeforeEach
    void open() {
        history = open(SIZE);
    }

    private FileHistory open(int size) {
        return new FileHistory(directory, Access.UNRESTRICTED, Runnable::run, () -> now, size);
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        HistoryEvent death = death("web:w1", 0);
        history.record(death);
        history.record(Quantity.RSS, now, List.of(new Sample(Namespec.parse("web:w1"), 1_000, 2_000)));

        Content read = read();

        assertThat(read.events()).containsExactly(death);
        assertThat(read.skippedLines()).isZero();
        assertThat(read.series())
                .containsExactly(new SampleSeries(
                        Quantity.RSS,
                        "web:w1",
                        List.of(new Point(now.getEpochSecond(), 0, 1_000, 1_000, false, 2_000))));
    }

    @Test
    void readsBackWhatACheckHasToldOfAProgram() throws IOException {
        Namespec web = Namespec.parse("web:w1");
        history.record(
                Quantity.CHECK_VALUE,
                now,
                List.of(
                        new Sample(web, "check_load/load1", 4_200, 5_000),
                        new Sample(web, "check_ping/rta in ms", 12, Sample.NO_LIMIT)));

        assertThat(read().series())
                .extracting(SampleSeries::program, SampleSeries::detail, SampleSeries::max)
                .containsExactlyInAnyOrder(
                        tuple("web:w1", "check_load/load1", 4_200L), tuple("web:w1", "check_ping/rta in ms", 12L));
    }

    @Test
    void leavesOutWhatWasBefore() throws IOException {
        history.record(death("web:w1", 0));
        HistoryEvent later = death("web:w1", 100);
        history.record(later);

        assertThat(HistoryReader.read(directory, now.plusSeconds(50)).events()).containsExactly(later);
    }

    @Test
    void theNextLifeGoesOnAfterALineThatWasTorn() throws IOException {
        sample(1_000);
        history.record(death("web:w1", 0));
        for (Path file : files()) {
            Files.writeString(file, "2026-11-28T00:00:05Z rss_kib 1=31", StandardOpenOption.APPEND);
        }
        history = open(SIZE);
        now = now.plusSeconds(10);
        history.record(death("web:w1", 10));
        sample(5_000);

        Content read = read();

        assertThat(read.events()).hasSize(2);
        assertThat(read.skippedLines()).isZero();
        assertThat(read.series().get(0).points()).extracting(Point::max).containsExactly(1_000L, 5_000L);
    }

    @Test
    void passesOverAndCountsWhatIsNoLine() throws IOException {
        history.record(death("web:w1", 0));
        Files.writeString(files().get(0), "\0\0\0\0\nrm -rf\n" + "x".repeat(5_000) + "\n", StandardOpenOption.APPEND);
        history.record(death("web:w1", 1));

        assertThat(read().events()).hasSize(2);
        assertThat(read().skippedLines()).isEqualTo(3);
    }

    @Test
    void passesOverAFileOfAnotherVersionAndALink() throws IOException {
        history.record(death("web:w1", 0));
        Path files = directory.resolve(HistoryFiles.DIRECTORY);
        Files.writeString(files.resolve("events-000002.log"), "superlance-history 2 events\nx\n");
        Path secret = Files.writeString(directory.resolve("secret"), "superlance-history 1 events\nroot:x:0\n");
        Files.createSymbolicLink(files.resolve("events-000003.log"), secret);
        Files.createDirectory(files.resolve("events-000004.log"));

        Content read = read();

        assertThat(read.events()).hasSize(1);
        assertThat(read.skippedLines()).isEqualTo(3);
    }

    @Test
    void tellsADeathOnceThatTwoLivesHaveTakenDown() throws IOException {
        history.record(death("web:w1", 0));
        open(SIZE).record(death("web:w1", 0));

        assertThat(read().events()).hasSize(1);
    }

    @Test
    void writesOnlyWhatHasChanged() throws IOException {
        for (int i = 0; i < 100; i++) {
            sample(100_000 + i);
            now = now.plusSeconds(5);
        }
        sample(110_000);

        assertThat(read().series().get(0).points()).extracting(Point::max).containsExactly(100_000L, 110_000L);
    }

    @Test
    void writesEachHourWhatHasNotChanged() throws IOException {
        for (int i = 0; i < 25 * 60; i++) {
            sample(100_000);
            now = now.plusSeconds(60);
        }

        assertThat(read().series().get(0).points()).hasSize(25);
    }

    @Test
    void saysWhenAProgramWasNotMeasuredAnyMore() throws IOException {
        sample(100_000);
        now = now.plusSeconds(60);
        history.record(Quantity.RSS, now, List.of());
        now = now.plusSeconds(60);
        history.record(Quantity.RSS, now, List.of());
        now = now.plusSeconds(60);
        sample(100_000);

        assertThat(read().series().get(0).points()).extracting(Point::ends).containsExactly(false, true, false);
    }

    @Test
    void aThousandNoisyProgramsStayWithinTheLimitAndPushNoEventOut() throws IOException {
        history = open(FileHistory.DEFAULT_SIZE);
        HistoryEvent death = death("web:w1", 0);
        history.record(death);
        Random random = new Random(1);
        for (int tick = 0; tick < 400; tick++) {
            List<Sample> samples = new ArrayList<>();
            for (int program = 0; program < 1_000; program++) {
                samples.add(new Sample(
                        new Namespec("group" + program / 10, "worker" + program), 50_000 + random.nextInt(50_000)));
            }
            history.record(Quantity.RSS, now, samples);
            now = now.plusSeconds(5);
        }

        Content read = read();

        assertThat(size()).isLessThanOrEqualTo(FileHistory.DEFAULT_SIZE);
        assertThat(read.events()).containsExactly(death);
        assertThat(read.skippedLines()).isZero();
        assertThat(read.series()).hasSize(1_000).allSatisfy(series -> {
            assertThat(series.points().get(0).time())
                    .isLessThanOrEqualTo(Instant.parse("2026-11-28T00:00:00Z").getEpochSecond());
            assertThat(series.points().get(series.points().size() - 1).time())
                    .isGreaterThan(now.getEpochSecond() - 400);
        });
    }

    @Test
    void keepsADayInFullAndTwoWeeksInPeriodsOfFiveMinutes() throws IOException {
        history = open(FileHistory.DEFAULT_SIZE);
        Random random = new Random(1);
        Instant begin = now;
        for (int minute = 0; minute < 16 * 24 * 60; minute++) {
            List<Sample> samples = new ArrayList<>();
            for (int program = 0; program < 5; program++) {
                int value = 50_000 + minute + random.nextInt(5_000);
                samples.add(new Sample(new Namespec("web", "w" + program), value, 200_000));
            }
            history.record(Quantity.RSS, now, samples);
            now = now.plusSeconds(60);
        }

        List<Point> points = read().series().get(0).points();

        assertThat(size()).isLessThanOrEqualTo(FileHistory.DEFAULT_SIZE);
        assertThat(points.get(0).time())
                .isBetween(
                        now.minus(Duration.ofDays(14)).getEpochSecond() - 2 * 86_400,
                        now.minus(Duration.ofDays(13)).getEpochSecond());
        assertThat(points.get(0).span()).isBetween(300, 3_600);
        assertThat(points)
                .filteredOn(
                        point -> point.time() > now.minus(Duration.ofDays(1)).getEpochSecond())
                .allSatisfy(point -> assertThat(point.span()).isZero());
        assertThat(points).allSatisfy(point -> {
            long minute = (point.time() - begin.getEpochSecond()) / 60;
            assertThat(point.min()).isGreaterThanOrEqualTo(50_000 + minute);
            assertThat(point.limit()).isEqualTo(200_000);
        });
        assertThat(points).isSortedAccordingTo((one, other) -> Long.compare(one.time(), other.time()));
    }

    @Test
    void aKillBetweenTheSummaryAndTheDeletionOfWhatIsInItDoublesNothing() throws IOException {
        history = open(FileHistory.DEFAULT_SIZE);
        sample(1_000);
        Path segment = files().get(0);
        byte[] content = Files.readAllBytes(segment);
        Path summary = segment.resolveSibling(HistoryFiles.SUMMARY);
        Files.writeString(
                summary,
                HistoryFiles.summaryHeader(1)
                        + "\n2026-11-28T00:00:00Z name 1=web:w1\n2026-11-28T00:00:00Z rss_kib/300 1=1000\n");

        assertThat(read().series().get(0).points()).hasSize(1);

        now = now.plusSeconds(600);
        history = open(FileHistory.DEFAULT_SIZE);
        sample(9_000);

        assertThat(Files.exists(segment) && List.of(content).contains(Files.readAllBytes(segment)))
                .isFalse();
        assertThat(read().series().get(0).points()).extracting(Point::max).contains(1_000L, 9_000L);
    }

    @Test
    void whatCannotBeWrittenIsDroppedWithoutAFault() throws IOException {
        Files.writeString(directory.resolve(HistoryFiles.DIRECTORY), "a file");
        history.record(death("web:w1", 0));
        Files.delete(directory.resolve(HistoryFiles.DIRECTORY));
        HistoryEvent later = death("web:w1", 1);
        history.record(later);

        assertThat(read().events()).containsExactly(later);
    }

    /** As on a full disk: what was not written has not been told. */
    @Test
    void tellsAgainWhatCouldNotBeWritten() throws IOException {
        sample(1_000);
        Path segment = files().get(0);
        Path hidden = obstruct(segment);
        now = now.plusSeconds(60);
        sample(5_000);
        Files.delete(segment);
        Files.move(hidden, segment);
        now = now.plusSeconds(60);
        sample(5_000);

        assertThat(read().skippedLines()).isZero();
        assertThat(read().series().get(0).points()).extracting(Point::max).containsExactly(1_000L, 5_000L);
    }

    @Test
    void beginsAfreshAfterAFileThatCouldNotBeBegun() throws IOException {
        Path first = Files.createDirectories(
                directory.resolve(HistoryFiles.DIRECTORY).resolve(HistoryFiles.segment(HistoryFiles.SAMPLES, 1)));
        sample(1_000);
        Files.delete(first);
        now = now.plusSeconds(60);
        sample(1_000);

        assertThat(read().skippedLines()).isZero();
        assertThat(read().series().get(0).points()).extracting(Point::time).containsExactly(now.getEpochSecond());
    }

    @Test
    void aFileThatCouldNotBeBegunIsNoReasonToKeepFewerValues() throws IOException {
        history = open(4_000);
        for (int i = 1; files(HistoryFiles.SAMPLES).size() < 2; i++) {
            sample(1_000L * i);
            now = now.plusSeconds(3_600);
        }
        for (int i = 1; samplesSize() < 300; i++) {
            sample(1_000L * i);
            now = now.plusSeconds(3_600);
        }
        List<Path> obstacles = Stream.of(3, 999_999)
                .map(number -> directory
                        .resolve(HistoryFiles.DIRECTORY)
                        .resolve(HistoryFiles.segment(HistoryFiles.SAMPLES, number)))
                .toList();
        for (Path obstacle : obstacles) {
            Files.createDirectory(obstacle);
        }
        for (int i = 0; i < 10; i++) {
            sample(1_000);
            now = now.plusSeconds(1);
        }
        for (Path obstacle : obstacles) {
            Files.delete(obstacle);
        }
        for (long value : List.of(100_000L, 105_000L, 110_000L)) {
            sample(value);
            now = now.plusSeconds(600);
        }

        assertThat(read().series().get(0).points()).extracting(Point::max).contains(100_000L, 105_000L, 110_000L);
    }

    private long samplesSize() throws IOException {
        List<Path> files = files(HistoryFiles.SAMPLES);
        return Files.size(files.get(files.size() - 1));
    }

    @Test
    void preparesItsDirectoryOnceAndAgainWhenItHasGone() throws IOException {
        AtomicInteger prepared = new AtomicInteger();
        Access counted = new Access() {
            @Override
            public boolean isOwned() {
                return true;
            }

            @Override
            public void prepare(Path where) throws IOException {
                prepared.incrementAndGet();
                Access.UNRESTRICTED.prepare(where);
            }
        };
        history = new FileHistory(directory, counted, Runnable::run, () -> now, SIZE);
        for (int i = 0; i < 10; i++) {
            sample(1_000L * i);
            history.record(death("web:w1", i));
            now = now.plusSeconds(60);
        }
        assertThat(prepared).hasValue(1);

        for (Path file : files()) {
            Files.delete(file);
        }
        Files.delete(directory.resolve(HistoryFiles.DIRECTORY));
        sample(70_000);
        HistoryEvent death = death("web:w1", 70);
        history.record(death);

        assertThat(prepared).hasValue(2);
        assertThat(read().events()).containsExactly(death);
        assertThat(read().series().get(0).points()).extracting(Point::max).containsExactly(70_000L);
        assertThat(read().skippedLines()).isZero();
    }

    @Test
    void beginsAfreshWhenItsFileWasDeleted() throws IOException {
        sample(1_000);
        now = now.plusSeconds(60);
        Files.delete(files().get(0));
        sample(1_000);

        assertThat(read().skippedLines()).isZero();
        assertThat(read().series().get(0).points()).extracting(Point::max).containsExactly(1_000L);
    }

    private Path obstruct(Path file) throws IOException {
        Path hidden = Files.move(file, directory.resolve("hidden"));
        Files.createDirectory(file);
        return hidden;
    }

    private List<Path> files(String prefix) throws IOException {
        return Files.exists(directory.resolve(HistoryFiles.DIRECTORY))
                ? files().stream()
                        .filter(file -> file.getFileName().toString().startsWith(prefix))
                        .toList()
                : List.of();
    }

    @Test
    void whatAnInterruptHasKeptFromBeingWrittenIsWrittenWhenItIsClosed() throws IOException {
        HistoryEvent death = death("web:w1", 0);
        Thread.currentThread().interrupt();
        history.record(death);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(read().events()).isEmpty();

        history.close();

        assertThat(read().events()).containsExactly(death);
    }

    @Test
    void writesAtTheLatestWhenItIsClosed() throws IOException {
        FileHistory idle = new FileHistory(directory, Access.UNRESTRICTED, task -> {}, () -> now, SIZE);
        idle.record(death("web:w1", 0));

        assertThat(read().events()).isEmpty();

        idle.close();

        assertThat(read().events()).hasSize(1);
    }

    private void sample(long value) {
        history.record(Quantity.RSS, now, List.of(new Sample(Namespec.parse("web:w1"), value, 2_000_000)));
    }

    private HistoryEvent death(String program, int second) {
        return new DeathEvent(
                Instant.parse("2026-11-28T00:00:00Z").plusSeconds(second), program, "exited", "exit status 7");
    }

    private Content read() throws IOException {
        return HistoryReader.read(directory, Instant.EPOCH);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(HistoryFiles.DIRECTORY))) {
            return files.sorted().toList();
        }
    }

    private long size() throws IOException {
        long size = 0;
        for (Path file : files()) {
            size += Files.size(file);
        }
        return size;
    }
}
