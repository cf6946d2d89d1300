package org.superlance.oomemonitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarkerCandidateTest {

    private static final Path FILE = Path.of("/srv/work/oome");
    private static final Instant START = OomeProcessInfos.START;

    @Test
    void trustsTheEarlierStartWhenTheClockWasSetBetween() {
        MarkerRegistry.Candidate process = MarkerRegistry.Candidate.of(
                OomeProcessInfos.running("a", 1), FILE, Optional.of(START.minusSeconds(3600)), marker -> true);

        assertThat(process.isConcernedBy(written(START.minusSeconds(1800)))).isTrue();
        assertThat(process.isConcernedBy(written(START.minusSeconds(3601)))).isFalse();
    }

    @Test
    void trustsTheLaterStartWhenTheyDifferByRoundingOnly() {
        MarkerRegistry.Candidate process = MarkerRegistry.Candidate.of(
                OomeProcessInfos.running("a", 1), FILE, Optional.of(START.plusMillis(900)), marker -> true);

        assertThat(process.isConcernedBy(written(START.plusMillis(500)))).isFalse();
    }

    private static Marker written(Instant time) {
        return new Marker(FILE, time, "inode 1", "root", new Marker.Place(true, "root", false));
    }
}
