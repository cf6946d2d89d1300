package org.superlance.memmon.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.superlance.listener.testkit.PipedListener;

/** How long memmon needs for a tick, the first and later ones, until it has checked all processes. */
final class TickBench {

    private static final int FIRST_TICKS = 15;
    private static final int FEW = 10;
    private static final int TICKS = 40;

    private static final double MAX_FIRST = 60;
    private static final double MAX_THOUSAND = 30;
    private static final double MAX_FIVE_THOUSAND = 150;

    private final BenchReport report;
    private final Path memmon;
    private final PythonListeners python;

    TickBench(BenchReport report, Path memmon, PythonListeners python) {
        this.report = report;
        this.memmon = memmon;
        this.python = python;
    }

    void run() throws IOException, InterruptedException {
        report.table("ms of a tick");
        first();
        thousand();
        fiveThousand();
    }

    /** In turns, each by a process of its own. */
    private void first() throws IOException, InterruptedException {
        try (Sleepers sleepers = new Sleepers(FEW);
                StandInServer server = new StandInServer(sleepers.pids())) {
            List<Double> theirs = new ArrayList<>();
            List<Double> ours = new ArrayList<>();
            for (int round = 0; round < FIRST_TICKS; round++) {
                theirs.add(firstOfPython(server));
                ours.addAll(ticks(server, 1));
            }
            Samples reference = samples(theirs);
            Samples first = samples(ours);
            report.row("the first, of " + FEW + ": Python", reference, 1);
            report.row("memmon", first, first.median() / reference.median());
            report.expectAtMost("the first tick", first.median(), MAX_FIRST, "ms");
        }
    }

    /** Ours before and after Python's, which takes half a minute. */
    private void thousand() throws IOException, InterruptedException {
        try (Sleepers sleepers = new Sleepers(1_000);
                StandInServer server = new StandInServer(sleepers.pids())) {
            List<Double> plain = later(server);
            List<Double> cumulative = later(server, "-c");
            Samples theirs = Samples.of(firstOfPython(server));
            plain.addAll(later(server));
            cumulative.addAll(later(server, "-c"));
            report.row("later, of 1,000: Python", theirs, 1);
            report("memmon", samples(plain), theirs, "1,000 processes", MAX_THOUSAND);
            report("memmon -c", samples(cumulative), theirs, "1,000 processes with -c", MAX_THOUSAND);
        }
    }

    private void report(String name, Samples ours, Samples theirs, String what, double limit) {
        report.row(name, ours, ours.median() / theirs.median());
        report.expectAtMost("a tick over " + what, ours.median(), limit, "ms");
    }

    private void fiveThousand() throws IOException, InterruptedException {
        try (Sleepers sleepers = new Sleepers(5_000);
                StandInServer server = new StandInServer(sleepers.pids())) {
            Samples plain = samples(later(server));
            Samples cumulative = samples(later(server, "-c"));
            report.row("later, of 5,000: memmon", plain);
            report.row("memmon -c", cumulative);
            report.expectAtMost("a tick over 5,000 processes", plain.median(), MAX_FIVE_THOUSAND, "ms");
            report.expectAtMost("a tick over 5,000 processes with -c", cumulative.median(), MAX_FIVE_THOUSAND, "ms");
        }
    }

    /** The ticks after the first, whose code is not compiled yet. */
    private List<Double> later(StandInServer server, String... options) throws IOException, InterruptedException {
        List<Double> all = ticks(server, TICKS, options);
        return new ArrayList<>(all.subList(TICKS / 4, TICKS));
    }

    private static Samples samples(List<Double> millis) {
        return Samples.of(millis.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Python acknowledges a tick when it has checked all. */
    private double firstOfPython(StandInServer server) throws IOException {
        try (PipedListener listener =
                new PipedListener(python.script("memmon"), server.url(), List.of("-a", "100GB"))) {
            listener.awaitReady();
            long begin = System.nanoTime();
            listener.tick();
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    /**
     * From the tick until the listener can take the next one. Ours acknowledges a tick at once, and drops others while it
     * checks; so there are ticks until supervisord is asked once more. They begin when the answer has been sent: until then
     * neither they nor the listener's thread that drops them take time from what is measured.
     *
     * <p>What the stand-in needs until the answer is on its way is in the measure, 1 to 2 ms for 1,000 processes, and so is the
     * millisecond between two ticks.
     */
    private List<Double> ticks(StandInServer server, int count, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-a", "100GB"));
        Collections.addAll(arguments, options);
        try (PipedListener listener = new PipedListener(memmon, server.url(), arguments)) {
            listener.awaitReady();
            int before = server.requests().size();
            long begin = System.nanoTime();
            listener.tick();
            while (server.requests().size() <= before + count) {
                server.awaitAnswers();
                Thread.sleep(1);
                listener.tick();
            }
            List<Long> requests = server.requests().subList(before, before + count + 1);
            List<Double> millis = new ArrayList<>(List.of((requests.get(1) - begin) / 1e6));
            for (int i = 2; i < requests.size(); i++) {
                millis.add((requests.get(i) - requests.get(i - 1)) / 1e6);
            }
            return millis;
        }
    }
}
