package org.superlance.listener.state;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertFixtures;

/** Puts alerts into a spool and prints the id of each one that is safe, until it is killed. */
final class SpoolWriterMain {

    private SpoolWriterMain() {}

    public static void main(String[] arguments) throws IOException {
        try (DiskSpool<Alert> spool = new DiskSpool<>(Path.of(arguments[0]), Alert.CODEC);
                FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            for (int i = 0; i < 5_000; i++) {
                Alert alert = Alert.of(AlertFixtures.TIME.plusMillis(i), "subject", "x".repeat(i % 3_000), Map.of());
                if (spool.add(alert) && spool.unsaved().isEmpty()) {
                    out.write((alert.id() + "\n").getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }
}
