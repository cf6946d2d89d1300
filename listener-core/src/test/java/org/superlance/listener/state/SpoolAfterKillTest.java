package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.Alert;

class SpoolAfterKillTest {

    private static final int KILLS = 5;

    @TempDir
    private Path temporary;

    @Test
    void noAlertThatWasReportedAsSafeIsMissingAfterAKill() throws IOException, InterruptedException {
        Random random = new Random(7);
        Set<String> safe = new HashSet<>();
        Path directory = temporary.resolve("spool");

        for (int i = 0; i < KILLS; i++) {
            safe.addAll(writeUntilKilled(directory, 1 + random.nextInt(100)));
        }

        try (DiskSpool<Alert> spool = new DiskSpool<>(directory, Alert.CODEC)) {
            Set<String> found = spool.names().stream()
                    .map(name -> spool.read(name).orElseThrow().id())
                    .collect(Collectors.toSet());
            assertThat(safe).hasSizeGreaterThanOrEqualTo(KILLS);
            assertThat(found).containsAll(safe);
        }
    }

    private static Set<String> writeUntilKilled(Path directory, int lines) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpoolWriterMain.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Set<String> safe = new HashSet<>();
        try (BufferedReader out = writer.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // The last line may be cut short by the kill.
                if (line.length() == 36) {
                    safe.add(line);
                }
                if (safe.size() == lines) {
                    writer.toHandle().destroyForcibly();
                }
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return safe;
    }
}
