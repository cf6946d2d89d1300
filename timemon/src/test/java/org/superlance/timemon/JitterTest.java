package org.superlance.timemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.superlance.timemon.Timemon.Jitter;

class JitterTest {

    @Test
    void isSomewhereBetweenNothingAndTheWhole() {
        Jitter jitter = new Jitter(Duration.ofMillis(3), new Random(1));

        List<Long> parts =
                Stream.generate(jitter::next).limit(200).map(Duration::toMillis).toList();

        assertThat(parts).containsOnly(0L, 1L, 2L, 3L);
    }

    @Test
    void isNothingIfNothingIsAskedFor() {
        assertThat(new Jitter(Duration.ZERO, new Random(1)).next()).isZero();
    }
}
