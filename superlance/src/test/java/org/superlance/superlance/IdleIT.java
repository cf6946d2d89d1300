package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;

/** What a listener does without while nothing is wrong. Sizes differ from machine to machine; what is loaded does not. */
class IdleIT {

    @TempDir
    private Path directory;

    /**
     * The first stream that is made loads thirty classes and more, each of them some KB of memory in each listener, and so does
     * the first formatter of times. The first time zone of java.time reads all others: half a megabyte.
     *
     * @param events of which there are some
     * @param metric that shows when a few of them were handled
     * @param needed a class that is loaded for that
     */
    @ParameterizedTest
    @CsvSource({
        "memmon -a 100GB -m ops@example.com, TICK_5, checks_total.*\"done\".* [3-9], restart.CheckCycle",
        "crashmail -m ops@example.com, TICK_5, events_total.*\"TICK_5\".* [3-9], crash.LogLine",
        "crashmailbatch -t ops@example.com -f me@example.com, TICK_5, events_total.*\"TICK_5\".* [3-9], crash.LogLine"
    })
    void loadsNoClassOfStreamsAndOfFormattedTimes(String commandLine, String events, String metric, String needed) {
        String[] words = commandLine.split(" ", 2);
        Path loaded = directory.resolve("loaded");
        Path metrics = directory.resolve("metrics");
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section("program:web", "command=sleep 1000000")
                .section(
                        "eventlistener:listener",
                        "command=" + PackagedCommand.file(words[0]) + " " + words[1] + " --metrics-file " + metrics
                                + " --state-dir " + directory.resolve("state"),
                        "events=" + events,
                        RealSupervisord.credentials()
                                + ",TZ=\"Europe/Berlin\",SUPERLANCE_JAVA_OPTS=\"-Xlog:class+load:file=" + loaded
                                + ":none\"")
                .start()) {
            server.await(
                    "a few events",
                    () -> Pattern.compile(metric).matcher(text(metrics)).find());

            List<String> classes =
                    text(loaded).lines().map(line -> line.split(" ", 2)[0]).toList();
            assertThat(classes).contains("org.superlance.listener." + needed);
            assertThat(classes)
                    .filteredOn(name -> name.startsWith("java.util.stream.")
                            || name.startsWith("java.time.format.")
                            || name.equals("java.time.zone.TzdbZoneRulesProvider"))
                    .isEmpty();
        }
    }

    /** Empty until there is one. */
    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
