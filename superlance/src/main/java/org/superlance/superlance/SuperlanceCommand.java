package org.superlance.superlance;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The flags of superlance. */
@Command(
        name = "superlance",
        description = "Every event listener of superlance for Java in one command: superlance COMMAND runs it with its"
                + " own options.",
        customSynopsis = "superlance COMMAND [options of the command]",
        sortOptions = false)
final class SuperlanceCommand {

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
