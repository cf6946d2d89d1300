package org.superlance.superlance.pause;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ServerUrl;

class KnownProgramsTest {

    private static final KnownPrograms KNOWN = new KnownPrograms(
            Optional.of(ServerUrl.parse("http://127.0.0.1:9001")),
            List.of(new Namespec("grp", "a"), new Namespec("db", "db")));
    private static final KnownPrograms UNKNOWN = new KnownPrograms(Optional.empty(), List.of());

    @ParameterizedTest
    @ValueSource(strings = {"a", "grp:*", "grp:a", "d*", "*"})
    void doesNotObjectToItsPrograms(String name) {
        assertThat(KNOWN.objection(ProcessPattern.parse(name))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "b, has no program 'b'",
        "grp:b, has no program 'grp:b'",
        "gr*, has no program 'gr*'; for the group write 'gr*:*'",
        "grp, has no program 'grp'; for the group write 'grp:*'"
    })
    void objectsToOthers(String name, String end) {
        assertThat(KNOWN.objection(ProcessPattern.parse(name)))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("supervisord at http://127.0.0.1:9001")
                        .endsWith(end));
    }

    @Test
    void objectsToWhatMayMeanAGroupWhereNobodyCanBeAsked() {
        assertThat(UNKNOWN.objection(ProcessPattern.parse("gr*"))).isPresent();
        assertThat(UNKNOWN.objection(ProcessPattern.parse("gr*:*"))).isEmpty();
        assertThat(UNKNOWN.objection(ProcessPattern.parse("grp"))).isEmpty();
        assertThat(UNKNOWN.objection(ProcessPattern.parse("*"))).isEmpty();
    }
}
