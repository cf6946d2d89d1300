package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.httpok.CombinedResult.Rule;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.httpok.ProbeResult.Outcome;

class CombinedResultTest {

    @ParameterizedTest
    @CsvSource({
        "ALL, GOOD, GOOD",
        "ALL, BAD, BAD",
        "ALL, INDETERMINATE, INDETERMINATE",
        "ALL, GOOD GOOD, GOOD",
        "ALL, GOOD BAD, BAD",
        "ALL, INDETERMINATE BAD, BAD",
        "ALL, GOOD INDETERMINATE, INDETERMINATE",
        "ANY, GOOD, GOOD",
        "ANY, BAD, BAD",
        "ANY, INDETERMINATE, INDETERMINATE",
        "ANY, BAD BAD, BAD",
        "ANY, BAD GOOD, GOOD",
        "ANY, INDETERMINATE GOOD, GOOD",
        "ANY, BAD INDETERMINATE, INDETERMINATE",
    })
    void decidesInThreeValuedLogic(Rule rule, String outcomes, Outcome expected) {
        List<ProbeResult> results = Arrays.stream(outcomes.split(" "))
                .map(Outcome::valueOf)
                .map(CombinedResultTest::result)
                .toList();

        CombinedResult combined = new CombinedResult(rule, results);

        assertThat(combined.outcome()).isEqualTo(expected);
        assertThat(combined.decisive()).isNotEmpty().allMatch(result -> result.outcome() == expected);
    }

    @Test
    void namesTheReasonsOfTheOutcomeAndNoMoreThanFive() {
        List<ProbeResult> results = List.of(
                ProbeResult.good(Cause.STATUS, "200", "fine"),
                ProbeResult.bad(Cause.NO_ANSWER, "no answer", "silent"),
                ProbeResult.bad(Cause.BODY, "200", "empty"));

        CombinedResult combined = new CombinedResult(Rule.ALL, results);

        assertThat(combined.reason()).isEqualTo("silent; empty");
        assertThat(combined.value()).isEqualTo("no answer");
        assertThat(combined.cause()).isEqualTo(Cause.NO_ANSWER);
        assertThat(new CombinedResult(Rule.ANY, Collections.nCopies(9, results.get(1))).reason())
                .isEqualTo("silent; silent; silent; silent; silent; and 4 more");
    }

    private static ProbeResult result(Outcome outcome) {
        return switch (outcome) {
            case GOOD -> ProbeResult.good(Cause.STATUS, "200", "good");
            case BAD -> ProbeResult.bad(Cause.STATUS, "500", "bad");
            case INDETERMINATE -> ProbeResult.undecided("open");
        };
    }
}
