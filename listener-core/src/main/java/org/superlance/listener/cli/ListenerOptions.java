package org.superlance.listener.cli;

import java.nio.file.Path;
import java.util.Optional;

/** The options that every command has. */
public final class ListenerOptions extends OptionGroup {

    {
        withHelp(); // those come first
    }

    private final Option<Boolean> once = flag("--once").description("Run one check, print the results and exit.");

    private final Option<Boolean> check = flag("--check")
            .description("Report misconfiguration of these options, or of the sections of supervisord.conf that run"
                    + " this command, and exit.");

    private final Option<String> section = value(String.class, "--section")
            .paramLabel("NAME")
            .description("With --check: only the section of this name (default: each that runs this command).");

    private final Option<Boolean> dryRun =
            flag("--dry-run").description("Log intended actions without restarting or notifying.");

    private final Option<Boolean> verbose =
            flag("--verbose").description("Log every decision, including those that leave a process alone.");

    private final Option<LogFormat> logFormat = LogFormat.option(this);

    private final Option<String> serverUrl = value(String.class, "--server-url")
            .paramLabel("URL")
            .description("With --once or --check: the supervisord to ask, unix:///path/to.sock or http://host:port.");

    private final Option<Path> configuration = value(Path.class, "-C", "--configuration")
            .paramLabel("FILE")
            .description("With --once or --check: find the supervisord in this supervisord.conf.");

    private final Option<Path> stateDir = value(Path.class, "--state-dir")
            .paramLabel("DIR")
            .description("Directory for what must survive this listener (default: SUPERLANCE_STATE_DIR, else"
                    + " /var/lib/superlance if it is writable).");

    private final Option<Path> metricsFile = value(Path.class, "--metrics-file")
            .paramLabel("FILE")
            .description("Write Prometheus metrics to this file, such as"
                    + " /var/lib/prometheus/node-exporter/memmon.prom.");

    private final Option<Boolean> metricsFileRemove = flag("--metrics-file-remove")
            .description("Delete the metrics file at an orderly end of this listener (default: it stays).");

    /** @throws IllegalArgumentException with a sentence for people if the options exclude each other */
    public GeneralConfig toConfig() {
        if (check.value() && once.value()) {
            throw new IllegalArgumentException("--check and --once cannot be combined");
        }
        if (section.isSet() && !check.value()) {
            throw new IllegalArgumentException("--section needs --check");
        }
        if (metricsFileRemove.value() && !metricsFile.isSet()) {
            throw new IllegalArgumentException("--metrics-file-remove needs --metrics-file");
        }
        return new GeneralConfig(
                once.value(),
                check.value(),
                section.optional(),
                dryRun.value(),
                verbose.value(),
                serverUrl.optional(),
                configuration.optional(),
                stateDir.optional(),
                metricsFile.optional(),
                metricsFileRemove.value());
    }

    /** How the log is written. */
    public LogFormat logFormat() {
        return logFormat.value();
    }

    public boolean isDryRun() {
        return dryRun.value();
    }

    /** For what means the same. */
    public Option<Boolean> dryRun() {
        return dryRun;
    }

    /**
     * What the options that every command has say.
     *
     * @param once to do its work once, show it to people and end
     * @param check to check the configuration and end
     * @param section with {@code check}: the section of supervisord.conf to check; empty for each that runs the command
     * @param dryRun to log what would be done, and do nothing
     * @param verbose to log every decision
     * @param serverUrl with {@code once} or {@code check}: the supervisord to ask
     * @param configuration with {@code once} or {@code check}: the supervisord.conf to find it in
     * @param stateDir for what must survive a listener; empty leaves it to the environment
     * @param metricsFile for Prometheus; empty for none
     * @param metricsFileRemove whether it is deleted at an orderly end
     */
    public record GeneralConfig(
            boolean once,
            boolean check,
            Optional<String> section,
            boolean dryRun,
            boolean verbose,
            Optional<String> serverUrl,
            Optional<Path> configuration,
            Optional<Path> stateDir,
            Optional<Path> metricsFile,
            boolean metricsFileRemove) {}
}
