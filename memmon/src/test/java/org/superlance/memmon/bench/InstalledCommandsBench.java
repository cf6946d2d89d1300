package org.superlance.memmon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.superlance.listener.testkit.PipedListener;

/**
 * Prints how long the installed commands take to start and to check, how much CPU time they use and how much memory they
 * hold together, beside superlance in Python; fails if they need more than they may.
 */
public final class InstalledCommandsBench {

    private static final int STARTS = 25;
    private static final int TICKS = 100;
    private static final double KB_PER_MB = 1_024;
    private static final double MAX_MB_OF_NINE = 42;

    private static final List<String> EIGHT = List.of(
            "memmon", "httpok", "timemon", "oome_monitor", "crashmail", "crashmailbatch", "fatalmailbatch", "crashsms");

    private static final List<String> NINE =
            Stream.concat(EIGHT.stream(), Stream.of("procmon")).toList();

    private final BenchReport report;
    private final Path commands;
    private final PythonListeners python;

    private InstalledCommandsBench(BenchReport report, Path commands, PythonListeners python) {
        this.report = report;
        this.commands = commands;
        this.python = python;
    }

    /** @param arguments the directory with the commands, and a file to write for superlance */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        Path commands = Path.of(arguments[0]);
        PythonListeners python = PythonListeners.find(System.getenv(), EIGHT, file.resolveSibling("python"));
        BenchReport report = new BenchReport(System.out);
        report.line("Java " + Runtime.version() + ", and " + python.name());
        InstalledCommandsBench bench = new InstalledCommandsBench(report, commands, python);
        bench.starts();
        bench.oneForAll(file, bench.eightListeners());
        Path memmon = commands.resolve("memmon");
        new HungProgramsBench(report, memmon).run();
        new CpuBench(report, memmon, python).run();
        new TickBench(report, memmon, python).run();
        System.exit(report.finish());
    }

    private void starts() throws Exception {
        Map<String, Callable<Integer>> tasks = new LinkedHashMap<>();
        tasks.put("an empty program", MemmonBench::emptyMain);
        tasks.put("Python", () -> ready(python.script("memmon"), "memmon"));
        for (String command : List.of("memmon", "crashmail")) {
            tasks.put(command, () -> ready(commands.resolve(command), command));
        }
        Map<String, Samples> millis = sideBySide(tasks);
        double reference = median(millis, "Python");
        report.table("ms until READY");
        millis.forEach((name, times) -> report.row(name, times, times.median() / reference));
        double limit = Runtime.version().feature() < 25 ? 1.1 : 1.0;
        report.expectRatio("READY", median(millis, "memmon") / reference, limit);
    }

    private static double median(Map<String, Samples> times, String name) {
        return Objects.requireNonNull(times.get(name)).median();
    }

    /** In turns, so that whatever else the machine does slows down all alike. */
    private static Map<String, Samples> sideBySide(Map<String, Callable<Integer>> tasks) throws Exception {
        Map<String, double[]> millis = new LinkedHashMap<>();
        for (int round = -2; round < STARTS; round++) {
            for (Map.Entry<String, Callable<Integer>> task : tasks.entrySet()) {
                long start = System.nanoTime();
                task.getValue().call();
                double time = (System.nanoTime() - start) / 1e6;
                if (round >= 0) {
                    millis.computeIfAbsent(task.getKey(), name -> new double[STARTS])[round] = time;
                }
            }
        }
        Map<String, Samples> samples = new LinkedHashMap<>();
        millis.forEach((name, times) -> samples.put(name, Samples.of(times)));
        return samples;
    }

    private static int ready(Path file, String command) throws IOException {
        try (PipedListener listener =
                new PipedListener(file, "unix:///nonexistent.sock", options(command, "http://x/"))) {
            listener.awaitReady();
            return 0;
        }
    }

    /** @return how many MB Python's eight hold together */
    private double eightListeners() throws Exception {
        Samples ours = memory(EIGHT.stream()
                .map(command -> Map.entry(commands.resolve(command), command))
                .toList());
        Samples theirs = memory(EIGHT.stream()
                .map(command -> Map.entry(python.script(command), command))
                .toList());
        double ratio = ours.sum() / theirs.sum();
        report.tableOfSums("MB of PSS of eight listeners after " + TICKS + " ticks");
        report.sum("Python", theirs, 1);
        report.sum("the eight", ours, ratio);
        report.expectRatio("the memory of eight", ratio, 1.0);
        return theirs.sum();
    }

    /** What each of these holds, in MB; all of them run at the same time. */
    private static Samples memory(List<Map.Entry<Path, String>> programs) throws Exception {
        List<PipedListener> listeners = new ArrayList<>();
        try (StandInServer server =
                new StandInServer(List.of(ProcessHandle.current().pid()))) {
            for (Map.Entry<Path, String> program : programs) {
                List<String> options = options(program.getValue(), server.url() + "/RPC2");
                listeners.add(new PipedListener(program.getKey(), server.url(), options));
            }
            hundredTicks(listeners);
            double[] each = new double[listeners.size()];
            for (int i = 0; i < each.length; i++) {
                each[i] = listeners.get(i).pss() / KB_PER_MB;
            }
            return Samples.of(each);
        } finally {
            listeners.forEach(PipedListener::close);
        }
    }

    private void oneForAll(Path file, double memoryOfPython) throws Exception {
        try (StandInServer server =
                new StandInServer(List.of(ProcessHandle.current().pid()))) {
            Files.writeString(file, sections(server.url() + "/RPC2"));
            try (PipedListener all =
                    new PipedListener(commands.resolve("superlance"), server.url(), List.of(file.toString()))) {
                hundredTicks(List.of(all));
                double held = all.pss() / KB_PER_MB;
                report.sum("nine in one process", Samples.of(held), held / memoryOfPython);
                report.expectAtMost("the memory of nine in one process", held, MAX_MB_OF_NINE, "MB");
            }
        }
    }

    private static String sections(String url) {
        StringBuilder sections = new StringBuilder();
        for (String command : NINE) {
            sections.append("[eventlistener:")
                    .append(command)
                    .append("]\ncommand=")
                    .append(command);
            options(command, url).forEach(option -> sections.append(' ').append(option));
            sections.append("\nevents=TICK_5\n\n");
        }
        return sections.toString();
    }

    private static void hundredTicks(List<PipedListener> listeners) throws IOException {
        for (PipedListener listener : listeners) {
            listener.awaitReady();
        }
        for (int tick = 0; tick < TICKS; tick++) {
            for (PipedListener listener : listeners) {
                listener.tick();
            }
        }
    }

    private static List<String> options(String command, String url) {
        return switch (command) {
            case "memmon" -> List.of("-a", "100GB", "-m", "ops@example.com");
            case "httpok" -> List.of("-m", "ops@example.com", url);
            case "timemon" -> List.of("-g", "web", "-i", "hour", "-n", "24");
            case "oome_monitor" -> List.of("all");
            case "procmon" -> List.of("watch", "-a");
            case "crashmail" -> List.of("-m", "ops@example.com");
            default -> List.of("-t", "ops@example.com", "-f", "supervisord@example.com");
        };
    }
}
