package org.superlance.listener.cli;

import picocli.CommandLine.Option;

/** The options of a command that is no listener itself. */
public final class HelpOptions {

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
}
