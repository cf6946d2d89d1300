package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.DiskSpool;
import org.superlance.listener.notify.Spool;
import org.superlance.listener.notify.SpoolLimit;
import org.superlance.listener.supervisor.Namespec;

class IntakeTest {

    private static final Instant TIME = Instant.parse("2026-11-21T02:54:56.192Z");
    private static final Particulars FOUND =
            new Particulars(Optional.of("exit status 7"), Optional.of(Duration.ofHours(3)), false, "last words");

    @TempDir
    private Path directory;

    @Test
    void whatWaitsIsThereAgainInTheNextLifeWithWhatWasFoundOut() throws Exception {
        try (Intake intake = new Intake(new DiskSpool(directory))) {
            IntStream.range(0, 3).forEach(number -> intake.take(incident(number)));
            intake.update(intake.waiting().get(1).with(FOUND));
            intake.done(intake.waiting().subList(0, 1));
        }

        try (Intake intake = new Intake(new DiskSpool(directory))) {
            assertThat(intake.waiting()).extracting(Note::incident).containsExactly(incident(1), incident(2));
            assertThat(intake.waiting())
                    .extracting(Note::particulars)
                    .containsExactly(Optional.of(FOUND), Optional.empty());
        }
    }

    @Test
    void whatIsDoneLeavesNothingBehind() throws Exception {
        try (Intake intake = new Intake(new DiskSpool(directory))) {
            intake.take(incident(1));

            intake.done(intake.waiting());

            assertThat(intake.waiting()).isEmpty();
            assertThat(directory.toFile().list()).containsExactlyInAnyOrder("failed", "lock");
        }
    }

    @Test
    void whatDoesNotFitIsOnlyCounted() {
        Intake intake = new Intake(Spool.none(), new Notes(2));

        IntStream.range(0, 5).forEach(number -> intake.take(incident(number)));

        assertThat(intake.waiting()).extracting(Note::incident).containsExactly(incident(0), incident(1));
        assertThat(intake.takeLost()).isEqualTo(3);
        assertThat(intake.takeLost()).isZero();
    }

    @Test
    void whatDoesNotFitInMemoryWaitsOnDiskUntilThereIsRoom() throws Exception {
        try (Intake intake = new Intake(new DiskSpool(directory))) {
            IntStream.range(0, 5).forEach(number -> intake.take(incident(number)));
        }

        try (Intake intake = new Intake(new DiskSpool(directory), new Notes(2))) {
            intake.done(intake.waiting());

            assertThat(intake.waiting()).extracting(Note::incident).containsExactly(incident(2), incident(3));
        }
    }

    @Test
    void whatAFullDiskDoesNotTakeIsToldFromMemory() throws Exception {
        try (Intake intake = new Intake(new DiskSpool(directory, new SpoolLimit(1, 1_000_000)))) {
            IntStream.range(0, 3).forEach(number -> intake.take(incident(number)));

            assertThat(intake.waiting()).hasSize(3);
            assertThat(intake.takeLost()).isZero();
        }
    }

    @Test
    void aFileThatIsNoIncidentIsSetAside() throws Exception {
        Files.writeString(directory.resolve("x.alert"), "Id: x\nDate: 2026-11-21T02:54:56Z\nLabel-kind: PARTY\n\n");

        try (Intake intake = new Intake(new DiskSpool(directory))) {
            assertThat(intake.waiting()).isEmpty();
            assertThat(directory.resolve("failed/x.alert")).exists();
        }
    }

    @Test
    void aLongTailFillsTheMemoryTooSoThatItIsBounded() {
        Intake intake = new Intake(Spool.none());
        Particulars large = new Particulars(Optional.empty(), Optional.empty(), false, "x".repeat(13 << 20));
        intake.take(incident(1));

        intake.update(intake.waiting().get(0).with(large));
        intake.take(incident(2));

        assertThat(intake.waiting()).hasSize(1);
        assertThat(intake.takeLost()).isEqualTo(1);
        intake.done(List.copyOf(intake.waiting()));
        intake.take(incident(3));
        assertThat(intake.waiting()).hasSize(1);
    }

    private static Incident incident(int number) {
        return new Incident(
                Incident.Kind.EXITED,
                new Namespec("web", "w" + number),
                OptionalLong.of(number),
                "RUNNING",
                TIME.plusMillis(number));
    }
}
