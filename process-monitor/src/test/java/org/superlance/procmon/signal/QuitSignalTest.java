package org.superlance.procmon.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.Await;

class QuitSignalTest {

    @TempDir
    Path directory;

    @Test
    void aThreadDumpIsTakenForTheSignalAndOtherOutputIsNot() throws Exception {
        Path file = Files.writeString(directory.resolve("vm"), "a warning\n");
        AtomicInteger signals = new AtomicInteger();
        assertThat(QuitSignal.set(Map.of("SUPERLANCE_THREAD_DUMP", file.toString()), signals::incrementAndGet))
                .isTrue();

        append(file, "Full thread dump OpenJDK 64-Bit Server VM\n");
        Await.until("the first signal", () -> signals.get() == 1);
        append(file, "\"main\" #1\nFull thread dump OpenJDK 64-Bit Server VM\n");

        Await.until("the second signal", () -> signals.get() == 2);
    }

    @Test
    void withoutTheLauncherItRemainsAThreadDump() {
        assertThat(QuitSignal.set(Map.of(), () -> {})).isFalse();
    }

    private static void append(Path file, String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
