package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LocalVariableTablesTest {

    private static final String NAME = "org/slf4j/LoggerFactory.class";

    @Test
    void areLeftOutAndLinesAreNot() throws IOException {
        byte[] original = classFile();
        assertThat(text(original)).contains("LocalVariableTable", "LineNumberTable");

        Map<String, byte[]> dropped = LocalVariableTables.drop(Map.of(NAME, original, "other.txt", new byte[] {1, 2}));

        assertThat(dropped)
                .hasEntrySatisfying(
                        NAME,
                        content -> assertThat(text(content))
                                .doesNotContain("LocalVariableTable")
                                .contains("LineNumberTable"));
        assertThat(dropped.get("other.txt")).containsExactly(1, 2);
    }

    private static byte[] classFile() throws IOException {
        try (InputStream content = LocalVariableTablesTest.class.getResourceAsStream("/" + NAME)) {
            return Objects.requireNonNull(content).readAllBytes();
        }
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
