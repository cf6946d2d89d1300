package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalVariableTablesTest {

    private static final String NAME = "org/slf4j/LoggerFactory.class";

    @Test
    void areLeftOutAndLinesAreNot() throws IOException {
        byte[] original = ClassFiles.content(NAME);
        assertThat(ClassFiles.text(original)).contains("LocalVariableTable", "LineNumberTable");

        Map<String, byte[]> dropped = LocalVariableTables.drop(Map.of(NAME, original, "other.txt", new byte[] {1, 2}));

        assertThat(dropped)
                .hasEntrySatisfying(
                        NAME,
                        content -> assertThat(ClassFiles.text(content))
                                .doesNotContain("LocalVariableTable")
                                .contains("LineNumberTable"));
        assertThat(dropped.get("other.txt")).containsExactly(1, 2);
    }
}
