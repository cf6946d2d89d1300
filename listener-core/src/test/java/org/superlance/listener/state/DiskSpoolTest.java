package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertFixtures;
import org.superlance.listener.testkit.LogLines;

class DiskSpoolTest {

    @TempDir
    private Path temporary;

    private Path directory;
    private final LogLines log = LogLines.of(DiskSpool.class);

    @BeforeEach
    void name() {
        directory = temporary.resolve("spool");
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void whatOneListenerLeftTheNextOneFinds() throws IOException {
        try (DiskSpool<Alert> killed = new DiskSpool<>(directory, Alert.CODEC)) {
            assertThat(killed.add(AlertFixtures.number(2))).isTrue();
            assertThat(killed.add(AlertFixtures.number(1))).isTrue();
        }

        try (DiskSpool<Alert> next = new DiskSpool<>(directory, Alert.CODEC)) {
            List<Alert> alerts = next.names().stream()
                    .map(name -> next.read(name).orElseThrow())
                    .toList();

            assertThat(alerts).containsExactly(AlertFixtures.number(1), AlertFixtures.number(2));
            assertThat(next.size()).isEqualTo(2);
            assertThat(next.unsaved()).isEmpty();
        }
    }

    @Test
    void onlyTheOwnerMayRead() throws IOException {
        try (DiskSpool<Alert> spool = new DiskSpool<>(directory, Alert.CODEC)) {
            spool.add(AlertFixtures.number(1));

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(1))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aDirectoryThatIsNotOwnedYetIsLeftAloneAndTakenOverWhenItIs() throws IOException {
        try (DiskSpool<Alert> predecessor = new DiskSpool<>(directory, Alert.CODEC)) {
            predecessor.add(AlertFixtures.number(1));
        }
        AtomicBoolean owned = new AtomicBoolean();
        try (DiskSpool<Alert> spool = new DiskSpool<>(
                new SpoolDirectory<>(directory, Alert.CODEC, access(owned)), Alert.CODEC, Spool.Limit.DISK)) {
            spool.add(AlertFixtures.number(2));
            assertThat(spool.names()).containsExactly(Alert.CODEC.fileName(AlertFixtures.number(2)));
            assertThat(spool.unsaved()).hasSize(1);

            owned.set(true);

            assertThat(spool.names())
                    .containsExactly(
                            Alert.CODEC.fileName(AlertFixtures.number(1)),
                            Alert.CODEC.fileName(AlertFixtures.number(2)));
            assertThat(spool.unsaved()).isEmpty();
            assertThat(file(2)).exists();
        }
    }

    /** Each time the whole path would be examined, up to the root. */
    @Test
    void aDirectoryThatIsThereIsNotMadeReadyAgainForALook() throws IOException {
        AtomicInteger prepared = new AtomicInteger();
        SpoolDirectory.Access counting = new SpoolDirectory.Access() {
            @Override
            public boolean isOwned() {
                return true;
            }

            @Override
            public void prepare(Path path) throws IOException {
                prepared.incrementAndGet();
                UNRESTRICTED.prepare(path);
            }
        };
        SpoolDirectory<Alert> files = new SpoolDirectory<>(directory, Alert.CODEC, counting);
        try (DiskSpool<Alert> spool = new DiskSpool<>(files, Alert.CODEC, Spool.Limit.DISK)) {
            int before = prepared.get();

            spool.names();

            assertThat(prepared).hasValue(before);
        }
    }

    @Test
    void aDirectoryThatIsDeletedIsMadeAgain() throws IOException {
        try (DiskSpool<Alert> spool = new DiskSpool<>(directory, Alert.CODEC)) {
            Files.delete(directory.resolve("failed"));
            Files.delete(directory);

            assertThat(spool.names()).isEmpty();
            assertThat(directory).isDirectory();
            Files.delete(directory.resolve("failed"));
            Files.delete(directory);
            spool.add(AlertFixtures.number(1));

            assertThat(spool.unsaved()).isEmpty();
            assertThat(file(1)).exists();
        }
    }

    private static SpoolDirectory.Access access(AtomicBoolean owned) {
        return new SpoolDirectory.Access() {
            @Override
            public boolean isOwned() {
                return owned.get();
            }

            @Override
            public void prepare(Path directory) throws IOException {
                if (!owned.get()) {
                    throw new IOException("in use by another process");
                }
                AtomicFile.directory(directory);
            }
        };
    }

    @Test
    void whatAKilledWriterLeftHalfDoneIsCleanedUp() throws IOException {
        Files.createDirectories(directory);
        Path half = Files.writeString(directory.resolve("20261121T025456.192Z-x.alert.tmp"), "Id: x\nDa");
        Path notes = Files.writeString(directory.resolve("notes.tmp"), "call Jim");

        try (DiskSpool<Alert> spool = new DiskSpool<>(directory, Alert.CODEC)) {
            assertThat(half).doesNotExist();
            assertThat(notes).exists();
            assertThat(spool.names()).isEmpty();
        }
    }

    @Test
    void aGarbledFileIsMovedAside() throws IOException {
        try (DiskSpool<Alert> spool = new DiskSpool<>(directory, Alert.CODEC)) {
            Files.writeString(directory.resolve("x.alert"), "garbage");

            assertThat(spool.names()).containsExactly("x.alert");
            assertThat(spool.read("x.alert")).isEmpty();

            assertThat(directory.resolve("failed/x.alert")).exists();
            assertThat(spool.names()).isEmpty();
            assertThat(log.lines()).singleElement().asString().contains("x.alert moved to", "not an alert");
        }
    }

    @Test
    void aFileThatAnOperatorMovesBackIsFoundAgainAndADeletedOneIsGone() throws IOException {
        try (DiskSpool<Alert> spool = new DiskSpool<>(directory, Alert.CODEC)) {
            spool.add(AlertFixtures.number(1));
            String name = spool.names().get(0);
            spool.moveToDeadLetters(name, "550 no.");
            assertThat(spool.names()).isEmpty();
            assertThat(log.lines()).singleElement().asString().contains("550 no.");

            Files.move(directory.resolve("failed").resolve(name), directory.resolve(name));
            assertThat(spool.names()).containsExactly(name);

            Files.delete(directory.resolve(name));
            assertThat(spool.read(name)).isEmpty();
            assertThat(spool.size()).isZero();
        }
    }

    @Test
    void aFullSpoolKeepsTheOldest() throws IOException {
        try (DiskSpool<Alert> spool = new DiskSpool<>(directory, Alert.CODEC, new Spool.Limit(2, 1_000))) {
            assertThat(spool.add(AlertFixtures.number(1))).isTrue();
            assertThat(spool.add(AlertFixtures.with("big", "x".repeat(1_000)))).isFalse();
            assertThat(spool.add(AlertFixtures.number(2))).isTrue();
            assertThat(spool.add(AlertFixtures.number(3))).isFalse();

            assertThat(spool.names())
                    .containsExactly(
                            Alert.CODEC.fileName(AlertFixtures.number(1)),
                            Alert.CODEC.fileName(AlertFixtures.number(2)));
        }
    }

    @Test
    void onlyTheNewestFailedAlertsAreKept() throws IOException {
        try (DiskSpool<Alert> spool =
                new DiskSpool<>(new SpoolDirectory<>(directory, Alert.CODEC), Alert.CODEC, Spool.Limit.DISK, 2)) {
            for (int i = 1; i <= 3; i++) {
                spool.add(AlertFixtures.number(i));
                spool.moveToDeadLetters(Alert.CODEC.fileName(AlertFixtures.number(i)), "550 no.");
            }
        }

        try (Stream<Path> failed = Files.list(directory.resolve("failed"))) {
            assertThat(failed.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            Alert.CODEC.fileName(AlertFixtures.number(2)),
                            Alert.CODEC.fileName(AlertFixtures.number(3)));
        }
    }

    @Test
    void whatTheDiskDoesNotTakeWaitsInMemoryUntilItDoes() throws IOException {
        try (DiskSpool<Alert> spool = new DiskSpool<>(directory, Alert.CODEC)) {
            Path away = Files.move(directory, temporary.resolve("away"));
            Files.createFile(directory);

            assertThat(spool.add(AlertFixtures.number(1))).isTrue();
            assertThat(spool.add(AlertFixtures.number(2))).isTrue();
            assertThat(spool.unsaved()).hasSize(2);
            assertThat(spool.read(spool.names().get(0))).contains(AlertFixtures.number(1));
            assertThat(log.lines()).singleElement().asString().contains("in memory");

            Files.delete(directory);
            Files.move(away, directory);
            assertThat(spool.names()).hasSize(2);
            assertThat(spool.unsaved()).isEmpty();
            assertThat(file(1)).exists();
        }
    }

    @Test
    void aPendingInterruptLosesNothingAndIsKept() throws IOException {
        try (DiskSpool<Alert> spool = new DiskSpool<>(directory, Alert.CODEC)) {
            Thread.currentThread().interrupt();

            assertThat(spool.add(AlertFixtures.number(1))).isTrue();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(spool.unsaved()).isEmpty();
            assertThat(file(1)).exists();
        }
    }

    private Path file(int number) {
        return directory.resolve(Alert.CODEC.fileName(AlertFixtures.number(number)));
    }
}
