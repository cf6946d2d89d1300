package org.superlance.listener.pause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.pause.PauseFiles.Resumed;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.testkit.LogLines;

class PausesTest {

    private static final Instant BEGIN = Instant.parse("2026-11-28T21:10:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Namespec W1 = new Namespec("web", "w1");
    private static final Namespec W2 = new Namespec("web", "w2");
    private static final Namespec DB = new Namespec("db", "db");

    @TempDir
    private Path base;

    private final SettableClock wall = new SettableClock();
    private final SettableClock steady = new SettableClock();

    @Test
    void aPauseIsSeenFromItsBeginToItsEnd() throws IOException {
        pause("web:*", HOUR);
        Pauses pauses = pauses();

        assertThat(pauses.reason(W1)).contains("paused until 22:10 by root");
        assertThat(pauses.isPaused(DB)).isFalse();
        assertThat(pauses.isEverythingPaused()).isTrue();
        pauses.watch(List.of());
        assertThat(pauses.isEverythingPaused()).isFalse();
        pauses.watch(List.of(W1, DB));
        assertThat(pauses.isEverythingPaused()).isFalse();
        pauses.watch(List.of(W1, W2));
        assertThat(pauses.isEverythingPaused()).isTrue();

        pass(HOUR.minusSeconds(1));
        assertThat(pauses.isPaused(W1)).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(pauses.isPaused(W1)).isFalse();
    }

    @Test
    void onePauseThatBeginsWhileAListenerRunsIsSeenWithinASecond() throws IOException {
        Pauses pauses = pauses();
        assertThat(pauses.isPaused(W1)).isFalse();

        pause("*", HOUR);
        pass(Duration.ofSeconds(1));

        assertThat(pauses.isPaused(W1)).isTrue();
        assertThat(pauses.isEverythingPaused()).isTrue();
    }

    @Test
    void aSecondPauseOfTheSameNameTakesThePlaceOfTheFirst() throws IOException {
        pause("web:*", HOUR);
        pass(Duration.ofMinutes(30));
        Pause longer = pause("web:*", HOUR);

        assertThat(longer.begin()).isEqualTo(BEGIN);
        assertThat(longer.end()).isEqualTo("2026-11-28T22:40:00Z");
        assertThat(new PauseFiles(base).read().pauses()).containsExactly(longer);

        Pause shorter = pause("web:*", Duration.ofMinutes(5));
        assertThat(shorter.end()).isEqualTo("2026-11-28T21:45:00Z");
    }

    @Test
    void ofOverlappingPausesTheLongestCounts() throws IOException {
        pause("web:*", HOUR);
        pause("web:w1", Duration.ofHours(3));
        Pauses pauses = pauses();

        assertThat(pauses.reason(W1)).contains("paused until 2026-11-29 00:10 by root");
        assertThat(pauses.reason(W2)).contains("paused until 22:10 by root");
    }

    @Test
    void aPauseIsResumedForSomeOfItsPrograms() throws IOException {
        pause("*", HOUR);
        Pauses pauses = pauses();
        assertThat(pauses.isPaused(W1)).isTrue();

        resume("web:w1");
        pass(Duration.ofSeconds(1));

        assertThat(pauses.isPaused(W1)).isFalse();
        assertThat(pauses.isPaused(W2)).isTrue();

        pause("web:w1", HOUR);
        pass(Duration.ofSeconds(1));
        assertThat(pauses.isPaused(W1)).isTrue();
    }

    @Test
    void resumingANameEndsThePausesOfWhatItNames() throws IOException {
        pause("web:w1", HOUR);
        pause("web:w2", HOUR);
        pause("db:db", HOUR);

        List<Pause> changed = resume("web:*");

        assertThat(changed)
                .hasSize(2)
                .allSatisfy(pause -> assertThat(pause.resumed()).contains(new Pause.Resumption(BEGIN, "ann")));
        Pauses pauses = pauses();
        assertThat(pauses.isPaused(W1)).isFalse();
        assertThat(pauses.isPaused(DB)).isTrue();
    }

    @Test
    void resumingANameLeavesPausesAloneThatCannotBeAboutIt() throws IOException {
        pause("db", HOUR);
        pause("db:*", HOUR);
        pause("web:w*", HOUR);

        assertThat(resume("web:w1")).extracting(Pause::subject).containsExactly("web:w* but for web:w1");
        assertThat(resume("w2"))
                .extracting(Pause::subject)
                .containsExactlyInAnyOrder("web:w* but for web:w1, w2", "db:* but for w2");
        assertThat(resume("api:*", List.of()).unpaused()).isEmpty();
        assertThat(resume("api:a1", List.of()).unpaused()).containsExactly(ProcessPattern.parse("api:a1"));
    }

    @Test
    void resumingANameLeavesPausesAloneThatAreNotAboutAnyProgramOfThatName() throws IOException {
        pause("db:*", HOUR);
        Pause web = pause("web:*", HOUR);

        Resumed resumed = resume("w2", List.of(W1, W2, DB));

        assertThat(resumed.changed()).containsExactly(web.without(ProcessPattern.parse("w2")));
        assertThat(resumed.unpaused()).isEmpty();
        assertThat(resume("w2", List.of(W1, W2, DB)).unpaused())
                .as("it is resumed already")
                .hasSize(1);
    }

    @Test
    void theEndOfAShortPauseIsToldToTheSecond() throws IOException {
        wall.now = BEGIN.plusSeconds(7);

        assertThat(pause("db", Duration.ofSeconds(20)).describe(wall.now, ZoneOffset.UTC))
                .isEqualTo("db paused until 21:10:27 by root, since 21:10:07");
        assertThat(pause("web:*", Duration.ofMinutes(10)).describe(wall.now, ZoneOffset.UTC))
                .isEqualTo("web:* paused until 21:20 by root, since 21:10");
    }

    @Test
    void resumingWithoutANameEndsAll() throws IOException {
        pause("*", HOUR);
        pause("web:w1", HOUR);

        new PauseFiles(base).resume(List.of(), List.of(), "ann", BEGIN);

        assertThat(pauses().active()).isEmpty();
    }

    @Test
    void whatIsPausedAnewIsNotResumedAnyMore() throws IOException {
        pause("*", HOUR);
        resume("web:w1");
        pause("*", HOUR);

        assertThat(pauses().isPaused(W1)).isTrue();
    }

    @Test
    void aClockThatIsSetBackMakesNoPauseLonger() throws IOException {
        pause("*", HOUR);
        Pauses pauses = pauses();
        assertThat(pauses.isPaused(W1)).isTrue();

        wall.now = BEGIN.minus(Duration.ofDays(1));
        steady.now = steady.now.plus(HOUR.minusSeconds(1));
        assertThat(pauses.isPaused(W1)).isTrue();
        steady.now = steady.now.plusSeconds(1);
        assertThat(pauses.isPaused(W1)).isFalse();
    }

    @Test
    void aListenerThatIsStartedAfterAClockWasSetBackPausesNoLongerThanWasAskedFor() throws IOException {
        pause("*", HOUR);
        wall.now = BEGIN.minus(Duration.ofDays(1));
        Pauses pauses = pauses();

        assertThat(pauses.isPaused(W1)).isTrue();
        steady.now = steady.now.plus(HOUR);
        assertThat(pauses.isPaused(W1)).isFalse();
    }

    @Test
    void theLogHasBeginAndEnd() throws IOException {
        Pauses pauses = pauses();
        try (LogLines lines = LogLines.of(Pauses.class)) {
            pause("web:*", HOUR);
            pauses.active();
            pass(Duration.ofSeconds(1));
            pauses.active();
            resume("web:*");
            pass(Duration.ofSeconds(1));
            pauses.active();
            pass(Duration.ofSeconds(1));
            pauses.active();

            assertThat(lines.lines())
                    .containsExactly(
                            "INFO web:* paused until 22:10 by root for 1h; not restarted, nothing is sent until then",
                            "INFO web:* not paused any more: resumed by ann");
        }
    }

    @Test
    void whatIsNoPauseIsIgnoredWithOneLine() throws IOException {
        Files.createDirectories(base.resolve("pauses"));
        Files.writeString(base.resolve("pauses/a.pause"), "Programs: *\nBegin: 2026-11-28T21:10:00Z\n");
        Files.writeString(
                base.resolve("pauses/b.pause"),
                "Programs: *\nBegin: 2026-11-28T21:10:00Z\nEnd: 2036-11-28T21:10:00Z\nBy: x\n");
        Files.writeString(base.resolve("pauses/c.pause"), "x".repeat(100_000));
        Files.createSymbolicLink(base.resolve("pauses/d.pause"), Path.of("/dev/zero"));
        Pauses pauses = pauses();
        try (LogLines lines = LogLines.of(Pauses.class)) {
            assertThat(pauses.isPaused(W1)).isFalse();
            pass(Duration.ofSeconds(2));
            assertThat(pauses.isPaused(W1)).isFalse();

            assertThat(lines.lines()).hasSize(4);
            assertThat(lines.lines()).anyMatch(line -> line.endsWith("ignored: it has no line 'End: ...'"));
            assertThat(lines.lines())
                    .anyMatch(line -> line.endsWith("ignored: it is longer than any that superlance pause makes"));
            assertThat(lines.lines()).anyMatch(line -> line.endsWith("ignored: larger than 65536 bytes"));
            assertThat(lines.lines()).anyMatch(line -> line.endsWith("is not a regular file"));
        }
    }

    @Test
    void aDirectoryThatOthersMayWriteToIsIgnoredWithOneLine() throws IOException {
        pause("*", HOUR);
        Files.setPosixFilePermissions(base.resolve("pauses"), PosixFilePermissions.fromString("rwxrwxrwx"));
        try (LogLines lines = LogLines.of(Pauses.class)) {
            assertThat(pauses().isPaused(W1)).isFalse();

            assertThat(lines.lines()).singleElement().asString().contains("can be changed by other users (mode 0777)");
        }
    }

    @Test
    void theFileOfAnotherUserIsIgnored() throws IOException {
        pause("*", HOUR);
        int somebodyElse = TrustedPath.ownUser() + 1;
        PauseFiles files = new PauseFiles(base, new TrustedPath(somebodyElse));

        if (TrustedPath.ownUser() == 0) {
            // root's are believed by everybody
            assertThat(files.read().pauses()).hasSize(1);
        } else {
            assertThat(files.read().pauses()).isEmpty();
            assertThat(files.read().objections()).singleElement().asString().contains("belongs to another user");
        }
    }

    @Test
    void nothingIsPausedBelowADirectoryThatDoesNotExist() {
        PauseFiles files = new PauseFiles(base.resolve("missing"));

        assertThatThrownBy(() -> files.pause(Pause.ALL, HOUR, "root", BEGIN)).isInstanceOf(NoSuchFileException.class);
        assertThat(files.read().objections()).isEmpty();
    }

    /** Others may read these files: a change must be documented. */
    @Test
    void theFormatIsStable() throws IOException {
        pause("web:*", HOUR);
        resume("web:w1");

        assertThat(Files.readString(base.resolve("pauses").resolve(pauseOfWeb().fileName())))
                .isEqualTo("""
                        Programs: web:*
                        Begin: 2026-11-28T21:10:00Z
                        End: 2026-11-28T22:10:00Z
                        By: root
                        Except: web:w1
                        """);

        resume("web:*");

        assertThat(Files.readString(base.resolve("pauses").resolve(pauseOfWeb().fileName())))
                .endsWith("Resumed: 2026-11-28T21:10:00Z\nResumed-By: ann\n");
        assertThat(Pause.parse(pauseOfWeb().format() + "Later: version\n")).isEqualTo(pauseOfWeb());
    }

    private static Pause pauseOfWeb() {
        return new Pause(ProcessPattern.parse("web:*"), BEGIN, BEGIN.plus(HOUR), "root", List.of(), Optional.empty());
    }

    private Pause pause(String programs, Duration length) throws IOException {
        return new PauseFiles(base).pause(ProcessPattern.parse(programs), length, "root", wall.now);
    }

    private List<Pause> resume(String programs) throws IOException {
        return resume(programs, List.of()).changed();
    }

    private Resumed resume(String programs, List<Namespec> known) throws IOException {
        return new PauseFiles(base).resume(List.of(ProcessPattern.parse(programs)), known, "ann", wall.now);
    }

    private Pauses pauses() {
        return new Pauses(base, wall, steady);
    }

    private void pass(Duration time) {
        wall.now = wall.now.plus(time);
        steady.now = steady.now.plus(time);
    }

    private static final class SettableClock extends Clock {

        private Instant now = BEGIN;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
