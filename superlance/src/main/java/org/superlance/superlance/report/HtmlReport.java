package org.superlance.superlance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.superlance.listener.history.HistoryEvent;
import org.superlance.listener.history.HistoryEvent.AlertEvent;
import org.superlance.listener.history.HistoryEvent.DeathEvent;
import org.superlance.listener.history.HistoryEvent.RestartEvent;
import org.superlance.listener.history.Point;
import org.superlance.listener.history.SampleSeries;
import org.superlance.listener.process.CpuMeter;
import org.superlance.listener.util.ByteSize;
import org.superlance.listener.util.Durations;
import org.superlance.superlance.report.ReportContent.Incident;
import org.superlance.superlance.report.ReportContent.ProgramReport;

/** The page of a report: one file, which loads nothing and runs nothing. */
final class HtmlReport {

    private static final int MAX_INCIDENTS = 2_000;
    private static final int MAX_CHECKS = 20;
    private static final double MOST_OF_THE_TIME = 0.99;

    private final ReportContent content;
    private final String host;
    private final Html page;
    private final Chart chart;
    private final long now;

    HtmlReport(ReportContent content, String host, ZoneId zone) {
        this.content = content;
        this.host = host;
        this.page = new Html(zone);
        this.chart = new Chart(page, content.from(), content.to());
        this.now = content.to().getEpochSecond();
    }

    String text() {
        head();
        summary();
        overview();
        incidents();
        page.raw("<h2 id=\"programs\">Programs</h2>\n");
        legend();
        for (int i = 0; i < content.programs().size(); i++) {
            program(i, content.programs().get(i));
        }
        page.raw("</main></body></html>\n");
        return page.toString();
    }

    private void head() {
        page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                        + " 'unsafe-inline'; img-src data:\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .raw("<meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\"><title>")
                .text("superlance report: " + host)
                .raw("</title><style>\n")
                .raw(styles())
                .raw("</style></head><body>\n<header><h1>")
                .text(host)
                .raw("</h1><p>")
                .time(content.from())
                .raw(" to ")
                .time(content.to())
                .raw(", all times in ")
                .text(page.zone().toString())
                .raw("</p></header>\n<main>\n");
    }

    private static String styles() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void summary() {
        long restarts = content.count(RestartEvent.class);
        page.raw("<ul class=\"sum\">");
        number(content.programs().size(), "program", "programs");
        number(restarts, "restart", "restarts");
        number(content.count(DeathEvent.class), "death", "deaths");
        number(
                content.incidents().stream()
                        .filter(incident -> incident.event() instanceof AlertEvent)
                        .map(incident -> ((AlertEvent) incident.event()).id())
                        .distinct()
                        .count(),
                "alert with a failed delivery",
                "alerts with failed deliveries");
        number(content.listeners(), "listener", "listeners");
        page.raw("</ul>\n");
        if (content.programs().isEmpty()) {
            page.raw("<p>There is no history of any program in this time. Listeners keep one in their state directory"
                    + " (--state-dir).</p>\n");
        }
    }

    private void number(long number, String one, String many) {
        page.raw("<li><b>")
                .raw(number)
                .raw("</b> ")
                .text(number == 1 ? one : many)
                .raw("</li>");
    }

    // ---- the table of programs ----

    private void overview() {
        if (content.programs().isEmpty()) {
            return;
        }
        page.raw("<h2>Largest and slowest first</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                + " aria-label=\"Table of programs\"><table class=\"programs\">"
                + "<thead><tr><th scope=\"col\">Program</th><th scope=\"col\">Memory now</th><th scope=\"col\">Highest</th>"
                + "<th scope=\"col\">Limit</th><th scope=\"col\">Slowest response</th><th scope=\"col\">Restarts</th>"
                + "<th scope=\"col\">Deaths</th><th scope=\"col\">Up</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < content.programs().size(); i++) {
            row(i, content.programs().get(i));
        }
        page.raw("</tbody></table></div>\n");
    }

    private void row(int index, ProgramReport program) {
        OptionalLong limit = limit(program);
        boolean over = limit.isPresent() && program.peak() > limit.getAsLong();
        page.raw("<tr><th scope=\"row\"><a href=\"#p")
                .raw(index)
                .raw("\">")
                .text(program.name())
                .raw("</a></th><td>")
                .text(program.memory()
                        .map(series -> series.last(now))
                        .map(value -> value.isPresent() ? memory(value.getAsLong()) : "-")
                        .orElse("-"))
                .raw(over ? "</td><td class=\"bad\">" : "</td><td>")
                .text(program.memory().isEmpty() ? "-" : memory(program.peak()))
                .raw("</td><td>")
                .text(limit.isPresent() ? memory(limit.getAsLong()) : "-")
                .raw("</td><td>")
                .text(program.responses().isEmpty() ? "-" : Axis.duration(program.slowest()))
                .raw("</td><td>")
                .raw(program.restarts().size())
                .raw("</td><td>")
                .raw(program.deaths())
                .raw("</td><td>")
                .text(upLabel(program).orElse("-"))
                .raw("</td></tr>\n");
    }

    private static OptionalLong limit(ProgramReport program) {
        return program.memory().map(SampleSeries::lastLimit).orElseGet(OptionalLong::empty);
    }

    private static String memory(long kib) {
        return ByteSize.ofKilobytes(kib).toString();
    }

    // ---- the table of incidents ----

    private void incidents() {
        page.raw("<h2 id=\"incidents\">Incidents</h2>\n");
        if (content.incidents().isEmpty()) {
            page.raw("<p>None in this time.</p>\n");
            return;
        }
        page.raw("<table class=\"incidents\"><thead><tr><th scope=\"col\">Time</th><th scope=\"col\">Program</th>"
                + "<th scope=\"col\">Event</th><th scope=\"col\">What</th><th scope=\"col\">Told by</th></tr></thead>\n"
                + "<tbody>\n");
        content.incidents().stream().limit(MAX_INCIDENTS).forEach(this::row);
        page.raw("</tbody></table>\n");
        int more = content.incidents().size() - MAX_INCIDENTS;
        if (more > 0) {
            page.raw("<p>").raw(more).raw(" older ones are left out; superlance events shows them.</p>\n");
        }
    }

    private void row(Incident incident) {
        HistoryEvent event = incident.event();
        page.raw("<tr class=\"").raw(severity(event)).raw("\"><td>").time(event.time());
        page.raw("</td><td><span>").text(event.program().isEmpty() ? "-" : event.program());
        page.raw("</span></td><td><b>").text(event.kind()).raw("</b></td><td>").text(incident.sentence());
        page.raw("</td><td><span>")
                .text(String.join(", ", incident.listeners()))
                .raw("</span></td></tr>\n");
    }

    private static String severity(HistoryEvent event) {
        return switch (event.kind()) {
            case "death" -> "d";
            case "restart" -> event instanceof RestartEvent restart && restart.isDone() ? "r" : "f";
            case "alert" -> "f";
            default -> "n";
        };
    }

    // ---- one program ----

    private void legend() {
        page.raw(
                "<p class=\"legend\"><span><i class=\"k mem\"></i>memory, CPU, response time, or what a check tells</span>"
                        + "<span><i class=\"k lim\"></i>limit</span>"
                        + "<span><i class=\"k r\"></i>restart</span><span><i class=\"k d\"></i>death</span>"
                        + "<span><i class=\"k f\"></i>failed restart</span><span><i class=\"k pa\"></i>paused</span>"
                        + "<span><i class=\"k up\"></i>up</span><span><i class=\"k pt\"></i>down for a part of it</span>"
                        + "<span><i class=\"k dn\"></i>down</span></p>\n");
    }

    private void program(int index, ProgramReport program) {
        page.raw("<section id=\"p")
                .raw(index)
                .raw("\"><h3>")
                .text(program.name())
                .raw("</h3>\n");
        List<String> facts = new ProgramFacts(program, page, now).sentences();
        if (!facts.isEmpty()) {
            page.raw("<ul class=\"facts\">");
            facts.forEach(fact -> page.raw("<li>").text(fact).raw("</li>"));
            page.raw("</ul>\n");
        }
        Optional<String> up = upLabel(program);
        program.up()
                .ifPresent(series -> chart.upBar(
                        series, "Uptime of " + program.name() + ": " + up.orElse("unknown"), up.orElse("")));
        program.memory().ifPresent(series -> {
            String what = "Memory (" + series.quantity() + ")";
            page.raw("<h4>").text(what).raw("</h4>");
            chart.memory(
                    series,
                    what + " of " + program.name() + ": highest " + memory(program.peak())
                            + (limit(program).isPresent()
                                    ? ", limit " + memory(limit(program).getAsLong())
                                    : ", no limit"),
                    program.incidents());
        });
        program.cpu().ifPresent(series -> {
            page.raw("<h4>CPU (per cent of one core)</h4>");
            chart.cpu(
                    series,
                    "CPU of " + program.name() + ": highest " + CpuMeter.percent(series.max()),
                    program.incidents());
        });
        program.responses().ifPresent(series -> {
            page.raw("<h4>Response time</h4>");
            chart.responses(
                    series,
                    "Response time of " + program.name() + ": slowest " + Axis.duration(program.slowest()),
                    program.incidents());
        });
        checks(program);
        page.raw("</section>\n");
    }

    /** A plugin may have another label at each check: of many, those are shown that are known for the longest time. */
    private void checks(ProgramReport program) {
        List<SampleSeries> shown = program.checks().stream()
                .sorted(Comparator.comparingLong((SampleSeries series) -> series.knownSeconds(now))
                        .reversed())
                .limit(MAX_CHECKS)
                .sorted(Comparator.comparing(SampleSeries::detail))
                .toList();
        shown.forEach(series -> {
            page.raw("<h4>").text(series.detail()).raw("</h4>");
            chart.checkValues(
                    series,
                    series.detail() + " of " + program.name() + ": highest " + Axis.thousandths(series.max()),
                    program.incidents());
        });
        int more = program.checks().size() - shown.size();
        if (more > 0) {
            page.raw("<p>").raw(more).raw(" more values of checks are not shown.</p>\n");
        }
    }

    /** {@code 99.8%}; empty if nothing is known. */
    private Optional<String> upLabel(ProgramReport program) {
        return program.up().flatMap(this::upLabel);
    }

    private Optional<String> upLabel(SampleSeries series) {
        double up = 0;
        long known = 0;
        for (int i = 0; i < series.points().size(); i++) {
            Point point = series.points().get(i);
            if (point.hasValue()) {
                long seconds = Math.max(1, series.end(i, now) - point.time());
                known += seconds;
                // down for a part of a period: nobody knows for how long
                up += (point.min() + point.max()) / 2.0 * seconds;
            }
        }
        if (known == 0) {
            return Optional.empty();
        }
        // never rounded up to what it is not
        double part = Math.floor(1_000 * up / known) / 10;
        return Optional.of((part == Math.rint(part) ? Long.toString((long) part) : Double.toString(part)) + "%");
    }

    /** What an operator should see first. */
    private record ProgramFacts(ProgramReport program, Html page, long now) {

        List<String> sentences() {
            return Stream.of(memory(), growth(), growthBetweenRestarts(), cpu(), responses(), restarts())
                    .flatMap(Optional::stream)
                    .toList();
        }

        private Optional<String> memory() {
            return program.memory().map(series -> {
                Point peak = series.peak().orElseThrow();
                return "highest memory " + HtmlReport.memory(peak.max()) + " on "
                        + page.shown(Instant.ofEpochSecond(peak.time())) + "; "
                        + HtmlReport.memory(series.percentile(MOST_OF_THE_TIME, now))
                        + " or less for 99% of the time";
            });
        }

        private Optional<String> growth() {
            long lastRestart = program.restarts().stream()
                    .mapToLong(restart -> restart.time().getEpochSecond())
                    .max()
                    .orElse(0);
            return program.memory()
                    .flatMap(series -> Trend.of(series.points(), lastRestart))
                    .map(trend -> "grows by about " + HtmlReport.memory(trend.perDay()) + " a day since "
                            + page.shown(trend.since())
                            + trend.untilLimit()
                                    .map(time -> "; reaches its limit in about " + Durations.format(time))
                                    .orElse(""));
        }

        /** Of a program that would never be seen to grow for long. */
        private Optional<String> growthBetweenRestarts() {
            List<RestartEvent> restarted =
                    program.restarts().stream().filter(RestartEvent::isDone).toList();
            long forMemory = restarted.stream()
                    .filter(restart -> restart.cause().equals("memory"))
                    .count();
            if (forMemory < 2 || program.memory().isEmpty()) {
                return Optional.empty();
            }
            OptionalLong perHour = Trend.perHourBetween(
                    program.memory().get().points(),
                    restarted.stream()
                            .map(restart -> restart.time().getEpochSecond())
                            .toList());
            return perHour.isEmpty()
                    ? Optional.empty()
                    : Optional.of("restarted " + forMemory + " times for memory; grows by about "
                            + HtmlReport.memory(perHour.getAsLong()) + " an hour between restarts");
        }

        private Optional<String> cpu() {
            return program.cpu().map(series -> {
                Point highest = series.peak().orElseThrow();
                return "highest CPU " + CpuMeter.percent(highest.max()) + " on "
                        + page.shown(Instant.ofEpochSecond(highest.time())) + "; "
                        + CpuMeter.percent(series.percentile(MOST_OF_THE_TIME, now))
                        + " or less for 99% of the time";
            });
        }

        private Optional<String> responses() {
            return program.responses().map(series -> {
                Point slowest = series.peak().orElseThrow();
                return "slowest response " + Axis.duration(slowest.max()) + " on "
                        + page.shown(Instant.ofEpochSecond(slowest.time())) + "; "
                        + Axis.duration(series.percentile(MOST_OF_THE_TIME, now)) + " or less for 99% of the time";
            });
        }

        private Optional<String> restarts() {
            List<RestartEvent> restarts = program.restarts();
            if (restarts.isEmpty()) {
                return Optional.empty();
            }
            RestartEvent last = restarts.get(restarts.size() - 1);
            return Optional.of((restarts.size() == 1
                            ? "1 restart, on "
                            : restarts.size() + " restarts since "
                                    + page.shown(restarts.get(0).time()) + ", the last on ")
                    + page.shown(last.time()) + ": " + last.sentence());
        }
    }
}
