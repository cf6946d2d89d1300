package org.superlance.memmon.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.superlance.listener.testkit.PipedListener;

/**
 * Prints how long the installed commands take to start, and how much memory they hold together, beside memmon of superlance
 * in Python; fails if they need more.
 */
public final class InstalledCommandsBench {

    private static final int STARTS = 25;
    private static final int TICKS = 100;
    private static final double KB_PER_MB = 1_024;

    private static final List<String> EIGHT = List.of(
            "memmon", "httpok", "timemon", "oome_monitor", "crashmail", "crashmailbatch", "fatalmailbatch", "crashsms");

    private static final List<String> NINE =
            Stream.concat(EIGHT.stream(), Stream.of("procmon")).toList();

    private final PrintStream out;
    private final Path commands;
    private final PythonMemmon python;
    private final List<String> missed = new ArrayList<>();

    private InstalledCommandsBench(PrintStream out, Path commands, PythonMemmon python) {
        this.out = out;
        this.commands = commands;
        this.python = python;
    }

    /** @param arguments the directory with the commands, and a file to write for superlance */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        InstalledCommandsBench bench = new InstalledCommandsBench(
                System.out, Path.of(arguments[0]), PythonMemmon.find(System.getenv(), file.resolveSibling("python")));
        bench.out.println("Java " + Runtime.version() + ", and " + bench.python.name());
        bench.starts();
        double memoryOfPython = bench.eightListeners();
        bench.oneForAll(file, memoryOfPython);
        bench.missed.forEach(sentence -> bench.out.println("missed: " + sentence));
        System.exit(bench.missed.isEmpty() ? 0 : 1);
    }

    private void starts() throws Exception {
        Map<String, Callable<Integer>> tasks = new LinkedHashMap<>();
        tasks.put("an empty program", MemmonBench::emptyMain);
        tasks.put("Python", () -> ready(python.script(), "memmon"));
        for (String command : List.of("memmon", "crashmail")) {
            tasks.put(command, () -> ready(commands.resolve(command), command));
        }
        Map<String, double[]> millis = sideBySide(tasks);
        double reference = median(millis, "Python");
        out.println("until READY, in ms     least  median    most   beside Python");
        millis.forEach((name, times) -> out.printf(
                "%-20s %7.0f %7.0f %7.0f %15.2f%n",
                name, times[0], median(times), times[STARTS - 1], median(times) / reference));
        double limit = Runtime.version().feature() < 25 ? 1.1 : 1.0;
        expect("READY", median(millis, "memmon") / reference, limit);
    }

    private void expect(String what, double ratio, double limit) {
        if (ratio > limit) {
            missed.add(String.format(
                    Locale.ROOT, "%s takes %.2f times what Python takes; wanted: %.1f", what, ratio, limit));
        }
    }

    private static double median(Map<String, double[]> times, String name) {
        return median(Objects.requireNonNull(times.get(name)));
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    /** In turns, so that whatever else the machine does slows down all alike; each sorted. */
    private static Map<String, double[]> sideBySide(Map<String, Callable<Integer>> tasks) throws Exception {
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
        millis.values().forEach(Arrays::sort);
        return millis;
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
        double[] ours = memory(EIGHT.stream()
                .map(command -> Map.entry(commands.resolve(command), command))
                .toList());
        double[] theirs = memory(EIGHT.stream()
                .map(command -> Map.entry(python.script(), "memmon"))
                .toList());
        double memoryOfPython = DoubleStream.of(theirs).sum();
        double ratio = DoubleStream.of(ours).sum() / memoryOfPython;
        out.printf("%nMB of PSS of eight listeners after %d ticks%n", TICKS);
        out.println("                      least  median    most   together   beside Python");
        print("Python", theirs, 1);
        print("the eight", ours, ratio);
        expect("the memory of eight", ratio, 1.0);
        return memoryOfPython;
    }

    private void print(String name, double[] each, double ratio) {
        out.printf(
                "%-20s %7.1f %7.1f %7.1f %10.0f %15.2f%n",
                name,
                each[0],
                median(each),
                each[each.length - 1],
                DoubleStream.of(each).sum(),
                ratio);
    }

    /** What each of these holds, in MB, sorted; all of them run at the same time. */
    private static double[] memory(List<Map.Entry<Path, String>> programs) throws Exception {
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
            Arrays.sort(each);
            return each;
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
                print("nine in one process", new double[] {held}, held / memoryOfPython);
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
