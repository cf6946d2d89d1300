package org.superlance.httpok;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.superlance.httpok.HeartbeatProbe.FileTimes;
import org.superlance.httpok.HeartbeatProbe.HeartbeatTemplate;
import org.superlance.httpok.Probe.ProbeTemplate;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.util.Durations;

/** The option about heartbeat files. */
final class HeartbeatOptions extends OptionGroup {

    final Option<List<Heartbeat>> fresh = list(Heartbeat.class, "--fresh")
            .paramLabel("FILE=DURATION")
            .converter(Heartbeat::parse)
            .description("Check that this file was touched within the duration, such as /run/web.beat=90s. A program"
                    + " that has run for less than that is not blamed. May be repeated.");

    /** A file, which may hold fields of a process, and how old it may get. */
    record Heartbeat(ProcessTemplate file, Duration limit) {

        /** @throws IllegalArgumentException with a sentence for people */
        static Heartbeat parse(String text) {
            int equals = text.lastIndexOf('=');
            if (equals < 1 || equals == text.length() - 1) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not FILE=DURATION: write a file and how old it may get, such as"
                                + " /run/web.beat=90s");
            }
            Duration limit = Durations.parse(text.substring(equals + 1));
            if (limit.isZero()) {
                throw new IllegalArgumentException("the duration must be greater than 0, such as 90s");
            }
            ProcessTemplate file = new ProcessTemplate(
                    text.substring(0, equals),
                    "--fresh",
                    EnumSet.allOf(ProcessTemplate.Field.class),
                    name -> name.replace('/', '_'));
            file.validate();
            try {
                Path unused = Path.of(file.sample());
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("'" + text + "' names no file: " + e.getReason(), e);
            }
            return new Heartbeat(file, limit);
        }
    }

    /** The checks of these files. */
    List<ProbeTemplate> templates(Duration timeout) {
        if (fresh.value().isEmpty()) {
            return List.of();
        }
        FileTimes times = new FileTimes(new TrustedPath());
        HeartbeatLog log = new HeartbeatLog(InstantSource.system(), System::nanoTime);
        return fresh.value().stream()
                .<ProbeTemplate>map(
                        heartbeat -> new HeartbeatTemplate(heartbeat.file(), heartbeat.limit(), timeout, times, log))
                .toList();
    }
}
