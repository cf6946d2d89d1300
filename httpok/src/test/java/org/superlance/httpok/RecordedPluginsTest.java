package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What plugins of Debian 12 have written: monitoring-plugins 2.3.3, monitoring-plugins-contrib 42, check_postgres 2.25 and
 * check_multi 0.26, with the values that another reader found in it.
 *
 * <p>A block of the file: {@code ### STATUS COMMAND}, then the lines of the output behind a bar, the line for people behind
 * {@code >}, and the values behind {@code =}: label, value, unit, warning, critical, min, max, with a minus for none.
 */
class RecordedPluginsTest {

    private static final String FILE = "plugin-outputs.txt";

    private record Recording(String command, int status, String output, String summary, List<String> values) {}

    @TestFactory
    Stream<DynamicTest> areReadAsTheyAreMeant() throws IOException {
        List<Recording> recordings = recordings();
        assertThat(recordings).hasSizeGreaterThan(50);
        return recordings.stream().map(recording -> dynamicTest(recording.command(), () -> assertRead(recording)));
    }

    private static void assertRead(Recording recording) {
        PluginOutput output = PluginOutput.parse(recording.output(), false);
        PluginStatus status = PluginStatus.of(recording.status()).orElseThrow();

        assertThat(output.summary(status == PluginStatus.OK ? "" : status.name(), ""))
                .isEqualTo(recording.summary());
        assertThat(output.data().kept().stream().map(RecordedPluginsTest::line)).isEqualTo(recording.values());
    }

    private static String line(PerformanceValue value) {
        return Stream.of(
                        value.label(),
                        value.value().toPlainString(),
                        value.unit(),
                        value.warning(),
                        value.critical(),
                        value.min(),
                        value.max())
                .map(part -> part.isEmpty() ? "-" : part)
                .collect(Collectors.joining(" "));
    }

    private static List<Recording> recordings() throws IOException {
        try (InputStream file = RecordedPluginsTest.class.getResourceAsStream(FILE)) {
            String text = new String(Objects.requireNonNull(file, FILE).readAllBytes(), UTF_8);
            return Stream.of(text.split("(?m)^### "))
                    .filter(block -> !block.isEmpty())
                    .map(RecordedPluginsTest::recording)
                    .toList();
        }
    }

    private static Recording recording(String block) {
        StringBuilder output = new StringBuilder();
        String summary = "";
        List<String> values = new ArrayList<>();
        String[] lines = block.split("\n");
        for (String line : List.of(lines).subList(1, lines.length)) {
            switch (line.charAt(0)) {
                case '|' -> output.append(line, 1, line.length()).append('\n');
                case '>' -> summary = line.substring(1);
                default -> values.add(line.substring(1));
            }
        }
        int status = Integer.parseInt(lines[0].substring(0, 1));
        return new Recording(lines[0].substring(2), status, output.toString(), summary, values);
    }
}
