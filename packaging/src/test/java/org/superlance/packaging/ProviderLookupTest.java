package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderLookupTest {

    @Test
    void replacesTheCallsOfSlf4j() throws IOException {
        byte[] original = ClassFiles.content(ProviderLookup.PLACE);
        assertThat(ClassFiles.text(original)).contains("\"%s\" specified via \"%s\"");
        Map<String, byte[]> adapted = ProviderLookup.adapt(Map.of(ProviderLookup.PLACE, original));
        assertThat(adapted)
                .hasEntrySatisfying(
                        ProviderLookup.PLACE,
                        content -> assertThat(ClassFiles.text(content))
                                .contains("\"{}\" specified via \"{}\"")
                                .contains("basicArrayFormat")
                                .contains("getSystemClassLoader")
                                .doesNotContain("%s", "getClassLoader"));
        assertThatThrownBy(() -> ProviderLookup.adapt(adapted)).hasMessageContaining("in another way");
    }
}
