package org.superlance.memmon.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.superlance.listener.testkit.PipedListener;

/** Prints how long the installed commands take to start, and how much memory they hold together. */
public final class InstalledCommandsBench {

    private static final int STARTS = 25;
    private static final int TICKS = 100;

    private static final List<String> EIGHT = List.of(
            "memmon", "httpok", "timemon", "oome_monitor", "crashmail", "crashmailbatch", "fatalmailbatch", "crashsms");

    private static final List<String> NINE =
            Stream.concat(EIGHT.stream(), Stream.of("procmon")).toList();

    private final PrintStream out;
    private final Path commands;

    private InstalledCommandsBench(PrintStream out, Path commands) {
        this.out = out;
        this.commands = commands;
    }

    /** @param arguments the directory with the commands, and a file to write for superlance */
    public static void main(String[] arguments) throws Exception {
        InstalledCommandsBench installedCommandsBench = new InstalledCommandsBench(System.out, Path.of(arguments[0]));
        installedCommandsBench.out.println("Java " + Runtime.version());
        installedCommandsBench.starts();
        installedCommandsBench.eightListeners();
        installedCommandsBench.oneForAll(Path.of(arguments[1]));
    }

    private void starts() throws Exception {
        Map<String, Callable<Integer>> tasks = new LinkedHashMap<>();
        tasks.put("an empty program", MemmonBench::emptyMain);
        for (String command : List.of("memmon", "crashmail")) {
            tasks.put(command, () -> ready(commands.resolve(command), command));
        }
        ofPython("memmon").ifPresent(python -> tasks.put("Python's memmon", () -> ready(python, "memmon")));
        Map<String, double[]> millis = sideBySide(tasks);
        double empty = millis.values().iterator().next()[0];
        millis.forEach((name, times) -> out.printf(
                "%-17s READY after %4.0f ms at best, %4.0f in the median of %d: %.1f times an empty program%n",
                name, times[0], times[STARTS / 2], STARTS, times[0] / empty));
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

    /** The command of superlance in Python, if it is installed too. */
    private static Optional<Path> ofPython(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, command))
                .filter(InstalledCommandsBench::isPython)
                .findFirst();
    }

    private static boolean isPython(Path command) {
        try (Stream<String> lines = Files.lines(command, StandardCharsets.ISO_8859_1)) {
            return lines.findFirst().orElse("").matches("#!.*python.*");
        } catch (IOException e) {
            return false;
        }
    }

    private static int ready(Path file, String command) throws IOException {
        try (PipedListener listener =
                new PipedListener(file, "unix:///nonexistent.sock", options(command, "http://x/"))) {
            listener.awaitReady();
            return 0;
        }
    }

    private void eightListeners() throws Exception {
        List<PipedListener> listeners = new ArrayList<>();
        try (StandInServer server =
                new StandInServer(List.of(ProcessHandle.current().pid()))) {
            for (String command : EIGHT) {
                listeners.add(new PipedListener(
                        commands.resolve(command), server.url(), options(command, server.url() + "/RPC2")));
            }
            hundredTicks(listeners);
            long[] each = new long[listeners.size()];
            for (int i = 0; i < each.length; i++) {
                each[i] = listeners.get(i).pss();
            }
            out.printf(
                    "eight listeners after %d ticks: %.0f MB PSS together, from %.0f to %.0f MB each%n",
                    TICKS,
                    LongStream.of(each).sum() / 1024.0,
                    LongStream.of(each).min().orElse(0) / 1024.0,
                    LongStream.of(each).max().orElse(0) / 1024.0);
        } finally {
            listeners.forEach(PipedListener::close);
        }
    }

    private void oneForAll(Path file) throws Exception {
        try (StandInServer server =
                new StandInServer(List.of(ProcessHandle.current().pid()))) {
            Files.writeString(file, sections(server.url() + "/RPC2"));
            try (PipedListener all =
                    new PipedListener(commands.resolve("superlance"), server.url(), List.of(file.toString()))) {
                hundredTicks(List.of(all));
                out.printf("superlance with these and procmon in it: %.0f MB PSS%n", all.pss() / 1024.0);
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
