package org.superlance.superlance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.superlance.listener.runtime.CommandContext;

/** superlance by a clock that a file sets: it holds an amount of time such as {@code -PT1H}. */
final class SetClockMain {

    private SetClockMain() {}

    /** @param arguments those of superlance: a command and its options */
    public static void main(String[] arguments) {
        CommandContext found = CommandContext.ofThisProcess();
        CommandContext context = new CommandContext(
                found.in(),
                found.out(),
                found.err(),
                found.environment(),
                new SetClock(Path.of(System.getenv("CLOCK_FILE")), found.clock()),
                found.toTerminal(),
                found.fromTerminal(),
                found.toTerminal(),
                found.onTermination(),
                found.exit(),
                found.sharedProcess(),
                found.user(),
                found.commonOptions(),
                found.locks());
        System.exit(Superlance.run(context, arguments));
    }

    private static final class SetClock extends Clock {

        private final Path file;
        private final Clock clock;

        SetClock(Path file, Clock clock) {
            this.file = file;
            this.clock = clock;
        }

        @Override
        public Instant instant() {
            try {
                return clock.instant()
                        .plus(Duration.parse(Files.readString(file).strip()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return new SetClock(file, clock.withZone(zone));
        }
    }
}
