package org.superlance.listener.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.batch.BatchTimes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** When to tell, and how much of it in one message: the options of the listeners that tell in batches. */
public final class BatchOptions {

    /** The ticks of supervisord. */
    enum Tick {
        TICK_5,
        TICK_60,
        TICK_3600
    }

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "MINUTES",
            converter = Minutes.class,
            description = "Tell at most so long after the first incident, together with those that followed"
                    + " (default: 1.0).")
    Duration interval = Duration.ofMinutes(1);

    @Option(
            names = "--group-wait",
            paramLabel = "DURATION",
            description = "After a quiet time tell already after this, such as 5s; then by --interval.")
    @Nullable
    Duration groupWait;

    @Option(
            names = "--collapse",
            paramLabel = "N",
            description = "Tell of a process with more than N incidents in one line.")
    @Nullable
    Integer collapse;

    @Option(
            names = {"-s", "--subject"},
            paramLabel = "TEXT",
            description = "The subject.")
    @Nullable
    String subject;

    @Option(
            names = {"-e", "--tickEvent"},
            paramLabel = "TICK_5|TICK_60|TICK_3600",
            description = "Accepted for the sake of old command lines: any tick will do, and none is needed.")
    @Nullable
    Tick tick;

    /** @throws IllegalArgumentException with a sentence for people that names the option */
    void validate() {
        if (collapse != null && collapse < 1) {
            throw new IllegalArgumentException("Invalid value for option '--collapse': it must be at least 1");
        }
        if (groupWait != null && groupWait.compareTo(interval) > 0) {
            throw new IllegalArgumentException(
                    "Invalid value for option '--group-wait': it cannot be longer than --interval");
        }
    }

    BatchTimes times() {
        return new BatchTimes(interval, Optional.ofNullable(groupWait));
    }

    OptionalInt most() {
        return collapse == null ? OptionalInt.empty() : OptionalInt.of(collapse);
    }

    /** Reads minutes, such as {@code 0.5}. */
    static final class Minutes implements ITypeConverter<Duration> {

        private static final BigDecimal LONGEST =
                BigDecimal.valueOf(Duration.ofDays(366).toMinutes());

        @Override
        public Duration convert(String text) {
            try {
                BigDecimal minutes = new BigDecimal(text.strip());
                if (minutes.signum() >= 0 && minutes.compareTo(LONGEST) <= 0) {
                    return Duration.ofMillis(
                            minutes.multiply(BigDecimal.valueOf(60_000)).longValue());
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a number of minutes, such as 1 or 0.5");
            }
            throw new TypeConversionException("'" + text + "' cannot be: write 0 minutes or more, and at most a year");
        }
    }
}
