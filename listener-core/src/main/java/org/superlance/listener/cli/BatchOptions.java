package org.superlance.listener.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalInt;
import org.superlance.listener.crash.batch.BatchSchedule;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** When to tell, and how much of it in one message: the options of the listeners that tell in batches. */
public final class BatchOptions implements Options.Holder {

    private final Options options = new Options();

    /** The ticks of supervisord. */
    enum Tick {
        TICK_5,
        TICK_60,
        TICK_3600
    }

    final Setting<Duration> interval = options.value(Duration.class, "-i", "--interval")
            .takes("MINUTES")
            .readBy(new Minutes())
            .usually(Duration.ofMinutes(1))
            .says("Tell at most so long after the first incident, together with those that followed"
                    + " (default: 1.0).");

    final Setting<Duration> groupWait = options.value(Duration.class, "--group-wait")
            .takes("DURATION")
            .says("After a quiet time tell already after this, such as 5s; then by --interval.");

    final Setting<Integer> collapse = options.value(Integer.class, "--collapse")
            .takes("N")
            .says("Tell of a process with more than N incidents in one line.");

    final Setting<String> subject =
            options.value(String.class, "-s", "--subject").takes("TEXT").says("The subject.");

    final Setting<Tick> tick = options.value(Tick.class, "-e", "--tickEvent")
            .takes("TICK_5|TICK_60|TICK_3600")
            .says("Accepted for the sake of old command lines: any tick will do, and none is needed.");

    /** @throws IllegalArgumentException with a sentence for people that names the option */
    void validate() {
        if (collapse.isSet() && collapse.value() < 1) {
            throw new IllegalArgumentException("Invalid value for option '--collapse': it must be at least 1");
        }
        if (groupWait.isSet() && groupWait.value().compareTo(interval.value()) > 0) {
            throw new IllegalArgumentException(
                    "Invalid value for option '--group-wait': it cannot be longer than --interval");
        }
    }

    BatchSchedule times() {
        return new BatchSchedule(interval.value(), groupWait.optional());
    }

    OptionalInt most() {
        return collapse.isSet() ? OptionalInt.of(collapse.value()) : OptionalInt.empty();
    }

    /** Reads minutes, such as {@code 0.5}. */
    static final class Minutes implements ITypeConverter<Duration> {

        private static final long LONGEST = Duration.ofDays(366).toMinutes();

        @Override
        public Duration convert(String text) {
            try {
                BigDecimal minutes = new BigDecimal(text.strip());
                if (minutes.signum() >= 0 && minutes.compareTo(BigDecimal.valueOf(LONGEST)) <= 0) {
                    return Duration.ofMillis(
                            minutes.multiply(BigDecimal.valueOf(60_000)).longValue());
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a number of minutes, such as 1 or 0.5");
            }
            throw new TypeConversionException("'" + text + "' cannot be: write 0 minutes or more, and at most a year");
        }
    }

    @Override
    public Options options() {
        return options;
    }
}
