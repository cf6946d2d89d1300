package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.superlance.listener.cli.LazyNegation;
import picocli.CommandLine.INegatableOptionTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.RegexTransformer;

class NegationDeferralTest {

    private static final String CALL = "createDefault";

    @Test
    void replacesTheCallsOfPicocli() throws IOException {
        byte[] original = ClassFiles.content(NegationDeferral.PLACE);
        assertThat(ClassFiles.text(original)).contains(CALL);
        Map<String, byte[]> deferred = NegationDeferral.defer(Map.of(NegationDeferral.PLACE, original));
        assertThat(deferred)
                .hasEntrySatisfying(
                        NegationDeferral.PLACE,
                        content -> assertThat(ClassFiles.text(content))
                                .contains(LazyNegation.class.getName().replace('.', '/')));
        assertThatThrownBy(() -> NegationDeferral.defer(deferred)).hasMessageContaining("any more");
    }

    @Test
    void makesTheSameNamesWhenTheyAreWanted() {
        INegatableOptionTransformer lazy = LazyNegation.create();
        INegatableOptionTransformer eager = RegexTransformer.createDefault();
        CommandSpec spec = CommandSpec.create();
        assertThat(lazy.makeNegative("--verbose", spec)).isEqualTo(eager.makeNegative("--verbose", spec));
        assertThat(lazy.makeSynopsis("--verbose", spec)).isEqualTo(eager.makeSynopsis("--verbose", spec));
    }
}
