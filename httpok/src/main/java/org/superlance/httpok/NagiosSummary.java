package org.superlance.httpok;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.superlance.httpok.HttpCheck.CheckRound;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.runtime.MonitorListener.OnceSummary;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.TextSanitizer;

/**
 * The one line that Nagios, and what understands its plugins, reads of a check, with the exit status that goes with it: {@code
 * HTTPOK OK - status contacting http://localhost/: 200 OK | time=0.012s;;2.000;0.000;10.000}.
 *
 * <p>Source: the Monitoring Plugins' guidelines for developers.
 */
record NagiosSummary(HttpokConfig config, InstantSource clock) {

    private static final int MAX_LENGTH = 400;

    /** A check that could not be made. */
    static OnceSummary unknown(String why) {
        return line(PluginStatus.UNKNOWN, why, "");
    }

    /** Summarizes a check: a failure outweighs what cannot be told, and that a certificate. */
    OnceSummary of(CheckRound round, List<Decision> decisions, Collection<ProcessPattern> unknown) {
        List<String> failures =
                round.failures().stream().map(ProbeResult::reason).distinct().toList();
        List<String> undecided = new ArrayList<>(
                round.results().undecided().stream().map(ProbeResult::reason).toList());
        unknown.forEach(name -> undecided.add("supervisord knows no process '" + name + "'"));
        String data = performance(round.results());
        if (!failures.isEmpty()) {
            return line(PluginStatus.CRITICAL, FirstOfMany.of(failures), data);
        }
        if (!undecided.isEmpty()) {
            return line(PluginStatus.UNKNOWN, FirstOfMany.of(undecided), data);
        }
        List<String> warnings = Stream.concat(warnings(round.results()), round.expiring().values().stream())
                .toList();
        if (!warnings.isEmpty()) {
            return line(PluginStatus.WARNING, FirstOfMany.of(warnings), data);
        }
        return line(PluginStatus.OK, fine(round.results(), decisions), data);
    }

    private static Stream<String> warnings(ProbeStrategy.Results results) {
        return results.asked().values().stream()
                .filter(result -> result.report()
                        .filter(report -> report.status() == PluginStatus.WARNING)
                        .isPresent())
                .map(ProbeResult::reason)
                .distinct();
    }

    private static String fine(ProbeStrategy.Results results, List<Decision> decisions) {
        Map<Probe, ProbeResult> asked = results.asked();
        return switch (asked.size()) {
            case 0 ->
                decisions.isEmpty() ? "nothing to check" : decisions.get(0).reason();
            case 1 -> asked.values().iterator().next().reason();
            default ->
                asked.values().stream().filter(ProbeResult::isGood).count() + " of " + asked.size()
                        + " checks succeeded";
        };
    }

    private String performance(ProbeStrategy.Results results) {
        Stream<String> ofEach = results.own().entrySet().stream()
                .sorted(Map.Entry.comparingByKey((one, other) -> one.toString().compareTo(other.toString())))
                .flatMap(entry -> performance("_" + label(entry.getKey()), entry.getValue()));
        return Stream.concat(results.common().stream().flatMap(result -> performance("", result)), ofEach)
                .filter(data -> !data.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** Of several checks, each is told by its place: URLs first, then what options name. */
    private Stream<String> performance(String suffix, CombinedResult combined) {
        List<ProbeResult> results = combined.results();
        return IntStream.range(0, results.size())
                .mapToObj(i -> performance(
                        results.size() == 1 || results.get(i).report().isPresent() ? suffix : suffix + "_" + (i + 1),
                        results.get(i)));
    }

    private static String label(Namespec process) {
        return process.toString().replaceAll("[^A-Za-z0-9_.:-]", "_");
    }

    private String performance(String suffix, ProbeResult result) {
        if (result.report().isPresent()) {
            return performance(suffix, result.report().get());
        }
        String time = result.took()
                .map(answer -> "time" + suffix + "=" + seconds(answer) + "s;;" + latency(config.maxLatency())
                        + ";0.000;" + seconds(config.timeout()))
                .orElse("");
        return (time + days(suffix, result.certificateEnd())).strip();
    }

    /** What a plugin says, and of which one where there are several. */
    private String performance(String suffix, PluginReport report) {
        String prefix = config.checks().size() == 1 ? "" : report.check() + "::";
        return report.values().stream()
                .map(value -> value.text(prefix + value.label() + suffix))
                .collect(Collectors.joining(" "));
    }

    /** A colon behind a limit says that what is below it is bad. */
    private String days(String suffix, Optional<Instant> end) {
        String warning = config.certificateDays() == 0 ? "" : config.certificateDays() + ":";
        return end.map(when -> " cert_days" + suffix + "=" + ChronoUnit.DAYS.between(clock.instant(), when) + ";"
                        + warning + ";;")
                .orElse("");
    }

    private static String latency(@Nullable Duration limit) {
        return limit == null ? "" : seconds(limit);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
    }

    /** A bar would begin the data, and a second line what is read by people only. */
    private static OnceSummary line(PluginStatus status, String text, String data) {
        String plain = TextSanitizer.singleLine(text, MAX_LENGTH).replace('|', '/');
        return new OnceSummary(
                "HTTPOK " + status + " - " + plain + (data.isEmpty() ? "" : " | " + data), status.exitStatus());
    }
}
