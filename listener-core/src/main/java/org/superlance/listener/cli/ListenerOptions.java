package org.superlance.listener.cli;

import java.nio.file.Path;

/** The options that every command has. */
public final class ListenerOptions implements Options.Holder {

    private final Options options = new Options().withHelp();

    final Setting<Boolean> once = options.flag("--once").says("Check once, now, print a table for people, and end.");

    final Setting<Boolean> check = options.flag("--check")
            .says("Say what is wrong with these options, or with a section of supervisord.conf, and end.");

    final Setting<String> section = options.value(String.class, "--section")
            .takes("NAME")
            .says("With --check: the section whose options to look at (default: each that runs this command).");

    private final Setting<Boolean> dryRun =
            options.flag("--dry-run").says("Say what would be done; restart nothing and mail nothing.");

    final Setting<Boolean> verbose =
            options.flag("--verbose").says("Log every decision, also those that leave a process alone.");

    final Setting<String> serverUrl = options.value(String.class, "--server-url")
            .takes("URL")
            .says("With --once or --check: the supervisord to ask, unix:///path/to.sock or http://host:port.");

    final Setting<Path> configuration = options.value(Path.class, "-C", "--configuration")
            .takes("FILE")
            .says("With --once or --check: find the supervisord in this supervisord.conf.");

    final Setting<Path> stateDir = options.value(Path.class, "--state-dir")
            .takes("DIR")
            .says("Keep here what must survive this listener (default: SUPERLANCE_STATE_DIR, or"
                    + " /var/lib/superlance where it can be written).");

    final Setting<Path> metricsFile = options.value(Path.class, "--metrics-file")
            .takes("FILE")
            .says("Tell metrics here for Prometheus, such as /var/lib/prometheus/node-exporter/memmon.prom.");

    /** @throws IllegalArgumentException with a sentence for people if the options ask for what cannot be done here */
    void validate(Surroundings surroundings) {
        if (check.value() && once.value()) {
            throw new IllegalArgumentException("--check and --once do not go together: give one of them");
        }
        if (section.isSet() && !check.value()) {
            throw new IllegalArgumentException("--section needs --check");
        }
        if (once.value() && surroundings.sharedProcess().isPresent()) {
            throw new IllegalArgumentException(
                    "--once is for a shell, not for a listener that shares its process with others; leave it out");
        }
    }

    public boolean isDryRun() {
        return dryRun.value();
    }

    /** For what means the same. */
    public Setting<Boolean> dryRun() {
        return dryRun;
    }

    @Override
    public Options options() {
        return options;
    }
}
