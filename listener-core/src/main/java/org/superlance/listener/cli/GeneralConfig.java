package org.superlance.listener.cli;

import java.nio.file.Path;
import java.util.Optional;

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
        Optional<Path> metricsFile) {}
