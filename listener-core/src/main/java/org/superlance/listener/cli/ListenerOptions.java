package org.superlance.listener.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has. */
public final class ListenerOptions {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    @Option(names = "--once", description = "Check once, now, print a table for people, and end.")
    boolean once;

    @Option(
            names = "--check",
            description = "Say what is wrong with these options, or with a section of supervisord.conf, and end.")
    boolean check;

    @Option(
            names = "--section",
            paramLabel = "NAME",
            description = "With --check: the section whose options to look at (default: each that runs this command).")
    @Nullable
    String section;

    @Option(names = "--dry-run", description = "Say what would be done; restart nothing and mail nothing.")
    boolean dryRun;

    @Option(names = "--verbose", description = "Log every decision, also those that leave a process alone.")
    boolean verbose;

    @Option(
            names = "--server-url",
            paramLabel = "URL",
            description = "With --once or --check: the supervisord to ask, unix:///path/to.sock or http://host:port.")
    @Nullable
    String serverUrl;

    @Option(
            names = {"-C", "--configuration"},
            paramLabel = "FILE",
            description = "With --once or --check: find the supervisord in this supervisord.conf.")
    @Nullable
    Path configuration;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Keep here what must survive this listener (default: SUPERLANCE_STATE_DIR, or"
                    + " /var/lib/superlance where it can be written).")
    @Nullable
    Path stateDir;

    @Option(
            names = "--metrics-file",
            paramLabel = "FILE",
            description = "Tell metrics here for Prometheus, such as /var/lib/prometheus/node-exporter/memmon.prom.")
    @Nullable
    Path metricsFile;

    /** @throws IllegalArgumentException with a sentence for people if the options ask for what cannot be done here */
    void validate(Surroundings surroundings) {
        if (check && once) {
            throw new IllegalArgumentException("--check and --once do not go together: give one of them");
        }
        if (section != null && !check) {
            throw new IllegalArgumentException("--section needs --check");
        }
        if (once && surroundings.sharedProcess().isPresent()) {
            throw new IllegalArgumentException(
                    "--once is for a shell, not for a listener that shares its process with others; leave it out");
        }
    }

    public boolean isDryRun() {
        return dryRun;
    }

    /** For a plugin that has had an option of its own for it. */
    public void setDryRun() {
        dryRun = true;
    }
}
