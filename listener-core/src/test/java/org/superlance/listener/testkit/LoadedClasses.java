package org.superlance.listener.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The classes that a JVM has loaded, by its own log. */
public final class LoadedClasses {

    private LoadedClasses() {}

    /** The option that has a JVM write the log. */
    public static String option(Path log) {
        return "-Xlog:class+load:file=" + log + ":none";
    }

    /** The names in a log, in the order in which they were loaded. */
    public static List<String> in(Path log) {
        return text(log).lines().map(line -> line.split(" ", 2)[0]).toList();
    }

    /**
     * Runs a listener under a supervisord with a program with which nothing is wrong, until it has handled a few events.
     *
     * @param directory for all that is kept
     * @param command the listener
     * @param events of which there are some
     * @param metric that shows when a few of them were handled
     */
    public static List<String> whileIdle(Path directory, Path command, String options, String events, String metric) {
        Path loaded = directory.resolve("loaded");
        Path metrics = directory.resolve("metrics");
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section("program:web", "command=sleep 1000000")
                .section(
                        "eventlistener:listener",
                        "command=" + command + " " + options + " --metrics-file " + metrics + " --state-dir "
                                + directory.resolve("state"),
                        "events=" + events,
                        RealSupervisord.credentials() + ",TZ=\"Europe/Berlin\",SUPERLANCE_JAVA_OPTS=\"" + option(loaded)
                                + "\"")
                .start()) {
            server.await(
                    "a few events",
                    () -> Pattern.compile(metric).matcher(text(metrics)).find());
            return in(loaded);
        }
    }

    /** Whether it is one of many that are loaded together, and that an idle listener does without. */
    public static boolean isExpensive(String name) {
        return name.startsWith("java.util.stream.")
                || name.startsWith("java.util.regex.")
                || name.startsWith("java.time.format.")
                || name.equals("java.time.zone.TzdbZoneRulesProvider")
                || name.equals("java.lang.ProcessHandleImpl")
                || name.equals("java.util.concurrent.ForkJoinPool")
                || name.equals("sun.nio.fs.Globs");
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
