package org.superlance.httpok;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say whether the core of a process is kept. */
final class CoreOptions {

    @Option(
            names = {"-g", "--gcore"},
            paramLabel = "COMMAND",
            description = "With -d: the command that writes a core (default: ${DEFAULT-VALUE}).")
    String gcore = "/usr/bin/gcore -o";

    @Option(
            names = {"-d", "--coredir"},
            paramLabel = "DIR",
            description = "Before a restart write the core of the process to this directory.")
    @Nullable
    Path coreDir;

    /** Empty if nobody wants cores. */
    Optional<CoreDumps> dumps() {
        return Optional.ofNullable(coreDir).map(directory -> new CoreDumps(gcore, directory, CoreDumps.LIMIT));
    }
}
