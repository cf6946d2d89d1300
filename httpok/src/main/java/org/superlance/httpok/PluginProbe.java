package org.superlance.httpok;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.config.CommandLineSplitter;
import org.superlance.listener.process.CommandExecutor.Outcome;
import org.superlance.listener.process.Signal;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

/**
 * Checks by a plugin of Nagios. Its exit status decides; a program that does not behave as a plugin decides nothing.
 *
 * @param name of the plugin, for people: its arguments may hold a password
 * @param words the plugin and its arguments
 * @param failing the statuses that are a failure
 */
record PluginProbe(String name, List<String> words, Set<PluginStatus> failing, PluginRunner runner) implements Probe {

    private static final int MAX_EXCERPT = 200;
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    /** A process that a signal has ended has this exit status and the number of the signal, for the JDK and for a shell. */
    private static final int SIGNALLED = 128;

    PluginProbe {
        words = List.copyOf(words);
        failing = Set.copyOf(failing);
    }

    @Override
    public String target() {
        return name;
    }

    @Override
    public ProbeResult run() {
        long begin = System.nanoTime();
        try {
            Outcome outcome = runner.run(words);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            PluginOutput output = PluginOutput.parse(outcome.text(), outcome.isOutputTooLong());
            return outcome.status().isEmpty()
                    ? killed(output)
                    : exited(outcome.status().getAsInt(), output, outcome.errors(), took);
        } catch (IndeterminateException e) {
            return undecided(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return undecided("this listener is exiting");
        }
    }

    /** A service that hangs makes a plugin hang that has no time limit of its own, or a longer one. */
    private ProbeResult killed(PluginOutput output) {
        String said =
                output.lines().isEmpty() ? "" : "; output: " + output.lines().get(0);
        return ProbeResult.bad(
                Cause.NO_ANSWER,
                "no answer",
                name + " did not exit within " + Durations.format(runner.timeout()) + " and was killed" + said);
    }

    private ProbeResult exited(int exitStatus, PluginOutput output, String errors, Duration took) {
        PluginStatus status = PluginStatus.of(exitStatus).orElse(null);
        if (status == null || output.isEmpty()) {
            return undecided(notAPlugin(exitStatus, output, errors));
        }
        PluginReport report = new PluginReport(name, status, output.data().kept());
        return result(status, reason(status, output, errors)).withDuration(took).withReport(report);
    }

    private ProbeResult result(PluginStatus status, String reason) {
        if (failing.contains(status)) {
            return ProbeResult.bad(Cause.PLUGIN, status.name(), reason);
        }
        return status == PluginStatus.UNKNOWN
                ? ProbeResult.undecided(reason).withValue(status.name())
                : ProbeResult.good(Cause.PLUGIN, status.name(), reason);
    }

    private String reason(PluginStatus status, PluginOutput output, String errors) {
        String line = output.summary(status == PluginStatus.OK ? "" : status.name(), errors);
        if (line.isEmpty()) {
            return name + " " + status;
        }
        return line.contains(status.name()) ? name + ": " + line : name + " " + status + ": " + line;
    }

    private ProbeResult undecided(@Nullable String why) {
        return ProbeResult.undecided("cannot check with " + name + ": " + why);
    }

    private static String notAPlugin(int exitStatus, PluginOutput output, String errors) {
        String said = TextSanitizer.singleLine(errors, MAX_EXCERPT);
        String shown = !said.isEmpty()
                ? "; stderr: " + said
                : output.lines().isEmpty() ? "" : "; output: " + output.lines().get(0);
        return problem(exitStatus) + shown;
    }

    private static String problem(int exitStatus) {
        if (exitStatus == NOT_EXECUTABLE || exitStatus == NOT_FOUND) {
            return "it, or what it runs, could not be executed (exit status " + exitStatus
                    + "); install what is missing";
        }
        if (exitStatus > SIGNALLED && exitStatus <= SIGNALLED + 64) {
            return "it was ended by " + new Signal(exitStatus - SIGNALLED);
        }
        return PluginStatus.of(exitStatus).isPresent()
                ? "it wrote nothing to stdout, which every plugin does (exit status " + exitStatus + ")"
                : "it exited with status " + exitStatus + ", which no plugin does";
    }

    /**
     * A plugin of the command line: for all processes, or with fields for each.
     *
     * @param words the plugin and its arguments, which may hold fields
     */
    record PluginTemplate(String name, List<ProcessTemplate> words, Set<PluginStatus> failing, PluginRunner runner)
            implements ProbeTemplate {

        private static final String WHERE = "--plugin";
        private static final Set<String> SHELL_WORDS =
                Set.of("|", "||", "&", "&&", ";", ">", ">>", "<", "2>&1", "2>/dev/null", ">/dev/null");
        private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

        PluginTemplate {
            words = List.copyOf(words);
            failing = Set.copyOf(failing);
        }

        /**
         * Reads a command line. A name that is filled in stays within its word.
         *
         * @throws IllegalArgumentException with a sentence for people, which shows no argument
         */
        static PluginTemplate parse(String commandLine, Set<PluginStatus> failing, Duration timeout) {
            List<ProcessTemplate> words = split(commandLine).stream()
                    .map(word ->
                            new ProcessTemplate(word, WHERE, EnumSet.allOf(ProcessTemplate.Field.class), text -> text))
                    .toList();
            words.forEach(ProcessTemplate::validate);
            if (words.get(0).hasFields()) {
                throw new IllegalArgumentException(WHERE + " begins with a field; write the name of a plugin first");
            }
            return new PluginTemplate(nameOf(words.get(0).text()), words, failing, PluginRunner.of(Map.of(), timeout));
        }

        private static List<String> split(String commandLine) {
            if (commandLine.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(WHERE + " holds a NUL character; remove it");
            }
            List<String> words;
            try {
                words = CommandLineSplitter.split(commandLine);
            } catch (IllegalArgumentException e) {
                // its message holds the whole text
                throw new IllegalArgumentException(
                        WHERE + " has a quote that is not closed, or ends in a backslash; write it as for a shell");
            }
            if (words.isEmpty() || words.get(0).isBlank()) {
                throw new IllegalArgumentException(
                        WHERE + " is empty; write a command line, such as --plugin 'check_tcp -p 5432'");
            }
            if (ASSIGNMENT.matcher(words.get(0)).matches()) {
                // shown without its value, which may be a password
                throw new IllegalArgumentException(WHERE + " begins with an assignment to "
                        + TextSanitizer.excerpt(
                                words.get(0).substring(0, words.get(0).indexOf('=')))
                        + ", which needs a shell; set it by environment= in the section of this listener, or write"
                        + " --plugin 'env NAME=VALUE COMMAND'");
            }
            return words;
        }

        /** Without its directories. */
        private static String nameOf(String word) {
            String file = word.substring(word.lastIndexOf('/') + 1);
            return TextSanitizer.singleLine(file.isEmpty() ? word : file, PerformanceValue.MAX_LABEL);
        }

        PluginTemplate withName(String other) {
            return new PluginTemplate(other, words, failing, runner);
        }

        @Override
        public ProbeTemplate in(Map<String, String> environment) {
            return new PluginTemplate(name, words, failing, PluginRunner.of(environment, runner.timeout()));
        }

        @Override
        public String target() {
            return name;
        }

        @Override
        public String expected() {
            return EnumSet.of(PluginStatus.OK, PluginStatus.WARNING).stream()
                    .filter(status -> !failing.contains(status))
                    .map(PluginStatus::name)
                    .collect(Collectors.joining(", "));
        }

        @Override
        public Set<Cause> causes() {
            return EnumSet.of(Cause.PLUGIN, Cause.NO_ANSWER);
        }

        @Override
        public boolean hasFields() {
            return words.stream().anyMatch(ProcessTemplate::hasFields);
        }

        @Override
        public String place() {
            return WHERE;
        }

        @Override
        public boolean needsPid() {
            return words.stream().anyMatch(ProcessTemplate::needsPid);
        }

        @Override
        public List<String> warnings() {
            return words.stream()
                    .map(ProcessTemplate::text)
                    .filter(SHELL_WORDS::contains)
                    .limit(1)
                    .map(word -> WHERE + " " + name + " has the word '" + word
                            + "', which is an argument like others: there is no shell; write --plugin \"sh -c '...'\" if"
                            + " one is needed")
                    .toList();
        }

        @Override
        public Probe sample() {
            return probe(words.stream().map(ProcessTemplate::sample).toList());
        }

        @Override
        public Probe of(ProcessInfo process) throws IndeterminateException {
            List<String> filled = new ArrayList<>();
            for (ProcessTemplate word : words) {
                filled.add(word.of(process));
            }
            return probe(filled);
        }

        private Probe probe(List<String> filled) {
            return new PluginProbe(name, filled, failing, runner);
        }
    }
}
