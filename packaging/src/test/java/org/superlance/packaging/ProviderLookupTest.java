package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProviderLookupTest {

    @Test
    void replacesTheCallsOfSlf4j() throws IOException {
        byte[] original = classFile();
        assertThat(text(original)).contains("\"%s\" specified via \"%s\"");
        Map<String, byte[]> adapted = ProviderLookup.adapt(Map.of(ProviderLookup.PLACE, original));
        assertThat(adapted)
                .hasEntrySatisfying(
                        ProviderLookup.PLACE,
                        content -> assertThat(text(content))
                                .contains("\"{}\" specified via \"{}\"")
                                .contains("basicArrayFormat")
                                .contains("getSystemClassLoader")
                                .doesNotContain("%s", "getClassLoader"));
        assertThatThrownBy(() -> ProviderLookup.adapt(adapted)).hasMessageContaining("in another way");
    }

    private static byte[] classFile() throws IOException {
        try (InputStream content = LoggerFactory.class.getResourceAsStream("/" + ProviderLookup.PLACE)) {
            return Objects.requireNonNull(content).readAllBytes();
        }
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
